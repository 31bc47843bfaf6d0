"""Passages found by the words that they share with a question (BM25): what is left where no encoder runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.guide.retrieval.passage import Passage
from engine.guide.retrieval.question import Question
from engine.guide.retrieval.words import stems_of, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SharedWords:
    """An index of stems. Robertson's BM25 with the usual constants of ``bm25s`` (k1 1.5, b 0.75)."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Builds the index: milliseconds for a file."""
        import bm25s  # slow import: numba, where it is installed

        self.passages = tuple(passages)
        documents = [[_stem(word) for view in each.views for word in words_of(view)] for each in passages]
        self._known = {stem for document in documents for stem in document}
        self._index = bm25s.BM25()
        if self._known:
            self._index.index(documents, show_progress=False)

    def scores(self, question: Question) -> NDArray[Any]:
        """By passage; 0 where no word is shared."""
        asked = [stem for word in question.words if (stem := _stem(word)) in self._known]
        if not asked:
            return np.zeros(len(self.passages))
        found: NDArray[Any] = np.asarray(self._index.get_scores(asked), dtype=float)
        return found


def _stem(word: str) -> str:
    """One stem a word, the shortest: what French and English endings leave of it."""
    return min(sorted(stems_of(word)), key=len)
