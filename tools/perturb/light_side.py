"""Side from which a computed bust is lit, all else held."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.wording import LANGUAGES, Words, format_number


class LightSide(StudioFactor):
    """The dose is the azimuth of the key light; the reference, −39 degrees, is from the left."""

    method: ClassVar[str] = "light_side"
    title: ClassVar[Words] = Words(fr="Le côté de la lumière", en="Side of the light")
    about: ClassVar[Words] = Words(
        fr="Le même buste calculé, éclairé d’un autre côté",
        en="The same computed bust, lit from another side",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "light_side", (0, 39, 90), "Azimuths in degrees, −120 (left) to 120 (right); −39 is the reference."
    )
    name: ClassVar[Words] = Words(fr="le côté de la lumière", en="the side of the light")
    unit: ClassVar[Words] = Words(fr="azimut de la lumière, en degrés", en="azimuth of the light, in degrees")
    nothing: ClassVar[float | None] = -39.0
    factor: ClassVar[str] = "light_azimuth"

    def said(self, level: float) -> Words:
        """ "une lumière à 90 degrés"."""
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        return Words(fr=f"une lumière à {fr} degrés", en=f"light from {en} degrees")
