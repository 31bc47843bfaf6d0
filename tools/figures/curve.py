"""A dose and what it does, with the band that a change which should not matter stays in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tools.figures import svg
from tools.figures.axis import Axis, axis_for
from tools.figures.room import MARK, Label, Spot, along
from tools.figures.words import BAND, say, show, show_interval
from tools.finding import CurveFigure, CurveSeries
from tools.wording import NO_BREAK_SPACE, Language, format_number

LEFT = 54  # room for the numbers of the vertical axis
TOP = 36
HEIGHT = 190
APART = 7.0  # between the marks of two lines at one dose
KEY_LINE = 20  # a line of the key, where there are several
KEY = 14  # more room above the plot where the name of the band stands there


def draw_curve(figure: CurveFigure, language: Language, *, narrow: bool) -> str:
    """The chart: lines in the order of the dose, their intervals, the band, the reference."""
    total = 340.0 if narrow else 720.0
    across = axis_for((point.x for line in _lines(figure) for point in line.points), "score", narrow=narrow)
    across = Axis(across.low, across.high, total - LEFT, across.unit, across.step)
    up = axis_for(_heights(figure), figure.unit, narrow=True)
    up = Axis(up.low, up.high, HEIGHT, up.unit, up.step)
    key = _key(figure, total, language)
    named = _band_name(figure, across, up, total, language) if figure.band else None
    roof = TOP + (KEY if named and named.y < TOP else 0) + KEY_LINE * len(key)
    bottom = roof + HEIGHT

    def spot(x: float, y: float) -> Spot:
        return LEFT + across.at(x), bottom - up.at(y)

    parts = _vertical(up, roof, bottom, language)
    if figure.band:
        high, low = bottom - up.at(figure.band[1]), bottom - up.at(figure.band[0])
        parts.append(
            f'<rect class="placebo-band" x="{LEFT}" y="{svg.number(high)}" '
            f'width="{svg.number(total - LEFT)}" height="{svg.number(max(low - high, 2))}"/>'
        )
        if named and named.y < TOP:  # no room near the band: its name goes above the plot, with a swatch
            parts.append(
                f'<rect class="placebo-band" x="{svg.number(named.box.left - 20)}" '
                f'y="{svg.number(named.y + KEY_LINE * len(key) - 10)}" width="14" height="10"/>'
            )
    if figure.reference is not None:
        level = svg.number(bottom - up.at(figure.reference))
        parts.append(svg.path(f"M{LEFT} {level}H{svg.number(total)}", "reference"))
    lines = _lines(figure)
    for index, line in enumerate(lines):
        aside = (index - (len(lines) - 1) / 2) * APART  # whiskers of one dose stand side by side
        parts.append(_line(line, index, spot, aside))
    for index, entry in enumerate(key):
        parts += _key_entry(entry, index, 16 + KEY_LINE * (index + 1))
    if named:
        lowered = Label(named.x, named.y + KEY_LINE * len(key), named.words, named.css, named.anchor)
        parts.append(lowered.drawn())
    parts.append(f'<g transform="translate({LEFT} 0)">{_ruler(figure, across, bottom, language)}</g>')
    foot = bottom + (50 if not figure.ticks else 50 + _tick_room(figure, language))
    parts.append(svg.text(total, foot, say(figure.x_label, language), css="soft", anchor="end"))
    parts.append(svg.text(0, 16, say(figure.y_label, language), css="soft"))
    left, width = ("-1", "350") if narrow else ("-10", "746")
    return svg.document(
        f"{left} 0 {width} {svg.number(foot + 10)}",
        curve_alt(figure, language),
        parts,
        css="chart narrow" if narrow else "chart wide",
    )


def curve_alt(figure: CurveFigure, language: Language) -> str:
    """The curve in words, line by line and point by point."""
    colon = f"{NO_BREAK_SPACE}:" if language == "fr" else ":"
    said = [say(figure.title, language).rstrip(".") + "."]
    for drawn in _lines(figure):
        if figure.more:
            said.append(f"{say(drawn.label, language).rstrip('.')}.")
        for point in sorted(drawn.points, key=lambda point: point.x):
            line = (
                f"{say(figure.x_label, language)} {dose_name(figure, point.x, language)}{colon} "
                f"{show(point.y, figure.unit, language)}"
            )
            if point.low is not None and point.high is not None:
                line += f" ({show_interval(point.low, point.high, figure.unit, language)})"
            said.append(line + ".")
    if figure.band:
        label = say(figure.band_label, language) if figure.band_label else say(BAND, language)
        said.append(f"{label}{colon} {show_interval(*figure.band, figure.unit, language)}.")
    return " ".join(said)


def dose_name(figure: CurveFigure, x: float, language: Language) -> str:
    """A dose as it is told: its name where it has one, its number otherwise."""
    named = figure.ticks.get(f"{x:g}")
    return say(named, language) if named else format_number(x, "number", language)


def _lines(figure: CurveFigure) -> list[CurveSeries]:
    """Every line, the first one first."""
    first = CurveSeries(label=figure.label or figure.y_label, points=figure.points)
    return [first, *figure.more]


def _css(line: CurveSeries, index: int) -> str:
    return f"s1 n{index}" if line.role == "measured" else f"ctl n{index}"


def _line(line: CurveSeries, index: int, place: Callable[[float, float], Spot], aside: float) -> str:
    """Points joined, with whiskers; further lines are told by their mark and their dashes too."""

    def spot(x: float, y: float) -> Spot:
        across, down = place(x, y)
        return across + aside, down

    points = sorted(line.points, key=lambda point: point.x)
    joined = "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in (spot(p.x, p.y) for p in points))
    marks = [svg.path(f"M{joined}", "line")] if points else []
    for point in points:
        x, y = spot(point.x, point.y)
        if point.low is not None and point.high is not None:
            top, base = spot(point.x, point.high)[1], spot(point.x, point.low)[1]
            marks.append(
                svg.path(
                    f"M{svg.number(x)} {svg.number(top)}V{svg.number(base)}"
                    f"M{svg.number(x - 5)} {svg.number(top)}h10M{svg.number(x - 5)} {svg.number(base)}h10",
                    "whisker",
                )
            )
        marks.append(_mark(x, y, index))
    return f'<g class="{_css(line, index)}">' + "".join(marks) + "</g>"


def _mark(x: float, y: float, index: int) -> str:
    """A shape a line: dot, square, diamond, then again."""
    if index % 3 == 0:
        return f'<circle class="mark" cx="{svg.number(x)}" cy="{svg.number(y)}" r="5.5"/>'
    if index % 3 == 1:
        place = f'x="{svg.number(x - 4.5)}" y="{svg.number(y - 4.5)}"'
        return f'<rect class="mark" {place} width="9" height="9"/>'
    left, top = svg.number(x - 6), svg.number(y)
    return f'<path class="mark" d="M{left} {top}l6 -6l6 6l-6 6z"/>'


class _Entry(NamedTuple):
    """One line of the key."""

    words: str
    css: str


def _key(figure: CurveFigure, total: float, language: Language) -> list[_Entry]:
    """Which line is which, one a line of the key; none for a single one."""
    if not figure.more:
        return []
    return [_Entry(say(line.label, language), _css(line, index)) for index, line in enumerate(_lines(figure))]


def _key_entry(entry: _Entry, index: int, y: float) -> list[str]:
    middle = y + 3
    stroke = svg.path(f"M{LEFT} {svg.number(middle)}h26", "line")
    return [
        f'<g class="{entry.css}">{stroke}{_mark(LEFT + 13, middle, index)}</g>',
        svg.text(LEFT + 34, y + 8, entry.words, css="small"),
    ]


def _ruler(figure: CurveFigure, across: Axis, bottom: float, language: Language) -> str:
    """The numbers under the chart, or the names of doses that are not numbers, slanted."""
    if not figure.ticks:
        return "".join(across.horizontal(bottom, language))
    parts = [svg.path(f"M0 {svg.number(bottom)}H{svg.number(across.length)}", "axis")]
    for x in sorted({point.x for line in _lines(figure) for point in line.points}):
        at = across.at(x)
        parts.append(svg.path(f"M{svg.number(at)} {svg.number(bottom)}v6", "tick"))
        named = dose_name(figure, x, language)
        if svg.width_of(named) * 0.8 > at + LEFT + 10:  # slanted, it would leave the drawing
            named = named[: max(6, int((at + LEFT + 10) / (svg.CHARACTER * 0.8)) - 1)].rstrip() + "…"
        label = svg.text(0, 0, named, css="soft small", anchor="end")
        parts.append(
            f'<g transform="translate({svg.number(at + 4)} {svg.number(bottom + 18)}) rotate(-38)">'
            f"{label}</g>"
        )
    return "".join(parts)


def _tick_room(figure: CurveFigure, language: Language) -> float:
    """How far slanted names reach below the axis."""
    longest = max((svg.width_of(say(each, language)) for each in figure.ticks.values()), default=0.0)
    return min(110.0, longest * 0.58)


def _band_name(figure: CurveFigure, across: Axis, up: Axis, total: float, language: Language) -> Label:
    """The name of the band below or above it, where the curve leaves room; else above the plot."""
    if figure.band is None:
        raise ValueError("no band to name")
    words = say(figure.band_label, language) if figure.band_label else say(BAND, language)
    bottom = TOP + HEIGHT
    low, high = bottom - up.at(figure.band[0]), bottom - up.at(figure.band[1])
    points = sorted(figure.points, key=lambda point: point.x)
    beside = (low + 16, high - 5)
    if points[-1].y <= sum(figure.band) / 2:  # away from the end of the line
        beside = (high - 5, low + 16)

    def spot(x: float, y: float) -> Spot:
        return LEFT + across.at(x), bottom - up.at(y)

    drawn = along([spot(point.x, point.y) for point in points])
    for point in points:
        if point.low is not None and point.high is not None:
            drawn += along([spot(point.x, point.low), spot(point.x, point.high)])
    for y in beside:
        for x, anchor in ((total - 4, "end"), (LEFT + 8, "start")):
            label = Label(x, y, words, "soft small", anchor)
            inside = label.box.left >= LEFT and label.box.top >= TOP and label.box.bottom <= bottom
            if inside and not label.box.hits(drawn, air=MARK):
                return label
    room = total - 4 - svg.width_of(words)
    return Label(min(LEFT + 20, room), TOP - 2, words, "soft small", "start")


def _heights(figure: CurveFigure) -> list[float]:
    found: list[float | None] = [figure.reference, *(figure.band or ())]
    for line in _lines(figure):
        for point in line.points:
            found += [point.y, point.low, point.high]
    return [value for value in found if value is not None]


def _vertical(up: Axis, top: float, bottom: float, language: Language) -> list[str]:
    parts = [svg.path(f"M{LEFT} {svg.number(top)}V{svg.number(bottom)}", "axis")]
    majors = up.ticks(up.step)
    for index, value in enumerate(majors):
        y = bottom - up.at(value)
        parts.append(svg.path(f"M{LEFT - 8} {svg.number(y)}h8", "tick"))
        label = up.tick_label(value, language, whole=index == len(majors) - 1)
        parts.append(svg.text(LEFT - 12, y + 5, label, css="soft", anchor="end"))
    return parts
