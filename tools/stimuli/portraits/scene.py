"""All parts as one set of arrays, the head turned, seen by the camera."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.stimuli.portraits.geometry import vertex_normals
from tools.stimuli.portraits.mesh import ATTRIBUTES, MATERIALS, Body, Floats, Indices, Part
from tools.stimulus import Portrait

DISTANCE = 13.0  # of the camera from the plane of the eyes, set decimetres
FIELD = 4.55  # height of what it sees in that plane at zoom 1
PARAMETERS = 16

# Above the upper the head turns as one, below the lower nothing moves (base decimetres).
_NECK = (5.75, 6.55)
_PIVOT_BASE_Y = 6.35


@dataclass(frozen=True, eq=False)
class Scene:
    """n vertices, m triangles, p parts.

    ``vertices``, ``normals``, ``base`` (n, 3); ``attributes`` (n, 8); ``triangles`` (m, 3); ``part_of`` (m,);
    ``materials``, ``seen_behind``, ``casts`` (p,); ``parameters`` (p, 16).
    """

    vertices: Floats
    normals: Floats
    base: Floats
    attributes: Floats
    triangles: Indices
    part_of: Indices
    materials: Indices
    seen_behind: NDArray[np.bool_]
    casts: NDArray[np.bool_]
    parameters: Floats


class Pose:
    """The turn of the head: roll, then pitch, then yaw, about a point in the neck, blended by height."""

    def __init__(self, recipe: Portrait, body: Body) -> None:
        self.still = recipe.yaw == recipe.pitch == recipe.roll == 0
        self.turn = _turn(recipe.yaw, recipe.pitch, recipe.roll)
        joints = np.concatenate([body.groups["joint-head"].ravel(), body.groups["joint-neck"].ravel()])
        middle = body.vertices[joints].astype(np.float64)
        self.pivot = (middle.min(axis=0) + middle.max(axis=0)) / 2

    def turned(self, vectors: Floats, base: Floats, directions: bool = False) -> Floats:
        """Points (or directions) of a part with these base coordinates, after the pose."""
        if self.still:
            return vectors
        t = np.clip((base[:, 1].astype(np.float64) - _NECK[0]) / (_NECK[1] - _NECK[0]), 0, 1)
        weight = t * t * (3 - 2 * t)
        w, x, y, z = (weight * part for part in self.turn)
        w = w + (1 - weight)
        length = np.sqrt(w * w + x * x + y * y + z * z)
        w, x, y, z = w / length, x / length, y / length, z / length
        moved = vectors.astype(np.float64) if directions else vectors - self.pivot
        a, b, c = moved[:, 0], moved[:, 1], moved[:, 2]
        # v + 2 q × (q × v + w v), written out: no library of linear algebra sums in our order.
        p, q, r = y * c - z * b + w * a, z * a - x * c + w * b, x * b - y * a + w * c
        out = np.empty_like(moved)
        out[:, 0] = a + 2 * (y * r - z * q)
        out[:, 1] = b + 2 * (z * p - x * r)
        out[:, 2] = c + 2 * (x * q - y * p)
        if not directions:
            out += self.pivot
        return out.astype(np.float32)


def _turn(yaw: float, pitch: float, roll: float) -> tuple[float, float, float, float]:
    """The unit quaternion (w, x, y, z) of yaw ∘ pitch ∘ roll, angles in degrees."""

    def half(angle: float) -> tuple[float, float]:
        return math.cos(math.radians(angle) / 2), math.sin(math.radians(angle) / 2)

    def product(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float, float]:
        return (
            a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
            a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
            a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
            a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
        )

    # Positive: to the picture's right, up, leaning to the picture's right.
    (cy, sy), (cp, sp), (cr, sr) = half(yaw), half(-pitch), half(-roll)
    return product(product((cy, 0, sy, 0), (cp, sp, 0, 0)), (cr, 0, 0, sr))


def scene_of(parts: list[Part], pose: Pose) -> Scene:
    """All parts joined, posed."""
    vertices, normals, base, attributes, triangles, part_of, parameters = [], [], [], [], [], [], []
    first = 0
    for number, part in enumerate(parts):
        own = part.normals if part.normals is not None else vertex_normals(part.vertices, part.triangles)
        vertices.append(pose.turned(part.vertices, part.base))
        normals.append(pose.turned(own, part.base, directions=True))
        base.append(part.base)
        attributes.append(_or_zeros(part.attributes, (len(part.vertices), ATTRIBUTES)))
        triangles.append(part.triangles + np.int32(first))
        part_of.append(np.full(len(part.triangles), number, np.int32))
        parameters.append(_or_zeros(part.parameters, (PARAMETERS,)))
        first += len(part.vertices)
    return Scene(
        np.concatenate(vertices).astype(np.float32),
        np.concatenate(normals).astype(np.float32),
        np.concatenate(base).astype(np.float32),
        np.concatenate(attributes).astype(np.float32),
        np.ascontiguousarray(np.concatenate(triangles), dtype=np.int32),
        np.concatenate(part_of),
        np.array([MATERIALS.index(part.material) for part in parts], np.int32),
        np.array([part.seen_behind for part in parts], np.bool_),
        np.array([part.casts for part in parts], np.bool_),
        np.stack(parameters).astype(np.float32),
    )


def _or_zeros(given: Floats | None, shape: tuple[int, ...]) -> Floats:
    return np.zeros(shape, np.float32) if given is None else given


def on_picture(points: NDArray[np.floating], recipe: Portrait, grid: int = 1) -> NDArray[np.float64]:
    """Where points (n, 3) are seen: x, y from the upper left in pixels times ``grid``, and 1 / depth."""
    x, y, z = (points[:, at].astype(np.float64) for at in range(3))
    near = 1.0 / (DISTANCE - z)
    scale = DISTANCE / FIELD * recipe.zoom * recipe.side * grid
    seen = np.empty((len(points), 3))
    seen[:, 0] = (0.5 + recipe.shift_x) * recipe.side * grid + x * near * scale
    seen[:, 1] = (0.5 + recipe.shift_y) * recipe.side * grid - y * near * scale
    seen[:, 2] = near
    return seen
