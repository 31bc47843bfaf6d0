"""Perceived lightness of the whole picture, its colours as they are (OKLab)."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import LANGUAGES, Words, format_number


class Lightness(PictureChange):
    """OKLab lightness plus dose/100; hue and chroma stay."""

    method: ClassVar[str] = "lightness"
    title: ClassVar[Words] = Words(fr="La clarté", en="Lightness")
    about: ClassVar[Words] = Words(
        fr="La même image, plus claire ou plus sombre à l’œil, ses couleurs tenues",
        en="The same picture, lighter or darker to the eye, its colours held",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "lightness", (-20, -10, 10), "Points of lightness out of 100; 0 changes nothing."
    )
    change: ClassVar[Change] = "lightness"
    name: ClassVar[Words] = Words(fr="la clarté", en="lightness")
    unit: ClassVar[Words] = Words(fr="points de clarté", en="points of lightness")
    nothing: ClassVar[float | None] = 0.0

    def said(self, level: float) -> Words:
        """ "20 points de clarté en moins"."""
        fr, en = (format_number(abs(level), "number", language) for language in LANGUAGES)
        more = level >= 0
        return Words(
            fr=f"{fr} point{'s' if abs(level) >= 2 else ''} de clarté en {'plus' if more else 'moins'}",
            en=f"{en} point{'' if abs(level) == 1 else 's'} of lightness {'added' if more else 'taken away'}",
        )
