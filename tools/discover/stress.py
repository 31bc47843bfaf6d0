"""A gap between two groups under stress: boundaries moved, labels blurred, and the slope without groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.discover.divisions import Division
from tools.exact_tests import sign_flip
from tools.finding import Verdict
from tools.honesty import MINIMUM_UNITS, GapControl, gap_verdict
from tools.multiple_comparisons import holm
from tools.statistics import Interval, bootstrap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOISE = (0.1, 0.2)  # shares of the labels that are turned around
DRAWS = 20  # times they are drawn, and times that columns are dealt at random
STANDS = 0.95  # share of the blurred draws that must keep the sign


class Judged(NamedTuple):
    """The gap of one division."""

    division: Division
    gap: float
    interval: Interval
    chance: float  # exact, corrected over the divisions
    verdict: Verdict
    by_unit: tuple[float, ...]


class Blurred(NamedTuple):
    """The gap when a share of the labels is turned around: over the draws."""

    share: float
    middle: float
    low: float
    high: float
    kept: float  # share of draws that keep the sign of the gap


class Stress(NamedTuple):
    """Everything that was tried. ``slope`` is per unit of the axis, ``None`` where there is none."""

    judged: tuple[Judged, ...]
    blurred: tuple[Blurred, ...]
    slope: tuple[float, Interval] | None
    dealt: Interval
    verdict: Verdict  # of the usual division, before stress
    flips: tuple[str, ...]  # what makes the sign or the verdict turn: "boundary", "axis", "labels"

    @property
    def usual(self) -> Judged:
        """The division that is taken when nobody asks."""
        return self.judged[0]

    @property
    def stands(self) -> bool:
        """Whether nothing that was tried turns the sign or the verdict."""
        return not self.flips


def stressed(
    table: NDArray[np.float64], divisions: Sequence[Division], axis: Sequence[float], seed: int
) -> Stress:
    """Try a table of answers (units, columns) under every division, with blurred labels, along its axis.

    The verdict of a division is :func:`~tools.honesty.gap_verdict` with, as control, the columns of each unit
    dealt at random. Labels are blurred cell by cell.
    """
    import numpy as np

    dealt = _dealt(table, divisions[0], seed)
    limit = max(abs(dealt.low), abs(dealt.high))
    gaps = [_by_unit(table, each) for each in divisions]
    chances = holm([sign_flip(list(each), seed=seed) for each in gaps])
    judged = []
    for division, by_unit, chance in zip(divisions, gaps, chances, strict=True):
        interval = bootstrap(by_unit, seed=seed)
        mean = float(np.mean(by_unit))
        verdict = gap_verdict(len(table), mean, chance, interval, [GapControl(limit, 1.0)])
        judged.append(Judged(division, mean, interval, chance, verdict, tuple(by_unit)))
    blurred = tuple(_blurred(table, divisions[0], judged[0].gap, share, seed) for share in NOISE)
    slope = _slope(table, axis, seed) if axis else None
    return Stress(
        tuple(judged), blurred, slope, dealt, judged[0].verdict, _flips(judged, blurred, slope, len(table))
    )


def _by_unit(table: NDArray[np.float64], division: Division) -> list[float]:
    gap = table[:, list(division.group)].mean(axis=1) - table[:, list(division.rest)].mean(axis=1)
    return [float(each) for each in gap]


def _dealt(table: NDArray[np.float64], division: Division, seed: int) -> Interval:
    """Where the gap lies when each unit's columns are dealt at random to the two groups."""
    import numpy as np

    draw = np.random.default_rng([seed, 1])
    used = [*division.group, *division.rest]
    found = []
    for _ in range(10 * DRAWS):
        dealt = draw.permuted(table[:, used], axis=1)
        size = len(division.group)
        found.append(float((dealt[:, :size].mean(axis=1) - dealt[:, size:].mean(axis=1)).mean()))
    low, high = np.percentile(found, [2.5, 97.5])
    return Interval(float(low), float(high))


def _blurred(table: NDArray[np.float64], division: Division, gap: float, share: float, seed: int) -> Blurred:
    import numpy as np

    draw = np.random.default_rng([seed, 2, round(1000 * share)])
    used = [*division.group, *division.rest]
    values = table[:, used]
    member = np.zeros(values.shape, dtype=bool)
    member[:, : len(division.group)] = True
    found = []
    for _ in range(DRAWS):
        told = member ^ (draw.random(member.shape) < share)
        # Unit by unit, so that what units have of their own does not count; one left in a single group
        # says nothing.
        inside, outside = told.sum(axis=1), (~told).sum(axis=1)
        both = (inside > 0) & (outside > 0)
        group = (values * told).sum(axis=1)[both] / inside[both]
        rest = (values * ~told).sum(axis=1)[both] / outside[both]
        found.append(float((group - rest).mean()) if both.any() else 0.0)
    low, middle, high = np.percentile(found, [2.5, 50, 97.5])
    kept = sum(each * gap > 0 for each in found) / DRAWS
    return Blurred(share, float(middle), float(low), float(high), kept)


def _slope(table: NDArray[np.float64], axis: Sequence[float], seed: int) -> tuple[float, Interval]:
    """The mean over units of each unit's least-squares slope."""
    import numpy as np

    across = np.asarray(axis, dtype=np.float64)
    across = across - across.mean()
    slopes = (table * across).sum(axis=1) / float(across @ across)
    return float(slopes.mean()), bootstrap([float(each) for each in slopes], seed=seed)


def _flips(
    judged: Sequence[Judged],
    blurred: Sequence[Blurred],
    slope: tuple[float, Interval] | None,
    units: int,
) -> tuple[str, ...]:
    usual = judged[0]
    found = []
    turned = any(each.gap * usual.gap < 0 for each in judged[1:])
    # Below the least number of units every verdict is the same: the sign alone can turn.
    changed = units >= MINIMUM_UNITS and any(each.verdict != usual.verdict for each in judged[1:])
    if turned or changed:
        found.append("boundary")
    if slope is not None and slope[0] * usual.gap < 0:
        found.append("axis")
    if usual.verdict == "effect" and any(each.kept < STANDS for each in blurred):
        found.append("labels")
    return tuple(found)
