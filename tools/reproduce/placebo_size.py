"""How large the placebo of a comparison is: it cannot be inert (honesty rule 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.reproduce.groups import PLACEBO_SHIFT, Design
from tools.stimuli.cases import Shown

if TYPE_CHECKING:
    from tools.bench import Bench

SIZED = 4  # pictures: the mean hardly changes with more


def size_of_placebo(bench: Bench, design: Design) -> float:
    """Mean absolute change of a channel, in 8-bit levels; of sentences, the one word that gives way."""
    from tools.stimuli.changes import difference

    pictures = [each for unit in design.cells[:SIZED] for each in unit[0] if isinstance(each, Shown)]
    if not pictures:
        return 1.0
    sizes = [difference(bench.pixels(each.recipe), "shift", PLACEBO_SHIFT) for each in pictures]
    return sum(sizes) / len(sizes)
