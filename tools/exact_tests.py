"""Exact tests of paired and unpaired counts and differences, each two-sided, as plain formulas.

The sign test lies in :mod:`tools.statistics`; on paired yes-or-no answers it is McNemar's exact test.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tools.statistics import sign_test

EXACT_FLIPS = 16  # non-zero differences up to which every assignment of signs is counted
DRAWS = 20_000  # assignments drawn beyond that
SAME = 1e-9  # relative: sums that differ by rounding are one sum


def mcnemar(only_first: int, only_second: int) -> float:
    """McNemar's exact test (1947) of two paired shares: the units that answered yes to one only."""
    return sign_test(only_first, only_second)


def fisher(hits: int, n: int, other_hits: int, other_n: int) -> float:
    """Fisher's exact test (1922) of two independent shares: tables as likely as this one, or less.

    Raises :class:`ValueError` for counts outside 0..n.
    """
    if not (0 <= hits <= n and 0 <= other_hits <= other_n):
        raise ValueError(f"{hits} of {n}, {other_hits} of {other_n}")
    total = hits + other_hits
    ways = [
        math.comb(n, first) * math.comb(other_n, total - first)
        for first in range(max(0, total - other_n), min(n, total) + 1)
    ]
    own = math.comb(n, hits) * math.comb(other_n, other_hits)
    # Whole numbers: no rounding decides which tables are as likely.
    return sum(way for way in ways if way <= own) / sum(ways)


def sign_flip(differences: Sequence[float], *, seed: int) -> float:
    """Permutation test of a mean paired difference of zero: each unit's sign is free to turn.

    Every assignment is counted up to 16 differences that are not zero; beyond, 20,000 are drawn and the one
    seen is counted among them, so that no chance is ever told as none (Phipson and Smyth 2010). The same
    seed gives the same answer. Raises :class:`ValueError` for a difference that is not finite.
    """
    import numpy as np

    moved = np.asarray([each for each in differences if each != 0], dtype=np.float64)
    if not np.isfinite(moved).all():
        raise ValueError("a difference that is not finite")
    if moved.size == 0:
        return 1.0
    sizes = np.abs(moved)
    seen = abs(float(moved.sum())) - SAME * float(sizes.sum())
    if moved.size <= EXACT_FLIPS:
        sums = np.zeros(1)
        for size in sizes:
            sums = np.concatenate([sums + size, sums - size])
        return float((np.abs(sums) >= seen).mean())
    draw = np.random.default_rng(seed)
    as_far = 0
    for _ in range(10):
        signs = draw.integers(0, 2, size=(DRAWS // 10, sizes.size)) * 2.0 - 1.0
        as_far += int((np.abs(signs @ sizes) >= seen).sum())
    return (as_far + 1) / (DRAWS + 1)


def wilcoxon(differences: Sequence[float]) -> float:
    """Wilcoxon's exact signed-rank test (1945); zeros are left out, equal sizes share their mean rank.

    The distribution is counted whole, with the ranks as they are tied (Streitberg and Röhmel 1986).
    """
    import numpy as np

    moved = np.asarray([each for each in differences if each != 0], dtype=np.float64)
    if moved.size == 0:
        return 1.0
    _, place, counts = np.unique(np.abs(moved), return_inverse=True, return_counts=True)
    # Twice the mean rank is whole.
    ranks = (2 * np.cumsum(counts) - counts + 1)[place.reshape(-1)]
    whole = int(ranks.sum())
    ways = np.zeros(whole + 1)
    ways[0] = 1.0
    for rank in ranks.tolist():
        # Halved at each step: the sum stays one, however many units.
        shifted = np.zeros_like(ways)
        shifted[rank:] = ways[: ways.size - rank]
        ways = (ways + shifted) / 2
    seen = int(ranks[moved > 0].sum())
    tail = min(float(ways[: seen + 1].sum()), float(ways[seen:].sum()))
    return min(1.0, 2 * tail)
