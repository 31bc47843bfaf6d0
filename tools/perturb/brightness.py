"""Light of the whole picture: the same number of levels added everywhere."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import LANGUAGES, Words, format_number


class Brightness(PictureChange):
    """x becomes x + dose, out of 255."""

    method: ClassVar[str] = "brightness"
    title: ClassVar[Words] = Words(fr="La lumière", en="Brightness")
    about: ClassVar[Words] = Words(
        fr="La même photographie, éclaircie ou assombrie tout entière",
        en="The same photograph, lightened or darkened as a whole",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "brightness", (-40, 20, 40), "Levels out of 255 added everywhere; 0 changes nothing."
    )
    change: ClassVar[Change] = "brightness"
    name: ClassVar[Words] = Words(fr="la lumière", en="brightness")
    unit: ClassVar[Words] = Words(fr="niveaux ajoutés", en="levels added")
    nothing: ClassVar[float | None] = 0.0

    def said(self, level: float) -> Words:
        """ "40 niveaux de lumière en plus"."""
        size = {language: format_number(abs(level), "number", language) for language in LANGUAGES}
        more = level >= 0
        return Words(
            fr=f"{size['fr']} niveaux de lumière en {'plus' if more else 'moins'}",
            en=f"{size['en']} levels of light {'added' if more else 'taken away'}",
        )

    def extra_caveats(self) -> list[Words]:
        """Clipping takes contrast away with the light."""
        return [
            Words(
                fr="Éclaircir ou assombrir toute l’image écrase ses extrêmes, donc un peu de son contraste.",
                en="Lightening or darkening a whole picture flattens its extremes, hence some of its"
                " contrast.",
            )
        ]
