"""Bring a picture to the size of a graph as MediaPipe does on a processor.

It maps corners on corners, without the half pixel of ordinary resizing: twice smaller takes every second
pixel as it is. Beyond the picture all is black.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def stretched(pixels: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.uint8]:
    """The whole picture on (rows, columns, 3), whatever its proportions."""
    height, width, _ = pixels.shape
    return _sampled(pixels, (0.0, 0.0, float(width), float(height)), rows, columns)


def letterboxed(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The whole picture in the middle of a square of ``side`` pixels, its proportions kept."""
    return _sampled(pixels, square_around(pixels.shape[1], pixels.shape[0]), side, side)


def square_around(width: int, height: int) -> tuple[float, float, float, float]:
    """(left, top, width, height) of the smallest square around a picture, in its pixels."""
    side = float(max(width, height))
    return (width - side) / 2, (height - side) / 2, side, side


def _sampled(
    pixels: NDArray[np.uint8], window: tuple[float, float, float, float], rows: int, columns: int
) -> NDArray[np.uint8]:
    import cv2  # slow import
    import numpy as np

    left, top, width, height = window
    corners = np.array([[0, 1], [0, 0], [1, 0], [1, 1]], dtype=np.float32)
    there = corners * np.array([width, height], dtype=np.float32) + np.array([left, top], dtype=np.float32)
    here = corners * np.array([columns, rows], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(there, here)
    sampled = cv2.warpPerspective(np.ascontiguousarray(pixels), matrix, (columns, rows))
    return np.asarray(sampled, dtype=np.uint8)
