"""Turn of the head of a computed bust, all else held."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.wording import LANGUAGES, Words, format_number


class Pose(StudioFactor):
    """The dose is the yaw in degrees, towards the picture’s right; 0 faces the camera."""

    method: ClassVar[str] = "pose"
    title: ClassVar[Words] = Words(fr="La tête tournée", en="Turn of the head")
    about: ClassVar[Words] = Words(
        fr="Le même buste calculé, la tête tournée", en="The same computed bust, its head turned"
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "pose", (15, 30), "Degrees, −45 to 45, positive to the picture’s right; 0 faces the camera."
    )
    name: ClassVar[Words] = Words(fr="la pose de la tête", en="the turn of the head")
    unit: ClassVar[Words] = Words(fr="degrés", en="degrees")
    nothing: ClassVar[float | None] = 0.0
    factor: ClassVar[str] = "yaw"

    def said(self, level: float) -> Words:
        """ "la tête tournée de 30 degrés"."""
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        return Words(fr=f"la tête tournée de {fr} degrés", en=f"the head turned by {en} degrees")
