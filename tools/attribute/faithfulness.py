"""Whether an explanation says what hiding shows: completeness, infidelity, deletion and insertion.

Deletion and insertion never stand without the order that knows nothing: on Twitter's network it wins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.attribute.regions.region import Regions
from tools.inside.opened import Opened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Map = NDArray[np.float64]

Tick = Callable[[], None]
HOLES = 32  # squares hidden for the infidelity
HOLE = 0.3  # their side, as a share of the input's
STEPS = 8  # of a deletion or an insertion
RANDOM_ORDERS = 2


def completeness_gap(total: float, whole: float, nothing: float) -> float:
    """How far the parts are from their sum: |Σ − (whole − nothing)| over |whole − nothing|, at most 1000."""
    owed = whole - nothing
    return min(1000.0, abs(total - owed) / max(abs(owed), 1e-9))


def holes(shape: tuple[int, int], seed: int) -> NDArray[np.bool_]:
    """Squares at places drawn from the seed: (HOLES, rows, columns), true inside."""
    import numpy as np

    draw = np.random.default_rng(seed)
    high, wide = (max(1, round(HOLE * side)) for side in shape)
    found = np.zeros((HOLES, *shape), bool)
    for number in range(HOLES):
        top, left = (
            int(draw.integers(0, side - long + 1)) for side, long in zip(shape, (high, wide), strict=True)
        )
        found[number, top : top + high, left : left + wide] = True
    return found


def infidelity(said: Map, lost: Map) -> float:
    """How badly what a map says of each hole fits what the answer lost there: 0 perfectly, 1 not at all.

    Infidelity (Yeh and others, 2019, arXiv 1901.09392), the map on its best scale, over the mean square of
    the losses: 1 − (Σ said·lost)² / (Σ said² Σ lost²). ``said`` and ``lost`` are (holes,).
    """
    size = float(said @ said) * float(lost @ lost)
    return max(0.0, 1 - float(said @ lost) ** 2 / size) if size > 0 else 1.0


class Orders(NamedTuple):
    """Areas under the curve of the answer while squares are hidden, or shown, one after another.

    0 is the answer with all hidden; 1 the largest change from there that any of the orders met.
    """

    deletion: float  # the most important hidden first: a good order is low
    insertion: float  # the same order, shown instead: a good one is high
    curve: tuple[float, ...]  # of the deletion, from nothing hidden to all

    @property
    def gain(self) -> float:
        """Insertion minus deletion: 0 for an order drawn at random, on average."""
        return self.insertion - self.deletion


def orders(opened: Opened, blocks: Regions, ranks: Sequence[Map], tick: Tick, still: Tick) -> list[Orders]:
    """Hide, then show, the blocks in the order of each of ``ranks`` (blocks,), the largest first.

    ``tick`` is told of each order done, ``still`` of each pass.
    Deletion and insertion are Petsiuk and others', 2018, arXiv 1806.07421.
    """
    import numpy as np

    from tools.attribute.explainers.hiding import answers_without  # slow import

    cuts = np.round(np.linspace(0, len(blocks), STEPS + 1)).astype(int)
    found = []
    for values in ranks:
        ranked = np.argsort(-values, kind="stable")
        without = np.zeros((2 * (STEPS + 1), len(blocks)), bool)
        for step, cut in enumerate(cuts):
            without[step, ranked[:cut]] = True
            without[STEPS + 1 + step, ranked[cut:]] = True
        found.append(answers_without(opened, blocks.labels, without, still))
        tick()
    changes = np.stack(found) - found[0][STEPS]
    shares = changes / max(float(abs(changes).max()), 1e-12)
    return [
        Orders(
            _area(each[: STEPS + 1]),
            _area(each[STEPS + 1 :]),
            tuple(float(share) for share in each[: STEPS + 1]),
        )
        for each in shares
    ]


def _area(shares: Map) -> float:
    import numpy as np

    return float(np.trapezoid(shares) / (len(shares) - 1))
