"""From a saliency map to a point, and from a point to the window that the timeline shows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import CallRefused
from tools.finding import Crop
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STRIDE = 16  # prepared pixels between two cells of the map
TIMELINE_RATIOS = (0.56, 1.0, 1.14, 2.0)  # height over width; the genuine program's defaults


def salient_cell(grid: NDArray[np.float32]) -> tuple[int, int]:
    """(row, column) of the first maximum of the map, reading row by row."""
    best = int(grid.argmax())  # argmax keeps the first of equals
    return best // grid.shape[1], best % grid.shape[1]


class Cells(NamedTuple):
    """A map over a picture: (rows, columns), and both sizes as (width, height)."""

    shape: tuple[int, int]
    size: tuple[int, int]
    prepared_size: tuple[int, int]


def runner_up(grid: NDArray[np.float32]) -> tuple[int, int] | None:
    """(row, column) of the best cell at least two cells from the salient one; ``None``: there is none."""
    import numpy as np

    row, column = salient_cell(grid)
    elsewhere = grid.astype(np.float64)
    elsewhere[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2] = -np.inf
    best = int(elsewhere.argmax())
    found = best // grid.shape[1], best % grid.shape[1]
    return found if np.isfinite(elsewhere[found]) else None


def salient_point(
    grid: NDArray[np.float32], size: tuple[int, int], prepared_size: tuple[int, int]
) -> tuple[int, int]:
    """The map's maximum as (x, y) in pixels of the picture; sizes are (width, height)."""
    return point_of_cell(salient_cell(grid), size, prepared_size)


def cell_side(cells: Cells) -> float:
    """The side of one cell of 16 prepared pixels, in pixels of the picture."""
    (width, height), (wide, high) = cells.size, cells.prepared_size
    return STRIDE * min(width / wide, height / high)


def point_of_cell(
    cell: tuple[int, int], size: tuple[int, int], prepared_size: tuple[int, int]
) -> tuple[int, int]:
    """A cell (row, column) as (x, y) in pixels of the picture; sizes are (width, height).

    The cell's centre in the prepared picture, held inside it, times one scale for both axes, truncated.
    """
    import numpy as np

    row, column = cell
    wide, high = prepared_size
    x = min(STRIDE * column + STRIDE // 2, wide - 1)
    y = min(STRIDE * row + STRIDE // 2, high - 1)
    # In single precision, as the genuine program reckons.
    scale = min(np.float32(size[0]) / np.float32(wide), np.float32(size[1]) / np.float32(high))
    return int(np.float32(x) * scale), int(np.float32(y) * scale)


def crop_window(point: tuple[int, int], size: tuple[int, int], ratio: float) -> Crop:
    """The largest window of ``ratio`` (height over width) in a picture of ``size``, around ``point``.

    It is pushed back inside where it would stick out. The genuine program also centres left–right
    symmetric pictures: see :mod:`tools.subjects.cropping.symmetry`.
    Raises :class:`CallRefused` (``bad_ratio``) for a ratio that is not a positive number.
    """
    import numpy as np

    if not (math.isfinite(ratio) and ratio > 0):
        raise CallRefused(
            "bad_ratio",
            Words(
                fr=f"{ratio} n’est pas un rapport de cadrage.",
                en=f"{ratio} is not a crop ratio.",
            ),
            Words(
                fr="Donnez un nombre positif\u00a0: la hauteur divisée par la largeur.",
                en="Give a positive number: height over width.",
            ),
        )
    width, height = size
    asked = np.float32(ratio)
    if asked < np.float32(height) / np.float32(width):
        wide, high = width, _half_away(float(asked * np.float32(width)), height)
    else:
        wide, high = _half_away(float(np.float32(height) / asked), width), height
    left = _inside(point[0] - wide // 2, width - wide)
    top = _inside(point[1] - high // 2, height - high)
    return Crop(ratio=ratio_name(ratio), left=left, top=top, width=wide, height=high)


def ratio_name(ratio: float) -> str:
    """How a ratio is written as a key: ``0.56``, ``1.0``."""
    return str(float(ratio))


def _half_away(length: float, limit: int) -> int:
    return max(1, min(limit, math.floor(length + 0.5)))


def _inside(start: int, last: int) -> int:
    return max(0, min(start, last))
