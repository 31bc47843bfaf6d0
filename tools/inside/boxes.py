"""Inside a face finder that is a network: how sure it is of its best candidate, before the sigmoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.answering.boxes import BEST
from tools.answering.given import Given
from tools.inside.opened import Opened, mean_fill

if TYPE_CHECKING:
    from torch import Tensor


def open_boxes(subject: Any, given: Given, cell: tuple[int, int] | None = None) -> Opened:
    """The prepared picture, RGB in 0..1; the number is the logit of the candidate that is best on it.

    ``cell`` is (candidate, 0): a twin is asked for the candidate of the original.
    """
    import torch  # slow import

    assert given.pixels is not None
    inputs = torch.from_numpy(subject.prepare(given.pixels).copy()).permute(2, 0, 1)[None].float() / 255
    if cell is None:
        with torch.inference_mode():
            cell = int(subject.logits(inputs)[0].argmax()), 0
    best = cell[0]

    def answer(pictures: Tensor) -> Tensor:
        logits: Tensor = subject.logits(pictures)[:, best]
        return logits

    # The picture stands in the middle of a square, black around.
    height, width = given.pixels.shape[:2]
    side = max(height, width)
    window = ((width - side) / 2, (height - side) / 2, float(side), float(side))
    return Opened(inputs, answer, subject.module, mean_fill(inputs), BEST.label, window, cell=cell)
