"""The same two pictures with a white, a grey or a black band between them: does the winner change?"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from tools.errors import CallRefused
from tools.finding import Call, Control, Finding, IntervalFigure, IntervalRow, Value, Verdict
from tools.honesty import MINIMUM_UNITS
from tools.looking import Count, identity, only_maps, pairs_of
from tools.printing import printed
from tools.reproduce import separators_words as words
from tools.reproduce.montages import CELL, LAYOUTS, Pair, Trial, by_unit, trials
from tools.reproduce.preference_looking import TOGETHER, montages_won
from tools.reproduce.preference_member import winner_of
from tools.reproduce.preference_words import WINNER
from tools.reproduce.separator_bands import (
    ANY,
    BANDS,
    COUPLE_LABELS,
    LABELS,
    LEVELS,
    PLACEBO,
    SEEN,
    Band,
    Change,
    between,
    changed,
    changes,
    gaps,
)
from tools.reproduce.separators_results import RESULTS
from tools.statistics import ALPHA, rounded, rounded_chance, what_n_can_show, wilson
from tools.stimuli.cases import Case
from tools.stimulus import Layout
from tools.subject import SubjectCard
from tools.tool import Control as ControlName
from tools.tool import Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench


class _SeparatorParams(Params):
    n: int | None = Field(None, ge=1, le=1000, description="Pairs; all by default, 30 or more for a verdict.")
    width: int = Field(16, ge=1, le=160, description="Width of the band, in pixels; a member has 160.")
    layout: Literal["side-by-side", "stacked", "both"] = Field(
        "side-by-side", description="How the two stand; side by side by default."
    )


class Separators(Tool):
    """Whether the colour of a band that nobody looks at changes which of two pictures keeps the frame."""

    verb: ClassVar[Verb] = "reproduce"
    method: ClassVar[str] = "separators"
    title: ClassVar[Words] = Words(fr="La bande entre les deux", en="The band between the two")
    about: ClassVar[Words] = Words(
        fr="Une bande blanche, grise ou noire entre deux images : le gagnant est-il le même ?",
        en="A white, grey or black band between two pictures: is the winner the same?",
    )
    params: ClassVar[type[Params]] = _SeparatorParams
    default_case: ClassVar[str] = "portraits_tone_alone"
    controls: ClassVar[frozenset[ControlName]] = frozenset({"placebo"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that choose a place in a picture."""
        return only_maps(subject)

    def what_it_can_show(self, call: Call) -> Words | None:
        """The part of the pairs that a band must flip to be seen."""
        from tools.stimuli.cases import case_named

        n = _SeparatorParams.model_validate(call.params).n or len(case_named(call.case).pairs)
        return what_n_can_show(n, words.UNITS) if n else None

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Show every pair with every band, in both orders; count the pairs whose winner changes."""
        started = perf_counter()
        params = _SeparatorParams.model_validate(call.params)
        case = bench.case(call.case)
        pairs = pairs_of(case, params.n)
        layouts: tuple[Layout, ...] = LAYOUTS if params.layout == "both" else (params.layout,)
        asked = _asked(pairs, layouts, params.width)
        shown = [trial for _, trial in asked]
        won = montages_won(bench.subject(call.subject), bench, shown, Count(progress, len(shown)), pairs)
        n = len(pairs)
        rates: dict[Band, list[float]] = {}
        for band in BANDS:
            of = [at for at, (each, _) in enumerate(asked) if each == band]
            rates[band] = by_unit([shown[at] for at in of], [won.shares[at] for at in of])
        moved, placebo_moved = changed(rates, SEEN), changed(rates, PLACEBO)
        found, apart = changes(rates), max(gaps(rates), key=lambda gap: gap.size)
        most = max(found, key=lambda change: (change.rate, -change.p))
        placebo_rate = sum(placebo_moved) / n
        m = words.Parted(
            n=n, width=params.width, first=_first(case, pairs), rates=rates, changed=sum(moved) / n,
            placebo=placebo_rate, any_band=sum(changed(rates, ANY)) / n, most=most, gap=apart,
            verdict=_verdict(n, most, placebo_rate),
        )  # fmt: skip
        placebo = words.placebo(m, *_sizes(bench, asked))
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.QUESTION,
                subject=identity(bench.subject(call.subject).card),
                stimuli=case.stimuli(
                    won.pictures, held=[words.HELD], varied=[words.varied(params.width)], used=n
                ),
                unit_of_n=case.unit,
                n=n,
                conditions=len(shown) // n,
                result=_result(m),
                values=_values(m, found),
                verdict=m.verdict,
                placebo=[placebo],
                per_unit=[float(each) for each in moved],
                caveats=words.caveats(m, asked[-1][1].montage, case.caveats),
                conclusion=words.conclusion(m),
                figures=[_rates_figure(m), _changed_figure(m, found, placebo)],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _asked(pairs: Sequence[Pair], layouts: Sequence[Layout], width: int) -> list[tuple[Band, Trial]]:
    """Every montage with its band, both orders of each.

    A few pairs at a time, and of these one size after the other: what goes through the network together has
    one size, and a pair's two pictures are still at hand for all of its montages.
    """
    bare = trials(pairs, "member", 0.0, layouts)
    each = len(bare) // len(pairs)
    asked = []
    for start in range(0, len(bare), each * (TOGETHER // 2)):
        few = bare[start : start + each * (TOGETHER // 2)]
        for layout in layouts:
            beside = [trial for trial in few if trial.montage.layout == layout]
            asked += [(band, between(trial, band, width)) for band in BANDS for trial in beside]
    return asked


def _first(case: Case, pairs: tuple[Pair, ...]) -> Words:
    """Whose wins are counted: where nothing names the first member, it is the one that is listed first.

    A winner changes or does not, whoever it is: pairs in no order are not refused.
    """
    try:
        return winner_of(case, pairs, "member") or WINNER["member"]
    except CallRefused:
        return WINNER["member"]


def _verdict(n: int, most: Change, placebo: float) -> Verdict:
    """An effect where two bands change more winners than two neighbouring greys, beyond chance."""
    if n < MINIMUM_UNITS:
        return "inconclusive"
    return "effect" if most.rate > placebo and most.p < ALPHA else "none_shown"


def _sizes(bench: Bench, asked: list[tuple[Band, Trial]]) -> tuple[float, float]:
    """How far the placebo's two montages lie apart, in 8-bit levels: over the montage, over the band."""
    import numpy as np  # slow import

    one, other = (
        bench.pixels(next(trial.montage for band, trial in asked if band == wanted)).astype(np.float64)
        for wanted in PLACEBO
    )
    apart = np.abs(one - other)
    return float(apart.mean()), float(apart.max())


