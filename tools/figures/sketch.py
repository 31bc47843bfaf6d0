"""The plot on which a reader draws a curve, empty, drawn on, or with the measure over what was drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tools.figures import svg
from tools.figures.axis import Axis, axis_for
from tools.figures.words import SEALED, say
from tools.wording import NO_BREAK_SPACE, Language, Words, format_number

LEFT = 54
TOP = 30
HEIGHT = 210
EDGE = 24  # between the frame and the first and last points
YOURS = Words(fr="Votre courbe", en="Your curve")
MEASURED = Words(fr="Mesuré", en="Measured")

Heights = Sequence[float | None]


def draw_sketch(
    points: Sequence[str],
    limits: tuple[float, float],
    language: Language,
    *,
    narrow: bool,
    unit: str = "",
    drawn: Heights = (),
    measured: Heights = (),
) -> str:
    """``points`` evenly spaced on an axis from ``limits[0]`` to ``limits[1]``, with the curves given.

    A height that is ``None`` leaves a gap. The frame (class ``plot``) carries what the page's script needs to
    draw in it. Raises :class:`ValueError` where the range is empty.
    """
    if not points or limits[1] <= limits[0]:
        raise ValueError("a sketch needs points and a range")
    total = 340.0 if narrow else 720.0
    known = [y for y in (*drawn, *measured) if y is not None]
    fitted = axis_for([*limits, *known], "score", narrow=True, limits=limits)
    up = Axis(fitted.low, fitted.high, HEIGHT, fitted.unit, fitted.step)
    bottom = TOP + HEIGHT
    places = _places(len(points), LEFT + EDGE, total - EDGE)
    frame = (
        f'<rect class="plot" x="{LEFT}" y="{TOP}" width="{svg.number(total - LEFT)}" height="{HEIGHT}" '
        f'data-low="{up.low:g}" data-high="{up.high:g}" '
        f'data-places="{" ".join(svg.number(x) for x in places)}"/>'
    )
    parts = [frame, *_rulers(up, bottom, total, language), *_guides(points, places, bottom, language)]
    if up.low < 0 < up.high:
        parts.append(svg.path(f"M{LEFT} {svg.number(bottom - up.at(0))}H{svg.number(total)}", "reference"))
    if unit:
        parts.append(svg.text(0, 16, unit, css="soft"))
    ends = [_end(each, places, up, bottom) for each in (drawn, measured)]
    parts.append(f'<g class="sketched">{_line(drawn, places, up, bottom, "bet-line", square=True)}</g>')
    if measured:
        parts.append(f'<g class="s1">{_line(measured, places, up, bottom, "line", square=False)}</g>')
        parts += _labels(ends, total, language)
    left, width = ("-1", "350") if narrow else ("-10", "746")
    return svg.document(
        f"{left} 0 {width} {bottom + 40}",
        sketch_alt(points, limits, language, drawn=drawn, measured=measured),
        parts,
        css="chart narrow" if narrow else "chart wide",
    )


def sketch_alt(
    points: Sequence[str],
    limits: tuple[float, float],
    language: Language,
    *,
    drawn: Heights = (),
    measured: Heights = (),
) -> str:
    """The plot in words, point by point."""
    if not measured:
        return say(SEALED, language) if not any(y is not None for y in drawn) else _said(
            YOURS, points, drawn, language
        )  # fmt: skip
    return " ".join(
        _said(words, points, heights, language)
        for words, heights in ((YOURS, drawn), (MEASURED, measured))
        if heights
    )


def point_label(point: str, language: Language) -> str:
    """A point's name; one that is a number is written as the language writes numbers."""
    try:
        value = float(point)
    except ValueError:
        return point
    return format_number(value, "number", language) if math.isfinite(value) else point


def _said(words: Words, points: Sequence[str], heights: Heights, language: Language) -> str:
    colon, stop = (f"{NO_BREAK_SPACE}: ", "\u202f; ") if language == "fr" else (": ", "; ")
    shown = [
        f"{point_label(point, language)}{colon}{format_number(y, 'number', language)}"
        for point, y in zip(points, heights, strict=True)
        if y is not None
    ]
    return f"{say(words, language)}{colon}{stop.join(shown)}."


def _places(count: int, first: float, last: float) -> list[float]:
    if count == 1:
        return [(first + last) / 2]
    return [first + (last - first) * index / (count - 1) for index in range(count)]


def _rulers(up: Axis, bottom: float, total: float, language: Language) -> list[str]:
    parts = [svg.path(f"M{LEFT} {TOP}V{svg.number(bottom)}H{svg.number(total)}", "axis")]
    for value in up.ticks(up.step):
        y = bottom - up.at(value)
        parts.append(svg.path(f"M{LEFT - 8} {svg.number(y)}h8", "tick"))
        label = up.tick_label(value, language, whole=False)
        parts.append(svg.text(LEFT - 12, y + 5, label, css="soft", anchor="end"))
    return parts


def _guides(points: Sequence[str], places: list[float], bottom: float, language: Language) -> list[str]:
    """A line up from each point; names under as many of them as there is room for."""
    named = [point_label(point, language) for point in points]
    apart = places[1] - places[0] if len(places) > 1 else math.inf
    every = max(1, math.ceil((max(map(svg.width_of, named)) + 8) / apart))
    parts = []
    for index, (x, label) in enumerate(zip(places, named, strict=True)):
        parts.append(svg.path(f"M{svg.number(x)} {svg.number(bottom)}V{TOP}", "drop"))
        if index % every == 0:
            parts.append(svg.text(x, bottom + 22, label, css="soft", anchor="middle"))
    return parts


def _spots(
    heights: Heights, places: list[float], up: Axis, bottom: float
) -> list[tuple[float, float] | None]:
    return [None if y is None else (x, bottom - up.at(y)) for x, y in zip(places, heights, strict=False)]


def _line(heights: Heights, places: list[float], up: Axis, bottom: float, css: str, *, square: bool) -> str:
    spots = _spots(heights, places, up, bottom)
    steps, pen = [], "M"
    for spot in spots:
        if spot is None:
            pen = "M"
            continue
        steps.append(f"{pen}{svg.number(spot[0])} {svg.number(spot[1])}")
        pen = "L"
    marks = [
        f'<rect class="mark" x="{svg.number(x - 5)}" y="{svg.number(y - 5)}" width="10" height="10"/>'
        if square
        else f'<circle class="mark" cx="{svg.number(x)}" cy="{svg.number(y)}" r="5.5"/>'
        for x, y in filter(None, spots)
    ]
    return svg.path("".join(steps), css) + "".join(marks)


def _end(heights: Heights, places: list[float], up: Axis, bottom: float) -> float | None:
    """The height of the last point of a curve, in user units."""
    last = next((spot for spot in reversed(_spots(heights, places, up, bottom)) if spot), None)
    return last[1] if last else None


def _labels(ends: list[float | None], total: float, language: Language) -> list[str]:
    """The name of each curve at its end, the higher one above it, the lower one below."""
    yours, measured = ends
    above = yours is not None and measured is not None and yours < measured
    parts = []
    for end, words, up in ((yours, YOURS, above), (measured, MEASURED, not above)):
        if end is not None:
            y = max(end - 12, 14) if up else end + 24
            parts.append(svg.text(total - 2, y, say(words, language), css="strong", anchor="end"))
    return parts
