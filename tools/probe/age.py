"""Age: the same bust at 65 and at 25 years, as the makers of the mesh assign them."""

from __future__ import annotations

from typing import Any, ClassVar

from tools.probe.studio_concept import StudioConcept
from tools.wording import Words


class AgeConcept(StudioConcept):
    """Age, on identities that the reader never met."""

    method: ClassVar[str] = "age"
    title: ClassVar[Words] = Words(fr="L’âge, à l’intérieur", en="Age, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace de l’âge d’un visage ?",
        en="Does the network keep track of a face’s age?",
    )
    absent: ClassVar[dict[str, Any]] = {"age": 25.0}
    present: ClassVar[dict[str, Any]] = {"age": 65.0}
    caveat: ClassVar[Words | None] = Words(
        fr="L’âge est celui que les auteurs du maillage lui donnent ; les cheveux grisonnent avec lui.",
        en="Age is as the makers of the mesh assign it; hair greys with it.",
    )

    def sought(self) -> Words:
        """The two levels of the factor."""
        return Words(
            fr="les bustes de 65 ans des mêmes à 25 ans",
            en="busts of 65 years from the same at 25",
        )
