"""Hair with a volume of its own: long hair parted in the middle, and a bun.

Long hair is a sheet on each side. A strand leaves the parting, lies over the skull and falls from the height
of the temple, in front of the shoulder or behind it. The sheet is worn in layers: one that covers, and looser
ones over it that end sooner. Made once on the published mesh, in base coordinates.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from tools.stimuli.portraits.hair import HANGING
from tools.stimuli.portraits.mesh import ATTRIBUTES, Body, Floats, Indices, Part
from tools.stimuli.portraits.shells import hair_parameters
from tools.stimuli.portraits.tailoring import Points, Worn, grid_triangles, smooth, spline, tie

_MIDDLE = np.array([0.0, 7.55, 0.50])  # inside the skull
_STRANDS, _OVER, _FALL = 34, 14, 20  # columns; rows over the skull, rows below
_LAYERS = ((0.125, 0.62), (0.095, 0.80), (0.065, 0.94), (0.030, 1.0))  # off the skin, share of the strands
_BUN = (np.array([0.0, 8.36, -0.30]), np.array([0.40, 0.33, 0.36]))  # centre, radii


def long_part(body: Body, colour: tuple[float, float, float]) -> Part:
    """Long hair, the outermost layer first; the head's own shells cover the scalp beneath."""
    worn, attributes = _long_hair(_Skull(body))
    return _part("hair-long", worn, attributes, body, colour)


def bun_part(body: Body, colour: tuple[float, float, float]) -> Part:
    """The bun of tied hair, high at the back of the head."""
    worn, attributes = _bun(_Skull(body))
    return _part("hair-bun", worn, attributes, body, colour)


def _part(name: str, worn: Worn, attributes: Floats, body: Body, colour: tuple[float, float, float]) -> Part:
    return Part(
        name,
        "hair",
        worn.on(body),
        worn.triangles,
        worn.base.astype(np.float32),
        attributes=attributes,
        parameters=hair_parameters(colour, HANGING),
        seen_behind=True,
    )


