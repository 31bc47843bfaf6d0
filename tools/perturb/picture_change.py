"""A change made to the pixels of any picture, by one formula of :mod:`tools.stimuli.changes`."""

from __future__ import annotations

from typing import ClassVar

from tools.errors import CallRefused
from tools.perturb.dose_reading import Read
from tools.perturb.dose_response import DoseResponse
from tools.stimuli.cases import Shown
from tools.stimulus import Change, Edited
from tools.wording import Words


class PictureChange(DoseResponse):
    """Base of the changes that any picture can undergo: the dose is the formula's ``amount``."""

    change: ClassVar[Change]

    def recipe(self, shown: Shown, before: Read, level: float) -> Edited:
        """The picture at one dose."""
        return Edited(of=shown.recipe, change=self.change, amount=level)

    def check(self, level: float) -> None:
        """What the formula refuses is refused, on a picture of nothing."""
        import numpy as np

        from tools.stimuli.changes import apply_change

        apply_change(np.zeros((8, 8, 3), np.uint8), self.change, level, (4, 4))


def whole(level: float, what: Words) -> int:
    """A dose in whole pixels. Raises :class:`~tools.errors.CallRefused` (``bad_level``) otherwise."""
    if level != int(level):
        raise CallRefused(
            "bad_level",
            Words(
                fr=f"{what.fr} se compte en pixels entiers, pas {level:g}.",
                en=f"{what.en} is in whole pixels, not {level:g}.",
            ),
        )
    return int(level)
