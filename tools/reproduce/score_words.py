"""What a difference of scores says to people."""

from __future__ import annotations

from typing import NamedTuple

from tools.answering.answer import AnswerCard
from tools.finding import Control, Value
from tools.reproduce.comparison import Comparison
from tools.reproduce.comparison_words import (
    between,
    chance_says,
    points,
    reference_label,
    significant,
    verdict_says,
)
from tools.reproduce.groups import Design
from tools.statistics import rounded, rounded_chance
from tools.wording import Language, Words, format_number, in_both


class Scores(NamedTuple):
    """What the sentences need."""

    design: Design
    card: AnswerCard
    found: Comparison
    identical: float  # the largest difference between two readings of one stimulus


def question(m: Scores) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"Quand seul change {m.design.factor.fr}, de combien change {m.card.label.fr} ?",
        en=f"When {m.design.factor.en} alone changes, by how much does {m.card.label.en} change?",
    )


def conclusion(m: Scores) -> Words:
    """What was found, with n, interval and corrected chance."""
    line, found, unit = m.found.line, m.found, m.card.unit

    def say(language: Language) -> str:
        n = format_number(found.n, "int", language)
        units = (m.design.units if found.n != 1 else m.design.unit).in_(language)
        gap, ends = points(line.gap, unit, language), between(line, unit, language)
        if line.gap > 0:
            gap = f"+{gap}"
        mean, base = (_value(value, m.card, language) for value in (line.mean, found.reference.mean))
        chance = chance_says(line, m.design.comparisons, language)
        label, against = line.group.label.in_(language), reference_label(m.design).in_(language)
        if language == "fr":
            head = (
                f"Sur {n} {units}, {m.card.label.fr} passe de {base} ({against}) à {mean} ({label}) :"
                f" différence moyenne de {gap} (IC à 95 % : {ends} ; {chance})."
            )
        else:
            head = (
                f"Over {n} {units}, {m.card.label.en} goes from {base} ({against}) to {mean} ({label}):"
                f" a mean difference of {gap} (95% CI: {ends}; {chance})."
            )
        return " ".join((head, verdict_says(found, unit).in_(language)))

    return in_both(say)


def _value(value: float, card: AnswerCard, language: Language) -> str:
    shown = significant(value, card.unit, language)
    return (
        f"{shown} %"
        if card.unit == "share" and language == "fr"
        else f"{shown}%"
        if card.unit == "share"
        else shown
    )


def values(m: Scores) -> list[Value]:
    """The judged difference, the two means, the size for one unit, the chance."""
    line, found, unit = m.found.line, m.found, m.card.unit
    gap_unit = "points" if unit == "share" else unit
    return [
        Value(name="gap", label=Words(fr="Différence moyenne", en="Mean difference"),
              value=rounded(line.gap), unit=gap_unit, low=rounded(line.spread.low),
              high=rounded(line.spread.high), n=found.n),
        Value(name="mean", label=Words(fr=f"Moyenne, {line.group.label.fr}",
                                       en=f"Mean, {line.group.label.en}"),
              value=rounded(line.mean), unit=unit, low=rounded(line.interval.low),
              high=rounded(line.interval.high), n=found.n),
        Value(name="reference", label=Words(fr=f"Moyenne, {reference_label(m.design).fr}",
                                            en=f"Mean, {reference_label(m.design).en}"),
              value=rounded(found.reference.mean), unit=unit, low=rounded(found.reference.interval.low),
              high=rounded(found.reference.interval.high), n=found.n),
        Value(name="median_size", label=Words(fr="Différence médiane d’une unité, sans le signe",
                                              en="Median difference of a unit, sign left out"),
              value=rounded(line.size), unit=gap_unit, n=found.n),
        Value(name="chance",
              label=Words(fr="Probabilité d’une différence aussi grande par hasard (test exact, corrigé)",
                          en="Probability of so large a difference by chance (exact test, corrected)"),
              value=rounded_chance(line.corrected), unit="share", n=found.n),
    ]  # fmt: skip


def identical_control(m: Scores) -> Control:
    """The same stimuli read twice: what the subject's own chance does."""
    unit = "points" if m.card.unit == "share" else m.card.unit
    return Control(
        name="identical", kind="null",
        label=Words(fr="Deux lectures du même stimulus", en="Two readings of one stimulus"),
        value=rounded(m.identical), unit=unit, n=m.found.n,
        fails=m.identical > 0 and m.identical >= abs(m.found.line.gap),
        says=in_both(
            lambda language: (
                "Le même stimulus, lu deux fois, donne la même réponse."
                if m.identical == 0 and language == "fr"
                else "The same stimulus, read twice, gets the same answer."
                if m.identical == 0
                else f"Le même stimulus, lu deux fois, change de"
                f" {points(m.identical, m.card.unit, 'fr')} au plus."
                if language == "fr"
                else f"The same stimulus, read twice, changes by {points(m.identical, m.card.unit, 'en')} at"
                " most."
            )
        ),
    )  # fmt: skip


def caveats(m: Scores) -> list[Words]:
    """Where one answer moves as much under the placebo as under the factor."""
    line, placebo, unit = m.found.line, m.found.worst_placebo, m.card.unit
    if m.found.verdict != "effect" or placebo.size < line.size:
        return []
    return [
        in_both(
            lambda language: (
                "L’écart n’est que celui des moyennes : d’une unité à l’autre, le placebo fait bouger la"
                f" réponse autant ({points(placebo.size, unit, 'fr')} contre"
                f" {points(line.size, unit, 'fr')}, médianes)."
                if language == "fr"
                else "The gap is one of means only: unit by unit, the placebo moves the answer as much"
                f" ({points(placebo.size, unit, 'en')} against {points(line.size, unit, 'en')}, medians)."
            )
        )
    ]
