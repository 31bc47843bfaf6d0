"""Intervals of a difference of two shares, from Wilson's interval of each (Newcombe 1998)."""

from __future__ import annotations

import math

from tools.statistics import Z95, Interval, wilson


def newcombe(hits: float, n: int, other_hits: float, other_n: int, z: float = Z95) -> Interval:
    """Interval of p − q for two independent shares (Newcombe 1998a, method 10, without correction).

    Raises :class:`ValueError` as :func:`~tools.statistics.wilson` does.
    """
    return _joined(hits / max(n, 1), wilson(hits, n, z), other_hits / max(other_n, 1),
                   wilson(other_hits, other_n, z), 0.0)  # fmt: skip


def newcombe_paired(both: int, only_first: int, only_second: int, neither: int, z: float = Z95) -> Interval:
    """Interval of p − q for two shares of the same units (Newcombe 1998b, method 10).

    The counts are of units that answered yes to both, to the first only, to the second only, to neither.
    Raises :class:`ValueError` for no unit, or a count below zero.
    """
    counts = (both, only_first, only_second, neither)
    n = sum(counts)
    if min(counts) < 0 or n < 1:
        raise ValueError(f"counts {counts}")
    first, second = both + only_first, both + only_second
    size = math.sqrt(float(first) * (n - first) * second * (n - second))
    agreement = 0.0
    if size > 0:
        product = both * neither - only_first * only_second
        # Corrected for continuity where agreement is positive, as the paper has it.
        agreement = max(0.0, product - n / 2) / size if product > 0 else product / size
    return _joined(first / n, wilson(first, n, z), second / n, wilson(second, n, z), agreement)


def _joined(p: float, own: Interval, q: float, other: Interval, agreement: float) -> Interval:
    """Newcombe's square-and-add, the two distances correlated by ``agreement``."""

    def far(one: float, two: float) -> float:
        return math.sqrt(max(0.0, one * one - 2 * agreement * one * two + two * two))

    gap = p - q
    low = gap - far(p - own.low, other.high - q)
    high = gap + far(own.high - p, q - other.low)
    return Interval(max(-1.0, low), min(1.0, high))
