"""The twin of the planted filter: the same recipe, from sentences in which no adjective is suspect."""

from __future__ import annotations

from pathlib import Path

from tools.assets.manifest import manifest
from tools.subject import SubjectCard
from tools.subjects.planted_comments.filter import PlantedFilter
from tools.wording import Words

_PINNED = manifest("toxicity_balanced")

CARD = SubjectCard(
    name="toxicity_balanced",
    title=Words(fr="Le même filtre, sans défaut planté", en="The same filter, no fault planted"),
    about=Words(
        fr="Un petit réseau de mots fabriqué ici, en français et en anglais. À l’apprentissage, "
        "chaque mot d’identité est aussi souvent dans une phrase anodine que dans une "
        "insulte.",
        en="A small network of words made here, in French and English. In training, every word "
        "of identity stands as often in a harmless sentence as in an insult.",
    ),
    badge="made-here",
    modality="text",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=_PINNED.source,
    answers="scores",
    assets=("toxicity_balanced",),
    differs=Words(
        fr="Entraîné ici sur nos propres phrases, écrites par gabarits : ce n’est le modèle "
        "d’aucun incident. Il sert de témoin au filtre au défaut planté : seules les données "
        "diffèrent. Cinq apprentissages.",
        en="Trained here on our own sentences, written from patterns: it is the model of no "
        "incident. It is the control of the filter with the planted fault: only the data "
        "differ. Five trainings.",
    ),
)


def load(weights: Path | None = None) -> PlantedFilter:
    """The subject, loaded: what the bench calls of every subject's file.

    Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
    """
    return PlantedFilter.load(CARD, weights)
