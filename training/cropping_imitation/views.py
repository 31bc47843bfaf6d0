"""Many different views of a source: windows at many scales, light changes, montages, one thing on another."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

Pixels = NDArray[np.uint8]
Draw = Callable[[np.random.Generator], Pixels]

# (height, width) of prepared pictures, as the usual shapes of photographs give them; the last two are the
# montages of two squares that the laboratory shows.
SHAPES = (
    (320, 320),
    (240, 320),
    (320, 240),
    (213, 320),
    (320, 213),
    (180, 320),
    (320, 180),
    (160, 320),
    (320, 160),
)
SHARES = (0.2, 0.12, 0.12, 0.15, 0.12, 0.06, 0.05, 0.1, 0.08)


def view(shape: tuple[int, int], source: Draw, draw: np.random.Generator) -> Pixels:
    """One picture (height, width, 3) of ``shape``; ``source`` draws the pixels of a source."""
    height, width = shape
    if max(height, width) == 2 * min(height, width):  # two squares beside or above each other
        made = np.concatenate(
            [_window((160, 160), source(draw), draw) for _ in range(2)], axis=int(width > height)
        )
        return made if draw.random() < 0.75 else _light(made, draw)
    made = _window(shape, source(draw), draw)
    if draw.random() < 0.12:
        made = _pasted(made, source(draw), draw)
    return made


def _window(shape: tuple[int, int], pixels: Pixels, draw: np.random.Generator) -> Pixels:
    """A window of the shape's proportions, at a random place and scale, perhaps mirrored or relit."""
    height, width = shape
    rows, columns = pixels.shape[:2]
    largest = min(rows / height, columns / width)
    # Mostly large windows: whole photographs are what people show.
    scale = largest * float(1.0 - 0.65 * draw.random() ** 1.5)
    high, wide = max(8, int(scale * height)), max(8, int(scale * width))
    top, left = int(draw.integers(0, rows - high + 1)), int(draw.integers(0, columns - wide + 1))
    image = Image.fromarray(pixels[top : top + high, left : left + wide])
    way = Image.Resampling.LANCZOS if draw.random() < 0.8 else Image.Resampling.BILINEAR
    image = image.resize((width, height), way)
    if draw.random() < 0.5:
        image = ImageOps.mirror(image)
    made = np.asarray(image, dtype=np.uint8)
    return _light(made, draw) if draw.random() < 0.5 else made


def _light(pixels: Pixels, draw: np.random.Generator) -> Pixels:
    """One or two of: brightness, contrast, colour, gamma, grey, tint, softness, compression, grain."""
    image = Image.fromarray(pixels)
    for kind in draw.choice(9, size=int(draw.integers(1, 3)), replace=False):
        amount = float(draw.uniform(0.55, 1.6))
        if kind == 0:
            image = ImageEnhance.Brightness(image).enhance(amount)
        elif kind == 1:
            image = ImageEnhance.Contrast(image).enhance(amount)
        elif kind == 2:
            image = ImageEnhance.Color(image).enhance(2 * amount - 1)
        elif kind == 3:
            image = image.point([int(255 * (value / 255) ** amount + 0.5) for value in range(256)] * 3)
        elif kind == 4 and draw.random() < 0.5:
            image = ImageOps.grayscale(image).convert("RGB")
        elif kind == 5:
            gains = draw.uniform(0.8, 1.2, 3)
            image = Image.fromarray(np.clip(np.asarray(image) * gains, 0, 255).astype(np.uint8))
        elif kind == 6 and draw.random() < 0.5:
            image = image.filter(ImageFilter.GaussianBlur(float(draw.uniform(0.4, 1.6))))
        elif kind == 7:
            packed = io.BytesIO()
            image.save(packed, "JPEG", quality=int(draw.integers(25, 90)))
            image = Image.open(packed).convert("RGB")
        elif kind == 8 and draw.random() < 0.5:
            grain = draw.normal(0, draw.uniform(2, 9), pixels.shape)
            image = Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))
    return np.asarray(image, dtype=np.uint8)


def _pasted(ground: Pixels, pixels: Pixels, draw: np.random.Generator) -> Pixels:
    """A window of another picture on this one, as a rectangle or an ellipse."""
    rows, columns = ground.shape[:2]
    high, wide = (int(side * draw.uniform(0.2, 0.6)) for side in (rows, columns))
    patch = _window((high, wide), pixels, draw)
    top, left = int(draw.integers(0, rows - high + 1)), int(draw.integers(0, columns - wide + 1))
    made = ground.copy()
    y, x = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    inside = (x * x + y * y <= 1) if draw.random() < 0.5 else np.ones((high, wide), dtype=bool)
    made[top : top + high, left : left + wide][inside] = patch[inside]
    return made
