"""The whole picture blurred."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import LANGUAGES, Words, format_number


class Blur(PictureChange):
    """Convolved with a Gaussian; the dose is its sigma in pixels of the picture."""

    method: ClassVar[str] = "blur"
    title: ClassVar[Words] = Words(fr="Le flou", en="Blur")
    about: ClassVar[Words] = Words(fr="La même photographie, floutée", en="The same photograph, blurred")
    params: ClassVar[type[DoseParams]] = dose_params(
        "blur", (0.5, 1, 2), "Sigmas in pixels of the picture; 0 changes nothing."
    )
    change: ClassVar[Change] = "blur"
    name: ClassVar[Words] = Words(fr="le flou", en="blur")
    unit: ClassVar[Words] = Words(fr="flou, en pixels", en="blur, in pixels")
    nothing: ClassVar[float | None] = 0.0

    def said(self, level: float) -> Words:
        """ "un flou de 2 pixels"."""
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        return Words(
            fr=f"un flou de {fr} pixel{'s' if level >= 2 else ''}",
            en=f"a blur of {en} pixel{'' if level == 1 else 's'}",
        )

    def extra_caveats(self) -> list[Words]:
        """Blur is not one factor."""
        return [
            Words(
                fr="Flouter retire aussi du contraste : les deux ne se séparent pas ici.",
                en="Blurring takes contrast away too: the two are not separated here.",
            )
        ]
