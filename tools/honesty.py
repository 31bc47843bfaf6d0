"""What a measure may be called: the verdicts, and the controls that can take them back.

Verdict words follow honesty rule 2; no verdict stands on fewer than 30 units (rule 3); a change counts only
beyond its placebo (rule 4, with the effect rule: the median shift must exceed the 95th percentile of the
placebo's shifts) and a preference only beyond what place alone does (rule 5).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from tools.errors import CallRefused, ToolFailed
from tools.finding import Target, Verdict
from tools.statistics import ALPHA, Interval, Split, quantile, wilson
from tools.wording import Words, both

MINIMUM_UNITS = 30
MINIMUM_SEEDS = 20  # of random networks: one alone need not be near one half
PLACEBO_QUANTILE = 0.95
# A published "no difference" is found again only by an interval narrow enough to have seen one.
NULL_HALF_WIDTH = 0.05

NO_PUBLISHED_FIGURE = Words(
    fr="Aucun chiffre publié sur ces images : rien à retrouver, seulement un effet à montrer ou non.",
    en="No published figure for these pictures: nothing to reproduce, only an effect to show or not.",
)
NOTHING_PUBLISHED = Words(
    fr="Aucun chiffre publié sur ces stimuli : rien à retrouver, seulement un écart à montrer ou non.",
    en="No published figure for these stimuli: nothing to reproduce, only a gap to show or not.",
)
"""The same where pictures are not what was shown, or not all of it."""
TOO_FEW = Words(
    fr=f"Moins de {MINIMUM_UNITS} unités : une image, jamais un verdict.",
    en=f"Fewer than {MINIMUM_UNITS} units: a picture, never a verdict.",
)
PHOTOGRAPHS_VARY = Words(
    fr="Des photographies diffèrent par bien plus qu’un facteur : cadrage, sujet, lumière, netteté.",
    en="Photographs differ by far more than one factor: framing, subject, light, sharpness.",
)
NOT_A_SAMPLE = Words(
    fr="Ces extraits viennent de quelques photographies : ce n’est pas un échantillon tiré au hasard.",
    en="These crops come from a few photographs: they are not a random sample.",
)
NO_GROUPS = Words(
    fr="Aucun groupe de personnes n’est comparé ici : cette mesure ne dit rien d’un écart entre personnes.",
    en="No groups of people are compared here: this measure says nothing about a gap between people.",
)


def published_target(
    value: float | None, n: int | None, source: str, population: str, case: str
) -> Target | None:
    """The published share to be met, stated before anything runs; ``None`` when nothing was published.

    ``population`` names the case that the published figure was measured on. Raises
    :class:`~tools.errors.CallRefused` (``target_refused``) when it is not the one measured here, or when the
    source or its n is missing: figures over different populations never share a verdict word.
    """
    if value is None:
        return None
    if not source or not n:
        raise CallRefused(
            "target_refused",
            Words(
                fr="Un chiffre publié s’annonce avec son effectif et sa source.",
                en="A published figure comes with its n and its source.",
            ),
            both("target, target_n, source, population"),
        )
    if population != case:
        raise CallRefused(
            "target_refused",
            Words(
                fr=f"Le chiffre publié porte sur « {population} », la mesure sur « {case} » :"
                " deux populations différentes ne partagent pas de verdict.",
                en=f"The published figure is over “{population}”, the measure over “{case}”:"
                " different populations never share a verdict.",
            ),
            Words(fr="Retirez le chiffre publié.", en="Leave the published figure out."),
        )
    around = wilson(value * n, n)
    return Target(
        value=value,
        unit="share",
        n=n,
        low=round(around.low, 6),
        high=round(around.high, 6),
        source=source,
        population=both(population),
    )


def reproduction_verdict(n: int, measured: Interval, target: Interval, parity: float = 0.5) -> Verdict:
    """Rule 2: *reproduced* where the intervals meet, *same_direction* where only the sign holds.

    An interval that holds both the published figure and parity cannot tell one from the other: inconclusive.
    """
    if n < MINIMUM_UNITS:
        return "inconclusive"
    undecided = measured.contains(parity)
    if target.contains(parity):
        if not measured.meets(target):
            return "not_reproduced"
        narrow = (measured.high - measured.low) / 2 <= NULL_HALF_WIDTH
        return "reproduced" if narrow else "inconclusive"
    if measured.meets(target):
        return "inconclusive" if undecided else "reproduced"
    same_side = (measured.low > parity) if target.low > parity else (measured.high < parity)
    return "same_direction" if same_side else "not_reproduced"


class ControlShare(NamedTuple):
    """What a control gives where a preference gives a share: twice the same picture, a placebo."""

    rate: float
    split: Split

    @property
    def leans(self) -> bool:
        """Whether it truly leans: the test that judges the measure, on the control's own units."""
        return self.split.uneven


