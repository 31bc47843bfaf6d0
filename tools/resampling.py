"""Intervals that resample independent units whole, with everything that was measured on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tools.statistics import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 2000
_AT_ONCE = 4_000_000  # numbers in memory


def cluster_bootstrap(
    tables: Sequence[NDArray[np.float64]],
    statistic: Callable[[Sequence[NDArray[np.float64]]], float],
    *,
    seed: int,
    resamples: int = RESAMPLES,
) -> Interval:
    """Percentile interval (95 %) of any statistic of units measured several times.

    Each table is (units, measures), its rows drawn anew, whole and with replacement: repeats of a unit stay
    together. Several tables are several sets of units, drawn apart. The same seed gives the same interval.
    Raises :class:`ValueError` for a table without a unit.
    """
    import numpy as np

    if any(len(table) == 0 for table in tables) or not tables:
        raise ValueError("no unit to resample")
    draw = np.random.default_rng(seed)
    found = [
        statistic([table[draw.integers(0, len(table), size=len(table))] for table in tables])
        for _ in range(resamples)
    ]
    low, high = np.percentile(found, [2.5, 97.5])
    return Interval(float(low), float(high))


def bootstrap_columns(table: NDArray[np.float64], *, seed: int, resamples: int = RESAMPLES) -> list[Interval]:
    """Percentile intervals (95 %) of the mean of each column of (units, measures), units drawn together.

    Raises :class:`ValueError` for no unit.
    """
    import numpy as np

    if len(table) == 0:
        raise ValueError("no unit to resample")
    units, columns = table.shape
    draw = np.random.default_rng(seed)
    means = np.empty((resamples, columns))
    step = max(1, _AT_ONCE // max(1, units * columns))
    for start in range(0, resamples, step):
        some = min(step, resamples - start)
        # How often each unit is drawn says all that a resample needs.
        weights = draw.multinomial(units, [1 / units] * units, size=some)
        means[start : start + some] = weights @ table / units
    low, high = np.percentile(means, [2.5, 97.5], axis=0)
    return [Interval(float(a), float(b)) for a, b in zip(low, high, strict=True)]
