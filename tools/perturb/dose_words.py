"""What a change at several doses says to people: question, placebo, caveats, figures, conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.finding import Control, Crop, CurveFigure, CurvePoint, MapFigure, Panel, Value
from tools.honesty import (
    MINIMUM_UNITS,
    NO_PUBLISHED_FIGURE,
    TOO_FEW,
    Shift,
)
from tools.looking import Seen
from tools.statistics import Interval, rounded
from tools.stimulus import Picture
from tools.wording import Language, Words, format_number, in_both

SHIFTING = Words(fr="le décalage", en="shifting")
HELD = Words(fr="l’image : chacune est comparée à elle-même", en="the picture: each is compared with itself")


class Measured(NamedTuple):
    """What the sentences need. ``interval`` is that of the mean change at the strongest dose."""

    name: Words
    unit: Words
    levels: Sequence[float]
    nothing: float
    strongest: float
    said: Words  # the strongest dose, as it follows "with"
    n: int
    baseline: float
    max_delta: float
    interval: Interval
    shift: Shift
    flips: float
    placebo_flips: float
    placebo_pixels: float
    placebo_levels: float
    direction: str
    of_one: Words  # what one unit of n is, and several
    of_many: Words
    limits: tuple[Words, ...]  # what these pictures cannot show


class Example(NamedTuple):
    """One picture with the network's answer."""

    picture: Picture
    seen: Seen
    window: Crop


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    if m.name == SHIFTING:
        return Words(
            fr="Décaler l’image d’une case change-t-il la réponse ?",
            en="Does moving the picture by one cell change the answer?",
        )
    return Words(
        fr=f"Changer {m.name.fr} déplace-t-il la réponse, plus qu’un décalage d’une case ?",
        en=f"Does changing {m.name.en} move the answer, more than a shift by one cell does?",
    )


def varied(m: Measured) -> Words:
    """The one factor and its doses."""
    return in_both(
        lambda language: (
            f"{m.name.in_(language)} ({m.unit.in_(language)}"
            + (" : " if language == "fr" else ": ")
            + ("; " if language == "en" else " ; ").join(
                format_number(level, "number", language) for level in m.levels
            )
            + ")"
        )
    )


def values(m: Measured, distance: float) -> list[Value]:
    """The score before, its change at the strongest dose, the points that left."""
    return [
        Value(
            name="baseline",
            label=Words(fr="Note moyenne avant", en="Mean score before"),
            value=rounded(m.baseline),
            unit="score",
            n=m.n,
        ),
        Value(
            name="max_delta",
            label=in_both(
                lambda language: (
                    f"Changement moyen de la note, avec {m.said.fr}"
                    if language == "fr"
                    else f"Mean change of the score, with {m.said.en}"
                )
            ),
            value=rounded(m.max_delta),
            unit="score",
            low=rounded(m.interval.low),
            high=rounded(m.interval.high),
            n=m.n,
        ),
        Value(
            name="median_shift",
            label=Words(fr="Déplacement médian de la note", en="Median shift of the score"),
            value=rounded(m.shift.median),
            unit="score",
            n=m.n,
        ),
        Value(
            name="flips",
            label=Words(fr="Points partis de plus d’une case", en="Points gone by more than one cell"),
            value=rounded(m.flips),
            unit="share",
            n=m.n,
        ),
        Value(
            name="distance",
            label=Words(fr="Trajet médian du point", en="Median travel of the point"),
            value=rounded(distance),
            unit="pixels",
            n=m.n,
        ),
    ]


def placebo(m: Measured) -> Control:
    """The shift by one cell, with how large a change it makes."""

    def say(language: Language) -> str:
        pixels = format_number(abs(m.placebo_pixels), "number", language)
        levels = format_number(m.placebo_levels, "number1", language)
        median = format_number(m.shift.placebo_median, "number2", language)
        limit = format_number(m.shift.placebo_limit, "number2", language)
        flips = format_number(m.placebo_flips, "percent", language)
        if language == "fr":
            said = (
                f"Une fois l’image décalée d’une case ({pixels} pixels, soit une différence moyenne de"
                f" {levels} niveaux), sa note change de {median} (médiane ; moins de {limit} dix-neuf fois"
                f" sur vingt) et le point part dans {flips} des cas."
            )
            return said + (" C’est autant que le changement étudié." if m.shift.placebo_wins else "")
        said = (
            f"Once the picture is shifted by one cell ({pixels} pixels, a mean difference of {levels}"
            f" levels), its score changes by {median} (median; less than {limit} nineteen times in twenty)"
            f" and the point leaves in {flips} of cases."
        )
        return said + (" That is as much as the change examined." if m.shift.placebo_wins else "")

    return Control(
        name="shift_by_one_cell",
        kind="placebo",
        label=Words(fr="Placebo : décalage d’une case", en="Placebo: shift by one cell"),
        value=rounded(m.shift.placebo_median),
        unit="score",
        low=0.0,
        high=rounded(m.shift.placebo_limit),
        n=m.n,
        size=rounded(m.placebo_levels),
        fails=m.shift.placebo_wins,
        says=in_both(say),
    )


