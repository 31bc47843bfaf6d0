"""Glasses: two dark rims on the eyes' axes, a bridge, temples over the ears. Lenses without reflections."""

from __future__ import annotations

import math

import numpy as np

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import Body, Floats, Indices, Part
from tools.stimuli.portraits.tailoring import Points, grid_triangles, spline

COLOUR = (0.020, 0.016, 0.014)  # linear: dark brown horn
_WIDE, _HIGH = 0.262, 0.188  # half axes of a rim, base decimetres
_TUBE = 0.019
_AROUND, _SECTION = 48, 8
_BASE_EYE = (0.308, 7.284, 1.237)  # where the eyes are on the published mesh


def glasses_part(body: Body) -> Part:
    """The glasses of a bust: as wide as its eyes are apart, in front of its brow."""
    frame = _Heap()
    eyes = {1.0: np.array(body.left_eye), -1.0: np.array(body.right_eye)}
    front = _front(body)
    for side, eye in eyes.items():
        ring = _rim(eye, side, front, body.scale)
        frame.add(*_tube(ring, _TUBE * body.scale, closed=True))
        frame.add(*_tube(_temple(body, ring, side), _TUBE * 0.85 * body.scale, closed=False))
    frame.add(*_tube(_bridge(eyes, front, body.scale), _TUBE * 0.9 * body.scale, closed=False))
    return frame.part()


class _Heap:
    """Meshes put together into one part."""

    def __init__(self) -> None:
        self._points: list[Points] = []
        self._faces: list[Indices] = []
        self._count = 0

    def add(self, points: Points, faces: Indices) -> None:
        self._points.append(points)
        self._faces.append(faces + np.int32(self._count))
        self._count += len(points)

    def part(self) -> Part:
        parameters = np.zeros(16, np.float32)
        parameters[:3] = COLOUR
        return Part(
            "glasses",
            "glasses",
            np.concatenate(self._points).astype(np.float32),
            np.ascontiguousarray(np.concatenate(self._faces), dtype=np.int32),
            np.repeat(np.array([_BASE_EYE], np.float32), self._count, axis=0),  # turns with the head
            parameters=parameters,
            seen_behind=True,
        )


def _front(body: Body) -> float:
    """The plane of the rims: clear of the brow, the lids and the bridge of this nose."""
    base = body.base
    region = (np.abs(base[:, 0]) < 0.56) & (base[:, 1] > 7.12) & (base[:, 1] < 7.46) & (base[:, 2] > 1.1)
    region[13380:] = False
    beside = region & (np.abs(base[:, 0]) > 0.10)
    return float(body.vertices[beside, 2].max()) + 0.045


def _rim(eye: Points, side: float, front: float, scale: float) -> Points:
    """A rounded rectangle round an eye, bent back towards the temple."""
    points = []
    for at in range(_AROUND):
        angle = 2 * math.pi * at / _AROUND
        cos, sin = math.cos(angle), math.sin(angle)
        # A squircle: |x|³ + |y|³ = 1, flatter above.
        size = (abs(cos * cos * cos) + abs(sin * sin * sin)) ** (-1 / 3)
        x = (_WIDE * cos * size + 0.012) * scale
        y = (_HIGH * sin * size * (0.94 if sin > 0 else 1.0) - 0.012) * scale
        points.append((eye[0] + side * x, eye[1] + y, front - 0.30 * max(x + 0.05, 0.0) ** 2 / scale))
    return np.array(points)


def _bridge(eyes: dict[float, Points], front: float, scale: float) -> Points:
    """A small arch from rim to rim over the nose."""
    left = eyes[1.0][0] - (_WIDE - 0.014) * scale
    right = eyes[-1.0][0] + (_WIDE - 0.014) * scale
    y = float(eyes[1.0][1] + eyes[-1.0][1]) / 2 + 0.02 * scale
    middle = (left + right) / 2
    knots = [(left, y, front), (middle, y + 0.045 * scale, front + 0.05 * scale), (right, y, front)]
    return spline(knots, np.linspace(0, 2, 13))


def _temple(body: Body, ring: Points, side: float) -> Points:
    """From the outer end of a rim to the ear, and a little behind it."""
    ear = body.vertices[body.marks["left_ear" if side > 0 else "right_ear"]].astype(np.float64)
    outer = ring[int(np.argmax(ring[:, 0] * side))]
    hinge = outer + np.array([side * 0.03, 0.06 * body.scale, -0.02])
    on_ear = np.array(
        [ear[0] - side * 0.075, max(ear[1] + 0.20 * body.scale, outer[1] - 0.02), ear[2] + 0.02]
    )
    between = (hinge + on_ear) / 2 + np.array([side * 0.045, 0.0, 0.0])
    behind = on_ear + np.array([-side * 0.02, -0.16, -0.20]) * body.scale
    return spline([tuple(hinge), tuple(between), tuple(on_ear), tuple(behind)], np.linspace(0, 3, 25))


def _tube(path: Points, radius: float, closed: bool) -> tuple[Points, Indices]:
    """A tube of eight sides along a path (n, 3)."""
    count = len(path)
    steps = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0)
    if not closed:
        steps[0], steps[-1] = path[1] - path[0], path[-1] - path[-2]
    along = steps / np.sqrt((steps**2).sum(axis=1, keepdims=True))
    up = np.array([0.0, 0.35, 1.0])
    across = np.stack([_cross(row, up) for row in along])
    across /= np.sqrt((across**2).sum(axis=1, keepdims=True))
    other = np.stack([_cross(a, b) for a, b in zip(across, along, strict=True)])
    points = []
    for at in range(count):
        for turn in range(_SECTION):
            angle = 2 * math.pi * turn / _SECTION
            points.append(path[at] + radius * (math.cos(angle) * across[at] + math.sin(angle) * other[at]))
    faces = grid_triangles(count, _SECTION, closed=True)
    if closed:
        last = grid_triangles(2, _SECTION, closed=True)
        joined = np.where(last >= _SECTION, last - _SECTION, last + (count - 1) * _SECTION)
        faces = np.concatenate([faces, joined.astype(np.int32)])
    return np.array(points), faces


def _cross(a: Points, b: Points) -> Points:
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


@kernel
def covers(x: float, y: float, z: float, attributes: Floats, parameters: Floats) -> bool:
    """Everywhere."""
    return True


@kernel
def surface(x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats) -> None:
    """Polished horn."""
    out[0], out[1], out[2] = parameters[0], parameters[1], parameters[2]
    out[3], out[4] = 0.28, 0.04
