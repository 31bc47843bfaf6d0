"""Skin tone of a computed bust, on the Monk scale, all else held."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.wording import Words


class Tone(StudioFactor):
    """The dose is the tone, 1 the lightest to 10; the reference is tone 2."""

    method: ClassVar[str] = "tone"
    title: ClassVar[Words] = Words(fr="La teinte de peau", en="Skin tone")
    about: ClassVar[Words] = Words(
        fr="Le même buste calculé, en d’autres teintes de peau",
        en="The same computed bust, in other skin tones",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "tone", (5, 8, 10), "Monk tones, whole, 1 to 10; 2 is the reference."
    )
    name: ClassVar[Words] = Words(fr="la teinte de peau", en="skin tone")
    unit: ClassVar[Words] = Words(fr="teinte Monk", en="Monk tone")
    nothing: ClassVar[float | None] = 2.0
    factor: ClassVar[str] = "tone"

    def said(self, level: float) -> Words:
        """ "une peau de teinte Monk 10"."""
        return Words(fr=f"une peau de teinte Monk {level:g}", en=f"skin of Monk tone {level:g}")
