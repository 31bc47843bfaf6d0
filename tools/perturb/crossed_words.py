"""What two crossed changes say to people: question, values, controls, figures, conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.answering.answer import AnswerCard
from tools.finding import (
    Control,
    CurveFigure,
    CurvePoint,
    CurveSeries,
    MapFigure,
    Panel,
    Unit,
    Value,
    Verdict,
)
from tools.honesty import MINIMUM_UNITS, NO_PUBLISHED_FIGURE, TOO_FEW, GapControl
from tools.perturb import telling
from tools.perturb.crossed_design import Crossing, Pair
from tools.perturb.dose_reading import QUALITY, STEP, Read
from tools.perturb.dose_response import DoseResponse
from tools.perturb.dose_words import answer_said
from tools.statistics import Interval, rounded
from tools.stimulus import Picture
from tools.wording import Language, Words, format_chance, format_number, in_both

HELD = Words(
    fr="l’image et tout autre réglage : chacune est comparée à elle-même",
    en="the picture and every other setting: each is compared with itself",
)
AS_IS = Words(fr="tel quel", en="as is")


class Crossed(NamedTuple):
    """What the sentences need; changes are mean changes of the answer at the strongest doses."""

    first: DoseResponse
    second: DoseResponse
    one: float
    two: float
    n: int
    baseline: float
    first_alone: float
    second_alone: float
    together: float
    interaction: float
    interval: Interval
    chance: float
    placebos: tuple[GapControl, GapControl]  # in the place of the first change, and of the second
    placebo_levels: float
    identical: float
    direction: str
    verdict: Verdict
    of_one: Words
    of_many: Words
    limits: tuple[Words, ...]
    answer: AnswerCard
    grid: bool

    @property
    def told(self) -> Words:
        """The answer as the subject of a sentence."""
        return answer_said(self.answer, grid=self.grid)

    @property
    def change_unit(self) -> Unit:
        """In points where the answer is a share."""
        return "points" if self.answer.unit == "share" else self.answer.unit


class Example(NamedTuple):
    """One picture with the subject's answer and what was made of it."""

    picture: Picture
    read: Read
    caption: Words


def said(m: Crossed, pair: Pair) -> Words:
    """What was made of a picture: "une peau de teinte Monk 9 et 25 % de la lumière"."""
    made = [
        side.said(level) for side, level in zip((m.first, m.second), pair, strict=True) if level is not None
    ]
    if not made:
        return Words(fr="Avant", en="Before")
    return Words(fr=" et ".join(each.fr for each in made), en=" and ".join(each.en for each in made))


def alt(m: Crossed, shown: Words, pair: Pair) -> Words:
    """What a changed picture shows."""
    if pair == (None, None):
        return shown
    made = said(m, pair)
    return Words(
        fr=f"La même image, avec {made.fr} : {shown.fr}", en=f"The same picture, with {made.en}: {shown.en}"
    )


def question(m: Crossed) -> Words:
    """What is asked, before any answer."""
    one, two = m.first.named(), m.second.named()
    return Words(
        fr=f"L’effet de ce changement ({one.fr}) dépend-il de l’autre ({two.fr}), plus qu’avec un placebo ?",
        en=f"Does the effect of one change ({one.en}) depend on the other ({two.en}), more than with a"
        " placebo?",
    )


def values(m: Crossed) -> list[Value]:
    """The answer before, each change alone, both, and what they do beyond their sum."""
    rows = (
        ("first_alone", said(m, (m.one, None)), m.first_alone),
        ("second_alone", said(m, (None, m.two)), m.second_alone),
        ("together", said(m, (m.one, m.two)), m.together),
    )
    return [
        Value(
            name="baseline", label=Words(fr=f"Avant : {m.told.fr}", en=f"Before: {m.told.en}"),
            value=rounded(m.baseline), unit=m.answer.unit, n=m.n,
        ),
        *(
            Value(
                name=name, label=Words(fr=f"Changement, avec {made.fr}", en=f"Change, with {made.en}"),
                value=rounded(value), unit=m.change_unit, n=m.n,
            )
            for name, made, value in rows
        ),
        Value(
            name="interaction",
            label=Words(fr="Les deux, au-delà de leur somme", en="Both, beyond their sum"),
            value=rounded(m.interaction), unit=m.change_unit,
            low=rounded(m.interval.low), high=rounded(m.interval.high), n=m.n,
        ),
    ]  # fmt: skip


