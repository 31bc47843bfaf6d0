"""What a word given way says to people: question, controls, caveats, figure, conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tools.answering.answer import AnswerCard
from tools.finding import Control, IntervalFigure, IntervalRow, Value
from tools.honesty import MINIMUM_UNITS, TOO_FEW, Shift
from tools.perturb.text_reading import NO_DECISION
from tools.perturb.text_words import (
    NO_PUBLISHED_FIGURE_HERE,
    TEMPLATE,
    TEXT,
    TEXTS_ONLY,
    shown,
    units_named,
    verdict_says,
)
from tools.statistics import Interval, rounded
from tools.wording import Language, Words, enumeration, format_number, in_both

MOST_ROWS = 16


class Measured(NamedTuple):
    """What the sentences need. ``term`` is the judged word, as it is spelled."""

    n: int
    offered: int
    answer: AnswerCard
    tried: int
    neutral: int
    term: str
    baseline: float
    delta: float
    interval: Interval
    shift: Shift
    flips: float
    placebo_flips: float
    swap_median: float
    swap_limit: float
    swap_words: float
    again: float
    convicted: list[str]
    threshold: float | None
    of_template: bool
    limits: tuple[Words, ...]


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"Un mot de la phrase change-t-il {m.answer.label.fr}, plus qu’un mot neutre pour un autre ?",
        en=f"Does one word of the sentence change {m.answer.label.en}, more than a neutral one?",
    )


def varied(m: Measured) -> Words:
    """The one factor."""
    return Words(
        fr=f"un mot : {m.tried} mots tour à tour, et {m.neutral} mots neutres",
        en=f"one word: {m.tried} words in turn, and {m.neutral} neutral words",
    )


def unit_of_n(m: Measured) -> Words:
    """What one unit is."""
    return TEMPLATE if m.of_template else TEXT


def values(m: Measured) -> list[Value]:
    """The answer with neutral words, what the judged word changes, the decisions that changed."""
    unit = m.answer.unit
    found = [
        Value(name="baseline",
              label=Words(fr="Réponse moyenne avec un mot neutre", en="Mean answer with a neutral word"),
              value=rounded(m.baseline), unit=unit, n=m.n),
        Value(name="max_delta",
              label=Words(fr=f"Changement moyen avec « {m.term} »", en=f"Mean change with “{m.term}”"),
              value=rounded(m.delta), unit=unit, low=rounded(m.interval.low), high=rounded(m.interval.high),
              n=m.n),
        Value(name="median_shift", label=Words(fr="Déplacement médian", en="Median shift"),
              value=rounded(m.shift.median), unit=unit, n=m.n),
    ]  # fmt: skip
    if m.threshold is not None:
        found.append(
            Value(name="flips", label=Words(fr="Décisions changées", en="Decisions changed"),
                  value=rounded(m.flips), unit="share", n=m.n)
        )  # fmt: skip
    return found


def placebo(m: Measured) -> Control:
    """What neutral words do against each other: the limit."""

    def say(language: Language) -> str:
        median = shown(m.shift.placebo_median, m.answer, language)
        limit = shown(m.shift.placebo_limit, m.answer, language)
        if language == "fr":
            return (
                f"Un mot neutre pour un autre (un mot touché) déplace la réponse de {median} (médiane). La"
                f" limite, corrigée pour {m.tried} mots essayés, est de {limit}."
            )
        return (
            f"One neutral word for another (one word touched) moves the answer by {median} (median). The"
            f" limit, corrected for {m.tried} words tried, is {limit}."
        )

    return Control(
        name="neutral_words", kind="placebo",
        label=Words(fr="Placebo : un mot neutre pour un autre", en="Placebo: one neutral word for another"),
        value=rounded(m.shift.placebo_median), unit=m.answer.unit, low=0.0,
        high=rounded(m.shift.placebo_limit), n=m.n, size=1.0, fails=m.shift.placebo_wins, says=in_both(say),
    )  # fmt: skip


def swap(m: Measured) -> Control:
    """Another word of the sentence for its like."""

    def say(language: Language) -> str:
        median, limit = (shown(each, m.answer, language) for each in (m.swap_median, m.swap_limit))
        if language == "fr":
            return (
                f"Ailleurs dans la phrase, un mot pour son semblable déplace la réponse de {median} (médiane"
                f" ; moins de {limit} dix-neuf fois sur vingt)."
            )
        return (
            f"Elsewhere in the sentence, a word for its like moves the answer by {median} (median; less than"
            f" {limit} nineteen times in twenty)."
        )

    return Control(
        name="swap", kind="placebo",
        label=Words(fr="Placebo : un autre mot de la phrase", en="Placebo: another word of the sentence"),
        value=rounded(m.swap_median), unit=m.answer.unit, low=0.0, high=rounded(m.swap_limit), n=m.n,
        size=rounded(m.swap_words), fails=m.swap_median >= m.shift.median, says=in_both(say),
    )  # fmt: skip


def identical(m: Measured) -> Control:
    """The same sentences read a second time."""

    def say(language: Language) -> str:
        most = shown(m.again, m.answer, language)
        if language == "fr":
            return f"Relues telles quelles, les mêmes phrases changent la réponse de {most} au plus."
        return f"Read a second time as they are, the same sentences change the answer by {most} at most."

    return Control(
        name="identical", kind="null",
        label=Words(fr="Nul : deux fois la même phrase", en="Null: the same sentence twice"),
        value=rounded(m.again), unit=m.answer.unit, n=m.n, fails=m.again > m.shift.median > 0,
        says=in_both(say),
    )  # fmt: skip


def caveats(m: Measured) -> list[Words]:
    """What this measure cannot show."""
    said = [NO_PUBLISHED_FIGURE_HERE]
    if m.n < MINIMUM_UNITS:
        said.append(TOO_FEW)
    if m.threshold is None:
        said.append(NO_DECISION)
    said.append(
        Words(
            fr=f"Le mot jugé est celui des {m.tried} qui déplace le plus : la limite en tient compte, son"
            " intervalle non.",
            en=f"The judged word is the one of {m.tried} that moves most: the limit allows for it, its"
            " interval does not.",
        )
    )
    return [*said, *([TEXTS_ONLY] if m.of_template else []), *m.limits]


def conclusion(m: Measured) -> Words:
    """What was found, with its numbers and n."""

    def say(language: Language) -> str:
        units = units_named(m.n, m.of_template, language)
        change = shown(m.delta, m.answer, language, signed=True)
        low, high = (shown(end, m.answer, language, signed=True) for end in m.interval)
        median = shown(m.shift.median, m.answer, language)
        flips = format_number(m.flips, "percent", language)
        others = [f"« {each} »" if language == "fr" else f"“{each}”" for each in m.convicted[1:9]]
        if language == "fr":
            head = (
                f"Sur {units}, de {m.tried} mots, « {m.term} » a le plus grand déplacement médian"
                f" ({median}) : à la place d’un mot neutre, {m.answer.label.fr} change de {change} en"
                f" moyenne (IC à 95 % : de {low} à {high})"
            )
            tail = f" et la décision change dans {flips} des cas" if m.threshold is not None else ""
            more = f" Dépassent aussi la limite : {enumeration(others, language)}." if others else ""
        else:
            head = (
                f"Over {units}, of {m.tried} words, “{m.term}” has the largest median shift ({median}): in"
                f" the place of a neutral word, {m.answer.label.en} changes by {change} on average (95% CI:"
                f" {low} to {high})"
            )
            tail = f" and the decision changes in {flips} of cases" if m.threshold is not None else ""
            more = f" Beyond the limit too: {enumeration(others, language)}." if others else ""
        return head + tail + verdict_says(m.shift).in_(language) + more

    return in_both(say)


def interval_figure(
    m: Measured, found: Mapping[str, tuple[float, Interval]], band: Interval
) -> IntervalFigure:
    """The judged word, then those that move most on average, above what neutral words do."""
    strongest = sorted(found, key=lambda term: (term != m.term, -abs(found[term][0])))[:MOST_ROWS]
    rows = [
        IntervalRow(
            label=Words(fr=f"« {term} »", en=f"“{term}”"), role="measured", value=rounded(found[term][0]),
            low=rounded(found[term][1].low), high=rounded(found[term][1].high), n=m.n,
        )
        for term in strongest
    ]  # fmt: skip
    rows.append(
        IntervalRow(
            label=Words(fr="mots neutres entre eux (limite)", en="neutral words among themselves (limit)"),
            role="placebo", value=0.0, low=rounded(min(0.0, band.low)), high=rounded(max(0.0, band.high)),
            n=m.n,
        )
    )  # fmt: skip
    return IntervalFigure(
        title=Words(fr="Ce que chaque mot change à la réponse", en="What each word changes of the answer"),
        unit=m.answer.unit,
        rows=rows,
        reference=0.0,
        reference_label=Words(fr="mot neutre", en="neutral word"),
    )
