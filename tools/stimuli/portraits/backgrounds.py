"""What is behind the bust."""

from __future__ import annotations

import numpy as np

from tools.stimuli.portraits.mesh import Floats
from tools.stimuli.portraits.tones import linear
from tools.stimulus import Portrait


def background(recipe: Portrait) -> Floats:
    """The ground as linear light (H, W, 3)."""
    return np.full((recipe.side, recipe.side, 3), linear(recipe.background_level), np.float32)
