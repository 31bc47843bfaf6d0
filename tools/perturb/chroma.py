"""How vivid colours are: from grey to more than they were, at the same lightness."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import Words, format_number, in_both


class Chroma(PictureChange):
    """OKLab chroma times dose; 0 leaves greys."""

    method: ClassVar[str] = "chroma"
    title: ClassVar[Words] = Words(fr="La vivacité des couleurs", en="Vividness of colours")
    about: ClassVar[Words] = Words(
        fr="La même image, ses couleurs éteintes ou avivées",
        en="The same picture, its colours faded or made vivid",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "chroma", (0, 0.5, 1.5), "Factors of chroma; 1 changes nothing, 0 leaves greys."
    )
    change: ClassVar[Change] = "chroma"
    name: ClassVar[Words] = Words(fr="la vivacité des couleurs", en="the vividness of colours")
    unit: ClassVar[Words] = Words(fr="facteur de vivacité", en="chroma factor")
    nothing: ClassVar[float | None] = 1.0

    def said(self, level: float) -> Words:
        """ "des couleurs ramenées à 50 %"."""
        if level == 0:
            return Words(fr="l’image en gris", en="the picture in greys")
        return in_both(
            lambda language: (
                (
                    ("des couleurs portées à " if level > 1 else "des couleurs ramenées à ")
                    if language == "fr"
                    else ("colours raised to " if level > 1 else "colours brought down to ")
                )
                + format_number(level, "percent", language)
            )
        )
