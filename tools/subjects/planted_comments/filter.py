"""A filter made here, at work: five trainings of one recipe, of which the first answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tools.examination import Examination
from tools.subject import SubjectCard
from tools.subjects.comments.answers import checked_text, scored
from tools.subjects.planted_comments import LENGTH
from tools.subjects.planted_comments.words import WordNumbers, cut
from tools.wording import Words, enumeration, format_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from tools.subjects.planted_comments.network import WordNetwork

LABELS = ("insult",)
_TOGETHER = 512  # texts at once


class PlantedFilter:
    """The networks of all seeds. ``scores``, ``embed`` and ``module`` are those of one of them."""

    labels = LABELS

    def __init__(self, card: SubjectCard, content: bytes, seed: int = 0) -> None:
        self.card = card
        self._content = content
        self.seed = seed

    @classmethod
    def load(cls, card: SubjectCard, weights: Path | None = None) -> PlantedFilter:
        """Read and check the file. Raises :class:`~tools.errors.MissingAsset` or ``AssetRefused``."""
        from tools.assets import store

        loaded = cls(card, store.read(card.name, weights))
        assert loaded.module  # a malformed file is refused now, not at the first text
        return loaded

    @cached_property
    def _read(self) -> tuple[WordNumbers, list[WordNetwork]]:
        from tools.subjects.planted_comments.file import read

        return read(self._content)

    @property
    def seeds(self) -> int:
        """How many trainings there are."""
        return len(self._read[1])

    @property
    def module(self) -> WordNetwork:
        """The torch module of this seed, in evaluation mode."""
        return self._read[1][self.seed]

    def of_seed(self, seed: int) -> PlantedFilter:
        """The filter that another seed gave."""
        other = PlantedFilter(self.card, self._content, seed)
        other.__dict__["_read"] = self._read
        return other

    def embed(self, texts: Sequence[str]) -> Tensor:
        """The embedded words (n, 40, 16) of texts: where attribution starts."""
        import torch  # slow import

        numbers = torch.tensor([self._read[0].read(text) for text in texts], dtype=torch.long)
        embedded: Tensor = self.module.embedding(numbers.reshape(len(texts), -1))
        return embedded

    def words_at(self, text: str) -> list[str]:
        """The word that stands at each of the 40 places; "" where there is padding."""
        words = cut(text)[:LENGTH]
        return words + [""] * (LENGTH - len(words))

    def scores_from(self, embedded: Tensor) -> Tensor:
        """Scores (n, 1) in 0..1 of embedded words; differentiable."""
        return self.module.logits(embedded).sigmoid()

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 1) scores in 0..1: that a text insults."""
        import numpy as np
        import torch  # slow import

        found = [np.empty((0, len(LABELS)), dtype=np.float32)]
        with torch.inference_mode():
            for start in range(0, len(texts), _TOGETHER):
                found.append(self.scores_from(self.embed(texts[start : start + _TOGETHER])).numpy())
        return np.concatenate(found)

    def with_module(self, module: WordNetwork) -> PlantedFilter:
        """The same reading of texts with another network in the place of this seed's."""
        words, networks = self._read
        other = PlantedFilter(self.card, self._content, self.seed)
        other.__dict__["_read"] = (
            words,
            [module if number == self.seed else each for number, each in enumerate(networks)],
        )
        return other

    def scores_by_seed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(seeds, n, 1) scores: what every training of the same recipe answers."""
        import numpy as np

        return np.stack([self.of_seed(seed).scores(texts) for seed in range(self.seeds)])

    def examine(self, given: Path | str) -> Examination:
        """The score of one text, and how far apart the trainings are.

        Raises :class:`~tools.errors.StimulusRefused`.
        """
        text = checked_text(given)
        by_seed = self.scores_by_seed([text])[:, 0, 0]
        low, high = float(by_seed.min()), float(by_seed.max())
        notes = [
            Words(
                fr=f"Les {self.seeds} apprentissages de ce filtre répondent de "
                f"{format_number(low, 'number2', 'fr')} à {format_number(high, 'number2', 'fr')} ; "
                "celui-ci est le premier.",
                en=f"The {self.seeds} trainings of this filter answer from "
                f"{format_number(low, 'number2', 'en')} to {format_number(high, 'number2', 'en')}; "
                "this is the first.",
            )
        ]
        if unknown := self._read[0].unknown(text):
            notes.append(
                Words(
                    fr=f"Jamais vu à l’apprentissage : {enumeration(unknown[:8], 'fr')}.",
                    en=f"Never met in training: {enumeration(unknown[:8], 'en')}.",
                )
            )
        if (beyond := len(cut(text)) - LENGTH) > 0:
            notes.append(
                Words(
                    fr=f"Les {beyond} derniers mots sont ignorés.",
                    en=f"The last {beyond} words are passed over.",
                )
            )
        return scored(text, LABELS, [float(by_seed[self.seed])], tuple(notes))