def preference_verdict(
    n: int,
    rate: float,
    split: Split,
    spread: Interval,
    controls: Sequence[ControlShare],
    parity: float = 0.5,
) -> Verdict:
    """Whether a share differs from ``parity``, and by more than any control does.

    ``split`` counts the units on either side of parity, ``spread`` is the bootstrap interval of the share
    over units. Three conditions: the exact sign test over units, ties left out, gives less than .05 on the
    side of the share; the share is farther from parity than every control's; and where a control truly
    leans, the whole spread is farther than that control.
    """
    if n < MINIMUM_UNITS:
        return "inconclusive"
    same_side = (split.ups - split.downs) * (rate - parity) > 0
    if not split.uneven or not same_side:
        return "none_shown"
    for control in controls:
        lean = abs(control.rate - parity)
        if abs(rate - parity) <= lean:
            return "none_shown"
        if control.leans and spread.low <= parity + lean and spread.high >= parity - lean:
            return "none_shown"
    return "effect"


class GapControl(NamedTuple):
    """What a harmless change gives where a comparison of groups gives a difference, with its exact test."""

    gap: float
    chance: float

    @property
    def leans(self) -> bool:
        """Whether it truly differs from nothing."""
        return self.chance < ALPHA


def gap_verdict(
    n: int, gap: float, chance: float, spread: Interval, controls: Sequence[GapControl]
) -> Verdict:
    """Whether a mean paired difference differs from zero, and by more than any harmless change makes.

    ``chance`` is the exact test's, corrected for as many groups as were compared; ``spread`` the interval of
    the difference over units. Three conditions, those of :func:`preference_verdict`: the test gives less
    than .05; the difference is larger than every control's; where a control truly differs from nothing, the
    whole spread is farther from zero than that control.
    """
    if n < MINIMUM_UNITS:
        return "inconclusive"
    if chance >= ALPHA or gap == 0:
        return "none_shown"
    for control in controls:
        lean = abs(control.gap)
        if abs(gap) <= lean or (control.leans and spread.low <= lean and spread.high >= -lean):
            return "none_shown"
    return "effect"


class Shift(NamedTuple):
    """A change judged against its placebo: sizes of shifts, whatever their sign."""

    median: float
    placebo_median: float
    placebo_limit: float  # 95th percentile
    verdict: Verdict

    @property
    def placebo_wins(self) -> bool:
        """Whether the placebo moves the answer as much as the suspect does (rule 4)."""
        return self.placebo_median >= self.median


def shift_verdict(shifts: Sequence[float], placebo: Sequence[float]) -> Shift:
    """The effect rule on one list of differences per unit, against the placebo's on the same units."""
    sizes = [abs(shift) for shift in shifts]
    harmless = [abs(shift) for shift in placebo]
    median, limit = quantile(sizes, 0.5), quantile(harmless, PLACEBO_QUANTILE)
    verdict: Verdict = "inconclusive"
    if len(sizes) >= MINIMUM_UNITS:
        verdict = "effect" if median > limit else "none_shown"
    return Shift(median, quantile(harmless, 0.5), limit, verdict)


def direction(interval: Interval) -> Literal["up", "down", "unclear"]:
    """The sign that a whole interval of differences shares."""
    if interval.low > 0:
        return "up"
    return "down" if interval.high < 0 else "unclear"


def enough_seeds(seeds: int) -> None:
    """Refuse a random-network null over too few seeds (``too_few_seeds``)."""
    if seeds < MINIMUM_SEEDS:
        raise CallRefused(
            "too_few_seeds",
            Words(
                fr=f"Un seul réseau au hasard ne prouve rien : il en faut au moins {MINIMUM_SEEDS}.",
                en=f"One random network proves nothing: at least {MINIMUM_SEEDS} are needed.",
            ),
        )


def finite(values: Mapping[str, float]) -> None:
    """Raises :class:`~tools.errors.ToolFailed` (``not_finite``) naming the first number that is not one."""
    for name, value in values.items():
        if not math.isfinite(value):
            raise ToolFailed(
                "not_finite",
                Words(
                    fr=f"La mesure « {name} » n’est pas un nombre : rien n’est gardé de ce calcul.",
                    en=f"The measure “{name}” is not a number: nothing of this run is kept.",
                ),
                Words(fr="Relancez la mesure.", en="Run the measure again."),
            )
