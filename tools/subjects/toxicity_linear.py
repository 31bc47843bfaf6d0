"""A published linear filter of offensive language: one score by adding what every word weighs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import manifest
from tools.examination import Examination
from tools.subject import SubjectCard
from tools.subjects.comments.answers import checked_text, passed_over, scored
from tools.subjects.comments.linear import LinearFilter
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PINNED = manifest("toxicity_linear")

LABELS = ("offensive",)

CARD = SubjectCard(
    name="toxicity_linear",
    title=Words(fr="Un filtre de commentaires linéaire", en="A linear comment filter"),
    about=Words(
        fr="Un filtre publié qui additionne le poids de chaque mot d’un texte en anglais : l’ordre des mots "
        "ne compte pas. Chaque mot y a un poids que l’on peut lire.",
        en="A published filter that adds up what every word of a text in English weighs: their order does "
        "not count. Each word has a weight that can be read.",
    ),
    badge="proxy",
    modality="text",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=f"{_PINNED.source} (1.9.1)",
    answers="scores",
    assets=("toxicity_linear",),
    differs=Words(
        fr="Ce n’est pas Perspective, qui est un réseau profond et n’a jamais été publié : ici, un modèle "
        "linéaire, sur des mots isolés, entraîné par d’autres sur environ 200\u202f000 textes.",
        en="This is not Perspective, which is a deep network and was never published: here, a linear model "
        "on single words, trained by others on about 200,000 texts.",
    ),
)

_WEIGHTLESS = Words(fr="Trop courant ou trop rare pour avoir un poids", en="Too common or too rare to weigh")


class ToxicityLinear:
    """The filter, in numpy alone."""

    card = CARD
    labels = LABELS

    def __init__(self, content: bytes) -> None:
        self.filter = LinearFilter(content)

    @classmethod
    def load(cls, weights: Path | None = None) -> ToxicityLinear:
        """Read and check the filter; ``weights`` is a file or a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from tools.assets import store

        return cls(store.read(CARD.name, weights))

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 1) probabilities that a text offends, as calibrated by the filter's makers."""
        import numpy as np

        found = [self.filter.probability(self.filter.bag(text)) for text in texts]
        return np.array(found, dtype=np.float32).reshape(len(texts), len(LABELS))

    def scrambled(self, seed: int) -> ToxicityLinear:
        """The filter with what its words weigh permuted: it knows nothing."""
        return self._with(self.filter.permuted(seed))

    def reinitialised(self, seed: int) -> ToxicityLinear:
        """The filter with what its words weigh drawn anew, of the same spread."""
        return self._with(self.filter.redrawn(seed))

    def _with(self, other: LinearFilter) -> ToxicityLinear:
        twin = ToxicityLinear.__new__(ToxicityLinear)
        twin.filter = other
        return twin

    def examine(self, given: Path | str) -> Examination:
        """The score of one text. Raises :class:`~tools.errors.StimulusRefused`."""
        text = checked_text(given)
        bag = self.filter.bag(text)
        notes = passed_over(len(bag.words), bag.unknown, why=_WEIGHTLESS)
        return scored(text, LABELS, [self.filter.probability(bag)], notes)


def load(weights: Path | None = None) -> ToxicityLinear:
    """The subject, loaded: what the bench calls of every subject's file."""
    return ToxicityLinear.load(weights)
