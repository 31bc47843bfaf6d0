"""The fast occlusion map of one cell, by blocks of the network's grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.answering.maps import SCORE
from tools.attribute.fast.occlusion import PATCH, STRIDE, Tick, occlusion, windows_that_count
from tools.inside.opened import Opened, mean_fill

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def occlusion_map(
    module: Any,
    prepared: NDArray[np.uint8],
    cell: tuple[int, int],
    tick: Tick | None = None,
) -> NDArray[np.float64]:
    """How much the cell's score loses when each block is hidden: (rows, columns), blocks of 16 pixels.

    A patch of 32 pixels takes the picture's mean colour; a block's value is the mean over the patches that
    cover it. ``tick`` is told how many of :func:`patches_near` each pass did.
    """
    return occlusion(_opened(module, prepared, cell), PATCH, STRIDE, tick)[::STRIDE, ::STRIDE]


def patches_near(module: Any, prepared: NDArray[np.uint8], cell: tuple[int, int]) -> int:
    """How many patches one map costs (for progress)."""
    return len(windows_that_count(_opened(module, prepared, cell)))


def _opened(module: Any, prepared: NDArray[np.uint8], cell: tuple[int, int]) -> Opened:
    import torch  # slow import

    inputs = torch.from_numpy(prepared.copy()).permute(2, 0, 1)[None].float()
    row, column = cell
    return Opened(
        inputs,
        lambda pictures: module(pictures)[:, 0, row, column],
        module,
        mean_fill(inputs),
        SCORE.label,
        cell=cell,
    )
