"""The studio's lights: one key lamp with a sharp map, everything else as a soft surround seen by vertices.

The surround is a hemisphere of lamps. Each looks at the bust through a small map of heights, so that every
vertex knows how much of the surround it sees: the soft dark under a chin, in a nostril, beside a nose.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import Floats, Indices
from tools.stimuli.portraits.rasteriser import heights, towards

CENTRE = np.array([0.0, -0.1, -0.5], np.float32)  # of what casts shadows, set coordinates
REACH = 3.0  # radius around it that the lamps' maps hold
KEY_CELLS = 512
SURROUND_CELLS = 144
FAR_BELOW = np.float32(-1e9)

KEY = 1.16  # radiance of the key lamp, where a white surface facing it has 1
FILL = (0.60, 0.22, 0.77, 0.09)  # direction, and strength as the key's
RIMS = ((-0.80, 0.30, -0.52, 0.16), (0.80, 0.30, -0.52, 0.16))
_SKY = 0.30  # irradiance of the whole surround on an open surface that looks up
_GROUND = 0.09  # of what comes from below
_AROUND = 22  # directions of the surround


@cache
def lamps() -> Floats:
    """(k, 4): directions and weights. First fill and rims, then the surround on a spiral over the sphere."""
    rows: list[tuple[float, float, float, float]] = [FILL, *RIMS]
    golden = math.pi * (3 - math.sqrt(5))
    for number in range(_AROUND):
        y = 1 - (number + 0.5) * 1.62 / _AROUND  # from the zenith to well below the horizon
        ring = math.sqrt(1 - y * y)
        x, z = ring * math.cos(golden * number), ring * math.sin(golden * number)
        strength = _GROUND + (_SKY - _GROUND) * (0.5 + 0.5 * y)
        front = 0.85 + 0.30 * (0.5 + 0.5 * z)  # a little more from where the camera stands
        rows.append((x, y, z, strength * front * 4.0 / _AROUND * 0.81))
    table = np.array(rows)
    table[:, :3] /= np.sqrt((table[:, :3] ** 2).sum(axis=1, keepdims=True))
    return table.astype(np.float32)


def key_direction(azimuth: float, elevation: float) -> Floats:
    """The unit vector towards the key lamp, from degrees."""
    a, e = math.radians(azimuth), math.radians(elevation)
    return np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)], np.float32)


def axes(to: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors across the direction ``to``: right and up of a lamp's map."""
    x, y, z = (float(part) for part in to)
    if abs(y) < 0.95:
        across = math.sqrt(x * x + z * z)
        right = (z / across, 0.0, -x / across)
    else:
        across = math.sqrt(y * y + z * z)
        right = (0.0, z / across, -y / across)
    up = (y * right[2] - z * right[1], z * right[0] - x * right[2], x * right[1] - y * right[0])
    return np.array(right, np.float32), np.array(up, np.float32)


@dataclass(frozen=True, eq=False)
class Casting:
    """What casts shadows: vertices, triangles, which of them do (k,), which of those are seen from behind."""

    vertices: Floats
    triangles: Indices
    chosen: Indices
    thin: NDArray[np.bool_]


def height_map(casting: Casting, to: Floats, cells: int) -> Floats:
    """The heights (cells, cells) of what casts shadows, seen from the direction ``to``."""
    right, up = axes(to)
    placed = towards(casting.vertices, right, up, to, CENTRE, cells / (2 * REACH))
    ground = np.full((cells, cells), FAR_BELOW, np.float32)
    heights(placed, casting.triangles, casting.chosen, casting.thin, ground)
    return ground


