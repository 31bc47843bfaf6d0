"""Inside a cropping network: the score of one cell of its map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.answering.given import Given
from tools.answering.maps import SCORE
from tools.inside.opened import Opened, mean_fill

if TYPE_CHECKING:
    from torch import Tensor


def open_map(subject: Any, given: Given, cell: tuple[int, int] | None) -> Opened:
    """The prepared picture, RGB in 0..255; the number is the cell's score."""
    import torch  # slow import

    from tools.subjects.cropping.window import salient_cell

    assert given.pixels is not None
    prepared = subject.prepare(given.pixels)
    inputs = torch.from_numpy(prepared.copy()).permute(2, 0, 1)[None].float()
    row, column = cell if cell is not None else salient_cell(subject.maps([prepared])[0])
    module = subject.module

    def answer(pictures: Tensor) -> Tensor:
        scores: Tensor = module(pictures)[:, 0, row, column]
        return scores

    height, width = given.pixels.shape[:2]
    return Opened(
        inputs, answer, module, mean_fill(inputs), SCORE.label, (0, 0, width, height), (), (row, column)
    )
