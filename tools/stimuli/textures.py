"""Surfaces without an object: what occluders and neutral pictures are made of.

Greys are sRGB. ``contrast`` c spreads them over level ± c/2, cut to 0..1: uniformly for noise, by two values
for stripes (vertical, ``period`` pixels from one to the next) and checks, evenly from left to right for a
gradient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.stimulus import Texture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def texture(recipe: Texture) -> NDArray[np.uint8]:
    """The surface: (height, width, 3) bytes of RGB. The same recipe gives the same bytes everywhere."""
    import numpy as np  # slow import

    shape = (recipe.height, recipe.width)
    rows, columns = np.indices(shape)
    half = max(1, recipe.period // 2)
    if recipe.pattern == "plain":
        wave = np.zeros(shape)
    elif recipe.pattern == "noise":
        # PCG64's integers are the same on every machine and version; its floats come from them.
        wave = np.random.Generator(np.random.PCG64(recipe.seed)).random(shape) - 0.5
    elif recipe.pattern == "stripes":
        wave = np.where(columns // half % 2 == 0, 0.5, -0.5)
    elif recipe.pattern == "checks":
        wave = np.where((columns // half + rows // half) % 2 == 0, 0.5, -0.5)
    else:
        wave = columns / max(1, recipe.width - 1) - 0.5
    grey = np.clip(np.rint(255 * (recipe.level + recipe.contrast * wave)), 0, 255).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)
