"""What n yes-or-no trials can see: the power of the exact two-sided binomial test against one half."""

from __future__ import annotations

import math
from functools import cache

from tools.statistics import ALPHA, POWER

LARGEST = 100_000


def rejects_from(n: int, alpha: float = ALPHA) -> int:
    """The smallest count above n/2 whose exact two-sided probability under one half is below ``alpha``.

    ``n + 1`` where no count is. By symmetry, ``n`` minus it is the largest that rejects on the other side.
    """
    from scipy import stats  # slow import

    found = int(stats.binom.isf(alpha / 2, n, 0.5))
    while found <= n and 2 * float(stats.binom.sf(found - 1, n, 0.5)) >= alpha:
        found += 1
    while found - 1 > n / 2 and 2 * float(stats.binom.sf(found - 2, n, 0.5)) < alpha:
        found -= 1
    return found


def power_of_share(n: int, share: float, alpha: float = ALPHA) -> float:
    """How often ``n`` trials of a coin that falls ``share`` of the time on one side are found unfair.

    Raises :class:`ValueError` for n < 1 or a share outside 0..1.
    """
    if n < 1 or not 0 <= share <= 1:
        raise ValueError(f"{n} trials at {share}")
    from scipy import stats  # slow import

    limit = rejects_from(n, alpha)
    return float(stats.binom.sf(limit - 1, n, share) + stats.binom.cdf(n - limit, n, share))


@cache
def trials_needed(share: float, power: float = POWER, alpha: float = ALPHA) -> int | None:
    """The smallest n from which the power stays at ``power`` or above, over the 20 values that follow.

    An exact test's power is a saw: it falls back by a hair as n grows. ``None`` beyond ``LARGEST``, or for
    one half.
    """
    away = abs(share - 0.5)
    if away < 1e-9:
        return None
    from scipy import stats  # slow import

    # The normal approximation lands near; the exact search starts well below it.
    z = float(stats.norm.isf(alpha / 2) + stats.norm.isf(1 - power))
    n = max(2, math.floor((z / (2 * away)) ** 2 * 0.8) - 20)
    while n <= LARGEST:
        if all(power_of_share(n + more, share, alpha) >= power for more in range(20)):
            return n
        n += 1
    return None
