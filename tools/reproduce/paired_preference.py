"""Two pictures in one montage: which of them keeps the frame, and what makes it win."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from tools.errors import CallRefused
from tools.finding import Call, Finding, Target
from tools.honesty import (
    MINIMUM_SEEDS,
    ControlShare,
    enough_seeds,
    preference_verdict,
    published_target,
    reproduction_verdict,
)
from tools.looking import Count, identity, only_maps, pairs_of
from tools.printing import printed
from tools.reproduce import preference_controls as controls_said
from tools.reproduce import preference_words as words
from tools.reproduce.montages import (
    LAYOUTS,
    Factor,
    Trial,
    by_unit,
    placebo_trials,
    shift_of,
    trials,
)
from tools.reproduce.preference_examples import choose, examples
from tools.reproduce.preference_figures import interval_figure, map_figures
from tools.reproduce.preference_looking import montages_won
from tools.reproduce.preference_member import winner_of
from tools.reproduce.preference_results import RESULTS
from tools.statistics import Interval, Split, bootstrap, rounded, rounded_chance, what_n_can_show, wilson
from tools.stimulus import Layout
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

# How far the two members are driven apart. Chosen before anything was measured.
STRENGTH: dict[Factor, float] = {"contrast": 1.25, "brightness": 30, "size": 0.7}
ALLOWED: dict[Factor, tuple[float, float]] = {"contrast": (1, 4), "brightness": (0, 120), "size": (0.1, 1)}


class _PreferenceParams(Params):
    factor: Factor = Field("place", description="What distinguishes the two members of a pair.")
    layout: Literal["side-by-side", "stacked", "both"] | None = Field(
        None, description="How the two stand; both ways for place and identical, else side by side."
    )
    n: int | None = Field(None, ge=1, le=1000, description="Pairs; all by default, 30 or more for a verdict.")
    strength: float | None = Field(
        None,
        description="Contrast: factor, and its inverse for the rival (1.25). Brightness: levels added, and"
        " taken from the rival (30). Size: the smaller over the larger (0.7).",
    )
    nulls: bool = Field(False, description="Also ask networks with random weights (slow).")
    null_seeds: int = Field(MINIMUM_SEEDS, le=100, description="How many of them, 20 at least.")
    target: float | None = Field(None, ge=0, le=1, description="A figure published over the same pictures.")
    target_n: int | None = Field(None, ge=1, description="Its n.")
    source: str = Field("", description="Its source.")
    population: str = Field("", description="The case that it was measured on.")
    target_name: str = Field(
        "", description="A published figure by its name in tools/targets, in the place of the four above."
    )


class PairedPreference(Tool):
    """Who holds the salient point of a montage, over pairs of crops, with its controls."""

    verb: ClassVar[Verb] = "reproduce"
    method: ClassVar[str] = "paired_preference"
    title: ClassVar[Words] = Words(fr="Préférence par paires", en="Paired preference")
    about: ClassVar[Words] = Words(
        fr="Deux images dans un montage, dans les deux ordres : laquelle garde le cadre ?",
        en="Two pictures in one montage, in both orders: which one keeps the frame?",
    )
    params: ClassVar[type[Params]] = _PreferenceParams
    default_case: ClassVar[str] = "pairs"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "identical", "random_network"})
    results: ClassVar[tuple[ResultField, ...]] = RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that read pictures."""
        return only_maps(subject)

    def what_it_can_show(self, call: Call) -> Words | None:
        """The part of the pairs that a factor must flip to be seen."""
        from tools.stimuli.cases import case_named

        params = _PreferenceParams.model_validate(call.params)
        n = params.n or len(case_named(call.case).pairs)
        return what_n_can_show(n, words.UNITS) if n else None

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Show every montage, count the wins by pair, and judge them beyond the controls."""
        started = perf_counter()
        params = _PreferenceParams.model_validate(call.params)
        factor = params.factor
        strength = _strength(params)
        target = _target(params, call.case)
        if params.nulls:
            enough_seeds(params.null_seeds)
        case = bench.case(call.case)
        pairs = pairs_of(case, params.n)
        winner = winner_of(case, pairs, factor)
        layouts = _layouts(params)
        subject = bench.subject(call.subject)

        shifted = [bench.pixels(pair[unit % 2].recipe) for unit, pair in enumerate(pairs)]
        main = trials(pairs, factor, strength, layouts)
        same = [] if factor == "identical" else trials(pairs, "identical", 0.0, layouts)
        moved = placebo_trials(pairs, shifted, layouts, factor)
        forgets = controls_said.can_forget(subject)
        null_seeds = params.null_seeds if params.nulls and forgets else 0
        count = Count(progress, len(main) + len(same) + len(moved) + len(pairs) * null_seeds)

        won = montages_won(subject, bench, main, count, pairs)
        shares, rates = won.shares, by_unit(main, won.shares)
        masses = by_unit(main, won.masses)
        n = len(rates)
        rate, split = _mean(rates), Split.of(rates)
        interval, spread = wilson(sum(rates), n), bootstrap(rates, seed=call.seed)
        same_rates = _rates(subject, bench, same, count) if same else rates
        placebo_rates = _rates(subject, bench, moved, count)
        control_rate, placebo_rate = _mean(same_rates), _mean(placebo_rates)
        null_rates = [
            _mean(_rates(subject.reinitialised(seed), bench, _one_of_each(main, seed), count))
            for seed in range(call.seed, call.seed + null_seeds)
        ]

        null_interval = bootstrap(null_rates, seed=call.seed) if null_rates else interval
        controls = [ControlShare(placebo_rate, Split.of(placebo_rates))]
        # Place cannot be its own control: identical pairs measure place.
        if factor not in ("place", "identical"):
            controls.append(ControlShare(control_rate, Split.of(same_rates)))
        # Networks that never learned do not decide whether there is a preference, but whether it was learned.
        null = words.null_word(rate, null_rates, null_interval)
        verdict = preference_verdict(n, rate, split, spread, controls)
        if target:
            published = Interval(target.low or 0.0, target.high or 1.0)
            verdict = reproduction_verdict(n, interval, published)

        measured = words.Measured(
            factor=factor,
            strength=strength,
            layouts=layouts,
            n=n,
            conditions=len(main) // n,
            rate=rate,
            interval=interval,
            spread=spread,
            split=split,
            control_rate=control_rate,
            placebo_rate=placebo_rate,
            verdict=verdict,
            target=target,
            null=null,
            null_rate=_mean(null_rates) if null_rates else None,
            limits=case.caveats,
            winner=winner,
            mass=_mean(masses),
            mass_spread=bootstrap(masses, seed=call.seed),
        )
        size = controls_said.Sizes.of(shifted, shift_of, factor, strength)
        placebo = controls_said.placebo(measured, wilson(sum(placebo_rates), n), size)
        nulls = [controls_said.identical(measured, wilson(sum(same_rates), n))]
        if null_rates:
            nulls.append(controls_said.random_networks(null_rates, null_interval, null == "as_much"))
        chosen = choose(main, factor, shares, rates)
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=words.question(measured),
                subject=identity(subject.card),
                stimuli=case.stimuli(
                    won.pictures, held=words.held(measured), varied=words.varied(measured), used=n
                ),
                unit_of_n=case.unit,
                n=n,
                conditions=measured.conditions,
                result={
                    "n": n,
                    "hits": rounded(sum(rates)),
                    "rate": rounded(rate),
                    "ci_low": rounded(interval.low),
                    "ci_high": rounded(interval.high),
                    "reference": 0.5,
                    "gap": rounded(rate - 0.5),
                    "gap_low": rounded(spread.low - 0.5),
                    "gap_high": rounded(spread.high - 0.5),
                    "pairs_for": split.ups,
                    "pairs_against": split.downs,
                    "pairs_unmoved": n - split.ups - split.downs,
                    "sign_p": rounded_chance(split.p),
                    "control_rate": rounded(control_rate),
                    "placebo_rate": rounded(placebo_rate),
                    "share": rounded(measured.mass),
                    "share_low": rounded(measured.mass_spread.low),
                    "share_high": rounded(measured.mass_spread.high),
                    "amplified": rounded(measured.amplified),
                    "conditions": measured.conditions,
                    "null": null,
                    "verdict": verdict,
                },
                values=words.values(measured),
                verdict=verdict,
                target=target,
                placebo=[placebo],
                per_unit=[rounded(each) for each in rates],
                nulls=nulls,
                caveats=[
                    *words.caveats(measured, bool(null_rates) or not forgets),
                    *([] if forgets else [controls_said.CANNOT_FORGET]),
                ],
                conclusion=words.conclusion(measured),
                figures=[
                    interval_figure(measured, placebo, nulls),
                    *map_figures(measured, examples(subject, bench, pairs, main, shares, chosen)),
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )


def _target(params: _PreferenceParams, case: str) -> Target | None:
    """The published figure, written out or by its name.

    Raises :class:`~tools.errors.CallRefused`: ``unknown_target``, or ``target_refused`` for both at once, for
    one that is no share, and for another population than ``case``.
    """
    if not params.target_name:
        return published_target(params.target, params.target_n, params.source, params.population, case)
    from tools.targets.target import target_named

    named = target_named(params.target_name)
    if params.target is not None or named.figure.measure != "share":
        raise CallRefused(
            "target_refused",
            Words(fr="Un seul chiffre publié à la fois, et ce doit être une part.",
                  en="One published figure at a time, and it must be a share."),
        )  # fmt: skip
    population = named.figure.case or named.population.en
    return published_target(named.figure.value, named.figure.n, named.source, population, case)


def _strength(params: _PreferenceParams) -> float:
    """Raises :class:`~tools.errors.CallRefused` (``bad_strength``) outside what the factor admits."""
    allowed = ALLOWED.get(params.factor)
    if allowed is None:
        return 0.0
    strength = STRENGTH[params.factor] if params.strength is None else params.strength
    low, high = allowed
    if not low <= strength <= high:
        raise CallRefused(
            "bad_strength",
            Words(
                fr=f"La force {strength:g} n’a pas de sens pour le facteur « {params.factor} ».",
                en=f"The strength {strength:g} makes no sense for the factor “{params.factor}”.",
            ),
            Words(fr=f"Choisissez entre {low:g} et {high:g}.", en=f"Choose from {low:g} to {high:g}."),
        )
    return strength


def _layouts(params: _PreferenceParams) -> tuple[Layout, ...]:
    if params.layout == "both" or (params.layout is None and params.factor in ("place", "identical")):
        return LAYOUTS
    return ("stacked",) if params.layout == "stacked" else ("side-by-side",)


def _one_of_each(main: Sequence[Trial], seed: int) -> list[Trial]:
    """One condition of every unit, drawn: enough for a network that knows nothing, twenty times faster."""
    import numpy as np

    units: dict[int, list[Trial]] = {}
    for trial in main:
        units.setdefault(trial.unit, []).append(trial)
    draw = np.random.default_rng(seed)
    return [conditions[int(draw.integers(len(conditions)))] for conditions in units.values()]


def _rates(subject: Any, bench: Bench, shown: Sequence[Trial], count: Count) -> list[float]:
    return by_unit(shown, montages_won(subject, bench, shown, count).shares)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
