"""Two factors crossed: whether one change does more, or less, where the other was made too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.exact_tests import sign_flip
from tools.finding import Call, Finding
from tools.honesty import GapControl, direction, gap_verdict
from tools.looking import Count, identity
from tools.perturb import crossed_words as words
from tools.perturb.crossed_design import Crossing, Pair, crossing
from tools.perturb.crossed_results import RESULTS
from tools.perturb.dose_case import pictures_for
from tools.perturb.dose_controls import TWICE, difference, named
from tools.perturb.dose_judging import mean
from tools.perturb.dose_reading import Read, Reader, only_pictures, reader_of, refuse_nothing_found
from tools.printing import printed
from tools.statistics import bootstrap, rounded
from tools.stimuli.cases import Case, Shown
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench


class CrossedParams(Params):
    """Two changes by name, each at its own doses; without doses, each at its strongest usual one."""

    first: str = Field("tone", description="The first change: any change of pictures, by name.")
    first_levels: list[float] = Field(
        default_factory=list, max_length=6, description="Its doses; its strongest usual one by default."
    )
    first_choice: str = Field("", description="Which expression, background or accessory.")
    second: str = Field("key_light", description="The second change.")
    second_levels: list[float] = Field(
        default_factory=list, max_length=4, description="Its doses; its strongest usual one by default."
    )
    second_choice: str = Field("", description="Which expression, background or accessory.")
    n: int | None = Field(None, ge=1, le=1000, description="Pictures; 30 or more for a verdict.")
    answer: str = Field("", description="Which number of the subject's answer; the usual one by default.")
    hold: str = Field("", description="Studio settings held otherwise, for busts: “background_level=0.9”.")


class Crossed(Tool):
    """The difference of differences, unit by unit: what both changes do together beyond what each does."""

    verb: ClassVar[Verb] = "perturb"
    method: ClassVar[str] = "crossed"
    title: ClassVar[Words] = Words(fr="Deux changements croisés", en="Two changes crossed")
    about: ClassVar[Words] = Words(
        fr="La même image, avec un changement, l’autre, ou les deux",
        en="The same picture, with one change, the other, or both",
    )
    params: ClassVar[type[Params]] = CrossedParams
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "identical"})
    usual_n: ClassVar[int] = 32

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that read pictures, stand-ins excepted."""
        return only_pictures(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read every pair of doses on every picture, and each change with a placebo for the other."""
        started = perf_counter()
        params = self.params.model_validate(call.params)
        assert isinstance(params, CrossedParams)
        case = bench.case(call.case)
        shown = pictures_for(case, params.n, self.usual_n, params.hold)
        subject = bench.subject(call.subject)
        reader = reader_of(subject, bench, params.answer)
        crossed = crossing(
            (params.first, params.second), (params.first_levels, params.second_levels),
            (params.first_choice, params.second_choice), reader,
        )  # fmt: skip
        pictures = [crossed.base(each) for each in shown]
        read = _Reading(reader, crossed, pictures, progress)
        refuse_nothing_found(reader, list(read.pairs.values()), case.name)
        measured = _measured(call, case, crossed, read)
        return self._told(call, bench, case, pictures, subject, read, measured, started)

    def _told(
        self, call: Call, bench: Bench, case: Case, pictures: Sequence[Shown], subject: Any,
        read: _Reading, m: words.Crossed, started: float,
    ) -> Finding:  # fmt: skip
        means = {pair: mean([each.value for each in reads]) for pair, reads in read.pairs.items()}
        ends = {
            pair: bootstrap([each.value for each in reads], seed=call.seed)
            for pair, reads in read.pairs.items()
        }
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(m),
                subject=identity(subject.card),
                stimuli=case.stimuli(
                    read.named,
                    held=[words.HELD],
                    varied=[m.first.named(), m.second.named()],
                    used=m.n,
                ),
                unit_of_n=case.unit,
                n=m.n,
                conditions=len(read.pairs),
                result={
                    "n": m.n,
                    "baseline": rounded(m.baseline),
                    "first_alone": rounded(m.first_alone),
                    "second_alone": rounded(m.second_alone),
                    "together": rounded(m.together),
                    "interaction": rounded(m.interaction),
                    "ci_low": rounded(m.interval.low),
                    "ci_high": rounded(m.interval.high),
                    "chance": rounded(m.chance),
                    "first_placebo": rounded(m.placebos[0].gap),
                    "second_placebo": rounded(m.placebos[1].gap),
                    "means": {
                        " × ".join("0" if dose is None else f"{dose:g}" for dose in _doses(pair, m)): rounded(
                            value
                        )
                        for pair, value in means.items()
                    },
                    "direction": m.direction,
                    "verdict": m.verdict,
                },
                values=words.values(m),
                verdict=m.verdict,
                placebo=[words.placebo(m, 0), words.placebo(m, 1)],
                nulls=[words.identical(m, TWICE)],
                per_unit=[rounded(each) for each in read.interactions],
                caveats=[*words.caveats(m), *m.first.extra_caveats(), *m.second.extra_caveats()],
                conclusion=words.conclusion(m),
                figures=[
                    words.curves(m, read.crossed, means, ends),
                    words.four(m, _examples(bench, pictures[0], read, m)),
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )


class _Reading:
    """Every pair of doses on every unit, the placebos, and the first pictures a second time."""

    def __init__(
        self, reader: Reader, crossed: Crossing, pictures: Sequence[Shown], progress: Progress
    ) -> None:
        self.reader, self.crossed, self.pictures = reader, crossed, pictures
        again = min(len(pictures), TWICE)
        pairs = crossed.pairs()
        count = Count(progress, len(pictures) * (len(pairs) + 3) + again)
        base = [each.recipe for each in pictures]
        before = reader.read(base, count)
        self.pairs: dict[Pair, list[Read]] = {(None, None): before}
        for pair in pairs[1:]:
            self.pairs[pair] = reader.read(self._recipes(pair), count)
        self.one, self.two = crossed.first.strongest, crossed.second.strongest
        harmless = {
            pair: self._placebo(pair, count) for pair in ((None, None), (None, self.two), (self.one, None))
        }
        twice = reader.read(base[:again], count)
        self.identical = max(abs(new.value - old.value) for new, old in zip(twice, before, strict=False))
        moved = [reader.placebo(recipe, read, 1) for recipe, read in zip(base, before, strict=True)]
        self.placebo_size = difference(reader.bench, base, moved, count)
        self.named = named(reader.bench, pictures, count)
        both, one, two = (
            self._values(pair) for pair in ((self.one, self.two), (self.one, None), (None, self.two))
        )
        nothing = self._values((None, None))
        self.interactions = _differences(both, one, two, nothing)
        # A placebo in the place of the first change, then of the second.
        self.harmless = (
            _differences(harmless[None, self.two], harmless[None, None], two, nothing),
            _differences(harmless[self.one, None], one, harmless[None, None], nothing),
        )

    def _recipes(self, pair: Pair) -> list[Any]:
        before = self.pairs[None, None]
        return [
            self.crossed.recipe(shown, read, pair) for shown, read in zip(self.pictures, before, strict=True)
        ]

    def _placebo(self, pair: Pair, count: Count) -> list[float]:
        recipes = [
            self.reader.placebo(recipe, read, 1)
            for recipe, read in zip(self._recipes(pair), self.pairs[pair], strict=True)
        ]
        return [each.value for each in self.reader.read(recipes, count)]

    def _values(self, pair: Pair) -> list[float]:
        return [each.value for each in self.pairs[pair]]


def _differences(
    both: Sequence[float], one: Sequence[float], two: Sequence[float], nothing: Sequence[float]
) -> list[float]:
    """The difference of differences, unit by unit."""
    return [a - b - c + d for a, b, c, d in zip(both, one, two, nothing, strict=True)]


def _measured(call: Call, case: Case, crossed: Crossing, read: _Reading) -> words.Crossed:
    gap = mean(read.interactions)
    interval = bootstrap(read.interactions, seed=call.seed)
    chance = sign_flip(read.interactions, seed=call.seed)
    controls = tuple(GapControl(mean(each), sign_flip(each, seed=call.seed)) for each in read.harmless)
    n = len(read.interactions)
    verdict = gap_verdict(n, gap, chance, interval, controls)
    if verdict == "effect" and read.identical >= abs(gap):
        verdict = "none_shown"
    means: Mapping[Pair, float] = {
        pair: mean([each.value for each in reads]) for pair, reads in read.pairs.items()
    }
    baseline = means[None, None]
    return words.Crossed(
        first=crossed.first.change,
        second=crossed.second.change,
        one=read.one,
        two=read.two,
        n=n,
        baseline=baseline,
        first_alone=means[read.one, None] - baseline,
        second_alone=means[None, read.two] - baseline,
        together=means[read.one, read.two] - baseline,
        interaction=gap,
        interval=interval,
        chance=chance,
        placebos=(controls[0], controls[1]),
        placebo_levels=read.placebo_size,
        identical=read.identical,
        direction=direction(interval),
        verdict=verdict,
        of_one=case.unit,
        of_many=case.units,
        limits=case.caveats,
        answer=read.reader.card,
        grid=read.reader.has_grid,
    )


def _doses(pair: Pair, m: words.Crossed) -> tuple[float | None, float | None]:
    """Each dose, the one that changes nothing by its own number."""
    first, second = pair
    return (
        m.first.nothing if first is None else first,
        m.second.nothing if second is None else second,
    )


def _examples(bench: Bench, shown: Shown, read: _Reading, m: words.Crossed) -> list[words.Example]:
    """The first picture as it is, with either change and with both: not chosen by result."""
    pairs: list[Pair] = [(None, None), (m.one, None), (None, m.two), (m.one, m.two)]
    return [
        words.Example(
            bench.picture(
                read.crossed.recipe(shown, read.pairs[None, None][0], pair),
                words.alt(m, shown.alt, pair),
                shown.credit,
            ),
            read.pairs[pair][0],
            words.said(m, pair),
        )
        for pair in pairs
    ]
