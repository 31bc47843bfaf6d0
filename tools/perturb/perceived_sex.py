"""Perceived sex of a computed bust, a setting of its shape, all else held."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.wording import LANGUAGES, Words, format_number


class PerceivedSex(StudioFactor):
    """The dose goes from 0 (female-perceived shape, the reference) to 1 (male-perceived)."""

    method: ClassVar[str] = "perceived_sex"
    title: ClassVar[Words] = Words(fr="Le sexe perçu", en="Perceived sex")
    about: ClassVar[Words] = Words(
        fr="Le même buste calculé, d’une autre forme, avec la même coiffure",
        en="The same computed bust in another shape, with the same hair",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "perceived_sex", (0.5, 1), "0 is female-perceived (the reference), 1 male-perceived."
    )
    name: ClassVar[Words] = Words(fr="le sexe perçu", en="perceived sex")
    unit: ClassVar[Words] = Words(
        fr="de la forme féminine (0) à la masculine (1)", en="from female- (0) to male-perceived (1)"
    )
    nothing: ClassVar[float | None] = 0.0
    factor: ClassVar[str] = "perceived_sex"

    def said(self, level: float) -> Words:
        """ "une forme masculine"."""
        if level == 1:
            return Words(fr="une forme masculine", en="a male-perceived shape")
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        return Words(fr=f"une forme masculine à {fr} sur 1", en=f"a shape {en} of 1 male-perceived")
