"""What is behind the bust: computed, the same on every machine, a little out of focus.

Linear light, (side, side, 3). A room is drawn twice as large as rectangles, then blurred three times by a box
(close to the disc of a lens) and halved.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.stimuli.portraits.mesh import Floats
from tools.stimuli.portraits.tones import Colour, linear
from tools.stimulus import Background, Portrait

_DARK, _BRIGHT = 0.06, 0.965  # sRGB greys of the near-black and near-white grounds
_LARGER = 2

Canvas = NDArray[np.float64]


def background(recipe: Portrait) -> Floats:
    """The ground of a recipe. The array is shared: not to be written to."""
    level = recipe.background_level if recipe.background in ("plain", "gradient") else 0.5
    return _ground(recipe.background, level, recipe.side)


@lru_cache(maxsize=16)
def _ground(kind: Background, level: float, side: int) -> Floats:
    if kind == "bookshelf":
        made = _out_of_focus(_bookshelf(side * _LARGER), side, 0.0075)
    elif kind == "office":
        made = _out_of_focus(_office(side * _LARGER), side, 0.014)
    elif kind == "gradient":
        made = _gradient(side, linear(level))
    else:
        grey = {"near-black": _DARK, "near-white": _BRIGHT}.get(kind, level)
        made = np.full((side, side, 3), linear(grey))
    ground = made.astype(np.float32)
    ground.setflags(write=False)
    return ground


def _gradient(side: int, light: float) -> Canvas:
    """A paper backdrop with a lamp on it: brightest behind the head, darker towards the corners."""
    at = (np.arange(side) + 0.5) / side
    away = ((at[None, :] - 0.5) / 0.80) ** 2 + ((at[:, None] - 0.42) / 0.85) ** 2
    fall = 1.18 / (1 + 1.15 * away) ** 2
    return np.repeat(np.minimum(light * fall, 1.0)[:, :, None], 3, axis=2)


def _bookshelf(side: int) -> Canvas:
    """Four boards of a dark wooden shelf, full of books that somebody reads."""
    draw = np.random.default_rng(41)
    canvas = np.zeros((side, side, 3))
    canvas[:] = (0.045, 0.032, 0.022)
    unit = side / 100
    boards = (-6.0, 21.5, 49.5, 77.5, 105.0)
    for top, bottom in pairwise(boards):
        x = -1.0
        while x < 101:
            chance = draw.random(8)
            if chance[0] < 0.07:
                x += 2.0 + 5.0 * chance[1]  # a gap, somebody has that one
                continue
            width = 2.0 + 3.4 * chance[1] * chance[2] + 0.5 * chance[3]
            height = (bottom - top - 3.6) * (0.66 + 0.27 * chance[4])
            _book(
                canvas,
                unit,
                x,
                bottom - height,
                width,
                height,
                _SPINES[int(chance[5] * len(_SPINES))],
                chance,
            )
            x += width + 0.12
        _rectangle(canvas, unit, 0, bottom, 100, bottom + 2.2, (0.135, 0.075, 0.040))
        _rectangle(canvas, unit, 0, bottom + 2.2, 100, bottom + 2.6, (0.03, 0.017, 0.010))
        _shade(canvas, unit, bottom + 2.6, bottom + 9.0, 0.35)
    for x in (-1.0, 71.0):
        _rectangle(canvas, unit, x, 0, x + 2.4, 100, (0.120, 0.066, 0.036))
        _rectangle(canvas, unit, x + 2.4, 0, x + 2.9, 100, (0.025, 0.015, 0.009))
    return canvas * (1.15 - 0.45 * _ramp(side, 0))


_SPINES: tuple[Colour, ...] = (
    (0.16, 0.045, 0.035), (0.045, 0.075, 0.13), (0.055, 0.10, 0.065), (0.30, 0.25, 0.16),
    (0.10, 0.055, 0.035),
    (0.36, 0.34, 0.29), (0.05, 0.05, 0.055), (0.20, 0.12, 0.04), (0.10, 0.13, 0.15), (0.13, 0.05, 0.08),
    (0.24, 0.20, 0.14), (0.035, 0.06, 0.075), (0.42, 0.38, 0.30), (0.09, 0.035, 0.03),
)  # fmt: skip


def _book(
    canvas: Canvas,
    unit: float,
    x: float,
    y: float,
    width: float,
    height: float,
    colour: Colour,
    chance: Canvas,
) -> None:
    shade = 0.8 + 0.4 * float(chance[6])
    left, right = max(0, round(x * unit)), min(canvas.shape[1], round((x + width) * unit))
    top, bottom = max(0, round(y * unit)), min(canvas.shape[0], round((y + height) * unit))
    if left >= right or top >= bottom:
        return
    across = (np.arange(left, right) / unit - x) / width * 2 - 1
    round_spine = 1.08 - 0.55 * across * across
    canvas[top:bottom, left:right] = round_spine[None, :, None] * shade * np.array(colour)[None, None, :]
    light = 1.9 if max(colour) < 0.2 else 0.45
    for low, high in ((0.10, 0.13), (0.84, 0.87)) if chance[7] < 0.5 else ((0.16, 0.36),):
        a, b = round((y + height * low) * unit), round((y + height * high) * unit)
        canvas[max(a, 0) : max(b, 0), left:right] *= light


def _office(side: int) -> Canvas:
    """A light wall, a window with blinds to the left, a picture and a cabinet to the right."""
    canvas = np.zeros((side, side, 3))
    canvas[:] = (0.50, 0.48, 0.44)
    canvas *= (1.06 - 0.42 * _ramp(side, 1)) * (1.04 - 0.16 * _ramp(side, 0))
    unit = side / 100
    # The window: frame, sky, buildings far away, the slats of a blind half let down.
    _rectangle(canvas, unit, -2, 6, 33, 66, (0.62, 0.61, 0.58))
    _rectangle(canvas, unit, 0, 8, 31, 64, (0.74, 0.83, 0.93))
    for left, top, right, colour in (
        (0, 45, 9, (0.36, 0.39, 0.42)), (8, 39, 15, (0.46, 0.49, 0.52)), (17, 48, 24, (0.42, 0.42, 0.41)),
        (23, 42, 31, (0.52, 0.54, 0.56)),
    ):  # fmt: skip
        _rectangle(canvas, unit, left, top, right, 64, colour)
    for at in range(11):
        slat = 8 + at * 2.2
        _rectangle(canvas, unit, 0, slat, 31, slat + 1.5, (0.70, 0.69, 0.66))
    _rectangle(canvas, unit, 15, 8, 16.4, 64, (0.60, 0.59, 0.56))
    _rectangle(canvas, unit, -2, 66, 35, 68, (0.56, 0.54, 0.50))
    # A framed print, mostly paper, and a shadow under it.
    _rectangle(canvas, unit, 70.8, 14.8, 91.8, 42.8, (0.30, 0.285, 0.26))
    _rectangle(canvas, unit, 70, 14, 91, 42, (0.055, 0.050, 0.045))
    _rectangle(canvas, unit, 71.2, 15.2, 89.8, 40.8, (0.66, 0.65, 0.61))
    _rectangle(canvas, unit, 74, 19, 87, 30, (0.17, 0.27, 0.32))
    _rectangle(canvas, unit, 74, 30, 87, 37, (0.42, 0.33, 0.21))
    # A cabinet with folders on it.
    _rectangle(canvas, unit, 64, 72, 101, 101, (0.30, 0.29, 0.27))
    _rectangle(canvas, unit, 63, 70.4, 101, 72.2, (0.25, 0.16, 0.085))
    _rectangle(canvas, unit, 82, 74, 82.6, 101, (0.16, 0.155, 0.145))
    for at, colour in enumerate(_FOLDERS):
        spine = 70 + at * 4.4
        _rectangle(canvas, unit, spine, 57.5, spine + 4.1, 70.4, colour)
        _rectangle(canvas, unit, spine + 1.0, 60, spine + 3.1, 64, (0.60, 0.59, 0.55))
    return canvas


_FOLDERS: tuple[Colour, ...] = (
    (0.07, 0.11, 0.17), (0.07, 0.11, 0.17), (0.32, 0.31, 0.29), (0.10, 0.15, 0.11), (0.07, 0.11, 0.17),
)  # fmt: skip


def _rectangle(
    canvas: Canvas, unit: float, left: float, top: float, right: float, bottom: float, colour: Colour
) -> None:
    """Fill a box given in hundredths of the side."""
    rows = slice(max(0, round(top * unit)), max(0, round(bottom * unit)))
    canvas[rows, max(0, round(left * unit)) : max(0, round(right * unit))] = colour


def _shade(canvas: Canvas, unit: float, top: float, bottom: float, darkest: float) -> None:
    """The shadow under a board."""
    a, b = max(0, round(top * unit)), min(canvas.shape[0], round(bottom * unit))
    if b > a:
        canvas[a:b] *= np.linspace(darkest, 1.0, b - a)[:, None, None]


def _ramp(side: int, axis: int) -> Canvas:
    """0…1 along an axis, to be multiplied with (side, side, 3)."""
    at = np.arange(side) / side
    return at[:, None, None] if axis == 0 else at[None, :, None]


def _out_of_focus(canvas: Canvas, side: int, share: float) -> Canvas:
    """The canvas blurred over about twice ``share`` of its side, at ``side`` pixels."""
    reach = max(1, round(canvas.shape[0] * share))
    for _ in range(3):
        for axis in (0, 1):
            canvas = _box(canvas, reach, axis)
    return (canvas[0::2, 0::2] + canvas[1::2, 0::2] + canvas[0::2, 1::2] + canvas[1::2, 1::2]) / 4


def _box(canvas: Canvas, reach: int, axis: int) -> Canvas:
    """The mean over 2 reach + 1 neighbours along an axis; the edge repeats."""
    around = [(reach + 1, reach) if each == axis else (0, 0) for each in range(3)]
    total = np.cumsum(np.pad(canvas, around, mode="edge"), axis=axis)
    wide = 2 * reach + 1
    upper = np.take(total, np.arange(wide, total.shape[axis]), axis=axis)
    lower = np.take(total, np.arange(total.shape[axis] - wide), axis=axis)
    return np.asarray((upper - lower) / wide)
