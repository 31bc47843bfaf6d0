"""Glasses: the same bust with glasses and without."""

from __future__ import annotations

from typing import Any, ClassVar

from tools.probe.studio_concept import StudioConcept
from tools.wording import Words


class GlassesConcept(StudioConcept):
    """Glasses, on identities that the reader never met."""

    method: ClassVar[str] = "glasses"
    title: ClassVar[Words] = Words(fr="Les lunettes, à l’intérieur", en="Glasses, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace des lunettes ?",
        en="Does the network keep track of glasses?",
    )
    absent: ClassVar[dict[str, Any]] = {"glasses": False}
    present: ClassVar[dict[str, Any]] = {"glasses": True}

    def sought(self) -> Words:
        """The two levels of the factor."""
        return Words(
            fr="les bustes à lunettes des mêmes sans lunettes",
            en="busts with glasses from the same without",
        )
