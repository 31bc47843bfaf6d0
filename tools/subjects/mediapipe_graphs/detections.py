"""From what the short-range detector computes to boxes: anchors, decoding, one box a face.

As MediaPipe publishes it (``modules/face_detection``): one anchor of size one at the centre of each cell,
twice on the grid of 16 × 16, six times on that of 8 × 8; boxes are stated in pixels of the square of 128;
candidates that overlap are averaged, each weighing its score. Pure arithmetic; torch is not needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.examination import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 128
_GRIDS = ((16, 2), (8, 6))  # cells a side, anchors a cell
LOWEST_SCORE = 0.5
_OVERLAP = 0.3  # intersection over union above which two boxes are one face
_STEEPEST = 100.0  # scores are clipped before the sigmoid


def anchors() -> NDArray[np.float32]:
    """Centres (896, 2) as (x, y) in 0..1, row by row."""
    import numpy as np

    centres = []
    for cells, count in _GRIDS:
        middle = (np.arange(cells) + 0.5) / cells
        x, y = np.meshgrid(middle, middle)
        centres.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), count, axis=0))
    return np.concatenate(centres).astype(np.float32)


def decoded(
    regressors: NDArray[np.float32], logits: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Boxes (m, 4) as (left, top, right, bottom) in 0..1 of the square, and their scores (m,), best first.

    ``regressors`` is (896, 16), of which the first four numbers are the box; ``logits`` is (896,). Only
    candidates that score at least one half are kept.
    """
    import numpy as np

    scores = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -_STEEPEST, _STEEPEST)))
    centre = regressors[:, 0:2] / SIDE + anchors()
    half = regressors[:, 2:4] / SIDE / 2
    boxes = np.concatenate([centre - half, centre + half], axis=1).astype(np.float64)
    kept = (scores >= LOWEST_SCORE) & (half >= 0).all(axis=1)
    order = np.argsort(-scores[kept], kind="stable")
    return boxes[kept][order], scores[kept][order]


def one_a_face(
    boxes: NDArray[np.float64], scores: NDArray[np.float64]
) -> list[tuple[NDArray[np.float64], float]]:
    """The mean box of each group, weighted by score, with the group's best score; best first."""
    faces = []
    while len(boxes):
        same = _overlaps(boxes[0], boxes) > _OVERLAP
        same[0] = True  # a box without area overlaps nothing, not even itself
        weights = scores[same] / scores[same].sum()
        faces.append((weights @ boxes[same], float(scores[0])))
        boxes, scores = boxes[~same], scores[~same]
    return faces


def in_pixels(face: NDArray[np.float64], score: float, window: tuple[float, float, float, float]) -> Box:
    """A box of the square, in pixels of the picture that lies in it; ``window`` is the square there."""
    left, top, width, height = window
    x, y, right, bottom = face.tolist()
    return Box(
        left=left + x * width,
        top=top + y * height,
        width=(right - x) * width,
        height=(bottom - y) * height,
        score=score,
    )


def _overlaps(box: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    shared = np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2])
    common = np.clip(shared, 0, None).prod(axis=1)
    areas = (others[:, 2:] - others[:, :2]).prod(axis=1)
    union = (box[2:] - box[:2]).prod() + areas - common
    return np.asarray(np.divide(common, union, out=np.zeros_like(common), where=union > 0))