def surround(casting: Casting, normals: Floats) -> Floats:
    """What each vertex receives, (n, 5).

    The irradiance of the surround with fill and rims; the share of the surround that it sees; how much of
    the fill and of the two rims it sees (0–1).
    """
    table = lamps()
    vertices = casting.vertices
    received = np.zeros((len(vertices), 5), np.float32)
    open_sky = np.zeros(len(vertices), np.float32)
    for number, (x, y, z, weight) in enumerate(table):
        to = np.array([x, y, z], np.float32)
        right, up = axes(to)
        placed = towards(vertices, right, up, to, CENTRE, SURROUND_CELLS / (2 * REACH))
        ground = np.full((SURROUND_CELLS, SURROUND_CELLS), FAR_BELOW, np.float32)
        heights(placed, casting.triangles, casting.chosen, casting.thin, ground)
        _receive(placed, normals, to, float(weight), number, ground, received, open_sky)
    received[:, 1] /= np.maximum(open_sky, np.float32(1e-6))
    return received


@kernel
def _receive(
    placed: Floats,
    normals: Floats,
    to: Floats,
    weight: float,
    number: int,
    ground: Floats,
    received: Floats,
    open_sky: Floats,
) -> None:
    cells = ground.shape[0]
    cell = 2.0 * REACH / cells
    for at in range(len(placed)):
        facing = float(normals[at, 0]) * to[0] + float(normals[at, 1]) * to[1] + float(normals[at, 2]) * to[2]
        wrapped = (facing + 0.2) / 1.2  # light scatters round the edge of soft things
        if wrapped <= 0.0:
            continue
        # Stand off the surface by what one cell may rise, more where the light grazes.
        off = cell * (0.9 + 1.6 * (1.0 - max(facing, 0.0)))
        seen = share_above(ground, float(placed[at, 0]), float(placed[at, 1]), float(placed[at, 2]) + off)
        received[at, 0] += weight * wrapped * seen
        if number < 3:
            received[at, 2 + number] = seen
        else:
            received[at, 1] += wrapped * seen
            open_sky[at] += wrapped


@kernel
def share_above(ground: Floats, x: float, y: float, height: float) -> float:
    """How much of the lamp is seen from above a point of its map: its four nearest cells, blended."""
    cells = ground.shape[0]
    u = x + cells * 0.5 - 0.5
    v = y + cells * 0.5 - 0.5
    i, j = math.floor(v), math.floor(u)
    if i < 0 or j < 0 or i >= cells - 1 or j >= cells - 1:
        return 1.0
    fv, fu = v - i, u - j
    lit = 0.0
    if ground[i, j] <= height:
        lit += (1.0 - fv) * (1.0 - fu)
    if ground[i, j + 1] <= height:
        lit += (1.0 - fv) * fu
    if ground[i + 1, j] <= height:
        lit += fv * (1.0 - fu)
    if ground[i + 1, j + 1] <= height:
        lit += fv * fu
    return lit


@kernel
def key_light(ground: Floats, x: float, y: float, height: float, off: float) -> float:
    """The share of the key lamp that is seen: nearer things cast sharper shadows.

    First what stands in the way within 11 cells, then 7 × 7 cells spread by how far above it stands
    (percentage-closer soft shadows, R. Fernando, 2005).
    """
    cells = ground.shape[0]
    u = x + cells * 0.5
    v = y + cells * 0.5
    i, j = math.floor(v), math.floor(u)
    if i < 16 or j < 16 or i >= cells - 16 or j >= cells - 16:
        return 1.0
    above, blockers = 0.0, 0
    for di in range(-2, 3):
        for dj in range(-2, 3):
            found = ground[i + 5 * di, j + 5 * dj]
            if found > height + off * 3.0:
                above += found - height
                blockers += 1
    spread = 1.0 + min(above / max(blockers, 1) * 3.2, 3.0)
    lit = 0.0
    for di in range(-3, 4):
        for dj in range(-3, 4):
            at_v = v + di * spread
            at_u = u + dj * spread
            p, q = math.floor(at_v), math.floor(at_u)
            away = math.sqrt((di * di + dj * dj) * 1.0) * spread
            if ground[p, q] <= height + off * (1.0 + 0.45 * away):
                lit += 1.0
    return lit / 49.0
