"""Skin tone: Monk tone 9 against Monk tone 2, on the same bust."""

from __future__ import annotations

from typing import Any, ClassVar

from tools.probe.studio_concept import StudioConcept
from tools.wording import Words


class ToneConcept(StudioConcept):
    """Skin tone, on identities that the reader never met."""

    method: ClassVar[str] = "tone"
    title: ClassVar[Words] = Words(fr="La teinte de peau, à l’intérieur", en="Skin tone, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace de la teinte de peau d’un visage ?",
        en="Does the network keep track of a face’s skin tone?",
    )
    absent: ClassVar[dict[str, Any]] = {"tone": 2}
    present: ClassVar[dict[str, Any]] = {"tone": 9}
    caveat: ClassVar[Words | None] = Words(
        fr="La teinte change aussi l’éclat et le contraste du visage sur le fond.",
        en="Tone changes the lightness of the face and its contrast with the ground as well.",
    )

    def sought(self) -> Words:
        """The two levels of the factor."""
        return Words(
            fr="les bustes de teinte Monk 9 des mêmes en teinte Monk 2",
            en="busts in Monk tone 9 from the same in Monk tone 2",
        )
