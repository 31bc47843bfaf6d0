"""The same two skins with contrast, lightness or both held fixed: what is left of a preference for one?"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.errors import CallRefused
from tools.finding import Call, Control, Finding, IntervalFigure, IntervalRow, Value, Verdict
from tools.honesty import ControlShare, preference_verdict
from tools.looking import Count, identity, only_maps, pairs_of
from tools.multiple_comparisons import holm
from tools.printing import printed
from tools.reproduce import held_fixed_words as words
from tools.reproduce.held_conditions import CONDITIONS, COUNTED, LABELS, Condition, couples, looked_at
from tools.reproduce.held_results import RESULTS
from tools.reproduce.montages import CELL, Trial, by_unit, placebo_trials, shift_of, trials
from tools.reproduce.preference_looking import montages_won
from tools.statistics import ALPHA, Split, bootstrap, rounded, what_n_can_show, wilson
from tools.stimuli.cases import Case, Shown
from tools.stimulus import Montage, Portrait, Recipe
from tools.subject import SubjectCard
from tools.tool import Control as ControlName
from tools.tool import Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

Pair = tuple[Shown, Shown]
Made = list[dict[Condition, tuple[Recipe, Recipe]]]


class _HeldParams(Params):
    n: int | None = Field(None, ge=1, le=1000, description="Pairs; all by default, 30 or more for a verdict.")


class HeldFixed(Tool):
    """Which of two skins of one bust keeps the frame, under six conditions that hold one thing or another."""

    verb: ClassVar[Verb] = "reproduce"
    method: ClassVar[str] = "held_fixed"
    title: ClassVar[Words] = Words(fr="Ce qui est tenu fixe", en="What is held fixed")
    about: ClassVar[Words] = Words(
        fr="À contraste égal, à clarté égale, que reste-t-il d’une préférence pour une peau ?",
        en="At equal contrast, at equal lightness, what is left of a preference for one skin?",
    )
    params: ClassVar[type[Params]] = _HeldParams
    default_case: ClassVar[str] = "portraits_by_tone"
    controls: ClassVar[frozenset[ControlName]] = frozenset({"placebo", "identical"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that choose a place in a picture."""
        return only_maps(subject)

    def what_it_can_show(self, call: Call) -> Words | None:
        """The part of the pairs that a condition must flip to be seen."""
        from tools.stimuli.cases import case_named

        n = _HeldParams.model_validate(call.params).n or len(case_named(call.case).pairs)
        return what_n_can_show(n, words.UNITS) if n else None

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Show every pair under every condition, in both orders; judge what is left when both are held."""
        from tools.stimuli.changes import difference

        started = perf_counter()
        case = bench.case(call.case)
        pairs = pairs_of(case, _HeldParams.model_validate(call.params).n)
        _in_tone_alone(case, pairs)
        subject = bench.subject(call.subject)
        shifted = [bench.pixels(pair[unit % 2].recipe) for unit, pair in enumerate(pairs)]
        same = trials(pairs, "identical", 0.0, ("side-by-side",))
        moved = placebo_trials(pairs, shifted, ("side-by-side",), "member")
        n = len(pairs)
        count = Count(progress, n + 2 * n * len(CONDITIONS) + len(same) + len(moved))

        made: Made = []
        looked = []  # pair by pair, while its busts are still at hand
        for one, other in pairs:
            made.append(couples(_bust(one), _bust(other), bench.pixels))
            looked.append(looked_at(made[-1], bench.pixels))
            count(1)
        read = {each: _read(each, made, subject, bench, count, call.seed) for each in CONDITIONS}
        same_rates = by_unit(same, montages_won(subject, bench, same, count).shares)
        moved_rates = by_unit(moved, montages_won(subject, bench, moved, count).shares)
        controls = [ControlShare(_mean(rates), Split.of(rates)) for rates in (moved_rates, same_rates)]

        chances = dict(zip(CONDITIONS, holm([each.split.p for each in read.values()]), strict=True))
        left = read["both"]
        verdict: Verdict = preference_verdict(n, left.rate, left.split, left.spread, controls)
        if verdict == "effect" and chances["both"] >= ALPHA:
            verdict = "none_shown"
        m = words.Held(
            n, read, _over_pairs([each.clipped for each in looked]),
            _over_pairs([each.moved for each in looked]), verdict,
        )  # fmt: skip
        size = _mean([difference(pixels, "shift", shift_of(pixels)) for pixels in shifted])
        placebo, null = _placebo(moved_rates, left, size), _null(same_rates, left)
        example = [_named(bench, pairs[0], couple) for couple in made[0].values()]
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.QUESTION,
                subject=identity(subject.card),
                stimuli=case.stimuli(example, held=[words.HELD], varied=[words.VARIED], used=n),
                unit_of_n=case.unit,
                n=n,
                conditions=2 * len(CONDITIONS),
                result=_result(m, chances),
                values=_values(m),
                verdict=verdict,
                placebo=[placebo],
                nulls=[null],
                per_unit=[rounded(each) for each in left.rates],
                caveats=[*words.caveats(m), *case.caveats],
                conclusion=words.conclusion(m),
                figures=[_figure(m, placebo, null)],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _bust(shown: Shown) -> Portrait:
    assert isinstance(shown.recipe, Portrait)
    return shown.recipe


def _in_tone_alone(case: Case, pairs: tuple[Pair, ...]) -> None:
    """Raises :class:`CallRefused` (``wrong_case``) where the two of a pair are not one bust in two tones."""
    for one, other in pairs:
        if not (isinstance(one.recipe, Portrait) and isinstance(other.recipe, Portrait)) or (
            one.recipe.model_copy(update={"tone": other.recipe.tone}) != other.recipe
            or one.recipe.tone >= other.recipe.tone
        ):
            raise CallRefused(
                "wrong_case",
                Words(
                    fr=f"Dans le cas « {case.name} », les deux images d’une paire ne sont pas un même"
                    " buste en deux teintes, la plus claire d’abord.",
                    en=f"In the case “{case.name}” the two pictures of a pair are not one bust in two tones,"
                    " the lighter first.",
                ),
                Words(fr="Prenez portraits_by_tone ou portraits_tone_alone.",
                      en="Take portraits_by_tone or portraits_tone_alone."),
            )  # fmt: skip


def _read(
    condition: Condition, made: Made, subject: Any, bench: Bench,
    count: Count, seed: int,
) -> words.Read:  # fmt: skip
    shown = []
    for unit, of in enumerate(made):
        one, other = of[condition]
        for first, second, counted in ((one, other, True), (other, one, False)):
            montage = Montage(first=first, second=second, layout="side-by-side", cell=CELL)
            shown.append(Trial(unit, montage, counted))
    rates = by_unit(shown, montages_won(subject, bench, shown, count).shares)
    return words.Read(rates, wilson(sum(rates), len(rates)), bootstrap(rates, seed=seed), Split.of(rates))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _over_pairs(found: list[dict[Condition, float]]) -> dict[Condition, float]:
    return {condition: _mean([each[condition] for each in found]) for condition in found[0]}


def _named(bench: Bench, pair: Pair, couple: tuple[Recipe, Recipe]) -> Any:
    montage = Montage(first=couple[0], second=couple[1], layout="side-by-side", cell=CELL)
    return bench.picture(montage, words.alt(pair[0].alt), pair[0].credit)


def _fails(rates: list[float], left: words.Read) -> bool:
    """Whether a control moves the answer as much as the skin does, with contrast and lightness held: where
    the verdict counts no effect because of it (:func:`~tools.honesty.preference_verdict`)."""
    lean = abs(_mean(rates) - 0.5)
    within = left.spread.low <= 0.5 + lean and left.spread.high >= 0.5 - lean
    return lean > 0 and (abs(left.rate - 0.5) <= lean or (Split.of(rates).uneven and within))


def _placebo(rates: list[float], left: words.Read, levels: float) -> Control:
    fails = _fails(rates, left)
    says = words.shifted(_mean(rates), levels, fails)
    return _control("shifted", "placebo", words.SHIFTED, rates, fails, says, rounded(levels))


def _null(rates: list[float], left: words.Read) -> Control:
    fails = _fails(rates, left)
    says = words.identical(_mean(rates), fails)
    return _control("identical_pair", "null", words.IDENTICAL, rates, fails, says)


def _control(
    name: str, kind: Any, label: Words, rates: list[float], fails: bool, says: Words,
    size: float | None = None,
) -> Control:  # fmt: skip
    around = wilson(sum(rates), len(rates))
    return Control(
        name=name, kind=kind, label=label, value=rounded(_mean(rates)), unit="share",
        low=rounded(around.low), high=rounded(around.high), n=len(rates), size=size, fails=fails, says=says,
    )  # fmt: skip


def _result(m: words.Held, chances: dict[Condition, float]) -> dict[str, Any]:
    found: dict[str, Any] = {"n": m.n}
    for condition, read in m.read.items():
        found[f"rate_{condition}"] = rounded(read.rate)
        found[f"low_{condition}"] = rounded(read.interval.low)
        found[f"high_{condition}"] = rounded(read.interval.high)
        found[f"p_{condition}"] = rounded(chances[condition])
    spread = m.read["both"].spread
    return found | {
        "reversed": m.reversed,
        "clipped": rounded(m.all_clipped),
        "spread_low": rounded(spread.low),
        "spread_high": rounded(spread.high),
        "verdict": m.verdict,
    }


def _values(m: words.Held) -> list[Value]:
    left = m.read["both"]
    said = [
        Value(
            name=condition, label=LABELS[condition], value=rounded(read.rate), unit="share",
            low=rounded(read.interval.low), high=rounded(read.interval.high), n=m.n,
        )
        for condition, read in m.read.items()
    ]  # fmt: skip
    said.append(Value(
        name="both_spread", label=words.SPREAD, value=rounded(left.rate), unit="share",
        low=rounded(left.spread.low), high=rounded(left.spread.high), n=m.n,
    ))  # fmt: skip
    for name, label, value in (
        ("skins_apart", words.SKINS_APART, m.moved["skin"]),
        ("whole_apart", words.WHOLE_APART, m.moved["whole"]),
    ):
        said.append(Value(name=name, label=label, value=rounded(value), unit="score", n=m.n))
    most = rounded(max(m.clipped.values()))
    said.append(Value(name="most_clipped", label=words.MOST_CLIPPED, value=most, unit="share", n=m.n))
    return said


def _figure(m: words.Held, *controls: Control) -> IntervalFigure:
    rows = [
        IntervalRow(
            label=COUNTED[condition], role="measured", value=rounded(read.rate),
            low=rounded(read.interval.low), high=rounded(read.interval.high), n=m.n,
        )
        for condition, read in m.read.items()
    ]  # fmt: skip
    for control in controls:
        rows.append(IntervalRow(
            label=control.label, role="placebo" if control.kind == "placebo" else "control",
            value=control.value, low=control.low, high=control.high, n=control.n,
        ))  # fmt: skip
    return IntervalFigure(
        title=words.FIGURE, unit="share", rows=rows, reference=0.5,
        reference_label=Words(fr="Sans préférence", en="No preference"),
    )  # fmt: skip
