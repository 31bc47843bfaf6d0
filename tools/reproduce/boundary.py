"""How well a matte is cut: overlap and distance between outlines, in pixels, of two yes-or-no masks.

Boundary F as in Csurka, Larlus and Perronnin (BMVC 2013): precision and recall of the outline's pixels within
a tolerance. Where a body leaves the picture, the picture's edge is no outline.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Cut(NamedTuple):
    """``overlap``: intersection over union; ``boundary``: mean distance of the outlines, both ways, pixels;
    ``boundary_f``: share of outline pixels that meet within the tolerance, harmonic mean of both ways."""

    overlap: float
    boundary: float
    boundary_f: float


def cut_quality(ours: NDArray[np.bool_], true: NDArray[np.bool_], tolerance: float) -> Cut:
    """Compare a mask (height, width) with the true one. Two masks without an outline agree.

    Where only one has an outline, the distance is the picture's diagonal: the whole body is missed.
    Raises :class:`ValueError` for masks of different sizes.
    """
    if ours.shape != true.shape:
        raise ValueError(f"{ours.shape} against {true.shape}")
    from scipy.ndimage import distance_transform_edt  # slow import

    union = int((ours | true).sum())
    overlap = float((ours & true).sum() / union) if union else 1.0
    one, other = outline(ours), outline(true)
    if not one.any() or not other.any():
        same = not one.any() and not other.any()
        return Cut(overlap, 0.0 if same else math.hypot(*ours.shape), float(same))
    away, back = distance_transform_edt(~other)[one], distance_transform_edt(~one)[other]
    precision, recall = float((away <= tolerance).mean()), float((back <= tolerance).mean())
    total = precision + recall
    return Cut(
        overlap, float((away.mean() + back.mean()) / 2), 2 * precision * recall / total if total else 0.0
    )


def outline(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The pixels of a mask that touch its outside, through a side."""
    from scipy.ndimage import binary_erosion  # slow import

    found: NDArray[np.bool_] = mask & ~binary_erosion(mask, border_value=1)
    return found
