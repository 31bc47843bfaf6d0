"""The placebo, examined: the same picture, a little to the right."""

from __future__ import annotations

import math
from typing import ClassVar

from tools.errors import CallRefused
from tools.perturb.dose_reading import STEP, Read
from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.dose_words import SHIFTING
from tools.perturb.picture_change import PictureChange
from tools.stimuli.cases import Shown
from tools.stimulus import Change, Edited
from tools.wording import Words, format_number


class Shift(PictureChange):
    """Doses are cells of the network's grid; its own placebo is one cell the other way."""

    method: ClassVar[str] = "shift"
    title: ClassVar[Words] = Words(fr="Le décalage", en="Shifting")
    about: ClassVar[Words] = Words(
        fr="La même photographie, décalée : rien de ce qu’elle montre ne change",
        en="The same photograph, moved: nothing that it shows changes",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "shift", (0.5, 1), "Cells of the grid; 0 changes nothing."
    )
    change: ClassVar[Change] = "shift"
    name: ClassVar[Words] = SHIFTING
    unit: ClassVar[Words] = Words(fr="cases de décalage", en="cells of shift")
    nothing: ClassVar[float | None] = 0.0
    placebo_cells: ClassVar[int] = -1

    def said(self, level: float) -> Words:
        """ "l’image décalée d’une case vers la droite"."""
        right = level >= 0
        if not self.has_grid:
            pixels = math.floor(abs(level) * STEP + 0.5)
            return Words(
                fr=f"l’image décalée de {pixels} pixel{'s' if pixels > 1 else ''} vers la"
                f" {'droite' if right else 'gauche'}",
                en=f"the picture moved {pixels} pixel{'' if pixels == 1 else 's'} to the"
                f" {'right' if right else 'left'}",
            )
        fr, en = (
            ("une case", "one cell")
            if abs(level) == 1
            else ("une demi-case", "half a cell")
            if abs(level) == 0.5
            else (
                f"{format_number(abs(level), 'number', 'fr')} case{'s' if abs(level) >= 2 else ''}",
                f"{format_number(abs(level), 'number', 'en')} cells",
            )
        )
        return Words(
            fr=f"l’image décalée {'d’' if fr.startswith('une') else 'de '}{fr} vers la"
            f" {'droite' if right else 'gauche'}",
            en=f"the picture moved {en} to the {'right' if right else 'left'}",
        )

    def unit_said(self) -> Words:
        """Cells of a grid, or steps of pixels where there is none."""
        if self.has_grid:
            return self.unit
        return Words(fr=f"pas de {STEP} pixels", en=f"steps of {STEP} pixels")

    def check(self, level: float) -> None:
        """Twenty cells at most."""
        if abs(level) > 20:
            raise CallRefused(
                "bad_level",
                Words(fr="Vingt cases, c’est toute l’image.", en="Twenty cells are a whole picture."),
            )

    def recipe(self, shown: Shown, before: Read, level: float) -> Edited:
        """The picture moved by ``level`` cells."""
        return Edited(of=shown.recipe, change=self.change, amount=_pixels(before, level))

    def extra_caveats(self) -> list[Words]:
        """What enters at the border."""
        return [
            Words(
                fr="Un bord apparaît en reflet à gauche, l’autre sort à droite : le décalage n’est pas tout"
                " à fait"
                " sans effet sur le contenu.",
                en="One border enters as a reflection on the left, the other leaves on the right: shifting"
                " is not"
                " quite without effect on content.",
            )
        ]


def _pixels(before: Read, cells: float) -> int:
    """Cells in whole pixels of the picture."""
    return math.floor(cells * before.cell_pixels + 0.5)
