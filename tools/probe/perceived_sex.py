"""Perceived sex: the mesh’s male-perceived shape against its female-perceived one, same hair."""

from __future__ import annotations

from typing import Any, ClassVar

from tools.probe.studio_concept import StudioConcept
from tools.wording import Words


class PerceivedSexConcept(StudioConcept):
    """Perceived sex, on identities that the reader never met."""

    method: ClassVar[str] = "perceived_sex"
    title: ClassVar[Words] = Words(fr="Le sexe perçu, à l’intérieur", en="Perceived sex, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace du sexe perçu d’un visage ?",
        en="Does the network keep track of a face’s perceived sex?",
    )
    absent: ClassVar[dict[str, Any]] = {"perceived_sex": 0.0}
    present: ClassVar[dict[str, Any]] = {"perceived_sex": 1.0}
    caveat: ClassVar[Words | None] = Words(
        fr="Le sexe perçu est un réglage de la forme du maillage, pas l’identité d’une personne.",
        en="Perceived sex is a setting of the mesh’s shape, not anyone’s identity.",
    )

    def sought(self) -> Words:
        """The two levels of the factor."""
        return Words(
            fr="les bustes de forme masculine des mêmes de forme féminine",
            en="busts of male-perceived shape from the same of female-perceived shape",
        )
