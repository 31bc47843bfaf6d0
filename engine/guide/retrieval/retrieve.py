"""The passages nearest to a question, and whether they answer it: by meaning, or by words alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from engine.guide.retrieval.bm25 import SharedWords
from engine.guide.retrieval.embeddings import Vectors
from engine.guide.retrieval.index import Index, Likenesses
from engine.guide.retrieval.passage import Passage
from engine.guide.retrieval.question import Question
from engine.guide.retrieval.scope import BY_WORDS_ALONE, in_scope, signs_of
from engine.guide.retrieval.scoring import score
from tools.errors import AutopsieError

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHOWN = 3
MOST_INDEXES = 48
"""Kept at once: what a reader may know grows turn by turn, and each stage of it is one."""


class Hit(NamedTuple):
    """A passage that was found. ``score`` orders within one answer."""

    passage: Passage
    score: float


class Retrieved(NamedTuple):
    """``hits``, best first; ``near`` is ``None`` where no encoder ran."""

    in_scope: bool
    hits: list[Hit]
    near: Likenesses | None
    searched: Index | None


class Retriever:
    """Searches what it is given; keeps what it made ready. Thread-safe."""

    def __init__(self, vectors: Vectors | None) -> None:
        """``None``: words alone."""
        self._vectors = vectors
        self._indexes: OrderedDict[tuple[int, ...], Index | SharedWords] = OrderedDict()
        self._lock = threading.Lock()

    def prepare(self, passages: Sequence[Passage]) -> Index | SharedWords:
        """Make passages ready, or find them ready. Words alone where the encoder fails."""
        key = tuple(hash((each.id, each.views)) for each in passages)
        with self._lock:
            known = self._indexes.get(key)
            if known is not None:
                self._indexes.move_to_end(key)
                return known
        made = self._made(passages)
        if isinstance(made, SharedWords) and self._vectors is not None:
            return made  # the encoder may be back for the next question
        with self._lock:
            self._indexes[key] = made
            while len(self._indexes) > MOST_INDEXES:
                self._indexes.popitem(last=False)
        return made

    def search(self, passages: Sequence[Passage], question: Question, *, most: int = SHOWN) -> Retrieved:
        """The ``most`` best passages that are not about the same thing, and whether the file answers."""
        if not passages or not question.text:
            return Retrieved(False, [], None, None)
        index = self.prepare(passages)
        if isinstance(index, Index):
            try:
                near = index.likenesses(question)
            except AutopsieError:
                index = SharedWords(passages)
            else:
                scores = score(index, question, near)
                hits = apart(passages, scores.total, most)
                # "Who is Colin Madland?": likeness of meaning, which the formula weighs, is mute on names.
                answers = index.holds_every_word_of(question) or in_scope(signs_of(scores, near))
                return Retrieved(answers, hits, near, index)
        values = index.scores(question)
        enough = max(float(values.max()), 0.0) / max(sum(question.weights), 1.0) >= BY_WORDS_ALONE
        return Retrieved(
            enough, [each for each in apart(passages, values, most) if each.score > 0], None, None
        )

    def _made(self, passages: Sequence[Passage]) -> Index | SharedWords:
        if self._vectors is not None:
            try:
                return Index(passages, self._vectors)
            except AutopsieError:
                pass
        return SharedWords(passages)


def apart(passages: Sequence[Passage], values: NDArray[Any], most: int) -> list[Hit]:
    """The ``most`` best by ``values`` (passages,), one for each thing that passages are about."""
    found: dict[str, Hit] = {}
    for at in np.argsort(-values, kind="stable"):
        about = passages[at].subject_matter
        if about not in found:
            found[about] = Hit(passages[at], float(values[at]))
        if len(found) == most:
            break
    return list(found.values())
