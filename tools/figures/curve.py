"""A dose and what it does, with the band that a change which should not matter stays in."""

from __future__ import annotations

from tools.figures import svg
from tools.figures.axis import Axis, axis_for
from tools.figures.room import MARK, Label, Spot, along
from tools.figures.words import BAND, say, show, show_interval
from tools.finding import CurveFigure
from tools.wording import NO_BREAK_SPACE, Language, format_number

LEFT = 54  # room for the numbers of the vertical axis
TOP = 36
HEIGHT = 190
KEY = 14  # more room above the plot where the name of the band stands there


def draw_curve(figure: CurveFigure, language: Language, *, narrow: bool) -> str:
    """The chart: points joined in the order of the dose, their intervals, the band, the reference."""
    total = 340.0 if narrow else 720.0
    across = axis_for((point.x for point in figure.points), "score", narrow=narrow)
    across = Axis(across.low, across.high, total - LEFT, across.unit, across.step)
    up = axis_for(_heights(figure), figure.unit, narrow=True)
    up = Axis(up.low, up.high, HEIGHT, up.unit, up.step)
    named = _band_name(figure, across, up, total, language) if figure.band else None
    roof = TOP + (KEY if named and named.y < TOP else 0)
    bottom = roof + HEIGHT

    def spot(x: float, y: float) -> tuple[float, float]:
        return LEFT + across.at(x), bottom - up.at(y)

    parts = _vertical(up, roof, bottom, language)
    if figure.band:
        high, low = bottom - up.at(figure.band[1]), bottom - up.at(figure.band[0])
        parts.append(
            f'<rect class="placebo-band" x="{LEFT}" y="{svg.number(high)}" '
            f'width="{svg.number(total - LEFT)}" height="{svg.number(max(low - high, 2))}"/>'
        )
        if named and roof > TOP:  # no room near the band: its name goes above the plot, with a swatch
            parts.append(
                f'<rect class="placebo-band" x="{svg.number(named.box.left - 20)}" '
                f'y="{svg.number(named.y - 10)}" width="14" height="10"/>'
            )
    if figure.reference is not None:
        level = svg.number(bottom - up.at(figure.reference))
        parts.append(svg.path(f"M{LEFT} {level}H{svg.number(total)}", "reference"))
    points = sorted(figure.points, key=lambda point: point.x)
    line = "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in (spot(p.x, p.y) for p in points))
    marks = [svg.path(f"M{line}", "line")]
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
        marks.append(f'<circle class="mark" cx="{svg.number(x)}" cy="{svg.number(y)}" r="5.5"/>')
    parts.append('<g class="s1">' + "".join(marks) + "</g>")
    parts += [named.drawn()] if named else []
    ruler = "".join(across.horizontal(bottom, language))
    parts.append(f'<g transform="translate({LEFT} 0)">{ruler}</g>')
    parts.append(svg.text(total, bottom + 50, say(figure.x_label, language), css="soft", anchor="end"))
    parts.append(svg.text(0, 16, say(figure.y_label, language), css="soft"))
    left, width = ("-1", "350") if narrow else ("-10", "746")
    return svg.document(
        f"{left} 0 {width} {bottom + 60}",
        curve_alt(figure, language),
        parts,
        css="chart narrow" if narrow else "chart wide",
    )


def curve_alt(figure: CurveFigure, language: Language) -> str:
    """The curve in words, point by point."""
    colon = f"{NO_BREAK_SPACE}:" if language == "fr" else ":"
    said = [say(figure.title, language).rstrip(".") + "."]
    for point in sorted(figure.points, key=lambda point: point.x):
        line = (
            f"{say(figure.x_label, language)} {format_number(point.x, 'number', language)}{colon} "
            f"{show(point.y, figure.unit, language)}"
        )
        if point.low is not None and point.high is not None:
            line += f" ({show_interval(point.low, point.high, figure.unit, language)})"
        said.append(line + ".")
    if figure.band:
        label = say(figure.band_label, language) if figure.band_label else say(BAND, language)
        said.append(f"{label}{colon} {show_interval(*figure.band, figure.unit, language)}.")
    return " ".join(said)


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
    for point in figure.points:
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
