"""Lightness of the plain ground behind a computed bust, all else held."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.wording import LANGUAGES, Words, format_number


class Ground(StudioFactor):
    """The dose is the sRGB grey of the ground, 0 (black) to 1 (white); the reference is 0.5."""

    method: ClassVar[str] = "ground"
    title: ClassVar[Words] = Words(fr="La clarté du fond", en="Lightness of the ground")
    about: ClassVar[Words] = Words(
        fr="Le même buste calculé, devant un fond plus clair ou plus sombre",
        en="The same computed bust, before a lighter or darker ground",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "ground", (0.1, 0.75, 0.95), "Greys of the ground, 0 (black) to 1 (white); 0.5 is the reference."
    )
    name: ClassVar[Words] = Words(fr="la clarté du fond", en="the lightness of the ground")
    unit: ClassVar[Words] = Words(
        fr="gris du fond, de 0 (noir) à 1 (blanc)", en="grey of the ground, 0 (black) to 1 (white)"
    )
    nothing: ClassVar[float | None] = 0.5
    factor: ClassVar[str] = "background_level"

    def said(self, level: float) -> Words:
        """ "un fond à 95 % de blanc"."""
        fr, en = (format_number(level, "percent", language) for language in LANGUAGES)
        return Words(fr=f"un fond gris à {fr}", en=f"a ground of grey {en}")
