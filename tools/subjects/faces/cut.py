"""How the package "fer" cuts a face out: the box made square, widened, and brought to 64 × 64 grey pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import StimulusRefused
from tools.examination import Box
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MARGIN = 10
"""Pixels of the picture that are added on each side, whatever the size of the face."""
SIDE = 64
_BORDER = 40  # the picture is given this border first, of the mean grey of its last two rows


def cut_face(grey: NDArray[np.uint8], box: Box, margin: int = MARGIN) -> NDArray[np.uint8]:
    """The face (64, 64) in a grey picture (rows, columns).

    Raises :class:`StimulusRefused` (``box_outside``) for a box that has nothing in the picture.
    """
    import cv2  # slow import
    import numpy as np

    left, top, side = _square(box)
    shade = float(grey[-2:].mean())
    wide = cv2.copyMakeBorder(
        grey, _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_CONSTANT, value=[shade] * 3
    )
    first_row, first_column = max(0, top - margin + _BORDER), max(0, left - margin + _BORDER)
    last_row, last_column = top + side + margin + _BORDER, left + side + margin + _BORDER
    face = wide[first_row : max(0, last_row), first_column : max(0, last_column)]
    if side < 1 or not face.size:
        raise StimulusRefused(
            "box_outside",
            Words(
                fr=f"Le cadre {side} × {side} ({left}, {top}) est hors de l’image.",
                en=f"The box {side} × {side} ({left}, {top}) is outside of the picture.",
            ),
        )
    return np.asarray(cv2.resize(face, (SIDE, SIDE)))


def shrink_face(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A face that somebody cut out already, at 64 × 64."""
    import cv2  # slow import
    import numpy as np

    return np.asarray(cv2.resize(grey, (SIDE, SIDE)))


def _square(box: Box) -> tuple[int, int, int]:
    """The shorter side grows, about the middle rounded down: left, top, side in whole pixels."""
    left, top, width, height = (round(each) for each in (box.left, box.top, box.width, box.height))
    if height > width:
        left -= (height - width) // 2
    else:
        top -= (width - height) // 2
    return left, top, max(width, height)
