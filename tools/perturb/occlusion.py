"""A square of the mean colour over the salient point."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_reading import Read
from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange, whole
from tools.stimuli.cases import Shown
from tools.stimulus import Change, Edited
from tools.wording import LANGUAGES, Words, format_number

PIXELS = Words(fr="Le côté d’un cache", en="The side of a patch")


class Occlusion(PictureChange):
    """What the network saw best is hidden; the dose is the side of the patch in pixels."""

    method: ClassVar[str] = "occlusion"
    title: ClassVar[Words] = Words(fr="Le cache", en="Occlusion")
    about: ClassVar[Words] = Words(
        fr="La même photographie, l’endroit choisi caché", en="The same photograph, the chosen place hidden"
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "occlusion", (12, 24, 36), "Sides of the patch in whole pixels; 0 changes nothing."
    )
    change: ClassVar[Change] = "occlusion"
    name: ClassVar[Words] = Words(fr="le cache", en="hiding the chosen place")
    unit: ClassVar[Words] = Words(fr="côté du cache, en pixels", en="side of the patch, in pixels")
    nothing: ClassVar[float | None] = 0.0

    def said(self, level: float) -> Words:
        """ "un carré de 36 pixels caché"."""
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        return Words(
            fr=f"un carré de {fr} pixel{'s' if level >= 2 else ''} caché",
            en=f"a square of {en} pixel{'' if level == 1 else 's'} hidden",
        )

    def recipe(self, shown: Shown, before: Read, level: float) -> Edited:
        """The picture with a patch centred on the point that the subject chose, else on the face."""
        return Edited(of=shown.recipe, change=self.change, amount=whole(level, PIXELS), at=before.point)

    def check(self, level: float) -> None:
        """Whole pixels."""
        super().check(whole(level, PIXELS))

    def extra_caveats(self) -> list[Words]:
        """Covering a maximum can hardly raise it."""
        if not self.has_grid:
            return [
                Words(
                    fr="Le cache est au milieu du visage d’un buste calculé, ou au milieu de l’image.",
                    en="The patch is in the middle of a computed bust’s face, or of the picture.",
                )
            ]
        return [
            Words(
                fr="Cacher l’endroit le mieux noté ne peut guère faire monter la meilleure note : une baisse"
                " était"
                " attendue, seule sa taille renseigne.",
                en="Hiding the best-scored place can hardly raise the best score: a fall was expected, only"
                " its"
                " size informs.",
            )
        ]
