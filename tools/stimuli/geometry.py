"""Where the changes that move things put them: a picture is stretched and moved, never bent.

Places here are continuous: 0 is the left (top) edge of the first pixel, so the centre of pixel i is i + 1/2.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from tools.stimulus import Change

Place: TypeAlias = tuple[int, int]
Box: TypeAlias = tuple[int, int, int, int]  # left, top, width, height

MOVING: frozenset[Change] = frozenset({"flip", "shift", "scale", "crop"})
"""The changes that move what a picture shows; all others leave every thing in its place."""


class Move(NamedTuple):
    """x becomes ``across`` · x + ``right``, y becomes ``down`` · y + ``lower``."""

    across: float = 1.0
    right: float = 0.0
    down: float = 1.0
    lower: float = 0.0

    def forth(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the picture is after the change."""
        return self.across * x + self.right, self.down * y + self.lower

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the changed picture was."""
        return (x - self.right) / self.across, (y - self.lower) / self.down


def move_of(change: Change, amount: float, size: tuple[int, int], at: Place | None = None) -> Move:
    """What a change does to the places of a picture of ``size`` (width, height)."""
    width, height = size
    if change == "flip" and amount:
        return Move(across=-1.0, right=float(width))
    if change == "shift":
        return Move(right=amount)
    if change == "scale":
        left, top, across, down = shrunk_window(width, height, amount)
        return Move(across / width, left, down / height, top)
    if change == "crop":
        left, top, across, down = kept_window(width, height, amount, at)
        return Move(width / across, -left * width / across, height / down, -top * height / down)
    return Move()


def shrunk_window(width: int, height: int, share: float) -> Box:
    """Where the whole picture lies once shrunk to ``share`` of each side and centred."""
    across, down = max(1, round(width * share)), max(1, round(height * share))
    return (width - across) // 2, (height - down) // 2, across, down


def kept_window(width: int, height: int, share: float, at: Place | None = None) -> Box:
    """Which part of the picture is kept: ``share`` of each side about ``at``, or about the centre; the window
    is moved inwards where it would leave the picture."""
    across, down = max(1, round(width * share)), max(1, round(height * share))
    x, y = at if at is not None else (width // 2, height // 2)
    left = min(max(0, x - across // 2), width - across)
    return left, min(max(0, y - down // 2), height - down), across, down
