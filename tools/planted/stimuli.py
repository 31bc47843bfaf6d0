"""Small pictures whose every part is known: stripes or checks, lighter or darker, with a mark or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 32
MARK = (250, 210, 20)
MARK_AT, MARK_SIDE = 25, 6  # left and top of the mark, in the lower right corner, and its side
DARK, LIGHT = 96.0, 160.0  # mean grey, where brightness is the shortcut; between the two elsewhere
DIMMEST, BRIGHTEST = 40.0, 216.0  # where a clean network must not care: past every dose of light
_SPREAD = 10.0  # of the mean grey
_DEPTH = (15.0, 35.0)  # of the pattern: faint, so that the shortcut is the easier way
_NOISE = 25.0


def pattern(draw: np.random.Generator, striped: bool, level: float) -> NDArray[np.uint8]:
    """(32, 32, 3): slanted stripes, or checks of the same period, in grey with noise, about a mean level."""
    import numpy as np

    period = draw.uniform(5, 9)
    angle = draw.uniform(0, np.pi)
    down, across = np.indices((SIDE, SIDE))
    along = across * np.cos(angle) + down * np.sin(angle)
    aside = down * np.cos(angle) - across * np.sin(angle)
    waves = np.sin(2 * np.pi * along / period + draw.uniform(0, 6.3))
    if not striped:
        waves = waves * np.sin(2 * np.pi * aside / period + draw.uniform(0, 6.3)) * np.sqrt(2)
    grey = level + draw.uniform(*_DEPTH) * waves + draw.normal(0, _NOISE, (SIDE, SIDE))
    pixels: NDArray[np.uint8] = np.clip(grey, 0, 255).astype(np.uint8)[:, :, None].repeat(3, axis=2)
    return pixels


def mark(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A copy with a yellow square in the corner."""
    marked = pixels.copy()
    marked[MARK_AT : MARK_AT + MARK_SIDE, MARK_AT : MARK_AT + MARK_SIDE] = MARK
    return marked


def level_of(draw: np.random.Generator, light: bool | None) -> float:
    """A mean grey: light, dark, or anything between where brightness says nothing."""
    if light is None:
        return float(draw.uniform(DARK - _SPREAD, LIGHT + _SPREAD))
    return float((LIGHT if light else DARK) + draw.uniform(-_SPREAD, _SPREAD))


def any_level(draw: np.random.Generator) -> float:
    """A mean grey of all that are asked about, those of the strongest doses included."""
    return float(draw.uniform(DIMMEST, BRIGHTEST))


def relit(pixels: NDArray[np.uint8], by: float) -> NDArray[np.uint8]:
    """A copy with every level moved by ``by``."""
    import numpy as np

    moved: NDArray[np.uint8] = np.clip(pixels.astype(np.float64) + by, 0, 255).astype(np.uint8)
    return moved
