"""What each stage of a cascade says of windows: our own evaluation, checked against cv2 window by window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.subjects.haar.cascade import Cascade, Stage, Tree
from tools.subjects.haar.pyramid import FACTOR, Level, level_of, scales_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.intp]
    Values = NDArray[np.float32]


@dataclass(frozen=True)
class Pass:
    """What became of the windows of one level.

    ``reached[k]`` counts the windows that passed the first k stages: ``reached[0]`` those that were varied
    enough to be judged, the last one those that were accepted. ``skipped`` counts those that cv2 never
    looks at, next to one that the first stage rejected, and ``flat`` those without contrast.
    ``rows`` and ``columns`` are the accepted windows' corners in pixels of the level, ``sums`` what their
    last stage's votes came to.
    """

    level: Level
    skipped: int
    flat: int
    reached: tuple[int, ...]
    rows: Indices
    columns: Indices
    sums: NDArray[np.float64]


def passes(cascade: Cascade, grey: NDArray[np.uint8], factor: float = FACTOR) -> Iterator[Pass]:
    """Every level of a picture (rows, columns), from the smallest window to the largest."""
    for scale in scales_of((grey.shape[0], grey.shape[1]), cascade.side, factor):
        level = level_of(grey, scale, cascade.side)
        yield _pass(cascade, level, rows_tried(level, grey.shape[1]))


def stage_sums(
    cascade: Cascade, stage: Stage, level: Level, places: Indices, over: Values
) -> NDArray[np.float64]:
    """What the votes of a stage's trees come to in each window (double sums of float32 votes, as cv2)."""
    import numpy as np

    total = np.zeros(len(places))
    for tree in stage.trees:
        total += votes(cascade, tree, level, places, over)
    return total


def votes(cascade: Cascade, tree: Tree, level: Level, places: Indices, over: Values) -> Values:
    """One tree's vote in each window."""
    import numpy as np

    # A place in a tree: 0 or more is a node, below that leaf −place − 1.
    place = np.zeros(len(places), np.intp)
    for node, feature in enumerate(tree.features):
        at = np.flatnonzero(place == node)
        if not at.size:
            continue
        value = level.feature(cascade.features[feature], places[at], over[at])
        branches = (tree.left[node], tree.right[node])
        left, right = (branch if branch > 0 else branch - 1 for branch in branches)
        place[at] = np.where(value < tree.thresholds[node], left, right)
    found: Values = tree.leaves[-place - 1]
    return found


def rows_tried(level: Level, columns: int) -> int:
    """How many rows of places cv2 goes through: it shares them among stripes, which may miss the last one.

    ``columns`` is the width of the whole picture, which decides on the number of stripes.
    """
    stripes = -(-(columns + 1 - level.window) // 32)
    stripe = max(-(-(level.reach[0] // level.step) // stripes), 1) * level.step
    return min(level.reach[0], stripe * stripes)


def _pass(cascade: Cascade, level: Level, height: int) -> Pass:
    import numpy as np

    width = level.reach[1]
    grid_rows, grid_columns = np.arange(0, height, level.step), np.arange(0, width, level.step)
    shape = (len(grid_rows), len(grid_columns))
    rows, columns = (each.ravel() for each in np.meshgrid(grid_rows, grid_columns, indexing="ij"))
    places = level.places(rows, columns)
    over, varied = level.normaliser(places)
    first = stage_sums(cascade, cascade.stages[0], level, places, over)
    rejected = (varied & (first < cascade.stages[0].threshold)).reshape(shape)
    looked = _looked_at(rejected).ravel()
    judged = looked & varied
    reached = [int(judged.sum())]
    at = np.flatnonzero(judged & ~rejected.ravel())
    sums = first[at]
    reached.append(at.size)
    for stage in cascade.stages[1:]:
        sums = stage_sums(cascade, stage, level, places[at], over[at])
        passed = sums >= stage.threshold
        at, sums = at[passed], sums[passed]
        reached.append(at.size)
    return Pass(
        level=level,
        skipped=int((~looked).sum()),
        flat=int((looked & ~varied).sum()),
        reached=tuple(reached),
        rows=rows[at],
        columns=columns[at],
        sums=sums,
    )


def _looked_at(rejected: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which windows (rows, columns) cv2 looks at: after one that the first stage rejects, it jumps one."""
    import numpy as np

    looked = np.ones_like(rejected)
    for column in range(1, rejected.shape[1]):
        looked[:, column] = ~(looked[:, column - 1] & rejected[:, column - 1])
    return looked