def caveats(m: Measured) -> list[Words]:
    """What this measure cannot show."""
    said = [NO_PUBLISHED_FIGURE]
    if m.n < MINIMUM_UNITS:
        said.append(TOO_FEW)
    return [
        *said,
        Words(
            fr="Le verdict porte sur la dose la plus forte, choisie d’avance : son déplacement médian doit"
            " dépasser 95 % de ceux du placebo.",
            en="The verdict rests on the strongest dose, chosen beforehand: its median shift must exceed 95%"
            " of"
            " the placebo’s.",
        ),
        *m.limits,
    ]


def conclusion(m: Measured) -> Words:
    """What was found, with its numbers and n."""

    def say(language: Language) -> str:
        n = format_number(m.n, "int", language)
        change = format_number(m.max_delta, "signed", language)
        low, high = (format_number(end, "signed", language) for end in m.interval)
        flips = format_number(m.flips, "percent", language)
        if language == "fr":
            shown = f"{n} {(m.of_many if m.n > 1 else m.of_one).fr}"
            head = (
                f"Sur {shown}, avec {m.said.fr}, la note change de {change} en moyenne (IC à 95 % : de {low}"
                f" à {high}) et le point part dans {flips} des cas"
            )
        else:
            shown = f"{n} {(m.of_many if m.n > 1 else m.of_one).en}"
            head = (
                f"Over {shown}, with {m.said.en}, the score changes by {change} on average (95% CI: {low} to"
                f" {high}) and the point leaves in {flips} of cases"
            )
        return head + _verdict_says(m).in_(language)

    return in_both(say)


def _verdict_says(m: Measured) -> Words:
    if m.shift.verdict == "effect":
        return Words(fr=" : plus que le placebo.", en=": more than the placebo.")
    if m.shift.verdict == "none_shown":
        if m.shift.placebo_wins:
            return Words(fr=" : le placebo en fait autant.", en=": the placebo does as much.")
        return Words(
            fr=" : le placebo en fait parfois autant, rien n’est montré.",
            en=": the placebo sometimes does as much, nothing is shown.",
        )
    return Words(fr=" : une image, pas un verdict.", en=": a picture, not a verdict.")


def curve_figure(
    m: Measured, curve: Mapping[float, tuple[float, Interval]], band: tuple[float, float]
) -> CurveFigure:
    """The dose and the mean change of the score, with the band that holds 95 % of the placebo's changes."""
    points = {
        level: CurvePoint(
            x=level, y=rounded(mean), low=rounded(interval.low), high=rounded(interval.high), n=m.n
        )
        for level, (mean, interval) in curve.items()
    }
    points.setdefault(m.nothing, CurvePoint(x=m.nothing, y=0.0, n=m.n))
    return CurveFigure(
        title=Words(fr="Ce que fait chaque dose à la note", en="What each dose does to the score"),
        x_label=m.unit,
        y_label=Words(fr="changement moyen de la note", en="mean change of the score"),
        unit="score",
        points=[points[level] for level in sorted(points)],
        reference=0.0,
        band=(rounded(band[0]), rounded(band[1])),
        band_label=Words(fr="placebo : 95 % des images, une à une", en="placebo: 95% of single pictures"),
    )


def map_figure(m: Measured, examples: Sequence[Example]) -> MapFigure:
    """One picture before and after, with one colour range."""
    low = min(float(example.seen.grid.min()) for example in examples)
    high = max(example.seen.score for example in examples)
    captions = (
        Words(fr="Avant", en="Before"),
        Words(fr=f"Après : {m.said.fr}", en=f"After: {m.said.en}"),
    )
    return MapFigure(
        title=Words(fr="La première image, avant et après", en="The first picture, before and after"),
        panels=[
            Panel(
                caption=caption,
                picture=example.picture,
                grid=example.seen.rows,
                grid_label=Words(fr="notes du réseau (sortie)", en="network’s scores (output)"),
                low=rounded(low),
                high=rounded(high),
                score=rounded(example.seen.score),
                point=example.seen.point,
                crops=[example.window],
            )
            for caption, example in zip(captions, examples, strict=True)
        ],
    )


def changed_alt(alt: Words, said: Words) -> Words:
    """What a changed picture shows; ``said`` is the change."""
    return Words(
        fr=f"La même image, avec {said.fr} : {alt.fr}", en=f"The same picture, with {said.en}: {alt.en}"
    )
