"""Where a cascade looks: the picture at every scale, its integral images, and the contrast of each window.

All of it as cv2's ``detectMultiScale`` does, rounding included, so that windows are the very same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.subjects.haar.cascade import Rectangle

FACTOR = 1.1
"""cv2's default ratio between one scale and the next."""

_FLAT = 0.1  # one over the standard deviation, in grey levels, from which a window is not even tried


@dataclass(frozen=True)
class Level:
    """The picture at one scale: ``grey`` (rows, columns) bytes, ``scale`` times smaller than the picture."""

    scale: float
    window: int  # the cascade's own window, in pixels of this level
    grey: NDArray[np.uint8]

    @property
    def step(self) -> int:
        """Pixels of this level from one window to the next: cv2 looks at every second one below scale 2."""
        return 1 if self.scale >= 2 else 2

    @property
    def side(self) -> int:
        """The window's side in pixels of the picture."""
        return scaled(self.window, self.scale)

    @property
    def reach(self) -> tuple[int, int]:
        """How many (rows, columns) of places a window has here, whatever the step."""
        rows, columns = self.grey.shape
        return rows + 1 - self.window, columns + 1 - self.window

    @cached_property
    def sums(self) -> NDArray[np.int32]:
        """Integral image, (rows + 1) × (columns + 1) values in one line."""
        return _integral(self.grey)

    @cached_property
    def squares(self) -> NDArray[np.int32]:
        """Integral image of the squares, alike."""
        import numpy as np

        return _integral(np.square(self.grey, dtype=np.int32))

    def places(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.intp]:
        """Windows by their top left corner, as the methods below want them."""
        found: NDArray[np.intp] = rows * (self.grey.shape[1] + 1) + columns
        return found

    def feature(
        self, rectangles: tuple[Rectangle, ...], places: NDArray[np.intp], normaliser: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """The feature's value in each window, over its contrast; float32 in cv2's order of operations."""
        import numpy as np

        total = np.zeros(len(places), np.float32)
        for each in rectangles:
            grey = self._box(self.sums, places, each.left, each.top, each.width, each.height)
            total += np.float32(each.weight) * grey.astype(np.float32)
        total *= normaliser
        return total

    def normaliser(self, places: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """1/(area × standard deviation) of each window without its border, and whether cv2 tries it at all.

        cv2 leaves out a window whose grey levels vary by no more than 10 in standard deviation.
        """
        import numpy as np

        spread = self._spread(places)
        varied = spread > 0
        factor = np.ones(len(places), np.float32)
        factor[varied] = (1.0 / np.sqrt(spread[varied])).astype(np.float32)
        return factor, varied & (self._area * factor.astype(np.float64) < _FLAT)

    def deviation(self, places: NDArray[np.intp]) -> NDArray[np.float64]:
        """Standard deviation of the grey levels of each window without its border."""
        import numpy as np

        found: NDArray[np.float64] = np.sqrt(self._spread(places)) / self._area
        return found

    @property
    def _area(self) -> float:
        return float((self.window - 2) ** 2)

    def _spread(self, places: NDArray[np.intp]) -> NDArray[np.float64]:
        """Area times the sum of squares, less the square of the sum: variance times the area squared."""
        import numpy as np

        inner = self.window - 2
        first = self._box(self.sums, places, 1, 1, inner, inner).astype(np.float64)
        second = self._box(self.squares, places, 1, 1, inner, inner).astype(np.float64)
        found: NDArray[np.float64] = self._area * second - first * first
        return found

    def _box(
        self, table: NDArray[np.int32], places: NDArray[np.intp], left: int, top: int, width: int, height: int
    ) -> NDArray[np.int32]:
        """Sum over a rectangle of each window."""
        stride = self.grey.shape[1] + 1
        first = top * stride + left
        last = first + height * stride
        found: NDArray[np.int32] = table.take(places + first)
        found -= table.take(places + (first + width))
        found -= table.take(places + last)
        found += table.take(places + (last + width))
        return found


def scales_of(shape: tuple[int, int], window: int, factor: float = FACTOR) -> list[float]:
    """Every scale at which a window fits a picture of (rows, columns), as float32 values."""
    import numpy as np

    found: list[float] = []
    scale = 1.0
    while round(window * scale) <= min(shape):
        found.append(float(np.float32(scale)))
        scale *= factor
    return found


def scaled(length: int, scale: float) -> int:
    """A length of a level in pixels of the picture: a float32 product, a half rounded to even."""
    import numpy as np

    return round(float(np.float32(length) * np.float32(scale)))


def level_of(grey: NDArray[np.uint8], scale: float, window: int) -> Level:
    """The picture (rows, columns) at one scale."""
    import cv2  # slow import
    import numpy as np

    rows, columns = grey.shape
    single = np.float32(scale)
    size = (round(float(np.float32(columns) / single)), round(float(np.float32(rows) / single)))
    return Level(scale, window, np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR_EXACT)))


def grey_of(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Grey levels (height, width) of RGB pixels (height, width, 3), as cv2 weighs them."""
    import cv2  # slow import
    import numpy as np

    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY))


def _integral(values: NDArray[np.integer]) -> NDArray[np.int32]:
    import numpy as np

    # In 32 bits a large picture's sums turn over, as cv2's do; the difference over a window stays right.
    table = np.zeros((values.shape[0] + 1, values.shape[1] + 1), np.int32)
    np.cumsum(np.cumsum(values, axis=0, dtype=np.int32), axis=1, dtype=np.int32, out=table[1:, 1:])
    return table.ravel()
