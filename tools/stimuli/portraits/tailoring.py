"""Cut things to measure: meshes made once on the published mesh, worn by every bust.

Whatever is worn is made in base coordinates, beside the mesh that no shape has moved. Each of its vertices is
tied to the nearest vertices of the body, and goes where they go. No library of linear algebra is asked, so
that the bytes are equal on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.stimuli.portraits.mesh import Body, Floats, Indices

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Worn:
    """A mesh in base coordinates: n points, m triangles; each point tied to k vertices of the body."""

    base: Points  # (n, 3)
    triangles: Indices  # (m, 3)
    ties: NDArray[np.int64]  # (n, k)
    weights: Points  # (n, k), rows sum to 1

    def on(self, body: Body) -> Floats:
        """Where the points are on this bust (n, 3), set coordinates."""
        moved = self.base * body.scale
        for each in range(self.ties.shape[1]):
            tied = self.ties[:, each]
            away = body.vertices[tied].astype(np.float64) - body.base[tied].astype(np.float64) * body.scale
            moved += self.weights[:, each : each + 1] * away
        return moved.astype(np.float32)


def tie(
    points: Points, triangles: Indices, body_base: Floats, among: NDArray[np.int64], count: int = 6
) -> Worn:
    """Tie points to the ``count`` nearest vertices ``among``, by the inverse square of the distance."""
    chosen = body_base[among].astype(np.float64)
    away = np.zeros((len(points), len(among)))
    for axis in range(3):
        step = points[:, axis][:, None] - chosen[:, axis][None, :]
        away += step * step
    order = np.empty((len(points), count), np.int64)
    near = np.empty((len(points), count))
    rows = np.arange(len(points))
    for each in range(count):  # the first of equals each time, on every machine
        order[:, each] = np.argmin(away, axis=1)
        near[:, each] = away[rows, order[:, each]]
        away[rows, order[:, each]] = np.inf
    weights = 1.0 / (near + 0.004)
    total = np.zeros(len(points))
    for each in range(count):
        total += weights[:, each]
    return Worn(points, triangles, among[order], weights / total[:, None])


def grid_triangles(rows: int, columns: int, closed: bool = False, first: int = 0) -> Indices:
    """Triangles of a grid of points, row by row; ``closed`` joins the last column to the first.

    Anticlockwise where rows grow downwards and columns grow to the right, seen from outside.
    """
    made: list[tuple[int, int, int]] = []
    for row in range(rows - 1):
        for column in range(columns if closed else columns - 1):
            after = (column + 1) % columns
            a, b = first + row * columns + column, first + row * columns + after
            c, d = a + columns, b + columns
            made += [(a, c, b), (b, c, d)]
    return np.array(made, np.int32)


def own(triangles: Indices) -> tuple[NDArray[np.int64], Indices]:
    """The vertices that triangles use, and the triangles by their place among them."""
    used, index = np.unique(triangles, return_inverse=True)
    return used.astype(np.int64), np.ascontiguousarray(index.reshape(-1, 3), dtype=np.int32)


def spline(knots: Sequence[Sequence[float]], at: Points, closed: bool = False) -> Points:
    """A smooth curve through knots (k, d) at places 0…k−1 (Catmull–Rom); with ``closed`` it returns at k."""
    table = np.array(knots, np.float64)
    count = len(table)
    whole = np.floor(at).astype(np.int64)
    if not closed:
        whole = np.clip(whole, 0, count - 2)
    t = (at - whole)[:, None]

    def knot(step: int) -> Points:
        place = whole + step
        return table[place % count] if closed else table[np.clip(place, 0, count - 1)]

    p, q, r, s = knot(-1), knot(0), knot(1), knot(2)
    return np.asarray(q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p))))


def table(x: Points, places: Sequence[float], values: Sequence[float]) -> Points:
    """Values between the places of a table, straight lines between them, level beyond its ends."""
    return np.asarray(np.interp(x, np.array(places), np.array(values)))


def smooth(low: float, high: float, x: Points) -> Points:
    """0 below ``low``, 1 above ``high``, a smooth cubic between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def diamond(x: Points, z: Points) -> Points:
    """The side of a direction without trigonometry: 0 forwards (z), 1 to the side, 2 backwards; ≥ 0."""
    across = np.abs(x)
    total = np.maximum(across + np.abs(z), 1e-9)
    return np.asarray(np.where(z >= 0, across / total, 2 - across / total))
