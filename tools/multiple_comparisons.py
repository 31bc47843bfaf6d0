"""Many comparisons at once: probabilities adjusted so that the whole family keeps its promise."""

from __future__ import annotations

from collections.abc import Sequence


def holm(chances: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment (1979), in the given order.

    Calling effects those under .05 errs somewhere in the family less than once in twenty, whatever binds the
    comparisons. Raises :class:`ValueError` for what is no probability.
    """
    adjusted = [0.0] * len(_checked(chances))
    highest = 0.0
    for done, index in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        highest = max(highest, min(1.0, (len(chances) - done) * chances[index]))
        adjusted[index] = highest
    return adjusted


def benjamini_hochberg(chances: Sequence[float]) -> list[float]:
    """The step-up adjustment of Benjamini and Hochberg (1995), in the given order.

    Calling effects those under .05 makes one call in twenty false on average, for independent comparisons.
    Raises :class:`ValueError` for what is no probability.
    """
    total = len(_checked(chances))
    adjusted = [0.0] * total
    lowest = 1.0
    by_chance = sorted(range(total), key=chances.__getitem__)
    for place in range(total, 0, -1):
        index = by_chance[place - 1]
        lowest = min(lowest, chances[index] * total / place)
        adjusted[index] = lowest
    return adjusted


def _checked(chances: Sequence[float]) -> Sequence[float]:
    if not all(0 <= chance <= 1 for chance in chances):
        raise ValueError("a probability outside 0..1")
    return chances
