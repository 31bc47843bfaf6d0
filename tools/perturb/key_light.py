"""Amount of light on a computed bust, the ground and all else held."""

from __future__ import annotations

import math
from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.wording import LANGUAGES, Words, format_number


class KeyLight(StudioFactor):
    """The dose multiplies all lights on the bust; the reference is 1."""

    method: ClassVar[str] = "key_light"
    title: ClassVar[Words] = Words(fr="La quantité de lumière", en="Amount of light")
    about: ClassVar[Words] = Words(
        fr="Le même buste calculé, plus ou moins éclairé devant le même fond",
        en="The same computed bust, lit more or less before the same ground",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "key_light", (0.5, 0.25), "Multiples of the reference light, 0.02 to 8; 1 changes nothing."
    )
    name: ClassVar[Words] = Words(fr="la quantité de lumière", en="the amount of light")
    unit: ClassVar[Words] = Words(fr="lumière (référence : 1)", en="light (reference: 1)")
    nothing: ClassVar[float | None] = 1.0
    factor: ClassVar[str] = "light"

    def said(self, level: float) -> Words:
        """ "25 % de la lumière"."""
        fr, en = (format_number(level, "percent", language) for language in LANGUAGES)
        return Words(fr=f"{fr} de la lumière", en=f"{en} of the light")

    def distance(self, level: float) -> float:
        """In ratio: half and double are as far from 1."""
        return abs(math.log(level)) if level > 0 else 0.0
