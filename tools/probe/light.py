"""Light: the same bust under twice the light."""

from __future__ import annotations

from typing import Any, ClassVar

from tools.probe.studio_concept import StudioConcept
from tools.wording import Words


class LightConcept(StudioConcept):
    """Light, on identities that the reader never met."""

    method: ClassVar[str] = "light"
    title: ClassVar[Words] = Words(fr="La lumière, à l’intérieur", en="Light, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace de la lumière qui tombe sur un visage ?",
        en="Does the network keep track of the light on a face?",
    )
    absent: ClassVar[dict[str, Any]] = {"light": 0.7}
    present: ClassVar[dict[str, Any]] = {"light": 1.4}
    caveat: ClassVar[Words | None] = Words(
        fr="La lumière change l’éclat et le contraste du visage ; le fond garde le sien.",
        en="Light changes the face’s lightness and contrast; the ground keeps its own.",
    )

    def sought(self) -> Words:
        """The two levels of the factor."""
        return Words(
            fr="les bustes éclairés deux fois plus des mêmes",
            en="busts under twice the light from the same under less",
        )
