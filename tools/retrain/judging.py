"""What several trainings, with a cause and without it, may be called.

The gap of one unit in one training is a difference of differences: how much more often the answer is sought
with the mark than without it, after the cause was planted or removed, less the same before. What shifts every
answer alike thus counts for nothing. Its interval resamples trainings and units, both with replacement: five
trainings of one network are not five hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.finding import Verdict
from tools.honesty import MINIMUM_UNITS
from tools.retrain.recipes.job import Trained
from tools.statistics import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MINIMUM_SEEDS = 5  # honesty rule 3: what is trained is repeated
RESAMPLES = 2000


class Judged(NamedTuple):
    """Means over trainings and units; ``by_seed`` and ``by_unit`` are means over the other."""

    baseline: float
    rate: float
    gap: float
    interval: Interval
    placebo_gap: float
    placebo_interval: Interval
    shuffled_gap: float
    shuffled_interval: Interval
    seeds_moved: int
    by_seed: list[float]
    placebo_by_seed: list[float]
    by_unit: list[float]
    verdict: Verdict

    @property
    def placebo_wins(self) -> bool:
        """Whether the placebo moves the answer as much as the cause does (rule 4)."""
        return abs(self.placebo_gap) >= abs(self.gap)


def gaps(before: Sequence[Trained], after: Sequence[Trained]) -> NDArray[np.float64]:
    """(seeds, units): what the change added to the answers with the mark, beyond those without it."""
    return _excess(after) - _excess(before)


def judge(
    untouched: Sequence[Trained],
    changed: Sequence[Trained],
    placebo: Sequence[Trained],
    shuffled: Sequence[Trained],
    *,
    seed: int,
) -> Judged:
    """One training a seed in each list, in the same order of seeds.

    An *effect* is a gap whose whole interval lies on one side of zero and is farther from it than the gaps of
    the placebo and of the shuffled labels. No verdict on fewer than 30 units or five trainings.
    """
    import numpy as np

    suspect, harmless = gaps(untouched, changed), gaps(untouched, placebo)
    # With shuffled labels there is nothing to learn: what they leave between the two is chance.
    chance = _excess(shuffled)
    interval = two_way(suspect, seed)
    gap, placebo_gap, shuffled_gap = (float(each.mean()) for each in (suspect, harmless, chance))
    by_seed, placebo_by_seed = suspect.mean(axis=1), harmless.mean(axis=1)
    moved = (np.abs(by_seed) > np.abs(placebo_by_seed)) & (np.sign(by_seed) == np.sign(gap))
    nearest = 0.0 if interval.contains(0.0) else min(abs(interval.low), abs(interval.high))
    verdict: Verdict = "inconclusive"
    if suspect.shape[1] >= MINIMUM_UNITS and suspect.shape[0] >= MINIMUM_SEEDS:
        verdict = "effect" if nearest > max(abs(placebo_gap), abs(shuffled_gap)) else "none_shown"
    return Judged(
        baseline=_mean([each.marked for each in untouched]),
        rate=_mean([each.marked for each in changed]),
        gap=gap,
        interval=interval,
        placebo_gap=placebo_gap,
        placebo_interval=two_way(harmless, seed),
        shuffled_gap=shuffled_gap,
        shuffled_interval=two_way(chance, seed),
        seeds_moved=int(moved.sum()),
        by_seed=[float(each) for each in by_seed],
        placebo_by_seed=[float(each) for each in placebo_by_seed],
        by_unit=[float(each) for each in suspect.mean(axis=0)],
        verdict=verdict,
    )


def two_way(values: NDArray[np.float64], seed: int) -> Interval:
    """Percentile interval (95 %) of the mean of (trainings, units), both resampled with replacement."""
    import numpy as np

    draw = np.random.default_rng(seed)
    trainings, units = values.shape
    rows = draw.multinomial(trainings, np.full(trainings, 1 / trainings), size=RESAMPLES) / trainings
    columns = draw.multinomial(units, np.full(units, 1 / units), size=RESAMPLES) / units
    means = np.einsum("rt,tu,ru->r", rows, values, columns, optimize=True)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(low), float(high))


def _excess(trained: Sequence[Trained]) -> NDArray[np.float64]:
    import numpy as np

    marked = np.array([each.marked for each in trained], dtype=np.float64)
    return marked - np.array([each.unmarked for each in trained], dtype=np.float64)


def _mean(rows: Sequence[Sequence[float]]) -> float:
    values = [value for row in rows for value in row]
    return sum(values) / len(values)
