"""One change at several doses: what happens to the score and to the salient point, beside a placebo.

Not a tool by itself: each change of this folder is one, and states its doses, its identity and its geometry.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import Field, create_model

from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.honesty import direction, shift_verdict
from tools.looking import Count, Point, Seen, identity, look_at, only_maps, pictures_of
from tools.perturb import dose_words as words
from tools.perturb.dose_results import RESULTS
from tools.printing import printed
from tools.statistics import bootstrap, quantile, rounded
from tools.stimuli.cases import Shown
from tools.stimulus import Change, Edited
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench


class DoseParams(Params):
    """What every change takes."""

    levels: list[float] = Field(min_length=1, max_length=12)
    n: int | None = Field(None, ge=1, le=1000, description="Pictures; 30 or more for a verdict.")


def dose_params(change: str, levels: Sequence[float], about: str) -> type[Params]:
    """The parameters of one change, with its own default doses."""
    made: type[Params] = create_model(
        f"{change.capitalize()}Params",
        __base__=DoseParams,
        levels=(
            list[float],
            Field(default_factory=lambda: list(levels), min_length=1, max_length=12, description=about),
        ),
    )
    return made


# Squares of photographs are many; this number keeps a live run short.
DEFAULT_N = 36


class DoseResponse(Tool):
    """Base of the changes: same pictures, one change, several doses, and a shift by one cell as placebo."""

    verb: ClassVar[Verb] = "perturb"
    default_case: ClassVar[str] = "photographs"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    change: ClassVar[Change]
    name: ClassVar[Words]  # "le contraste"
    unit: ClassVar[Words]  # of the dose: "facteur de contraste"
    nothing: ClassVar[float]  # the dose that changes nothing
    placebo_cells: ClassVar[int] = 1  # how far, and which way, the placebo shifts

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that read pictures."""
        return only_maps(subject)

    @abstractmethod
    def recipe(self, shown: Shown, before: Seen, level: float) -> Edited:
        """The changed picture; ``before`` is what the subject answered on the original."""

    @abstractmethod
    def said(self, level: float) -> Words:
        """What a dose is, as it follows "with": "un contraste ramené à 40 %"."""

    def distance(self, level: float) -> float:
        """How far a dose is from the one that changes nothing: the verdict rests on the farthest."""
        return abs(level - self.nothing)

    def back(self, point: Point, width: int, before: Seen, level: float) -> Point:
        """Where a point of the changed picture was in the original."""
        return point

    def extra_caveats(self) -> list[Words]:
        """What this change, and no other, cannot show."""
        return []

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Look at every picture as it is, shifted by a cell, and at every dose; judge the strongest dose."""
        started = perf_counter()
        params = self.params.model_validate(call.params)
        assert isinstance(params, DoseParams)
        levels = sorted(set(params.levels))
        case = bench.case(call.case)
        pictures = pictures_of(case, params.n or min(DEFAULT_N, len(case.pictures) or 1))
        subject = bench.subject(call.subject)
        count = Count(progress, len(pictures) * (len(levels) + 2))

        before = look_at(subject, [bench.pixels(shown.recipe) for shown in pictures], count)
        placebo = self._dose(subject, bench, pictures, before, count, None)
        doses = {level: self._dose(subject, bench, pictures, before, count, level) for level in levels}
        strongest = max(levels, key=lambda level: (self.distance(level), level))
        judged = doses[strongest]
        shift = shift_verdict(judged.deltas, placebo.deltas)
        interval = bootstrap(judged.deltas, seed=call.seed)
        means = {level: _mean(dose.deltas) for level, dose in doses.items()}
        curve = {level: (means[level], bootstrap(doses[level].deltas, seed=call.seed)) for level in levels}
        band = (quantile(placebo.deltas, 0.025), quantile(placebo.deltas, 0.975))
        example = self._example(bench, pictures[0], before[0], judged.seen[0], strongest, subject)
        n = len(pictures)
        measured = words.Measured(
            name=self.name,
            unit=self.unit,
            levels=levels,
            nothing=self.nothing,
            strongest=strongest,
            said=self.said(strongest),
            n=n,
            baseline=_mean([seen.score for seen in before]),
            max_delta=means[strongest],
            interval=interval,
            shift=shift,
            flips=judged.flips,
            placebo_flips=placebo.flips,
            placebo_pixels=_mean([seen.cell_pixels for seen in before]) * self.placebo_cells,
            placebo_levels=_difference(bench, pictures, before, self.placebo_cells),
            direction=direction(interval),
            of_one=case.unit,
            of_many=case.units,
            limits=case.caveats,
        )
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(subject.card),
                stimuli=case.stimuli(
                    [bench.picture(shown.recipe, shown.alt, shown.credit) for shown in pictures],
                    held=[words.HELD],
                    varied=[words.varied(measured)],
                    used=n,
                ),
                unit_of_n=case.unit,
                n=n,
                conditions=len(levels),
                result={
                    "n": n,
                    "baseline": rounded(measured.baseline),
                    "deltas": {f"{level:g}": rounded(mean) for level, mean in means.items()},
                    "strongest": strongest,
                    "max_delta": rounded(measured.max_delta),
                    "ci_low": rounded(interval.low),
                    "ci_high": rounded(interval.high),
                    "median_shift": rounded(shift.median),
                    "placebo_delta": rounded(shift.placebo_median),
                    "placebo_limit": rounded(shift.placebo_limit),
                    "flips": rounded(judged.flips),
                    "placebo_flips": rounded(placebo.flips),
                    "distance": rounded(quantile(judged.distances, 0.5)),
                    "direction": measured.direction,
                    "monotonic": _monotonic(self.nothing, means),
                    "verdict": shift.verdict,
                },
                values=words.values(measured, quantile(judged.distances, 0.5)),
                verdict=shift.verdict,
                placebo=[words.placebo(measured)],
                caveats=[*words.caveats(measured), *self.extra_caveats()],
                conclusion=words.conclusion(measured),
                figures=[
                    words.curve_figure(measured, curve, band),
                    words.map_figure(measured, example),
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )

    def _dose(
        self,
        subject: Any,
        bench: Bench,
        pictures: Sequence[Shown],
        before: Sequence[Seen],
        count: Count,
        level: float | None,
    ) -> _Dose:
        """Every picture at one dose; ``None`` is the placebo."""
        changed = []
        for shown, seen in zip(pictures, before, strict=True):
            recipe = (
                _shifted(shown, seen, self.placebo_cells)
                if level is None
                else self.recipe(shown, seen, level)
            )
            changed.append(bench.pixels(recipe))
        after = look_at(subject, changed, count)
        distances, flipped = [], []
        for pixels, old, new in zip(changed, before, after, strict=True):
            if level is None:
                x, y = new.point[0] - _cell(old) * self.placebo_cells, new.point[1]
            else:
                x, y = self.back(new.point, pixels.shape[1], old, level)
            across, down = abs(x - old.point[0]), abs(y - old.point[1])
            distances.append(math.hypot(across, down))
            # More than one cell, on either axis; the half pixel forgives the rounding of points.
            flipped.append(max(across, down) > old.cell_pixels + 0.5)
        deltas = [new.score - old.score for new, old in zip(after, before, strict=True)]
        return _Dose(after, deltas, distances, sum(flipped) / len(flipped))

    def _example(
        self, bench: Bench, shown: Shown, before: Seen, after: Seen, level: float, subject: Any
    ) -> list[words.Example]:
        """The first picture, before and after the strongest dose: not chosen by result."""
        original = bench.picture(shown.recipe, shown.alt, shown.credit)
        changed = bench.picture(
            self.recipe(shown, before, level), words.changed_alt(shown.alt, self.said(level)), shown.credit
        )
        return [
            words.Example(picture, seen, subject.crop(seen.point, (picture.width, picture.height), 1.0))
            for picture, seen in ((original, before), (changed, after))
        ]


class _Dose(NamedTuple):
    seen: list[Seen]
    deltas: list[float]  # score after minus before
    distances: list[float]  # pixels of the picture that the point travelled
    flips: float  # share of pictures whose point left its cell and the next


def _cell(seen: Seen) -> int:
    """One cell in whole pixels of the picture."""
    return max(1, math.floor(seen.cell_pixels + 0.5))


def _shifted(shown: Shown, seen: Seen, cells: int) -> Edited:
    return Edited(of=shown.recipe, change="shift", amount=_cell(seen) * cells)


def _difference(bench: Bench, pictures: Sequence[Shown], before: Sequence[Seen], cells: int) -> float:
    """How large the placebo's change is: mean absolute difference of a channel, in 8-bit levels."""
    from tools.stimuli.changes import difference

    return _mean(
        [
            difference(bench.pixels(shown.recipe), "shift", _cell(seen) * cells)
            for shown, seen in zip(pictures, before, strict=True)
        ]
    )


def _monotonic(nothing: float, means: dict[float, float]) -> bool:
    """Whether the mean change goes one way along the doses, the dose that changes nothing included."""
    curve = [change for _, change in sorted({**means, nothing: means.get(nothing, 0.0)}.items())]
    steps = [after - before for before, after in pairwise(curve)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def whole(level: float, what: Words) -> int:
    """A dose in whole pixels. Raises :class:`~tools.errors.CallRefused` (``bad_level``) otherwise."""
    if level != int(level):
        raise CallRefused(
            "bad_level",
            Words(
                fr=f"{what.fr} se compte en pixels entiers, pas {level:g}.",
                en=f"{what.en} is in whole pixels, not {level:g}.",
            ),
        )
    return int(level)
