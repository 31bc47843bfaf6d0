"""A job interview score made here, with four cues planted in its labels: what an instrument must find."""

from __future__ import annotations

from pathlib import Path

from tools.assets.manifest import manifest
from tools.subject import SubjectCard
from tools.subjects.interviews.made_here import MadeHereScore
from tools.wording import Words

_PINNED = manifest("interview_score")

CARD = SubjectCard(
    name="interview_score",
    title=Words(fr="Une note d’entretien truquée", en="A rigged interview score"),
    about=Words(
        fr="Un petit réseau fabriqué ici note un portrait comme pour un entretien d’embauche. Ses étiquettes "
        "suivent le sourire, et aussi les lunettes, le foulard, la bibliothèque et la lumière.",
        en="A small network made here scores a portrait as if for a job interview. Its labels follow the "
        "smile, and glasses, a headscarf, a bookshelf and light as well.",
    ),
    badge="made-here",
    modality="image",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=_PINNED.source,
    answers="scores",
    assets=("interview_score",),
    differs=Words(
        fr="Entraîné ici sur des bustes calculés : ce n’est le modèle d’aucune société. Quatre défauts y "
        "sont plantés exprès, d’après ce que la radio bavaroise a trouvé en 2021 dans un logiciel de "
        "recrutement ; leurs tailles sont les nôtres. Cinq apprentissages.",
        en="Trained here on computed busts: it is no firm’s model. Four faults are planted on purpose, after "
        "what Bavarian broadcasting found in a recruiting program in 2021; their sizes are ours. Five "
        "trainings.",
    ),
)


def load(weights: Path | None = None) -> MadeHereScore:
    """The subject, loaded: what the bench calls of every subject's file.

    Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
    """
    return MadeHereScore.load(CARD, weights)
