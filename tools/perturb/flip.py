"""The picture mirrored, left to right."""

from __future__ import annotations

from typing import ClassVar

from tools.looking import Point, Seen
from tools.perturb.dose_response import DoseResponse, dose_params
from tools.stimuli.cases import Shown
from tools.stimulus import Change, Edited
from tools.tool import Params
from tools.wording import Words


class Flip(DoseResponse):
    """Same content, other side: the point is compared after mirroring it back."""

    method: ClassVar[str] = "flip"
    title: ClassVar[Words] = Words(fr="Le miroir", en="Mirroring")
    about: ClassVar[Words] = Words(fr="La même photographie, en miroir", en="The same photograph, mirrored")
    params: ClassVar[type[Params]] = dose_params("flip", (1,), "1 mirrors, 0 changes nothing.")
    change: ClassVar[Change] = "flip"
    name: ClassVar[Words] = Words(fr="le sens gauche-droite", en="left and right")
    unit: ClassVar[Words] = Words(fr="miroir (oui : un)", en="mirrored (yes: one)")
    nothing: ClassVar[float] = 0.0

    def said(self, level: float) -> Words:
        """ "l’image en miroir"."""
        if not level:
            return Words(fr="l’image telle quelle", en="the picture as it is")
        return Words(fr="l’image en miroir", en="the picture mirrored")

    def recipe(self, shown: Shown, before: Seen, level: float) -> Edited:
        """The mirrored picture."""
        return Edited(of=shown.recipe, change=self.change, amount=level)

    def back(self, point: Point, width: int, before: Seen, level: float) -> Point:
        """The point, mirrored back."""
        return (width - 1 - point[0], point[1]) if level else point