class _Skull:
    """The published mesh, asked how far the head reaches in a direction. Equal for every body."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def __hash__(self) -> int:
        return 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Skull)

    def reach(self, directions: Points) -> Points:
        """The distance of the skin from the middle of the skull along unit directions (n, 3), ears apart."""
        base = self.body.base.astype(np.float64)[:13380]
        head = (base[:, 1] > 6.75) & (self.body.masks["ears"][:13380] < 0.3) & (base[:, 2] < 1.46)
        head &= (base[:, 1] > 7.5) | (base[:, 2] < 0.95)
        away = base[head] - _MIDDLE
        far = np.sqrt((away * away).sum(axis=1))
        unit = away / far[:, None]
        out = np.empty(len(directions))
        for at, direction in enumerate(directions):
            near = ((unit - direction) ** 2).sum(axis=1)
            weight = 1 / (near + 0.004)
            weight = weight * weight
            out[at] = (weight * far).sum() / weight.sum()
        return out


@cache
def _long_hair(skull: _Skull) -> tuple[Worn, Floats]:
    points: list[Points] = []
    faces: list[Indices] = []
    rows: list[Floats] = []
    first = 0
    for layer, (off, left) in enumerate(_LAYERS):
        for side in (1.0, -1.0):
            sheet, attributes = _sheet(skull, side, off, left, layer)
            triangles = grid_triangles(_OVER + _FALL, _STRANDS, first=first)
            faces.append(triangles if side > 0 else triangles[:, ::-1])
            points.append(sheet)
            rows.append(attributes)
            first += len(sheet)
    body = skull.body
    near = np.flatnonzero((body.base[:13380, 1] > 5.0) & (body.base[:13380, 1] < 8.6))
    near = near[np.abs(body.base[near, 0]) < 1.6]
    triangles = np.ascontiguousarray(np.concatenate(faces), dtype=np.int32)
    return tie(np.concatenate(points), triangles, body.base, near[::3], 8), np.concatenate(rows)


def _sheet(skull: _Skull, side: float, off: float, left: float, layer: int) -> tuple[Points, Floats]:
    """Points (rows · strands, 3) and attributes of one side of one layer."""
    u = np.linspace(0, 1, _STRANDS)
    # The parting, from the hairline over the crown to the back of the head.
    parting = spline(
        [
            (0.0, 8.06, 1.40), (0.0, 8.38, 1.08), (0.0, 8.49, 0.66),
            (0.0, 8.42, 0.22), (0.0, 8.12, -0.12), (0.0, 7.9, -0.28),
        ],
        5 * u * (1.1 - 0.1 * u),
    )  # fmt: skip
    # Where strands begin to fall: from before the ear, round to the nape.
    falling = spline(
        [
            (0.66, 7.42, 0.98), (0.84, 7.36, 0.68), (0.95, 7.30, 0.36),
            (0.80, 7.36, -0.02), (0.44, 7.40, -0.34), (0.0, 7.40, -0.46),
        ],
        5 * u,
    )  # fmt: skip
    falling[:, 0] *= side
    grid = np.empty((_OVER + _FALL, _STRANDS, 3))
    start, end = _unit(parting - _MIDDLE), _unit(falling - _MIDDLE)
    fall_far = np.sqrt(((falling - _MIDDLE) ** 2).sum(axis=1))
    for row in range(_OVER):
        t = row / (_OVER - 1)
        # Front strands first go sideways along the hairline, then down.
        direction = _unit(
            start * (1 - t) + end * t + (1 - u)[:, None] * t * (1 - t) * np.array([side * 0.55, 0.45, 0.10])
        )
        lifted = off + 0.06 * (1 - np.abs(2 * t - 0.9)) * (0.6 + 0.4 * u)
        lifted *= 0.40 + 0.60 * smooth(0.0, 0.3, u)  # flat on the brow
        lifted *= 0.62 + 0.38 * float(smooth(0.0, 0.35, np.array([t]))[0])  # and at the parting
        reach, wide = skull.reach(direction), float(smooth(0.5, 1.0, np.array([t]))[0])
        reach = (
            reach * (1 - wide)
            + np.maximum(reach, fall_far) * wide
            + lifted
            + 0.03 * smooth(0.6, 1.0, np.full(_STRANDS, t))
        )
        grid[row] = _MIDDLE + direction * reach[:, None]
    # Below: straight down, drawn in a little at the neck, then before the shoulder or behind it.
    last = grid[_OVER - 1]
    forward = 1 - smooth(0.16, 0.34, u)
    bottom = 5.12 * forward + 5.55 * (1 - forward) - 0.10 * u + 0.05 * layer
    for row in range(_FALL):
        t = (row + 1) / _FALL
        y = last[:, 1] + (bottom - last[:, 1]) * t
        below = np.clip((7.4 - y) / 2.3, 0, 1)
        out = last.copy()
        swing = smooth(0.0, 0.55, below) * (1 - smooth(0.55, 1.0, below) * 0.4)
        out[:, 0] += side * (-0.05 * swing + 0.06 * smooth(0.5, 1.0, below)) * (0.4 + 0.6 * (1 - u))
        out[:, 2] += forward * (0.02 * swing + 0.34 * smooth(0.55, 1.0, below))
        out[:, 2] -= (1 - forward) * 0.34 * smooth(0.35, 0.75, below) * (1 - u * 0.75)
        out[:, 1] = y
        grid[_OVER + row] = out
    # Locks: the sheet is not even.
    wave = _waves(u * 17 + 3.1 * layer + (5 if side > 0 else 0))
    for row in range(_OVER + _FALL):
        t = row / (_OVER + _FALL - 1)
        push = 0.020 * wave * smooth(0.1, 0.6, np.full(_STRANDS, t))
        level = grid[row] - np.array([0.0, 0.0, 0.25])
        level[:, 1] = 0
        grid[row] += _unit(level + 1e-9) * push[:, None]
    attributes = np.zeros((_OVER + _FALL, _STRANDS, ATTRIBUTES), np.float32)
    attributes[:, :, 0] = 0.55 + 0.45 * (len(_LAYERS) - 1 - layer) / (len(_LAYERS) - 1)
    attributes[:, :, 1] = 1.0
    attributes[:, :, 2] = u[None, :] + 3.0 * layer + (1.5 if side > 0 else 0.0)
    along = np.linspace(0, 1, _OVER + _FALL)
    attributes[:, :, 3] = along[:, None]
    kept = left - (1.02 - 0.25 * (layer == len(_LAYERS) - 1)) * np.clip((along - 0.80) / 0.20, 0, 1) ** 2
    attributes[:, :, 4] = kept[:, None]
    attributes[:, 0, 4] = np.minimum(attributes[:, 0, 4], 0.75)  # the strands nearest the face are loose
    return grid.reshape(-1, 3), attributes.reshape(-1, ATTRIBUTES)


def _unit(vectors: Points) -> Points:
    length = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.asarray(vectors / length)


def _waves(x: Points) -> Points:
    """A smooth wave of period 2, −1…1, with no sine in it."""
    t = x - 2 * np.floor(x / 2) - 1
    return np.asarray(4 * np.abs(t) * (1 - np.abs(t)) * np.sign(t))


@cache
def _bun(skull: _Skull) -> tuple[Worn, Floats]:
    rows, around = 18, 36
    centre, radii = _BUN
    points = np.empty((rows, around, 3))
    attributes = np.zeros((rows, around, ATTRIBUTES), np.float32)
    turn = np.linspace(0, 1, around)
    cos, sin = _circle(turn)
    for row in range(rows):
        t = row / (rows - 1)
        up, wide = _half_circle(t)
        # The axis leans back; coils wind round it.
        coil = 1 + 0.045 * _waves(np.full(around, 7.0 * t) + 2 * turn)
        local = np.stack([wide * cos * coil, np.full(around, up), wide * sin * coil], axis=1) * radii
        points[row, :, 0] = centre[0] + local[:, 0]
        points[row, :, 1] = centre[1] + 0.80 * local[:, 1] + 0.60 * local[:, 2]
        points[row, :, 2] = centre[2] - 0.60 * local[:, 1] + 0.80 * local[:, 2]
        attributes[row, :, 0] = 0.55 + 0.45 * coil - 0.10
        attributes[row, :, 1] = 1.0
        attributes[row, :, 2] = t * 0.8 + 0.286 * turn
        attributes[row, :, 3] = turn * 3
        attributes[row, :, 4] = 1.0
    body = skull.body
    near = np.flatnonzero((body.base[:13380, 1] > 7.7) & (body.base[:13380, 2] < 0.5))
    triangles = grid_triangles(rows, around)
    return tie(points.reshape(-1, 3), triangles, body.base, near, 8), attributes.reshape(-1, ATTRIBUTES)


def _circle(turn: Points) -> tuple[Points, Points]:
    """Cosine and sine of a whole turn 0…1, by the standard library (one number at a time)."""
    angles = [2 * math.pi * float(part) for part in turn]
    return np.array([math.cos(angle) for angle in angles]), np.array([math.sin(angle) for angle in angles])


def _half_circle(t: float) -> tuple[float, float]:
    """Height 1…−1 and width of a ball from pole to pole."""
    return math.cos(math.pi * t), math.sin(math.pi * t)
