"""One change at several doses: what happens to a subject's answer, beside a placebo.

Not a tool by itself: each change of this folder is one, and states its doses, its identity and its geometry.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from pydantic import Field, create_model

from tools.finding import Call, Finding
from tools.honesty import direction
from tools.looking import Count, identity
from tools.perturb import dose_controls as controls
from tools.perturb import dose_figures as figures
from tools.perturb import dose_words as words
from tools.perturb.dose_case import pictures_for
from tools.perturb.dose_judging import Dose, dose_of, judged_of, mean, monotonic
from tools.perturb.dose_reading import Read, Reader, only_pictures, reader_of, refuse_nothing_found
from tools.perturb.dose_results import RESULTS
from tools.printing import printed
from tools.statistics import bootstrap, quantile, rounded
from tools.stimuli.cases import Case, Shown
from tools.stimulus import Picture, Recipe
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
    answer: str = Field("", description="Which number of the subject's answer; the usual one by default.")
    threshold: float = Field(0.5, description="Where an answer turns from no to yes (not for maps).")
    hold: str = Field("", description="Studio settings held otherwise, for busts: “light=0.25, tone=9”.")


def dose_params(change: str, levels: Sequence[float], about: str, **more: Any) -> type[DoseParams]:
    """The parameters of one change, with its own default doses; ``more`` are fields of its own."""
    made: type[DoseParams] = create_model(
        f"{change.title().replace('_', '')}Params",
        __base__=DoseParams,
        levels=(
            list[float],
            Field(default_factory=lambda: list(levels), min_length=1, max_length=12, description=about),
        ),
        **more,
    )
    return made


# Squares of photographs are many; this number keeps a live run short.
DEFAULT_N = 36


class DoseResponse(Tool):
    """Base of the changes: same pictures, one change, several doses, a placebo, the same picture twice."""

    verb: ClassVar[Verb] = "perturb"
    default_case: ClassVar[str] = "photographs"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "identical"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    name: ClassVar[Words]  # "le contraste"
    unit: ClassVar[Words]  # of the dose: "facteur de contraste"
    nothing: ClassVar[float | None]  # the dose that changes nothing, where there is one
    placebo_cells: ClassVar[int] = 1  # how far, and which way, the placebo shifts
    usual_n: ClassVar[int] = DEFAULT_N
    has_grid: bool = False  # of the subject at hand: what a cell is
    given: DoseParams

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that read pictures, stand-ins excepted."""
        return only_pictures(subject)

    def about_to(self, params: Params, *, has_grid: bool) -> Self:
        """This change as one call asks for it; the tool itself keeps nothing of a call."""
        assert isinstance(params, DoseParams)
        made = type(self)()
        made.given, made.has_grid = params, has_grid
        return made

    @abstractmethod
    def recipe(self, shown: Shown, before: Read, level: float) -> Recipe:
        """The changed picture; ``before`` is what the subject answered on the original."""

    @abstractmethod
    def said(self, level: float) -> Words:
        """What a dose is, as it follows "with": "un contraste ramené à 40 %"."""

    @abstractmethod
    def check(self, level: float) -> None:
        """Refuse a dose without sense before anything is read (:class:`~tools.errors.CallRefused`)."""

    def base(self, shown: Shown) -> Shown:
        """The picture that doses are compared with: as it is. Refuses pictures that it cannot change."""
        return shown

    def named(self) -> Words:
        """What is changed, as this call asks for it."""
        return self.name

    def unit_said(self) -> Words:
        """What a dose counts."""
        return self.unit

    def distance(self, level: float) -> float:
        """How far a dose is from the one that changes nothing: the verdict rests on the farthest."""
        return abs(level - (self.nothing or 0.0))

    def extra_caveats(self) -> list[Words]:
        """What this change, and no other, cannot show."""
        return []

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Look at every picture as it is, after the placebo, and at every dose; judge the strongest dose."""
        started = perf_counter()
        params = self.params.model_validate(call.params)
        assert isinstance(params, DoseParams)
        levels = sorted(set(params.levels))
        case = bench.case(call.case)
        shown = pictures_for(case, params.n, self.usual_n, params.hold)
        subject = bench.subject(call.subject)
        reader = reader_of(subject, bench, params.answer)
        asked = self.about_to(params, has_grid=reader.has_grid)
        for level in levels:
            asked.check(level)
        pictures = [asked.base(each) for each in shown]
        read = asked._read(reader, pictures, levels, params.threshold, progress)
        refuse_nothing_found(reader, [read.before, *(dose.reads for dose in read.doses.values())], case.name)
        measured = asked._measured(call, case, reader, read, levels)
        return asked._told(call, bench, case, pictures, subject, read, measured, started)

    def _read(
        self, reader: Reader, pictures: Sequence[Shown], levels: Sequence[float], threshold: float,
        progress: Progress,
    ) -> _Readings:  # fmt: skip
        base = [each.recipe for each in pictures]
        again = min(len(base), controls.TWICE)
        count = Count(progress, len(base) * (len(levels) + 2) + again)
        before = reader.read(base, count)
        placebo = [
            reader.placebo(recipe, read, self.placebo_cells)
            for recipe, read in zip(base, before, strict=True)
        ]
        small = dose_of(reader, before, base, placebo, reader.read(placebo, count), threshold)
        doses, recipes = {}, {}
        for level in levels:
            recipes[level] = [
                self.recipe(each, read, level) for each, read in zip(pictures, before, strict=True)
            ]
            after = reader.read(recipes[level], count)
            doses[level] = dose_of(reader, before, base, recipes[level], after, threshold)
        twice = reader.read(base[:again], count)
        identical = max(abs(new.value - old.value) for new, old in zip(twice, before[:again], strict=True))
        size = controls.difference(reader.bench, base, placebo, count)
        names = controls.named(reader.bench, pictures, count)
        return _Readings(before, small, doses, recipes, identical, size, names)

    def _measured(
        self, call: Call, case: Case, reader: Reader, read: _Readings, levels: Sequence[float]
    ) -> words.Measured:
        strongest = max(levels, key=lambda level: (self.distance(level), level))
        dose = read.doses[strongest]
        interval = bootstrap(dose.deltas, seed=call.seed)
        judged = judged_of(reader, read.before, read.doses, dose, read.placebo, interval, read.identical)
        return words.Measured(
            name=self.named(),
            unit=self.unit_said(),
            levels=levels,
            nothing=self.nothing,
            strongest=strongest,
            said=self.said(strongest),
            n=len(read.before),
            baseline=mean([each.value for each in read.before]),
            after=mean([each.value for each in dose.reads]),
            max_delta=mean(dose.deltas),
            interval=interval,
            judged=judged,
            flips=dose.flips,
            placebo_flips=read.placebo.flips,
            distance=quantile(dose.distances, 0.5),
            placebo_pixels=mean([each.cell_pixels for each in read.before]) * self.placebo_cells,
            placebo_levels=read.placebo_size,
            identical=read.identical,
            direction=direction(interval),
            of_one=case.unit,
            of_many=case.units,
            limits=case.caveats,
            grid=reader.has_grid,
            answer=reader.card,
            threshold=self.given.threshold,
        )

    def _told(
        self, call: Call, bench: Bench, case: Case, pictures: Sequence[Shown], subject: Any,
        read: _Readings, m: words.Measured, started: float,
    ) -> Finding:  # fmt: skip
        means = {level: mean(dose.deltas) for level, dose in read.doses.items()}
        curve = {
            level: (means[level], bootstrap(dose.deltas, seed=call.seed))
            for level, dose in read.doses.items()
        }
        small, judged = read.placebo.deltas, m.judged
        changed = read.recipes[m.strongest][0], read.doses[m.strongest].reads[0]
        example = figures.example(bench, subject, pictures[0], read.before[0], *changed, m.said)
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=identity(subject.card),
                stimuli=case.stimuli(
                    read.pictures,
                    held=[words.HELD],
                    varied=[words.varied(m)],
                    used=m.n,
                ),
                unit_of_n=case.unit,
                n=m.n,
                conditions=len(m.levels),
                result={
                    "n": m.n,
                    "baseline": rounded(m.baseline),
                    "deltas": {f"{level:g}": rounded(change) for level, change in means.items()},
                    "strongest": m.strongest,
                    "max_delta": rounded(m.max_delta),
                    "ci_low": rounded(m.interval.low),
                    "ci_high": rounded(m.interval.high),
                    "median_shift": rounded(judged.median),
                    "placebo_delta": rounded(judged.placebo_median),
                    "placebo_limit": rounded(judged.placebo_limit),
                    "flips": rounded(m.flips),
                    "placebo_flips": rounded(m.placebo_flips),
                    "distance": rounded(m.distance),
                    "direction": m.direction,
                    "monotonic": monotonic(self.nothing, means),
                    "verdict": judged.verdict,
                },
                values=words.values(m),
                verdict=judged.verdict,
                placebo=[controls.placebo(m)],
                nulls=[controls.identical(m)],
                per_unit=[rounded(delta) for delta in read.doses[m.strongest].deltas],
                caveats=[*words.caveats(m), *self.extra_caveats()],
                conclusion=words.conclusion(m),
                figures=[
                    figures.curve(m, curve, (quantile(small, 0.025), quantile(small, 0.975))),
                    figures.before_and_after(m, example),
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )


class _Readings(NamedTuple):
    before: list[Read]
    placebo: Dose
    doses: dict[float, Dose]
    recipes: dict[float, list[Recipe]]
    identical: float  # the largest change of the same picture, shown twice
    placebo_size: float  # 8-bit levels
    pictures: list[Picture]  # as they were, by name
