"""Expression: a smile against a neutral face."""

from __future__ import annotations

from typing import Any, ClassVar

from tools.probe.studio_concept import StudioConcept
from tools.wording import Words


class ExpressionConcept(StudioConcept):
    """Expression, on identities that the reader never met."""

    method: ClassVar[str] = "expression"
    title: ClassVar[Words] = Words(fr="Le sourire, à l’intérieur", en="The smile, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace d’un sourire ?",
        en="Does the network keep track of a smile?",
    )
    absent: ClassVar[dict[str, Any]] = {"expression": "neutral"}
    present: ClassVar[dict[str, Any]] = {"expression": "smile", "strength": 1.0}

    def sought(self) -> Words:
        """The two levels of the factor."""
        return Words(
            fr="les bustes qui sourient des mêmes au visage neutre",
            en="smiling busts from the same with a neutral face",
        )
