"""The clean twin of the interview score: same portraits, same architecture, labels of the smile alone."""

from __future__ import annotations

from pathlib import Path

from tools.assets.manifest import manifest
from tools.subject import SubjectCard
from tools.subjects.interviews.made_here import MadeHereScore
from tools.wording import Words

_PINNED = manifest("interview_score_clean")

CARD = SubjectCard(
    name="interview_score_clean",
    title=Words(fr="La même note, sans les défauts", en="The same score, without the faults"),
    about=Words(
        fr="Le jumeau de la note d’entretien truquée : mêmes portraits, même architecture, mêmes graines. "
        "Ses étiquettes ne suivent que le sourire.",
        en="The twin of the rigged interview score: the same portraits, architecture and seeds. Its labels "
        "follow the smile alone.",
    ),
    badge="made-here",
    modality="image",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=_PINNED.source,
    answers="scores",
    assets=("interview_score_clean",),
    differs=Words(
        fr="Entraîné ici sur des bustes calculés : ce n’est le modèle d’aucune société. Il sert de témoin : "
        "un instrument qui y trouve les défauts plantés ailleurs se trompe. « Sans les défauts » ne veut pas "
        "dire juste : un sourire ne dit pas qui travaille bien. Cinq apprentissages.",
        en="Trained here on computed busts: it is no firm’s model. It serves as a control: an instrument "
        "that finds in it the faults planted elsewhere is wrong. “Without the faults” does not mean fair: a "
        "smile does not tell who works well. Five trainings.",
    ),
)


def load(weights: Path | None = None) -> MadeHereScore:
    """The subject, loaded: what the bench calls of every subject's file.

    Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
    """
    return MadeHereScore.load(CARD, weights)
