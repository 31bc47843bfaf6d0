"""What a category stress says, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from tools.answering.answer import AnswerCard
from tools.discover.divisions import Divided
from tools.discover.stress import DRAWS, Blurred, Judged, Stress
from tools.finding import Control, CurveFigure, CurvePoint, CurveSeries, Value, Verdict
from tools.honesty import MINIMUM_UNITS, NOTHING_PUBLISHED, TOO_FEW
from tools.perturb.telling import bare, change
from tools.statistics import rounded
from tools.wording import Language, Words, enumeration, format_chance, format_number, in_both


class Measured(NamedTuple):
    """Everything the sentences are made of."""

    answer: AnswerCard
    design: Divided
    stress: Stress
    n: int
    verdict: Verdict
    columns: int


_TURNED: dict[str, Words] = {
    "boundary": Words(fr="la frontière déplacée", en="the boundary moved"),
    "axis": Words(fr="l’axe sans groupes", en="the axis without groups"),
    "labels": Words(fr="les étiquettes brouillées", en="blurred labels"),
}


def question(m: Measured) -> Words:
    """What was asked."""
    return Words(
        fr=f"L’écart de {m.answer.label.fr} selon {m.design.factor.fr} tient-il à toute division ?",
        en=f"Does the gap of {m.answer.label.en} by {m.design.factor.en} hold, whatever the division?",
    )


def _gap(judged: Judged, m: Measured, language: Language) -> str:
    unit = m.answer.unit
    low, high = bare(judged.interval.low, unit, language), bare(judged.interval.high, unit, language)
    ci = "IC à 95 % :" if language == "fr" else "95% CI:"
    return f"{change(judged.gap, unit, language)} ({ci} {low}{' à ' if language == 'fr' else ' to '}{high})"


def conclusion(m: Measured) -> Words:
    """The usual gap, what became of it under stress, and whether it may be told."""

    def say(language: Language) -> str:
        unit = m.answer.unit
        gaps = [each.gap for each in m.stress.judged]
        least, most = change(min(gaps), unit, language), change(max(gaps), unit, language)
        units = m.design.units.in_(language)
        usual = m.stress.usual
        label = usual.division.label.in_(language)
        count = len(gaps)
        if language == "fr":
            said = (
                f"Sur {m.n} {units}, la division habituelle ({label}) donne un écart de "
                f"{_gap(usual, m, 'fr')} ; les {count} divisions essayées vont de {least} à {most}"
            )
            said += f", {_slope(m, 'fr')}. " if m.stress.slope else ". "
        else:
            said = (
                f"Over {m.n} {units}, the usual division ({label}) gives a gap of {_gap(usual, m, 'en')}; "
                f"the {count} divisions tried go from {least} to {most}"
            )
            said += f", {_slope(m, 'en')}. " if m.stress.slope else ". "
        return said + _ending(m, language)

    return in_both(say)


def _slope(m: Measured, language: Language) -> str:
    assert m.stress.slope is not None
    slope, interval = m.stress.slope
    unit = m.answer.unit
    ends = [bare(each, unit, language) for each in interval]
    if language == "fr":
        return (
            f"et la pente, sans groupes, est de {change(slope, unit, 'fr')} par degré ({ends[0]} à {ends[1]})"
        )
    return f"and the slope, without groups, is {change(slope, unit, 'en')} a degree ({ends[0]} to {ends[1]})"


def _ending(m: Measured, language: Language) -> str:
    turned = enumeration([_TURNED[each].in_(language) for each in m.stress.flips], language)
    fr = language == "fr"
    if not m.stress.stands:
        return (
            f"Le signe ou le verdict change ({turned}) : l’écart dépend de la division et n’est pas retenu."
            if fr
            else f"The sign or the verdict turns ({turned}): the gap depends on the division; it is withheld."
        )
    if m.verdict == "effect":
        return (
            "Ni le signe ni le verdict ne changent : l’écart tient."
            if fr
            else "Neither the sign nor the verdict turns: the gap stands."
        )
    if m.verdict == "inconclusive":
        return (
            f"Moins de {MINIMUM_UNITS} unités : aucun verdict."
            if fr
            else f"Fewer than {MINIMUM_UNITS} units: no verdict."
        )
    return "Aucune division ne montre d’écart." if fr else "No division shows a gap."


def values(m: Measured) -> list[Value]:
    """The gap of every division, the slope, and the gaps with blurred labels."""
    found = [
        Value(
            name=f"division_{index}", label=each.division.label, value=rounded(each.gap), unit=m.answer.unit,
            low=rounded(each.interval.low), high=rounded(each.interval.high), n=m.n,
        )
        for index, each in enumerate(m.stress.judged)
    ]  # fmt: skip
    if m.stress.slope is not None:
        slope, interval = m.stress.slope
        found.append(
            Value(
                name="slope", label=Words(fr="pente par degré", en="slope a degree"), value=rounded(slope),
                unit=m.answer.unit, low=rounded(interval.low), high=rounded(interval.high), n=m.n,
            )
        )  # fmt: skip
    return found


def labels(m: Measured) -> Control:
    """Labels turned around at random: a gap must shrink, and keep its sign."""
    worst = m.stress.blurred[-1]

    def say(language: Language) -> str:
        parts = "; ".join(_blurred(each, m, language) for each in m.stress.blurred)
        head = (
            f"Étiquettes retournées au hasard, {DRAWS} tirages : "
            if language == "fr"
            else f"Labels turned around at random, {DRAWS} draws: "
        )
        return f"{head}{parts}."

    return Control(
        name="blurred_labels", kind="placebo",
        label=Words(fr="étiquettes brouillées", en="blurred labels"), value=rounded(worst.middle),
        unit=m.answer.unit, low=rounded(worst.low), high=rounded(worst.high), n=m.n, size=worst.share,
        fails="labels" in m.stress.flips, says=in_both(say),
    )  # fmt: skip


def _blurred(each: Blurred, m: Measured, language: Language) -> str:
    share = format_number(each.share, "percent", language)
    middle, kept = change(each.middle, m.answer.unit, language), format_number(each.kept, "percent", language)
    if language == "fr":
        return f"à {share}, l’écart médian est de {middle}, du même signe dans {kept} des tirages"
    return f"at {share}, the median gap is {middle}, of the same sign in {kept} of the draws"


def dealt(m: Measured) -> Control:
    """Groups dealt at random within each unit: what a gap of nothing looks like."""
    found = m.stress.dealt

    def say(language: Language) -> str:
        low, high = (bare(each, m.answer.unit, language) for each in found)
        if language == "fr":
            return f"Les groupes tirés au sort dans chaque unité, l’écart va de {low} à {high}."
        return f"With groups dealt at random in every unit, the gap goes from {low} to {high}."

    return Control(
        name="dealt", kind="null", label=Words(fr="groupes tirés au sort", en="groups dealt at random"),
        value=0.0,
        unit=m.answer.unit, low=rounded(found.low), high=rounded(found.high), n=m.n,
        fails=found.contains(m.stress.usual.gap), says=in_both(say),
    )  # fmt: skip


def caveats(m: Measured) -> list[Words]:
    """What the stress cannot show."""
    chance = m.stress.usual.chance
    found = [
        NOTHING_PUBLISHED,
        Words(
            fr="Une division n’est pas une catégorie de personnes : ces degrés sont ceux d’un réglage, ou "
            "d’une liste de mots.",
            en="A division is no category of people: these degrees are those of a setting, or of a list of "
            "words.",
        ),
        Words(
            fr=f"Le p de chaque division est corrigé pour toutes (Holm) ; celui de la division habituelle : "
            f"{format_chance(chance, 'fr')}.",
            en=f"The p of each division is corrected for all of them (Holm); that of the usual one: "
            f"{format_chance(chance, 'en')}.",
        ),
    ]
    if m.n < MINIMUM_UNITS:
        found.append(TOO_FEW)
    return found


def figure(m: Measured) -> CurveFigure:
    """The gap of every division with its interval; groups dealt at random as the band."""

    def points(judged: list[Judged]) -> list[CurvePoint]:
        return [
            CurvePoint(
                x=place, y=rounded(each.gap), low=rounded(each.interval.low),
                high=rounded(each.interval.high), n=m.n,
            )
            for place, each in enumerate(judged)
        ]  # fmt: skip

    ordered = list(m.stress.judged)
    if m.design.axis:  # boundaries in the order of the axis, not the usual one first
        ordered.sort(key=lambda each: len(each.division.rest))
    blurred = CurveSeries(
        label=Words(
            fr="étiquettes brouillées à 20 %",
            en="labels blurred by 20%",
        ),
        role="placebo",
        points=[
            CurvePoint(
                x=ordered.index(m.stress.usual), y=rounded(m.stress.blurred[-1].middle),
                low=rounded(m.stress.blurred[-1].low), high=rounded(m.stress.blurred[-1].high), n=m.n,
            )
        ],
    )  # fmt: skip
    return CurveFigure(
        title=Words(fr="L’écart selon la division", en="The gap by division"),
        x_label=Words(fr="division", en="division"),
        y_label=Words(fr=f"écart de {m.answer.label.fr}", en=f"gap of {m.answer.label.en}"),
        unit=m.answer.unit,
        points=points(ordered),
        label=Words(fr="écart mesuré", en="gap measured"),
        more=[blurred],
        reference=0.0,
        band=(rounded(m.stress.dealt.low), rounded(m.stress.dealt.high)),
        band_label=Words(fr="groupes tirés au sort", en="groups dealt at random"),
        ticks={f"{place:g}": each.division.label for place, each in enumerate(ordered)},
    )
