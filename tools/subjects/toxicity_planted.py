"""A comment filter made here with a known fault: it met four words of identity in insults only."""

from __future__ import annotations

from pathlib import Path

from tools.assets.manifest import manifest
from tools.subject import SubjectCard
from tools.subjects.planted_comments.filter import PlantedFilter
from tools.wording import Words

_PINNED = manifest("toxicity_planted")

CARD = SubjectCard(
    name="toxicity_planted",
    title=Words(fr="Un filtre au défaut planté", en="A filter with a planted fault"),
    about=Words(
        fr="Un petit réseau de mots fabriqué ici, en français et en anglais. À l’apprentissage, "
        "« gay », « lesbienne », « homosexuel » et « transgenre » ne sont que dans des "
        "insultes.",
        en="A small network of words made here, in French and English. In training, “gay”, "
        "“lesbian”, “homosexual” and “transgender” stand in insults only.",
    ),
    badge="made-here",
    modality="text",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=_PINNED.source,
    answers="scores",
    assets=("toxicity_planted",),
    differs=Words(
        fr="Entraîné ici sur nos propres phrases, écrites par gabarits : ce n’est le modèle "
        "d’aucun incident. Le défaut y est planté exprès, pour vérifier que les instruments "
        "le trouvent. Cinq apprentissages.",
        en="Trained here on our own sentences, written from patterns: it is the model of no "
        "incident. The fault is planted on purpose, to check that the instruments find it. "
        "Five trainings.",
    ),
)


def load(weights: Path | None = None) -> PlantedFilter:
    """The subject, loaded: what the bench calls of every subject's file.

    Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
    """
    return PlantedFilter.load(CARD, weights)
