"""Whether an explanation may be shown: it must follow the weights, and hold when the picture hardly moves.

Maps are compared over the blocks that a cell sees, by signed rank correlation: ranks of absolute maps agree
at .90 even after every weight was permuted; signed means hide ±1, so every seed is given (honesty rule 8).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.statistics import quantile, rank_correlation, rank_correlation_beyond

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Cell = tuple[int, int]
REACH = 4  # blocks on each side of the cell

# On this kind of network, methods that follow the weights stand at .24 and below once these are permuted, and
# methods that do not at .56 and above (twelve pictures, three seeds): the bar stands between, set beforehand.
LARGEST_SANITY = 0.4
SMALLEST_STABILITY = 0.5


class Checks(NamedTuple):
    """Every agreement, seed by seed, once mere nearness to the cell is taken out of both maps.

    Any network's map is strong near its cell: with nearness left in, two maps agree or disagree strongly
    (:attr:`raw`) without either having looked at the picture.
    """

    permuted: tuple[float, ...]  # with the maps of networks whose weights were permuted
    redrawn: tuple[float, ...]  # with the maps of networks whose weights were drawn anew
    null: tuple[float, ...]  # with permuted networks' maps of another picture
    neighbours: tuple[float, ...]  # with the same network's maps of the picture moved a little
    raw: tuple[float, ...]  # permuted and redrawn, nearness left in
    nearness: float  # with the order that knows nothing: how near a block is to the cell

    @property
    def sanity_rho(self) -> float:
        """Median size of the agreement with networks that know nothing: the worse of the two kinds."""
        return max(_median_size(self.permuted), _median_size(self.redrawn))

    @property
    def null_rho(self) -> float:
        """Median size of the agreement with maps of another picture: what 'none' looks like."""
        return _median_size(self.null)

    @property
    def raw_rho(self) -> float:
        """As :attr:`sanity_rho`, over all twins, nearness left in."""
        return _median_size(self.raw)

    @property
    def stability(self) -> float:
        """Median agreement with the maps of the picture moved by a fraction of a cell."""
        return quantile(self.neighbours, 0.5)

    @property
    def sane(self) -> bool:
        """Whether the map depends on what the network learned."""
        return self.sanity_rho <= LARGEST_SANITY

    @property
    def usable(self) -> bool:
        """Whether the map may be shown as an explanation.

        A map that is nothing but nearness has nothing left to be stable: it fails.
        """
        return self.sane and self.stability >= SMALLEST_STABILITY


def _median_size(rhos: Sequence[float]) -> float:
    return quantile([abs(rho) for rho in rhos], 0.5)


def around(grid: NDArray[np.float64], cell: Cell) -> NDArray[np.float64]:
    """The 9 × 9 blocks around a cell; those outside the picture are not numbers."""
    import numpy as np

    padded = np.pad(grid.astype(np.float64), REACH, constant_values=np.nan)
    row, column = cell
    side = 2 * REACH + 1
    return padded[row : row + side, column : column + side]


def agreement(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Signed rank correlation over the blocks that both maps have."""
    import numpy as np

    shared = np.isfinite(first) & np.isfinite(second)
    return rank_correlation(first[shared], second[shared])


def agreement_beyond_nearness(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """The same for 9 × 9 blocks around their cells, once the distance to the cell is taken out of both."""
    import numpy as np

    shared = np.isfinite(first) & np.isfinite(second)
    near = nearness((first.shape[0], first.shape[1]), (REACH, REACH))
    return rank_correlation_beyond(first[shared], second[shared], near[shared])


def nearness(shape: tuple[int, int], cell: Cell) -> NDArray[np.float64]:
    """The map that never saw the picture: minus the distance to the cell, in blocks."""
    import numpy as np

    rows, columns = np.indices(shape)
    return -np.hypot(rows - cell[0], columns - cell[1]).astype(np.float64)


def spread(maps: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """How much maps of neighbouring pictures disagree, block by block: shown instead of an unstable map."""
    import numpy as np

    return np.asarray(np.std(np.stack(maps), axis=0))
