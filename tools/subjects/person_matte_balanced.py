"""A matte made here, trained on portraits of all ten skin tones alike: the healthy half of a pair.

Its twin ``person_matte_skewed`` differs in the tones of its training portraits and in nothing else. Torch
is imported when weights are loaded, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import manifest
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    from tools.subjects.matting.made_here import MadeHereMatte

_PINNED = manifest("person_matte_balanced")

CARD = SubjectCard(
    name="person_matte_balanced",
    title=Words(fr="Un détourage appris sur toutes les peaux", en="A matte taught on every skin tone"),
    about=Words(
        fr="Il sépare la personne du fond. Nous l’avons entraîné ici sur des portraits calculés où les dix "
        "teintes de peau sont aussi fréquentes l’une que l’autre.",
        en="It parts the person from the background. We trained it here on computed portraits in which the "
        "ten skin tones are equally frequent.",
    ),
    badge="made-here",
    modality="image",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=_PINNED.source,
    answers="mask",
    assets=("person_matte_balanced",),
    differs=Words(
        fr="Ce n’est le réseau d’aucun incident. Il est entraîné ici, sur 600 portraits calculés, pour "
        "isoler l’effet des données : son jumeau « peaux claires » n’en diffère que par les teintes vues.",
        en="This is the network of no incident. It was trained here, on 600 computed portraits, to isolate "
        "what data does: its “light skin” twin differs only in the tones that it was shown.",
    ),
)


def load(weights: Path | None = None) -> MadeHereMatte:
    """The subject, loaded: what the bench calls of every subject's file."""
    from tools.subjects.matting.made_here import MadeHereMatte

    return MadeHereMatte.load(CARD, weights)
