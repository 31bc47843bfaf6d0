"""The placebo, examined: the same picture, a little to the right."""

from __future__ import annotations

import math
from typing import ClassVar

from tools.errors import CallRefused
from tools.looking import Point, Seen
from tools.perturb.dose_response import DoseResponse, dose_params
from tools.perturb.dose_words import SHIFTING
from tools.stimuli.cases import Shown
from tools.stimulus import Change, Edited
from tools.tool import Params
from tools.wording import Words, format_number


class Shift(DoseResponse):
    """Doses are cells of the network's grid; its own placebo is one cell the other way."""

    method: ClassVar[str] = "shift"
    title: ClassVar[Words] = Words(fr="Le décalage", en="Shifting")
    about: ClassVar[Words] = Words(
        fr="La même photographie, décalée : rien de ce qu’elle montre ne change",
        en="The same photograph, moved: nothing that it shows changes",
    )
    params: ClassVar[type[Params]] = dose_params("shift", (0.5, 1), "Cells of the grid; 0 changes nothing.")
    change: ClassVar[Change] = "shift"
    name: ClassVar[Words] = SHIFTING
    unit: ClassVar[Words] = Words(fr="cases de décalage", en="cells of shift")
    nothing: ClassVar[float] = 0.0
    placebo_cells: ClassVar[int] = -1

    def said(self, level: float) -> Words:
        """ "l’image décalée d’une case vers la droite"."""
        right = level >= 0
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

    def recipe(self, shown: Shown, before: Seen, level: float) -> Edited:
        """The picture moved by ``level`` cells."""
        if abs(level) > 20:
            raise CallRefused(
                "bad_level",
                Words(fr="Vingt cases, c’est toute l’image.", en="Twenty cells are a whole picture."),
            )
        return Edited(of=shown.recipe, change=self.change, amount=_pixels(before, level))

    def back(self, point: Point, width: int, before: Seen, level: float) -> Point:
        """The point, moved back."""
        return point[0] - _pixels(before, level), point[1]

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


def _pixels(before: Seen, cells: float) -> int:
    """Cells in whole pixels of the picture."""
    return math.floor(cells * before.cell_pixels + 0.5)
