"""Groups compared unit by unit: differences to the reference, their intervals and exact, corrected tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.answering.answer import Answer
from tools.differences import newcombe_paired
from tools.exact_tests import sign_flip
from tools.finding import Verdict
from tools.honesty import GapControl, gap_verdict
from tools.looking import Count
from tools.multiple_comparisons import holm
from tools.reproduce.groups import Cells, Design, Group
from tools.reproduce.reading import Answered, Stimulus, read_answers
from tools.resampling import bootstrap_columns
from tools.statistics import Interval, bootstrap, quantile, sign_test, wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench


class Line(NamedTuple):
    """One group beside the reference; ``chance`` is the exact test's, ``corrected`` after Holm."""

    group: Group
    mean: float
    interval: Interval
    gap: float
    spread: Interval
    chance: float
    corrected: float
    gaps: tuple[float, ...]  # unit by unit

    @property
    def size(self) -> float:
        """The median difference of a unit, its sign left out."""
        return quantile([abs(gap) for gap in self.gaps], 0.5)


class Comparison(NamedTuple):
    """Every group, the reference, the placebo and the verdict of each group."""

    n: int
    reference: Line
    lines: tuple[Line, ...]
    placebo: tuple[Line, ...]
    verdicts: tuple[Verdict, ...]
    constant: bool  # every answer is the same

    @property
    def judged(self) -> int:
        """The group told: the largest gap among those that show, else the largest of all."""
        shown = [index for index, verdict in enumerate(self.verdicts) if verdict == "effect"]
        return max(shown or range(len(self.lines)), key=lambda index: abs(self.lines[index].gap))

    @property
    def line(self) -> Line:
        """The judged group's."""
        return self.lines[self.judged]

    @property
    def verdict(self) -> Verdict:
        """The judged group's."""
        return self.verdicts[self.judged]

    @property
    def worst_placebo(self) -> Line:
        """The control whose gap is the largest."""
        return max(self.placebo, key=lambda line: abs(line.gap))

    @property
    def per_unit(self) -> list[float]:
        """Each unit's mean difference over the groups: the same measure whichever group is judged."""
        return [
            round(sum(gaps) / len(gaps), 6) for gaps in zip(*(line.gaps for line in self.lines), strict=True)
        ]


class Measures(NamedTuple):
    """What was read: means by unit and group, by unit and harmless group, and all that was shown."""

    values: NDArray[np.float64]  # (units, groups)
    placebo: NDArray[np.float64]  # (units, controls)
    answered: list[Answered]


def measure(design: Design, answer: Answer, bench: Bench, count: Count) -> Measures:
    """Read every stimulus of the design, each once."""
    return _measures(design, read_answers(answer, bench, stimuli_of(design), count))


def positives(measures: Measures, design: Design, threshold: float) -> Measures:
    """Yes or no instead of numbers: at the threshold or above is a yes, and a cell is its share of them."""
    return _measures(
        design, [each._replace(value=float(each.value >= threshold)) for each in measures.answered]
    )


def stimuli_of(design: Design) -> list[Stimulus]:
    """Everything that the design shows, its placebo last."""
    parts = (design.cells, design.placebo)
    return [each for part in parts for unit in part for cell in unit for each in cell]


def _measures(design: Design, answered: list[Answered]) -> Measures:
    import numpy as np

    coming = iter(answered)

    def table(part: Cells) -> NDArray[np.float64]:
        return np.array(
            [[float(np.mean([next(coming).value for _ in cell])) for cell in unit] for unit in part]
        )

    values = table(design.cells)
    return Measures(values, table(design.placebo), answered)


def compare(design: Design, measures: Measures, seed: int) -> Comparison:
    """Every group against the reference; each harmless group too, against the same or against its like."""
    import numpy as np

    values, placebo = measures.values, measures.placebo
    if design.pooled:
        reference, first = placebo.mean(axis=1), 0
        others = (placebo.sum(axis=1, keepdims=True) - placebo) / max(1, placebo.shape[1] - 1)
    else:
        reference, first = values[:, 0], 1
        others = np.repeat(reference[:, None], placebo.shape[1], axis=1)
    groups = design.groups[first:]
    held = values[:, first:]
    lines = lines_of(groups, held, np.repeat(reference[:, None], held.shape[1], axis=1), seed)
    controls = lines_of(design.placebo_groups, placebo, others, seed)
    own = (
        Group("reference", design.groups[0].label) if not design.pooled else Group("reference", design.factor)
    )
    zero = np.zeros_like(reference)
    base = Line(own, float(reference.mean()), _interval(reference, seed), 0.0, Interval(0, 0), 1.0, 1.0,
                tuple(zero.tolist()))  # fmt: skip
    judged = [GapControl(line.gap, line.chance) for line in controls]
    verdicts = tuple(
        gap_verdict(len(values), line.gap, line.corrected, line.spread, judged) for line in lines
    )
    return Comparison(
        len(values), base, tuple(lines), tuple(controls), verdicts,
        bool(np.ptp(np.concatenate([values, placebo], axis=1)) == 0),
    )  # fmt: skip


def lines_of(
    groups: Sequence[Group], values: NDArray[np.float64], reference: NDArray[np.float64], seed: int
) -> list[Line]:
    """Each column of (units, groups) against its own reference, the chances corrected together."""
    gaps = values - reference
    spreads = bootstrap_columns(gaps, seed=seed)
    chances = [paired_chance(column.tolist(), seed=seed) for column in gaps.T]
    return [
        Line(
            group, float(values[:, column].mean()), _interval(values[:, column], seed),
            float(gaps[:, column].mean()),
            _paired_interval(values[:, column], reference[:, column], spreads[column]),
            chances[column], corrected, tuple(gaps[:, column].tolist()),
        )
        for column, (group, corrected) in enumerate(zip(groups, holm(chances), strict=True))
    ]  # fmt: skip


def paired_chance(differences: Sequence[float], *, seed: int) -> float:
    """The exact test of paired differences: McNemar's where each is a yes or a no, else sign flips."""
    sizes = {abs(each) for each in differences if each}
    if len(sizes) <= 1:
        return sign_test(sum(each > 0 for each in differences), sum(each < 0 for each in differences))
    return sign_flip(differences, seed=seed)


def _yes_or_no(values: NDArray[np.float64]) -> bool:
    return set(values.tolist()) <= {0.0, 1.0}


def _interval(values: NDArray[np.float64], seed: int) -> Interval:
    """Wilson's of a share, the bootstrap's of anything else."""
    if _yes_or_no(values):
        return wilson(float(values.sum()), len(values))
    return bootstrap(values.tolist(), seed=seed)


def _paired_interval(
    values: NDArray[np.float64], reference: NDArray[np.float64], spread: Interval
) -> Interval:
    """Newcombe's for two shares of the same units, the bootstrap's of anything else."""
    if not (_yes_or_no(values) and _yes_or_no(reference)):
        return spread
    both, only = int((values * reference).sum()), int((values * (1 - reference)).sum())
    other = int(((1 - values) * reference).sum())
    return newcombe_paired(both, only, other, len(values) - both - only - other)
