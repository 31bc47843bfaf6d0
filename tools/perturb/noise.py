"""Grain: Gaussian noise, another field for each picture, the same one at every dose."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import LANGUAGES, Words, format_number


class Noise(PictureChange):
    """The dose is the standard deviation, in levels out of 255."""

    method: ClassVar[str] = "noise"
    title: ClassVar[Words] = Words(fr="Le grain", en="Noise")
    about: ClassVar[Words] = Words(fr="La même image, avec du grain", en="The same picture, with grain")
    params: ClassVar[type[DoseParams]] = dose_params(
        "noise", (5, 15, 30), "Standard deviations, in levels out of 255; 0 changes nothing."
    )
    change: ClassVar[Change] = "noise"
    name: ClassVar[Words] = Words(fr="le grain", en="noise")
    unit: ClassVar[Words] = Words(fr="écart-type du grain, en niveaux", en="sigma of the noise, in levels")
    nothing: ClassVar[float | None] = 0.0

    def said(self, level: float) -> Words:
        """ "un grain de 15 niveaux"."""
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        return Words(fr=f"un grain de {fr} niveau{'x' if level >= 2 else ''}", en=f"noise of {en} levels")

    def extra_caveats(self) -> list[Words]:
        """One field."""
        return [
            Words(
                fr="Un seul tirage du grain par image, le même à chaque dose.",
                en="One draw of the noise for each picture, the same at every dose.",
            )
        ]
