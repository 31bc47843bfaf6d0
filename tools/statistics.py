"""Intervals and tests, as plain formulas: nothing here knows of pictures or of people.

Proportions get Wilson intervals, paired differences a bootstrap of the independent unit, and every n says
what it could have shown (honesty rule 3).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.wording import Words, format_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Z95 = 1.959963984540054
POWER = 0.8


class Interval(NamedTuple):
    """Two ends, low ≤ high."""

    low: float
    high: float

    def contains(self, value: float) -> bool:
        """Whether ``value`` lies between the ends, ends included."""
        return self.low <= value <= self.high

    def meets(self, other: Interval) -> bool:
        """Whether the two intervals share a value."""
        return self.low <= other.high and other.low <= self.high


def wilson(hits: float, n: int, z: float = Z95) -> Interval:
    """Interval of a proportion (Wilson 1927). ``hits`` may be fractional: a tie counts half.

    Raises :class:`ValueError` for n < 1 or hits outside 0..n.
    """
    if n < 1 or not 0 <= hits <= n:
        raise ValueError(f"{hits} hits out of {n}")
    return _wilson(hits / n, n, z)


def _wilson(p: float, n: float, z: float = Z95) -> Interval:
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # At the ends the formula is exact; floating point is not.
    low = 0.0 if p == 0 else max(0.0, centre - half)
    high = 1.0 if p == 1 else min(1.0, centre + half)
    return Interval(low, high)


class UnitShare(NamedTuple):
    """A share over units that were each shown several times."""

    rate: float
    interval: Interval
    effective: float  # how many independent yes-or-no units would be as precise


def wilson_of_units(shares: Sequence[float], conditions: int) -> UnitShare:
    """Wilson's interval where each unit's answer is a mean over ``conditions``, a share between 0 and 1.

    Taking each unit for one yes or no would be too wide: where content alone decides, every unit answers one
    half and hardly varies. The interval takes the variance *between units*, and the n that a plain proportion
    would need to be as precise (effective sample size, as for cluster samples: Franco, Little, Louis, Slud,
    J. Surv. Stat. Methodol. 7, 2019), never more than the number of showings, never fewer than the units.
    """
    n = len(shares)
    rate = math.fsum(shares) / n
    effective = float(n)
    if n > 1 and conditions > 1 and 0 < rate < 1:
        variance = math.fsum((share - rate) ** 2 for share in shares) / (n - 1) / n
        showings = float(n * conditions)
        effective = min(showings, rate * (1 - rate) / variance) if variance > 0 else showings
        effective = max(effective, float(n))
    return UnitShare(rate, _wilson(rate, effective), effective)


def sign_test(ups: int, downs: int) -> float:
    """Exact two-sided probability of a split at least this uneven; ties are left out of both counts."""
    n = ups + downs
    if n == 0:
        return 1.0
    tail = sum(math.comb(n, k) for k in range(min(ups, downs) + 1))
    return min(1.0, 2 * tail / (1 << n))


def bootstrap(
    values: Sequence[float],
    statistic: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None,
    *,
    seed: int,
    resamples: int = 2000,
) -> Interval:
    """Percentile interval (95 %) of a statistic of paired differences, one value per independent unit.

    ``statistic`` reduces the last axis (default: the mean). The same seed gives the same interval.
    Raises :class:`ValueError` for no value at all.
    """
    import numpy as np

    sample = np.asarray(values, dtype=np.float64)
    if sample.size == 0:
        raise ValueError("no value to resample")
    draws = np.random.default_rng(seed).integers(0, sample.size, size=(resamples, sample.size))
    picked = sample[draws]
    found = picked.mean(axis=-1) if statistic is None else statistic(picked)
    low, high = np.percentile(found, [2.5, 97.5])
    return Interval(float(low), float(high))


def quantile(values: Sequence[float], q: float) -> float:
    """The ``q``-quantile (0..1), linear between ranks."""
    import numpy as np

    return float(np.quantile(np.asarray(values, dtype=np.float64), q))


def rank_correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Spearman's signed rank correlation of two flat arrays, ties sharing their mean rank.

    0 where one of them is constant: a map that says nothing agrees with nothing.
    """
    import numpy as np

    if first.shape != second.shape:
        raise ValueError(f"{first.shape} against {second.shape}")
    a, b = _ranks(first), _ranks(second)
    a, b = a - a.mean(), b - b.mean()
    size = math.sqrt(float(a @ a) * float(b @ b))
    return float(np.clip(float(a @ b) / size, -1, 1)) if size > 0 else 0.0


def rank_correlation_beyond(
    first: NDArray[np.float64], second: NDArray[np.float64], known: NDArray[np.float64]
) -> float:
    """Rank correlation of two arrays once what both owe to a third is taken out (partial correlation).

    0 where one of them is nothing but a monotone copy of ``known``: nothing is left to agree with.
    """
    both, one, other = (rank_correlation(a, b) for a, b in ((first, second), (first, known), (second, known)))
    left = (1 - one**2) * (1 - other**2)
    return max(-1.0, min(1.0, (both - one * other) / math.sqrt(left))) if left > 1e-9 else 0.0


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: NDArray[np.float64] = (last - (counts - 1) / 2)[place.reshape(-1)]
    return ranks


def smallest_visible_gap(n: int, power: float = POWER) -> float | None:
    """How far from one half a share must truly be for ``n`` units to show it four times in five.

    Exact: the probability that the Wilson interval lies above one half. ``None`` when no share would do.
    """
    needed = next((k for k in range(n + 1) if wilson(k, n).low > 0.5), None)
    if needed is None:
        return None
    low, high = 0.5, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if _upper_tail(n, needed, middle) >= power:
            high = middle
        else:
            low = middle
    return high - 0.5


def _upper_tail(n: int, k: int, p: float) -> float:
    """P(X ≥ k) for X binomial(n, p)."""
    return math.fsum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1))


def what_n_can_show(n: int, unit: Words, effective: float | None = None) -> Words:
    """The sentence that goes with every n: which gap it would have missed. ``unit`` is a plural.

    ``effective`` is the n that counts where units were shown several times (:func:`wilson_of_units`).
    """
    gap = smallest_visible_gap(min(1000, int(effective or n)))
    if gap is None:
        return Words(
            fr=f"Avec {format_number(n, 'int', 'fr')} {unit.fr},"
            " aucune part ne pourrait être distinguée d’une moitié.",
            en=f"With {format_number(n, 'int', 'en')} {unit.en}, no share could be told from one half.",
        )
    return Words(
        fr=f"Avec {format_number(n, 'int', 'fr')} {unit.fr}, une part à moins de"
        f" {format_number(gap, 'points', 'fr')} de la moitié échappe le plus souvent à la mesure.",
        en=f"With {format_number(n, 'int', 'en')} {unit.en}, a share less than"
        f" {format_number(gap, 'points', 'en')} from one half mostly goes unseen.",
    )


def rounded(value: float) -> float:
    """Six digits after the point: what a finding keeps."""
    return round(float(value), 6)
