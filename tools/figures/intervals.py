"""Shares or scores with their intervals on one axis.

Shape carries meaning before colour: published = hollow diamond, measured = filled dot, control and placebo =
hollow square, the reader's bet = dashed line and band.
"""

from __future__ import annotations

from tools.figures import svg
from tools.figures.axis import Axis, axis_for
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
    parts: list[str] = []
    if predicted is not None:
        parts += _bet(axis, predicted, bottom, language)
    if figure.reference is not None:
        label = (
            say(figure.reference_label, language)
            if figure.reference_label
            else show(figure.reference, figure.unit, language)
        )
        x = axis.at(figure.reference)
        parts.append(svg.path(f"M{svg.number(x)} {top - 8}V{bottom}", "reference"))
        parts.append(_clamped(axis, x, top - 16, label, "soft"))
    for index, row in enumerate(figure.rows):
        parts += _row(axis, row, top + ROW * index + 22, bottom, figure.reference, language)
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


def _bet(axis: Axis, predicted: float, bottom: float, language: Language) -> list[str]:
    x = axis.at(predicted)
    half = axis.length / 24
    left, right = max(x - half, 0), min(x + half, axis.length)
    label = f"{say(YOUR_BET, language)} {show(predicted, axis.unit, language)}"
    return [
        f'<rect class="bet-band" x="{svg.number(left)}" y="26" width="{svg.number(right - left)}" '
        f'height="{svg.number(bottom - 26)}"/>',
        svg.path(f"M{svg.number(x)} 22V{svg.number(bottom)}", "bet-line"),
        _clamped(axis, x, 14, label, "t1 strong"),
    ]


def _row(
    axis: Axis, row: IntervalRow, y: float, bottom: float, reference: float | None, language: Language
) -> list[str]:
    series, ink = _SERIES[row.role]
    x = axis.at(row.value)
    low = axis.at(row.low) if row.low is not None else x
    high = axis.at(row.high) if row.high is not None else x
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
    marks += _row_label(axis, row, y, (low, high), ink, reference, language)
    marks += _interval_numbers(axis, row, y, (low, high), language)
    return marks


def _row_label(
    axis: Axis,
    row: IntervalRow,
    y: float,
    ends: tuple[float, float],
    ink: str,
    reference: float | None,
    language: Language,
) -> list[str]:
    """The name and the value: left of the mark, else right of it, else above."""
    label = f"{_name(row, language)} {show(row.value, axis.unit, language)}"
    width = svg.width_of(label)
    low, high = ends
    x = axis.at(row.value)
    centre = min(max(x, width / 2), axis.length - width / 2)
    places = [  # where the label may stand: its anchor's x and y, its anchor, the x it covers
        (low - 14, y + 5, "end", low - 14 - width, low - 14),
        (high + 14, y + 5, "start", high + 14, high + 14 + width),
        (centre, y - 14, "middle", centre - width / 2, centre + width / 2),
    ]
    if reference is not None:
        line = axis.at(reference)
        places.append((line + 8, y - 14, "start", line + 8, line + 8 + width))
        places.append((line - 8, y - 14, "end", line - 8 - width, line - 8))
    fitting = [place for place in places if place[3] >= 0 and place[4] <= axis.length] or [places[2]]
    if reference is not None:  # rather not across the line of reference
        fitting.sort(key=lambda place: place[3] < axis.at(reference) < place[4])
    at, height, anchor, *_ = fitting[0]
    return [svg.text(at, height, label, css=f"{ink} strong", anchor=anchor)]


def _interval_numbers(
    axis: Axis, row: IntervalRow, y: float, ends: tuple[float, float], language: Language
) -> list[str]:
    if row.low is None or row.high is None:
        return []
    low, high = ends
    if high - low >= 76:
        return [
            _clamped(axis, low, y + 25, show_bare(row.low, axis.unit, language), "soft small"),
            _clamped(axis, high, y + 25, show_bare(row.high, axis.unit, language), "soft small"),
        ]
    both = show_interval(row.low, row.high, axis.unit, language)
    return [_clamped(axis, (low + high) / 2, y + 25, both, "soft small")]


def _clamped(axis: Axis, x: float, y: float, label: str, css: str) -> str:
    """A centred label that does not leave the axis."""
    half = svg.width_of(label) / 2
    return svg.text(min(max(x, half), axis.length - half), y, label, css=css, anchor="middle")
