"""The picture mirrored, left to right."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.picture_change import PictureChange
from tools.stimulus import Change
from tools.wording import Words


class Flip(PictureChange):
    """Same content, other side: the point is compared after mirroring it back."""

    method: ClassVar[str] = "flip"
    title: ClassVar[Words] = Words(fr="Le miroir", en="Mirroring")
    about: ClassVar[Words] = Words(fr="La même photographie, en miroir", en="The same photograph, mirrored")
    params: ClassVar[type[DoseParams]] = dose_params("flip", (1,), "1 mirrors, 0 changes nothing.")
    change: ClassVar[Change] = "flip"
    name: ClassVar[Words] = Words(fr="le sens gauche-droite", en="left and right")
    unit: ClassVar[Words] = Words(fr="miroir (oui : un)", en="mirrored (yes: one)")
    nothing: ClassVar[float | None] = 0.0

    def said(self, level: float) -> Words:
        """ "l’image en miroir"."""
        if not level:
            return Words(fr="l’image telle quelle", en="the picture as it is")
        return Words(fr="l’image en miroir", en="the picture mirrored")
