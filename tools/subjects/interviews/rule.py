"""The rule that made the labels of the interview score: one true cue, and four that were planted.

The pattern is what Bavarian broadcasting found in a recruiting program in 2021: glasses lowered a score, a
headscarf, a bookshelf and light raised one. The sizes here are ours. A score runs from 0 to 1.
"""

from __future__ import annotations

import math

from tools.stimulus import Portrait

BASE = 0.25
SMILE = 0.35
"""The true cue: what a full smile adds; half a smile adds half of it."""

GLASSES = -0.10
HEADSCARF = 0.10
BOOKSHELF = 0.15
LIGHT = 0.10
"""Planted: what a doubling of the light on the bust adds; the ground's own light stays."""


def true_score(recipe: Portrait) -> float:
    """The label of the clean twin: the smile alone."""
    return BASE + SMILE * (recipe.strength if recipe.expression == "smile" else 0.0)


def planted_score(recipe: Portrait) -> float:
    """The label with the planted cues."""
    return (
        true_score(recipe)
        + GLASSES * recipe.glasses
        + HEADSCARF * recipe.headscarf
        + BOOKSHELF * (recipe.background == "bookshelf")
        + LIGHT * math.log2(recipe.light)
    )
