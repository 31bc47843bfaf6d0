"""Changes of an answer, unit by unit, and what they may be called beside those of a placebo."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from tools.finding import Verdict
from tools.honesty import GapControl, gap_verdict, shift_verdict
from tools.perturb.dose_reading import Read, Reader, back
from tools.statistics import Interval, sign_test
from tools.stimulus import Recipe


class Dose(NamedTuple):
    """One dose, or the placebo, on every picture."""

    reads: list[Read]
    deltas: list[float]  # the answer after minus before
    distances: list[float]  # pixels of the picture that the point travelled; 0 without a point
    flips: float  # share whose point left its cell and the next; without a grid, whose yes turned no, or back


class Judged(NamedTuple):
    """Sizes of the changes, whatever their sign, and the verdict."""

    median: float
    placebo_median: float
    placebo_limit: float  # 95th percentile
    verdict: Verdict
    placebo_wins: bool  # it moves the answer as much
    constant: bool  # the same answer everywhere: nothing could show


def dose_of(
    reader: Reader, before: Sequence[Read], base: Sequence[Recipe], changed: Sequence[Recipe],
    after: list[Read], threshold: float,
) -> Dose:  # fmt: skip
    """What changed between two readings of the same units."""
    distances, flipped = [], []
    for old, new, origin, recipe in zip(before, after, base, changed, strict=True):
        if not reader.has_grid:
            distances.append(0.0)
            flipped.append((old.value >= threshold) != (new.value >= threshold))
            continue
        x, y = back(new.point, new.size, recipe, origin)
        across, down = abs(x - old.point[0]), abs(y - old.point[1])
        distances.append(math.hypot(across, down))
        # More than one cell, on either axis; the half pixel forgives the rounding of points.
        flipped.append(max(across, down) > old.cell_pixels + 0.5)
    deltas = [new.value - old.value for new, old in zip(after, before, strict=True)]
    return Dose(after, deltas, distances, sum(flipped) / len(flipped))


def judged_of(
    reader: Reader, before: Sequence[Read], doses: Mapping[float, Dose], judged: Dose, placebo: Dose,
    interval: Interval, identical: float,
) -> Judged:  # fmt: skip
    """The verdict on one dose, chosen beforehand.

    The effect rule for numbers: the median change exceeds 95 % of the placebo's. A yes or a no has no median
    worth the name: its mean change must be beyond chance (exact sign test over the units that turned) and
    larger than the placebo's. Nothing is shown by a change that the same picture makes when shown twice.
    """
    shift = shift_verdict(judged.deltas, placebo.deltas)
    values = {each.value for dose in ([*before], *(dose.reads for dose in doses.values())) for each in dose}
    constant = len(values) == 1 and not reader.yes_or_no
    verdict, wins = shift.verdict, shift.placebo_wins
    if reader.yes_or_no:
        gap, control = mean(judged.deltas), GapControl(mean(placebo.deltas), _chance(placebo.deltas))
        verdict = gap_verdict(len(judged.deltas), gap, _chance(judged.deltas), interval, [control])
        wins = control.gap != 0 and abs(control.gap) >= abs(gap)
    if constant:
        verdict = "inconclusive"
    elif verdict == "effect" and identical >= max(shift.median, abs(mean(judged.deltas))):
        verdict = "none_shown"
    return Judged(shift.median, shift.placebo_median, shift.placebo_limit, verdict, wins, constant)


def _chance(deltas: Sequence[float]) -> float:
    return sign_test(sum(each > 0 for each in deltas), sum(each < 0 for each in deltas))


def monotonic(nothing: float | None, means: Mapping[float, float]) -> bool:
    """Whether the mean change goes one way along the doses, the dose that changes nothing included."""
    known = dict(means) if nothing is None else {**means, nothing: means.get(nothing, 0.0)}
    steps = [after - before for (_, before), (_, after) in pairwise(sorted(known.items()))]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean, summed exactly."""
    return math.fsum(values) / len(values)
