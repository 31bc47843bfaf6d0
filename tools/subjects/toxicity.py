"""A published deep filter of comments: six scores by a network that reads words in both directions.

Its bias is one of sexual orientation and gender identity, not of race. Torch is imported when weights are
loaded, not before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import manifest
from tools.examination import Examination
from tools.subject import SubjectCard
from tools.subjects.comments.answers import checked_text, passed_over, scored
from tools.subjects.comments.keras_words import LENGTH, KerasWords, Reading
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from tools.subjects.comments.bilstm import CommentNetwork

_WEIGHTS, _VOCABULARY = manifest("toxicity"), manifest("toxicity_vocabulary")

LABELS = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")

CARD = SubjectCard(
    name="toxicity",
    title=Words(fr="Un filtre de commentaires", en="A comment filter"),
    about=Words(
        fr="Un réseau publié qui donne six notes à un commentaire en anglais, dont « toxique ». Son défaut "
        "connu : il prend les mots de l’orientation sexuelle et de l’identité de genre pour des insultes.",
        en="A published network that gives six scores to a comment in English, “toxic” among them. Its known "
        "fault: it takes words of sexual orientation and gender identity for insults.",
    ),
    badge="proxy",
    modality="text",
    sha256=hashlib.sha256(f"{_WEIGHTS.sha256}\n{_VOCABULARY.sha256}\n".encode()).hexdigest(),
    licence=_WEIGHTS.licence,
    credit=_WEIGHTS.credit,
    source=f"{_WEIGHTS.source} (0.3.0)",
    answers="scores",
    assets=("toxicity", "toxicity_vocabulary"),
    differs=Words(
        fr="Ce n’est pas Perspective, que Jigsaw n’a jamais publié : un autre réseau, d’un autre auteur, "
        "sans doute entraîné sur des commentaires que Jigsaw a publiés (son vocabulaire compte 159 571 "
        "textes, autant que ce jeu de données). Chez lui, « gay » pèse ; « black » presque pas.",
        en="This is not Perspective, which Jigsaw never published: another network, by another author, "
        "probably trained on comments that Jigsaw published (its vocabulary counts 159,571 texts, as many "
        "as that data set). In it “gay” weighs; “black” hardly does.",
    ),
)

_TOGETHER = 64  # texts at once: larger batches are not faster


class Toxicity:
    """The network with its vocabulary."""

    card = CARD
    labels = LABELS

    def __init__(self, weights: bytes, vocabulary: bytes) -> None:
        self._weights = weights
        self.vocabulary = KerasWords(vocabulary)

    @classmethod
    def load(cls, weights: Path | None = None) -> Toxicity:
        """Read and check both files; ``weights`` is a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from tools.assets import store

        loaded = cls(*(store.read(name, weights) for name in CARD.assets))
        assert loaded.module  # a malformed file is refused now, not at the first text
        return loaded

    @cached_property
    def module(self) -> CommentNetwork:
        """The torch module, in evaluation mode, without gradients on its weights."""
        from tools.readers.keras_weights import read_keras_weights
        from tools.subjects.comments.bilstm import SHAPES, CommentNetwork  # slow import

        arrays = read_keras_weights(self._weights, SHAPES)
        return CommentNetwork(arrays).eval().requires_grad_(False)

    def read(self, text: str) -> Reading:
        """Which words of a text the network is given."""
        return self.vocabulary.read(text)

    def embed(self, texts: Sequence[str]) -> Tensor:
        """The embedded words (n, 100, 50) of texts, padding on the left: where attribution starts."""
        import torch  # slow import

        numbers = torch.tensor([self.read(text).numbers for text in texts], dtype=torch.long)
        embedded: Tensor = self.module.embedding(numbers.reshape(len(texts), -1))
        return embedded

    def words_at(self, text: str) -> list[str]:
        """The word that stands at each of the 100 places; "" where there is padding."""
        words = self.read(text).words
        return [""] * (LENGTH - len(words)) + list(words)

    def scores_from(self, embedded: Tensor) -> Tensor:
        """Scores (n, 6) in 0..1 of embedded words (n, words, 50); differentiable."""
        return self.module.logits(embedded).sigmoid()

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 6) scores in 0..1, one column a label."""
        import numpy as np
        import torch  # slow import

        found = [np.empty((0, len(LABELS)), dtype=np.float32)]
        with torch.inference_mode():
            for start in range(0, len(texts), _TOGETHER):
                batch = texts[start : start + _TOGETHER]
                found.append(self.scores_from(self.embed(batch)).numpy())
        return np.concatenate(found)

    def examine(self, given: Path | str) -> Examination:
        """The six scores of one text. Raises :class:`~tools.errors.StimulusRefused`."""
        text = checked_text(given)
        reading = self.read(text)
        notes = passed_over(len(reading.words), reading.unknown, reading.cut)
        return scored(text, LABELS, self.scores([text])[0].tolist(), notes)


def load(weights: Path | None = None) -> Toxicity:
    """The subject, loaded: what the bench calls of every subject's file."""
    return Toxicity.load(weights)
