"""Colours turned around the circle of hues, at the same lightness and vividness."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import LANGUAGES, Words, format_number


class Hue(PictureChange):
    """OKLab a and b turned by the dose, in degrees."""

    method: ClassVar[str] = "hue"
    title: ClassVar[Words] = Words(fr="La teinte des couleurs", en="Hue")
    about: ClassVar[Words] = Words(
        fr="La même image, toutes ses teintes tournées d’un même angle",
        en="The same picture, all its hues turned by one angle",
    )
    params: ClassVar[type[DoseParams]] = dose_params("hue", (30, 90, 180), "Degrees; 0 changes nothing.")
    change: ClassVar[Change] = "hue"
    name: ClassVar[Words] = Words(fr="la teinte des couleurs", en="hue")
    unit: ClassVar[Words] = Words(fr="degrés de teinte", en="degrees of hue")
    nothing: ClassVar[float | None] = 0.0

    def said(self, level: float) -> Words:
        """ "les teintes tournées de 90 degrés"."""
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        return Words(fr=f"les teintes tournées de {fr} degrés", en=f"hues turned by {en} degrees")
