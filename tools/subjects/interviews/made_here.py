"""The interview scores made here: one architecture, five seeds in one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tools.examination import Examination, ScoresResult
from tools.stimuli.picture_file import open_picture
from tools.subjects.made_here.five_seeds import FiveSeeds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from tools.subjects.interviews.network import InterviewNetwork

LABELS = ("interview",)
_TOGETHER = 64  # pictures at once: larger batches are not faster


class MadeHereScore(FiveSeeds["InterviewNetwork"]):
    """One of the five networks of a set of labels."""

    labels = LABELS

    @staticmethod
    def untrained() -> InterviewNetwork:
        """The small network of the interview scores."""
        from tools.subjects.interviews.network import InterviewNetwork  # slow import

        return InterviewNetwork()

    @property
    def side(self) -> int:
        """96."""
        from tools.subjects.interviews.network import SIDE  # slow import

        return SIDE

    def scores_from(self, prepared: Tensor) -> Tensor:
        """(n,) scores of RGB (n, 3, 96, 96) in 0..1; differentiable."""
        found: Tensor = self.module(prepared)
        return found

    def scores(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """(n, 1) for whole pictures (height, width, 3)."""
        import numpy as np
        import torch  # slow import

        found = [np.empty((0, 1), dtype=np.float32)]
        with torch.inference_mode():
            for start in range(0, len(pictures), _TOGETHER):
                stacked = np.stack([self.prepare(each) for each in pictures[start : start + _TOGETHER]])
                prepared = torch.from_numpy(stacked).permute(0, 3, 1, 2).float() / 255
                found.append(self.scores_from(prepared)[:, None].numpy())
        return np.concatenate(found)

    def examine(self, given: Path | str) -> Examination:
        """The score of a picture file. Raises :class:`~tools.errors.StimulusRefused`."""
        opened = open_picture(Path(given))
        score = float(self.scores([opened.pixels])[0, 0])
        return Examination(
            result=ScoresResult(scores={LABELS[0]: round(score, 6)}),
            sha256=opened.sha256,
            size=(opened.width, opened.height),
            notes=opened.notes,
        )
