"""Contrast of the whole picture: each channel stretched around its mean."""

from __future__ import annotations

import math
from typing import ClassVar

from tools.errors import CallRefused
from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import Language, Words, format_number, in_both

# Less, more, as it is.
_TO: dict[Language, tuple[str, str, str]] = {
    "fr": ("un contraste ramené à", "un contraste porté à", "un contraste inchangé"),
    "en": ("contrast brought down to", "contrast raised to", "contrast as it is"),
}


class Contrast(PictureChange):
    """x becomes m + dose·(x − m), m the picture's mean of that channel."""

    method: ClassVar[str] = "contrast"
    title: ClassVar[Words] = Words(fr="Le contraste", en="Contrast")
    about: ClassVar[Words] = Words(
        fr="La même photographie, plus ou moins contrastée",
        en="The same photograph, with more or less contrast",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "contrast", (0.4, 0.7, 1.4), "Factors; 1 changes nothing."
    )
    change: ClassVar[Change] = "contrast"
    name: ClassVar[Words] = Words(fr="le contraste", en="contrast")
    unit: ClassVar[Words] = Words(fr="facteur de contraste", en="contrast factor")
    nothing: ClassVar[float | None] = 1.0

    def said(self, level: float) -> Words:
        """ "un contraste ramené à 40 %"."""
        return in_both(
            lambda language: (
                f"{_TO[language][level > 1]} {format_number(level, 'percent', language)}"
                if level != self.nothing
                else _TO[language][2]
            )
        )

    def check(self, level: float) -> None:
        """A factor above zero."""
        if level <= 0:
            raise CallRefused(
                "bad_level",
                Words(fr="Un facteur de contraste est positif.", en="A contrast factor is above zero."),
            )
        super().check(level)

    def distance(self, level: float) -> float:
        """In ratio: half and double are as far from 1."""
        return abs(math.log(level)) if level > 0 else 0.0
