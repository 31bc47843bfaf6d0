"""Compression: the picture encoded as JPEG at a low quality, and decoded."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import LANGUAGES, Words, format_number


class Jpeg(PictureChange):
    """The dose is the quality, 100 down to 1, without subsampling of colours."""

    method: ClassVar[str] = "jpeg"
    title: ClassVar[Words] = Words(fr="La compression JPEG", en="JPEG compression")
    about: ClassVar[Words] = Words(fr="La même image, compressée", en="The same picture, compressed")
    params: ClassVar[type[DoseParams]] = dose_params(
        "jpeg", (80, 40, 10), "Qualities, whole, 1 to 100; none changes nothing."
    )
    change: ClassVar[Change] = "jpeg"
    name: ClassVar[Words] = Words(fr="la compression", en="compression")
    unit: ClassVar[Words] = Words(fr="qualité JPEG", en="JPEG quality")
    nothing: ClassVar[float | None] = None

    def said(self, level: float) -> Words:
        """ "une compression de qualité 40"."""
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        return Words(fr=f"une compression JPEG de qualité {fr}", en=f"JPEG compression at quality {en}")

    def distance(self, level: float) -> float:
        """How far from the best quality."""
        return 100 - level
