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
ALPHA = 0.05


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
    p = hits / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # At the ends the formula is exact; floating point is not.
    low = 0.0 if p == 0 else max(0.0, centre - half)
    high = 1.0 if p == 1 else min(1.0, centre + half)
    return Interval(low, high)


def sign_test(ups: int, downs: int) -> float:
    """Exact two-sided probability of a split at least this uneven; ties are left out of both counts."""
    n = ups + downs
    if n == 0:
        return 1.0
    tail = sum(math.comb(n, k) for k in range(min(ups, downs) + 1))
    return min(1.0, 2 * tail / (1 << n))


class Split(NamedTuple):
    """How many units lie above one half, and how many below; the others are ties, and left out."""

    ups: int
    downs: int

    @classmethod
    def of(cls, shares: Sequence[float]) -> Split:
        """The split of shares around one half, one share a unit."""
        return cls(sum(share > 0.5 for share in shares), sum(share < 0.5 for share in shares))

    @property
    def p(self) -> float:
        """The exact two-sided sign test."""
        return sign_test(*self)

    @property
    def uneven(self) -> bool:
        """Whether chance alone would give so uneven a split less than once in twenty."""
        return self.p < ALPHA


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


def correlation_beyond(
    first: NDArray[np.float64], second: NDArray[np.float64], known: NDArray[np.float64]
) -> float:
    """Pearson's signed correlation of two arrays once what is linear in a third is taken out of both.

    Values weigh by their size: those of about nothing neither help nor harm, as their ranks would. 0 where
    nothing is left of one of them.
    """
    import numpy as np

    base = np.stack([np.ones(len(known)), known], axis=1)
    a, b = (each - base @ np.linalg.lstsq(base, each, rcond=None)[0] for each in (first, second))
    if any(float(left @ left) <= 1e-12 * float(all_ @ all_) for left, all_ in ((a, first), (b, second))):
        return 0.0
    return float(np.clip(float(a @ b) / math.sqrt(float(a @ a) * float(b @ b)), -1, 1))


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: NDArray[np.float64] = (last - (counts - 1) / 2)[place.reshape(-1)]
    return ranks


def smallest_visible_part(n: int, power: float = POWER, alpha: float = ALPHA) -> float | None:
    """Which part of ``n`` units a factor must tip, all the same way, for the sign test to show it.

    "Show" is four times in five; units that it does not tip are ties. Exact. ``None`` when no part would do.
    """
    needed = next((k for k in range(n + 1) if Split(k, 0).p < alpha), None)
    if needed is None:
        return None
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if _upper_tail(n, needed, middle) >= power:
            high = middle
        else:
            low = middle
    return high


def _upper_tail(n: int, k: int, p: float) -> float:
    """P(X ≥ k) for X binomial(n, p)."""
    return math.fsum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1))


def what_n_can_show(n: int, unit: Words) -> Words:
    """The sentence that goes with every n: what it would miss. ``unit`` is a plural, feminine in French."""
    part = smallest_visible_part(n)
    if part is None:
        return Words(
            fr=f"Avec {format_number(n, 'int', 'fr')} {unit.fr}, aucun partage ne pourrait montrer un effet.",
            en=f"With {format_number(n, 'int', 'en')} {unit.en}, no split could show an effect.",
        )
    return Words(
        fr=f"Avec {format_number(n, 'int', 'fr')} {unit.fr}, un facteur qui en fait basculer moins de"
        f" {format_number(part, 'percent', 'fr')}, même toutes dans le même sens, échappe le plus souvent"
        " à la mesure.",
        en=f"With {format_number(n, 'int', 'en')} {unit.en}, a factor that flips fewer than"
        f" {format_number(part, 'percent', 'en')} of them, even all the same way, mostly goes unseen.",
    )


def rounded_chance(value: float) -> float:
    """Six digits of a probability; one that is not zero stays above it."""
    return max(rounded(value), 1e-6) if value > 0 else 0.0


def rounded(value: float) -> float:
    """Six digits after the point: what a finding keeps."""
    return round(float(value), 6)
