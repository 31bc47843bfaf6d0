"""Shares or scores with their intervals on one axis.

Shape carries meaning before colour: published = hollow diamond, measured = filled dot, control and placebo =
hollow square, the reader's bet = dashed line and band.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.figures import svg
from tools.figures.axis import Axis, axis_for
from tools.figures.room import Box, Label, beside, crossed, upright
from tools.figures.words import INTERVAL, ROLE_WORDS, YOUR_BET, say, show, show_bare, show_interval
from tools.finding import IntervalFigure, IntervalRow
from tools.wording import NO_BREAK_SPACE, Language

ROW = 58  # height given to a row
TOP = 34  # room for the labels of reference and bet
_SERIES = {
    "published": ("s0", "t0"),
    "measured": ("s1", "t1"),
    "control": ("ctl", "tc"),
    "placebo": ("ctl", "tc"),
}


def draw_intervals(
    figure: IntervalFigure,
    language: Language,
    *,
    narrow: bool,
    predicted: float | None = None,
    limits: tuple[float, float] | None = None,
) -> str:
    """The chart. ``limits`` are the ends of the axis on which the bet was made."""
    axis = axis_for(_all_values(figure, predicted), figure.unit, narrow=narrow, limits=limits)
    top = TOP if predicted is None or figure.reference is None else TOP + 18
    bottom = top + ROW * len(figure.rows) + 8
    marked = [axis.at(each) for each in (figure.reference, predicted) if each is not None]
    labels: list[Label] = []
    marks: list[str] = []
    for index, row in enumerate(figure.rows):
        y = top + ROW * index + 22
        marks += _row(axis, row, y, bottom)
        labels.append(_row_label(axis, row, y, marked, language))
        labels += _interval_numbers(axis, row, y, marked, language)
    parts: list[str] = []
    if figure.reference is not None:
        words = (
            say(figure.reference_label, language)
            if figure.reference_label
            else show(figure.reference, figure.unit, language)
        )
        x = axis.at(figure.reference)
        bets = [axis.at(predicted)] if predicted is not None else []
        labels.append(_centred(axis, x, top - 16, words, "soft", bets))
        parts.append(svg.path(upright(x, top - 8, bottom, [each.box for each in labels]), "reference"))
    if predicted is not None:
        parts = _bet(axis, predicted, bottom, [each.box for each in labels]) + parts
        words = f"{say(YOUR_BET, language)} {show(predicted, axis.unit, language)}"
        labels.append(_centred(axis, axis.at(predicted), 14, words, "t1 strong", []))
    parts += marks + [each.drawn() for each in labels]
    parts += axis.horizontal(bottom, language)
    left, width = ("-1", "342") if narrow else ("-10", "740")
    return svg.document(
        f"{left} 0 {width} {bottom + 36}",
        intervals_alt(figure, language, predicted),
        parts,
        css="chart narrow" if narrow else "chart wide",
    )


def intervals_alt(figure: IntervalFigure, language: Language, predicted: float | None = None) -> str:
    """The chart in words, with its numbers."""
    said = [say(figure.title, language).rstrip(".") + "."]
    for row in figure.rows:
        line = f"{_name(row, language)}{_colon(language)} {show(row.value, figure.unit, language)}"
        if row.low is not None and row.high is not None:
            between = show_interval(row.low, row.high, figure.unit, language)
            line += f", {say(INTERVAL, language).lower()} {between}"
        said.append(line + ".")
    if figure.reference is not None:
        label = say(figure.reference_label, language) if figure.reference_label else ""
        said.append(f"{label or '–'}{_colon(language)} {show(figure.reference, figure.unit, language)}.")
    if predicted is not None:
        said.append(f"{say(YOUR_BET, language)}{_colon(language)} {show(predicted, figure.unit, language)}.")
    return " ".join(said)


def _name(row: IntervalRow, language: Language) -> str:
    return say(row.label, language) or say(ROLE_WORDS[row.role], language)


def _colon(language: Language) -> str:
    return f"{NO_BREAK_SPACE}:" if language == "fr" else ":"


def _all_values(figure: IntervalFigure, predicted: float | None) -> list[float]:
    found = [figure.reference, predicted]
    for row in figure.rows:
        found += [row.value, row.low, row.high]
    return [value for value in found if value is not None]


def _bet(axis: Axis, predicted: float, bottom: float, boxes: Sequence[Box]) -> list[str]:
    x = axis.at(predicted)
    half = axis.length / 24
    left, right = max(x - half, 0), min(x + half, axis.length)
    return [
        f'<rect class="bet-band" x="{svg.number(left)}" y="26" width="{svg.number(right - left)}" '
        f'height="{svg.number(bottom - 26)}"/>',
        svg.path(upright(x, 22, bottom, boxes), "bet-line"),
    ]


def _ends(axis: Axis, row: IntervalRow) -> tuple[float, float]:
    x = axis.at(row.value)
    return (
        axis.at(row.low) if row.low is not None else x,
        axis.at(row.high) if row.high is not None else x,
    )


def _row(axis: Axis, row: IntervalRow, y: float, bottom: float) -> list[str]:
    series = _SERIES[row.role][0]
    x = axis.at(row.value)
    low, high = _ends(axis, row)
    marks: list[str] = []
    if row.role == "published":
        marks.append(svg.path(f"M{svg.number(x)} {y + 10}V{svg.number(bottom)}", "drop"))
    group: list[str] = []
    if row.low is not None and row.high is not None:
        if row.role == "measured":
            group.append(svg.path(f"M{svg.number(low)} {y}H{svg.number(high)}", "interval"))
        group.append(
            svg.path(
                f"M{svg.number(low)} {y - 7}v14M{svg.number(high)} {y - 7}v14"
                f"M{svg.number(low)} {y}H{svg.number(high)}",
                "whisker",
            )
        )
    if row.role == "published":
        group.append(svg.path(f"M{svg.number(x)} {y - 9}l9 9-9 9-9-9z", "mark"))
    elif row.role == "measured":
        group.append(f'<circle class="mark" cx="{svg.number(x)}" cy="{y}" r="7.5"/>')
    else:
        group.append(f'<rect class="mark" x="{svg.number(x - 6)}" y="{y - 6}" width="12" height="12"/>')
    marks.append(f'<g class="{series}">' + "".join(group) + "</g>")
    return marks


def _row_label(axis: Axis, row: IntervalRow, y: float, marked: Sequence[float], language: Language) -> Label:
    """The name and the value: left of the mark, else right of it, else above, best where no line runs."""
    words = f"{_name(row, language)} {show(row.value, axis.unit, language)}"
    css = f"{_SERIES[row.role][1]} strong"
    width = svg.width_of(words)
    low, high = _ends(axis, row)
    x = axis.at(row.value)
    centre = min(max(x, width / 2), axis.length - width / 2)
    places = [
        Label(low - 14, y + 5, words, css, "end"),
        Label(high + 14, y + 5, words, css, "start"),
        Label(centre, y - 14, words, css),
        Label(beside(x, width, marked, axis.length), y - 14, words, css),
    ]
    fitting = [each for each in places if each.box.left >= 0 and each.box.right <= axis.length]
    return min(fitting or places[2:3], key=lambda each: crossed(each.box.left, each.box.right, marked))


def _interval_numbers(
    axis: Axis, row: IntervalRow, y: float, marked: Sequence[float], language: Language
) -> list[Label]:
    if row.low is None or row.high is None:
        return []
    low, high = _ends(axis, row)
    if high - low >= 76:
        two = [
            _centred(axis, at, y + 25, show_bare(value, axis.unit, language), "soft small", marked)
            for at, value in ((low, row.low), (high, row.high))
        ]
        if not two[0].box.meets(two[1].box):
            return two
    both = show_interval(row.low, row.high, axis.unit, language)
    return [_centred(axis, (low + high) / 2, y + 25, both, "soft small", marked)]


def _centred(axis: Axis, x: float, y: float, words: str, css: str, marked: Sequence[float]) -> Label:
    """A centred label that does not leave the axis, pushed aside by the lines that would run through it."""
    return Label(beside(x, svg.width_of(words), marked, axis.length), y, words, css)
