"""Why a window is a face to a cascade or not: each stage's votes against its threshold.

This is the finder's own attribution: nothing is estimated, the sums are those that cv2 decides on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from tools.errors import CallRefused
from tools.subjects.haar.cascade import Cascade
from tools.subjects.haar.evaluation import passes, rows_tried, stage_sums, votes
from tools.subjects.haar.pyramid import FACTOR, Level, level_of, scaled, scales_of
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Window = tuple[int, int, int]
"""x, y of the top left corner and side, in pixels of the picture."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StageVote(_Part):
    """One stage: what its trees' votes came to, and what was needed. ``margin`` is the difference."""

    stage: int  # from 1
    trees: int
    sum: float
    threshold: float
    margin: float
    passed: bool


class TreeVote(_Part):
    """One tree of the stage that decided: its vote, the best it could have given, and where it looked first.

    ``boxes`` are the rectangles (left, top, width, height, in pixels of the picture) of its first feature
    with the weight of each one's grey.
    """

    tree: int  # from 1
    vote: float
    best: float
    boxes: tuple[tuple[float, float, float, float, float], ...]


class Trace(_Part):
    """The whole story of one window.

    ``window`` is the nearest that the finder can try to the one asked for. ``contrast`` is the standard
    deviation of its grey levels without the border; ``too_flat`` says that it is 10 or less: cv2 then
    rejects the window before the first stage. ``rejected_by`` is the first stage that fails, from 1, and
    ``margin`` what its sum lacks, below 0 (where all pass: what the last one has to spare).
    ``stages`` goes on after a rejection. ``votes`` are those of the stage that decided.
    """

    asked: Window
    window: Window
    scale: float
    contrast: float
    too_flat: bool
    accepted: bool
    rejected_by: int | None
    margin: float
    stages: tuple[StageVote, ...]
    votes: tuple[TreeVote, ...]


class ScalePass(_Part):
    """What became of the windows of one size.

    ``places`` is how many windows of this side the finder's steps give; ``skipped`` those it jumps over next
    to one that the first stage rejects; ``flat`` those rejected for want of contrast; ``reached[k]`` how many
    passed the first k stages, so the last one is how many were accepted. By rounding, a window at the border
    may overhang it by a pixel or two; cv2 clips the boxes that it tells.
    """

    side: int
    scale: float
    places: int
    skipped: int
    flat: int
    reached: tuple[int, ...]
    accepted: tuple[Window, ...]


def trace(cascade: Cascade, grey: NDArray[np.uint8], window: Window, factor: float = FACTOR) -> Trace:
    """Follow one window of a grey picture (rows, columns) through every stage.

    Raises :class:`CallRefused` (``bad_window``) for a window outside of the picture, or one of a size that
    the finder never tries.
    """
    import numpy as np

    x, y, side = window
    height, width = grey.shape
    scales = scales_of((height, width), cascade.side, factor)
    over = 1 + side / (2 * cascade.side)  # what rounding lets the finder's own windows overhang
    if x < 0 or y < 0 or side < 1 or x + side > width + over or y + side > height + over or not scales:
        raise _bad_window(window, cascade.side, (width, height))
    scale = min(scales, key=lambda each: abs(np.log(each * cascade.side / side)))
    level = level_of(grey, scale, cascade.side)
    row, column = _nearest(y, level, rows_tried(level, width)), _nearest(x, level, level.reach[1])
    places = level.places(np.array([row]), np.array([column]))
    normaliser, varied = level.normaliser(places)
    stages = []
    for number, stage in enumerate(cascade.stages, 1):
        total = float(stage_sums(cascade, stage, level, places, normaliser)[0])
        stages.append(
            StageVote(
                stage=number,
                trees=len(stage.trees),
                sum=total,
                threshold=stage.threshold,
                margin=total - stage.threshold,
                passed=total >= stage.threshold,
            )
        )
    failed = next((each for each in stages if not each.passed), None)
    decided = failed or stages[-1]
    corner = (scaled(column, scale), scaled(row, scale))
    return Trace(
        asked=window,
        window=(*corner, level.side),
        scale=scale,
        contrast=float(level.deviation(places)[0]),
        too_flat=not bool(varied[0]),
        accepted=failed is None and bool(varied[0]),
        rejected_by=failed.stage if failed else None,
        margin=decided.margin,
        stages=tuple(stages),
        votes=_votes(cascade, decided.stage, level, places, normaliser, corner),
    )


def scales(cascade: Cascade, grey: NDArray[np.uint8], factor: float = FACTOR) -> tuple[ScalePass, ...]:
    """What became of all windows of a grey picture (rows, columns), by their size."""
    found = []
    for one in passes(cascade, grey, factor):
        level = one.level
        found.append(
            ScalePass(
                side=level.side,
                scale=level.scale,
                places=one.skipped + one.flat + one.reached[0],
                skipped=one.skipped,
                flat=one.flat,
                reached=one.reached,
                accepted=tuple(
                    (scaled(int(column), level.scale), scaled(int(row), level.scale), level.side)
                    for row, column in zip(one.rows, one.columns, strict=True)
                ),
            )
        )
    return tuple(found)


def _votes(
    cascade: Cascade,
    stage: int,
    level: Level,
    places: NDArray[np.intp],
    normaliser: NDArray[np.float32],
    corner: tuple[int, int],
) -> tuple[TreeVote, ...]:
    found = []
    for number, tree in enumerate(cascade.stages[stage - 1].trees, 1):
        found.append(
            TreeVote(
                tree=number,
                vote=float(votes(cascade, tree, level, places, normaliser)[0]),
                best=float(tree.leaves.max()),
                boxes=tuple(
                    (
                        corner[0] + each.left * level.scale,
                        corner[1] + each.top * level.scale,
                        each.width * level.scale,
                        each.height * level.scale,
                        each.weight,
                    )
                    for each in cascade.features[tree.features[0]]
                ),
            )
        )
    return tuple(found)


def _nearest(position: int, level: Level, reach: int) -> int:
    """The window of a level that begins nearest to a position of the picture, among those on its steps."""
    last = (reach - 1) // level.step
    return min(last, max(0, round(position / level.scale / level.step))) * level.step


def _bad_window(window: Window, least: int, size: tuple[int, int]) -> CallRefused:
    x, y, side = window
    shown = f"{side} × {side} ({x}, {y})"
    return CallRefused(
        "bad_window",
        Words(
            fr=f"La fenêtre {shown} sort de l’image ({size[0]} × {size[1]}), ou l’image est trop petite.",
            en=f"The window {shown} leaves the picture ({size[0]} × {size[1]}), or that is too small.",
        ),
        Words(
            fr=f"Donnez une fenêtre d’au moins {least} pixels dans l’image.",
            en=f"Give a window of at least {least} pixels inside the picture.",
        ),
    )
