"""Headscarf: the same bust with a headscarf and without."""

from __future__ import annotations

from typing import Any, ClassVar

from tools.probe.studio_concept import StudioConcept
from tools.wording import Words


class HeadscarfConcept(StudioConcept):
    """Headscarf, on identities that the reader never met."""

    method: ClassVar[str] = "headscarf"
    title: ClassVar[Words] = Words(fr="Le foulard, à l’intérieur", en="The headscarf, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace d’un foulard ?",
        en="Does the network keep track of a headscarf?",
    )
    absent: ClassVar[dict[str, Any]] = {"headscarf": False}
    present: ClassVar[dict[str, Any]] = {"headscarf": True}
    caveat: ClassVar[Words | None] = Words(
        fr="Le foulard cache aussi les cheveux et une part du cou.",
        en="The headscarf hides hair and part of the neck as well.",
    )

    def sought(self) -> Words:
        """The two levels of the factor."""
        return Words(
            fr="les bustes qui portent un foulard des mêmes sans foulard",
            en="busts with a headscarf from the same without",
        )
