"""Light of the scene: linear light multiplied, as a longer or shorter exposure does."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import LANGUAGES, Words, format_number


class Exposure(PictureChange):
    """The dose is in stops: each doubles the linear light; −1 halves it."""

    method: ClassVar[str] = "exposure"
    title: ClassVar[Words] = Words(fr="L’exposition", en="Exposure")
    about: ClassVar[Words] = Words(
        fr="La même image, plus ou moins exposée", en="The same picture, exposed more or less"
    )
    params: ClassVar[type[DoseParams]] = dose_params("exposure", (-2, -1, 1), "Stops; 0 changes nothing.")
    change: ClassVar[Change] = "exposure"
    name: ClassVar[Words] = Words(fr="l’exposition", en="exposure")
    unit: ClassVar[Words] = Words(fr="diaphragmes", en="stops")
    nothing: ClassVar[float | None] = 0.0

    def said(self, level: float) -> Words:
        """ "2 diaphragmes de moins"."""
        fr, en = (format_number(abs(level), "number", language) for language in LANGUAGES)
        more = level >= 0
        return Words(
            fr=f"{fr} diaphragme{'s' if abs(level) >= 2 else ''} de {'plus' if more else 'moins'}",
            en=f"{en} stop{'' if abs(level) == 1 else 's'} {'more' if more else 'less'}",
        )

    def extra_caveats(self) -> list[Words]:
        """Clipping."""
        return [
            Words(
                fr="Ce qui dépasse le blanc est écrêté : beaucoup de lumière retire des détails.",
                en="What exceeds white is clipped: much light takes detail away.",
            )
        ]
