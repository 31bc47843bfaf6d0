"""The plot on which a reader draws a curve, empty, drawn on, or with the measure over what was drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from tools.figures import svg
from tools.figures.axis import Axis, axis_for
from tools.figures.room import DESCENT, MARK, Box, Label, Spot, along
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
    parts.append(f'<g class="sketched">{_line(drawn, places, up, bottom, "bet-line", square=True)}</g>')
    if measured:
        parts.append(f'<g class="s1">{_line(measured, places, up, bottom, "line", square=False)}</g>')
        lines = [(YOURS, _spots(drawn, places, up, bottom)), (MEASURED, _spots(measured, places, up, bottom))]
        parts += [each.drawn() for each in _names(lines, total, language)]
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


def _spots(heights: Heights, places: list[float], up: Axis, bottom: float) -> list[Spot | None]:
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


def _names(lines: Sequence[tuple[Words, list[Spot | None]]], total: float, language: Language) -> list[Label]:
    """The name of each curve by one of its points, the last with room; clear of curves and other names."""
    runs = {words.fr: along([spot for spot in spots if spot]) for words, spots in lines}
    every = [spot for run in runs.values() for spot in run]
    taken: list[Label] = []
    for words, spots in lines:
        said = say(words, language)
        places = [
            label
            for x, y in filter(None, reversed(spots))
            for label in _around(x, y, said)
            if label.box.left >= LEFT and label.box.right <= total
            and label.box.top >= 0 and label.box.bottom <= TOP + HEIGHT + DESCENT
        ]  # fmt: skip
        free = [each for each in places if not any(each.box.meets(one.box) for one in taken)]
        own = runs[words.fr]
        others = [spot for name, run in runs.items() if name != words.fr for spot in run]

        def cost(label: Label, own: list[Spot] = own, others: list[Spot] = others) -> tuple[bool, int, int]:
            nearer = _distance(label.box, others) < _distance(label.box, own)
            return label.box.hits(every, air=1) > 0, label.box.hits(every, air=MARK / 2), int(nearer)

        taken += [min(free, key=cost)] if free else []
    return taken


def _around(x: float, y: float, words: str) -> list[Label]:
    """Where the name of a curve may stand about one of its points, the best first."""
    return [
        Label(x + side, level, words, "strong", anchor)
        for anchor, side in (
            ("end", 10.0),
            ("middle", 0.0),
            ("start", -10.0),
            ("end", -14.0),
            ("start", 14.0),
        )
        for level in (y - 12, y + 24)
    ]


def _distance(box: Box, spots: Iterable[Spot]) -> float:
    """From the middle of a label to the nearest spot."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return min((math.hypot(x - at, y - level) for at, level in spots), default=math.inf)
