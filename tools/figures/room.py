"""Where a label has room: its box against the lines and marks that are already drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from tools.figures import svg

Spot = tuple[float, float]

ASCENT, DESCENT = 12.0, 4.0  # of a label above and below its line
MARK = 8.0  # half a mark, with some air
STEP = 3.0  # between two spots of a line
GAP = 5.0  # kept between a label and an upright line


class Box(NamedTuple):
    """What a label covers."""

    left: float
    top: float
    right: float
    bottom: float

    def hits(self, spots: Iterable[Spot], air: float = 0.0) -> int:
        """How many of the spots lie in the box, or within ``air`` of it."""
        return sum(
            self.left - air <= x <= self.right + air and self.top - air <= y <= self.bottom + air
            for x, y in spots
        )

    def meets(self, other: Box) -> bool:
        """Whether two boxes overlap."""
        apart = self.right < other.left or other.right < self.left
        return not (apart or self.bottom < other.top or other.bottom < self.top)


class Label(NamedTuple):
    """Words at a place, as :func:`~tools.figures.svg.text` writes them."""

    x: float
    y: float
    words: str
    css: str
    anchor: str = "middle"

    @property
    def box(self) -> Box:
        """What it covers."""
        width = svg.width_of(self.words)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - ASCENT, left + width, self.y + DESCENT)

    def drawn(self) -> str:
        """The element."""
        return svg.text(self.x, self.y, self.words, css=self.css, anchor=self.anchor)


def upright(x: float, top: float, bottom: float, boxes: Iterable[Box]) -> str:
    """The path of a line from ``top`` to ``bottom``, left out where it would run through a label."""
    at = svg.number(x)
    path, pen = "", top
    for box in sorted((box for box in boxes if box.left < x < box.right), key=lambda box: box.top):
        if box.bottom > pen and box.top < bottom:
            path += f"M{at} {svg.number(pen)}V{svg.number(box.top)}" if box.top > pen else ""
            pen = box.bottom
    return path + (f"M{at} {svg.number(pen)}V{svg.number(bottom)}" if pen < bottom else "")


def along(line: Sequence[Spot]) -> list[Spot]:
    """Spots close enough on a broken line for no label to slip between two."""
    spots = list(line[:1])
    for (x, y), (to_x, to_y) in pairwise(line):
        count = max(1, math.ceil(math.hypot(to_x - x, to_y - y) / STEP))
        spots += [(x + (to_x - x) * n / count, y + (to_y - y) * n / count) for n in range(1, count + 1)]
    return spots


def crossed(left: float, right: float, uprights: Iterable[float]) -> int:
    """How many upright lines run through a label that covers ``left`` to ``right``."""
    return sum(left - GAP < x < right + GAP for x in uprights)


def beside(centre: float, width: float, uprights: Sequence[float], length: float) -> float:
    """The centre nearest to ``centre`` at which no upright line crosses a label, between 0 and ``length``.

    Where there is none it stays on the axis, and is crossed.
    """
    half = width / 2
    stay = min(max(centre, half), length - half)
    places = [stay] + [x + side * (half + GAP) for x in uprights for side in (-1, 1)]
    free = [
        each
        for each in places
        if half <= each <= length - half and not crossed(each - half, each + half, uprights)
    ]
    return min(free, key=lambda each: abs(each - stay), default=stay)