def placebo(m: Crossed, place: int) -> Control:
    """The same measure with a harmless change in the place of the first change, or of the second."""
    gap = m.placebos[place]
    replaced = (m.first, m.second)[place].named()
    wins = gap.gap != 0 and abs(gap.gap) >= abs(m.interaction)

    def say(language: Language) -> str:
        value = telling.change(gap.gap, m.answer.unit, language)
        levels = format_number(m.placebo_levels, "number1", language)
        if language == "fr":
            what = (
                "un décalage d’une case" if m.grid
                else f"un décalage de {STEP} pixels et un réencodage (JPEG, qualité {QUALITY})"
            )  # fmt: skip
            return (
                f"Avec {what} à la place du changement ({replaced.fr} ; une différence moyenne de {levels}"
                f" niveaux), l’interaction vaut {value}."
                + (" C’est autant que celle qui est étudiée." if wins else "")
            )
        what = (
            "a shift by one cell" if m.grid
            else f"a shift by {STEP} pixels and a re-encoding (JPEG, quality {QUALITY})"
        )  # fmt: skip
        return (
            f"With {what} in the place of the change ({replaced.en}; a mean difference of {levels} levels),"
            f" the interaction is {value}." + (" That is as much as the one examined." if wins else "")
        )

    return Control(
        name=("placebo_for_first", "placebo_for_second")[place],
        kind="placebo",
        label=Words(fr=f"Placebo, au lieu de : {replaced.fr}", en=f"Placebo, instead of: {replaced.en}"),
        value=rounded(gap.gap),
        unit=m.change_unit,
        n=m.n,
        size=rounded(m.placebo_levels),
        fails=wins,
        says=in_both(say),
    )


def identical(m: Crossed, most: int) -> Control:
    """The same picture, shown twice."""
    from tools.perturb.dose_controls import identical_control

    return identical_control(m.identical, min(m.n, most), m.answer, abs(m.interaction))


def caveats(m: Crossed) -> list[Words]:
    """What this measure cannot show."""
    few = [TOO_FEW] if m.n < MINIMUM_UNITS else []
    return [
        NO_PUBLISHED_FIGURE,
        *few,
        Words(
            fr="Le verdict porte sur les doses les plus fortes, choisies d’avance : l’interaction doit passer"
            " le test exact des signes et dépasser celles des deux placebos.",
            en="The verdict rests on the strongest doses, chosen beforehand: the interaction must pass the"
            " sign-flip test and exceed those of both placebos.",
        ),
        Words(
            fr="Une réponse bornée (une part, une note qui sature) peut montrer une interaction parce qu’elle"
            " ne peut pas descendre ou monter davantage.",
            en="A bounded answer (a share, a score that saturates) can show an interaction because it cannot"
            " fall or rise any further.",
        ),
        *m.limits,
    ]


def conclusion(m: Crossed) -> Words:
    """What was found, with its numbers and n."""

    def say(language: Language) -> str:
        unit = m.answer.unit
        n = format_number(m.n, "int", language)
        of = (m.of_many if m.n > 1 else m.of_one).in_(language)
        one, two, both, gap = (
            telling.change(each, unit, language)
            for each in (m.first_alone, m.second_alone, m.together, m.interaction)
        )
        low, high = (telling.bare(end, unit, language) for end in m.interval)
        chance = format_chance(m.chance, language)
        first, second = (each.in_(language) for each in (m.first.said(m.one), m.second.said(m.two)))
        if language == "fr":
            return (
                f"Sur {n} {of}, {m.told.fr} change de {one} avec {first}, de {two} avec {second},"
                f" et de {both} avec les deux : {gap} au-delà de leur somme (IC à 95 % : de {low} à {high} ;"
                f" {chance} par hasard){_verdict_says(m).fr}"
            )
        return (
            f"Over {n} {of}, {m.told.en} changes by {one} with {first}, by {two} with {second}, and by {both}"
            f" with both: {gap} beyond their sum (95% CI: {low} to {high}; {chance} by"
            f" chance){_verdict_says(m).en}"
        )

    return in_both(say)


def _verdict_says(m: Crossed) -> Words:
    if m.verdict == "effect":
        return Words(fr=", plus que les placebos.", en=", more than the placebos.")
    if m.verdict == "none_shown":
        return Words(fr=" : rien n’est montré.", en=": nothing is shown.")
    return Words(fr=" : une image, pas un verdict.", en=": a picture, not a verdict.")


def curves(
    m: Crossed, crossed: Crossing, means: Mapping[Pair, float], ends: Mapping[Pair, Interval]
) -> CurveFigure:
    """The mean answer along the first change's doses, one line for each dose of the second."""
    lines = []
    for two in (None, *crossed.second.levels):
        points = [
            CurvePoint(
                x=x, y=rounded(means[one, two]), low=rounded(ends[one, two].low),
                high=rounded(ends[one, two].high), n=m.n,
            )
            for one in (None, *crossed.first.levels)
            if (x := m.first.nothing if one is None else one) is not None
        ]  # fmt: skip
        lines.append((AS_IS if two is None else m.second.said(two), sorted(points, key=lambda each: each.x)))
    return CurveFigure(
        title=Words(
            fr="La réponse, un changement le long de l’autre", en="The answer, one change along the other"
        ),
        x_label=m.first.unit_said(),
        y_label=m.told,
        unit=m.answer.unit,
        points=lines[0][1],
        label=lines[0][0],
        more=[CurveSeries(label=label, points=points) for label, points in lines[1:]],
    )


def four(m: Crossed, examples: Sequence[Example]) -> MapFigure:
    """The first picture: as it is, with either change, with both."""
    return MapFigure(
        title=Words(fr="La première image, quatre fois", en="The first picture, four times"),
        panels=[
            Panel(
                caption=each.caption,
                picture=each.picture,
                score=rounded(each.read.value),
                point=each.read.point if each.read.seen else None,
            )
            for each in examples
        ],
    )
