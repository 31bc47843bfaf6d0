"""A tighter frame: the middle of the picture, enlarged to the picture’s size."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import LANGUAGES, Words, format_number


class Crop(PictureChange):
    """The dose is the share of each side kept, about the centre; points and mattes are brought back."""

    method: ClassVar[str] = "crop"
    title: ClassVar[Words] = Words(fr="Le recadrage", en="Cropping")
    about: ClassVar[Words] = Words(
        fr="La même image, recadrée sur son milieu et agrandie",
        en="The same picture, cropped to its middle and enlarged",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "crop", (0.9, 0.8, 0.7), "Shares of each side kept, above 0 and up to 1; 1 changes nothing."
    )
    change: ClassVar[Change] = "crop"
    name: ClassVar[Words] = Words(fr="le cadre", en="the frame")
    unit: ClassVar[Words] = Words(fr="part gardée de chaque côté", en="share of each side kept")
    nothing: ClassVar[float | None] = 1.0

    def said(self, level: float) -> Words:
        """ "les 80 % du milieu"."""
        fr, en = (format_number(level, "percent", language) for language in LANGUAGES)
        return Words(
            fr=f"l’image recadrée à {fr} de chaque côté", en=f"the picture cropped to {en} of each side"
        )

    def extra_caveats(self) -> list[Words]:
        """What is lost."""
        return [
            Words(
                fr="Recadrer retire ce qui est au bord et grossit le reste : deux choses à la fois.",
                en="Cropping takes away what is at the border and enlarges the rest: two things at once.",
            )
        ]
