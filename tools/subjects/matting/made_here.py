"""The mattes made here: one architecture, five seeds in one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tools.stimuli.picture_file import open_picture
from tools.subjects.made_here.five_seeds import FiveSeeds
from tools.subjects.matting.answers import examined
from tools.subjects.matting.stretching import mattes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from tools.examination import Examination
    from tools.subjects.matting.small_unet import SmallUNet

_TOGETHER = 32  # pictures at once: larger batches are not faster


class MadeHereMatte(FiveSeeds["SmallUNet"]):
    """One of the five networks of a set. The module gives logits."""

    @staticmethod
    def untrained() -> SmallUNet:
        """The small network of the mattes."""
        from tools.subjects.matting.small_unet import SmallUNet  # slow import

        return SmallUNet()

    @property
    def side(self) -> int:
        """96."""
        from tools.subjects.matting.small_unet import SIDE  # slow import

        return SIDE

    def logits(self, prepared: Tensor) -> Tensor:
        """(n, 1, 96, 96) before the sigmoid, for RGB (n, 3, 96, 96) in 0..1; differentiable."""
        found: Tensor = self.module(prepared)
        return found

    def masks(self, pictures: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """The matte (height, width) in 0..1, 1 for the person, of each picture (height, width, 3)."""
        return mattes_of(pictures, self.prepare, self.logits, _TOGETHER)

    def examine(self, given: Path | str) -> Examination:
        """The matte of a picture file. Raises :class:`~tools.errors.StimulusRefused`."""
        opened = open_picture(Path(given))
        return examined(opened, self.masks([opened.pixels])[0])
