"""The size of things: the whole picture shrunk, centred on a ground of its mean colour."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import LANGUAGES, Words, format_number


class Scale(PictureChange):
    """The dose is the share of each side; points and mattes are brought back before they are compared."""

    method: ClassVar[str] = "scale"
    title: ClassVar[Words] = Words(fr="La taille", en="Scale")
    about: ClassVar[Words] = Words(
        fr="La même image, plus petite sur un fond de sa couleur moyenne",
        en="The same picture, smaller on a ground of its mean colour",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "scale", (0.8, 0.6, 0.4), "Shares of each side, above 0 and up to 1; 1 changes nothing."
    )
    change: ClassVar[Change] = "scale"
    name: ClassVar[Words] = Words(fr="la taille", en="size")
    unit: ClassVar[Words] = Words(fr="part de chaque côté", en="share of each side")
    nothing: ClassVar[float | None] = 1.0

    def said(self, level: float) -> Words:
        """ "l’image réduite à 60 %"."""
        fr, en = (format_number(level, "percent", language) for language in LANGUAGES)
        return Words(fr=f"l’image réduite à {fr}", en=f"the picture shrunk to {en}")

    def extra_caveats(self) -> list[Words]:
        """A frame."""
        return [
            Words(
                fr="Réduire ajoute un cadre uni et retire de la finesse.",
                en="Shrinking adds a plain frame and takes fine detail away.",
            )
        ]