def _result(m: words.Parted) -> dict[str, Any]:
    return {
        "n": m.n,
        **{f"rate_{band}": rounded(m.rate(band)) for band in ("none", *SEEN)},
        "changed": rounded(m.changed),
        "changed_low": rounded(m.interval.low),
        "changed_high": rounded(m.interval.high),
        "placebo_changed": rounded(m.placebo),
        "most_changed": rounded(m.most.rate),
        "most_changed_p": rounded_chance(m.most.p),
        "band_changed": rounded(m.any_band),
        "gap": rounded(m.gap.size),
        "gap_p": rounded_chance(m.gap.p),
        "verdict": m.verdict,
    }


def _values(m: words.Parted, found: list[Change]) -> list[Value]:
    around = m.interval
    said = [
        Value(
            name="changed", unit="share", value=rounded(m.changed), low=rounded(around.low),
            high=rounded(around.high), n=m.n,
            label=Words(fr="Paires dont le gagnant n’est pas le même sous les trois bandes",
                        en="Pairs whose winner is not the same under the three bands"),
        )
    ]  # fmt: skip
    for each in found:
        around = wilson(round(each.rate * m.n), m.n)
        said.append(Value(
            name="changed_" + "_".join(each.couple), unit="share", value=rounded(each.rate),
            low=rounded(around.low), high=rounded(around.high), n=m.n, label=COUPLE_LABELS[each.couple],
        ))  # fmt: skip
    said.append(Value(
        name="gap", unit="points", value=rounded(m.gap.size), n=m.n,
        label=Words(fr="Plus grand écart entre les parts de deux bandes",
                    en="Largest difference between the shares of two bands"),
    ))  # fmt: skip
    for name, label, pixels in (
        ("member_bare", words.MEMBER_BARE, CELL),
        ("member_with_band", words.MEMBER_WITH_BAND, words.seen_at(m.width)),
    ):
        said.append(Value(name=name, label=label, value=float(pixels), unit="pixels", n=m.n))
    return said


def _rates_figure(m: words.Parted) -> IntervalFigure:
    rows = []
    for band in BANDS:
        around = m.around(band)
        rows.append(IntervalRow(
            label=LABELS[band], value=rounded(m.rate(band)), low=rounded(around.low),
            high=rounded(around.high), n=m.n,
            role="measured" if band in SEEN else "control" if LEVELS[band] is None else "placebo",
        ))  # fmt: skip
    return IntervalFigure(
        title=words.rates_figure(m), unit="share", rows=rows, reference=0.5,
        reference_label=Words(fr="Sans préférence", en="No preference"),
    )  # fmt: skip


def _changed_figure(m: words.Parted, found: list[Change], placebo: Control) -> IntervalFigure:
    rows = []
    for each in found:
        around = wilson(round(each.rate * m.n), m.n)
        rows.append(IntervalRow(
            label=COUPLE_LABELS[each.couple], role="measured", value=rounded(each.rate),
            low=rounded(around.low), high=rounded(around.high), n=m.n,
        ))  # fmt: skip
    around = wilson(round(m.any_band * m.n), m.n)
    rows.append(IntervalRow(
        label=COUPLE_LABELS[ANY], role="control", value=rounded(m.any_band), low=rounded(around.low),
        high=rounded(around.high), n=m.n,
    ))  # fmt: skip
    rows.append(IntervalRow(
        label=placebo.label, role="placebo", value=placebo.value, low=placebo.low, high=placebo.high, n=m.n,
    ))  # fmt: skip
    return IntervalFigure(title=words.CHANGED_FIGURE, unit="share", rows=rows)
