"""The headscarf: a hood round the face and a length of cloth laid over neck and shoulders, softly folded.

Both are meshes of their own, made once in base coordinates and worn by every bust. The hood leaves the face
free from the brow to below the chin; its edge is turned in. Plain cloth of one colour.
Attributes: 0 how deep in a fold (−1…1), 1 along the folds.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import ATTRIBUTES, Body, Floats, Part
from tools.stimuli.portraits.noise import value_noise
from tools.stimuli.portraits.tailoring import Points, Worn, grid_triangles, smooth, spline, table, tie

COLOUR = (0.085, 0.150, 0.132)  # linear: a quiet green
_AROUND = 96
_HOOD_ROWS, _DRAPE_ROWS = 26, 34
_MIDDLE = np.array([0.0, 7.25, 0.45])  # inside the head

# The edge of the hood from above the brow, down the bust's left side, to below the chin (mirrored).
_EDGE = (
    (0.00, 7.97, 1.49), (0.24, 7.90, 1.43), (0.46, 7.72, 1.29), (0.61, 7.47, 1.11), (0.685, 7.20, 0.98),
    (0.67, 6.90, 0.96), (0.61, 6.62, 1.00), (0.49, 6.36, 1.10), (0.28, 6.17, 1.22), (0.00, 6.10, 1.28),
)  # fmt: skip


def headscarf_parts(body: Body) -> list[Part]:
    """Hood and drape."""
    parameters = np.zeros(16, np.float32)
    parameters[:3] = COLOUR
    parts = []
    for name, (worn, attributes) in (("hood", _hood(_Same(body))), ("drape", _drape(_Same(body)))):
        parts.append(
            Part(
                f"headscarf-{name}",
                "scarf",
                worn.on(body),
                worn.triangles,
                worn.base.astype(np.float32),
                attributes=attributes,
                parameters=parameters,
                seen_behind=True,
            )
        )
    return parts


class _Same:
    """A body as what all bodies share: the published mesh."""

    def __init__(self, body: Body) -> None:
        self.base = body.base.astype(np.float64)[:13380]
        self.body = body

    def __hash__(self) -> int:
        return 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same)


def _turns() -> tuple[Points, Points, Points]:
    """Places round the face (or the neck) 0…1, with cosine and sine."""
    at = np.arange(_AROUND) / _AROUND
    angles = [2 * math.pi * float(part) for part in at]
    return at, np.array([math.cos(a) for a in angles]), np.array([math.sin(a) for a in angles])


def _noise(x: Points, y: Points, seed: int) -> Points:
    """Value noise −1…1 on a plane that repeats every 16 in x."""
    lattice = np.random.default_rng([7, seed]).random((17, 64)) * 2 - 1
    lattice[16] = lattice[0]
    i, j = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    u, v = x - i, y - j
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    i, j = i % 16, j % 63
    upper = lattice[i, j] * (1 - u) + lattice[i + 1, j] * u
    lower = lattice[i, j + 1] * (1 - u) + lattice[i + 1, j + 1] * u
    return np.asarray(upper * (1 - v) + lower * v)


@cache
def _hood(same: _Same) -> tuple[Worn, Floats]:
    base = same.base
    half = _AROUND // 2
    place = np.arange(half + 1) / half * (len(_EDGE) - 1)
    left = spline(_EDGE, place)
    edge = np.concatenate([left, left[1:-1][::-1] * np.array([-1.0, 1.0, 1.0])])  # (around, 3)
    head = base[(base[:, 1] > 6.15) & (np.abs(base[:, 0]) < 1.0)] - _MIDDLE
    far = np.sqrt((head * head).sum(axis=1))
    unit = head / far[:, None]
    grid = np.empty((_HOOD_ROWS, _AROUND, 3))
    fold = np.zeros((_HOOD_ROWS, _AROUND))
    start = edge - _MIDDLE
    start_far = np.sqrt((start * start).sum(axis=1))
    start = start / start_far[:, None]
    at, _, _ = _turns()
    down = smooth(0.20, 0.48, np.minimum(at, 1 - at))  # 0 above, 1 below the chin
    back = np.stack([np.zeros(_AROUND), 0.10 - 0.75 * down, -np.ones(_AROUND)], axis=1)
    back /= np.sqrt((back * back).sum(axis=1, keepdims=True))
    for row in range(_HOOD_ROWS):
        t = (row - 1) / (_HOOD_ROWS - 2)
        if row == 0:  # turned in, towards the skin
            grid[row] = _MIDDLE + start * (start_far - 0.03)[:, None] + np.array([0.0, 0.0, -0.07])
            continue
        lerp = start * (1 - t) + back * t
        lerp += (
            (1 - np.abs(2 * t - 1))
            * 0.35
            * np.stack([start[:, 0], start[:, 1] * (1 - down), np.zeros(_AROUND)], axis=1)
        )
        direction = lerp / np.sqrt((lerp * lerp).sum(axis=1, keepdims=True))
        reach = np.empty(_AROUND)
        for each in range(_AROUND):
            near = ((unit - direction[each]) ** 2).sum(axis=1)
            weight = 1 / (near + 0.03)
            weight = weight * weight * weight
            mean = (weight * far).sum() / weight.sum()
            close = near < 0.05
            most = float(far[close].max()) if close.any() else mean
            reach[each] = 0.45 * mean + 0.55 * most
        reach = np.minimum(reach, 1.25)
        blend = float(smooth(0.0, 0.22, np.array([t]))[0])
        off = 0.05 + 0.085 * blend
        fold[row] = _noise(at * 16 + 1.2 * t, np.full(_AROUND, 2.2 * t), 1) * blend
        reach = (start_far + 0.045) * (1 - blend) + (reach + off) * blend + 0.032 * fold[row]
        grid[row] = _MIDDLE + direction * reach[:, None]
    grid = _softer(grid, 4)
    triangles = grid_triangles(_HOOD_ROWS, _AROUND, closed=True)
    attributes = np.zeros((_HOOD_ROWS, _AROUND, ATTRIBUTES), np.float32)
    attributes[:, :, 0] = fold
    attributes[:, :, 1] = (np.arange(_HOOD_ROWS) / _HOOD_ROWS)[:, None]
    near = np.flatnonzero((base[:, 1] > 5.9) & (np.abs(base[:, 0]) < 1.0))[::3]
    worn = tie(grid.reshape(-1, 3), triangles[:, ::-1].copy(), same.body.base, near, 8)
    return worn, attributes.reshape(-1, ATTRIBUTES)


# The drape by rows (0 beneath the jaw … 1 its hem): half width, depth before and behind the neck, heights.
_ROWS = (0.0, 0.12, 0.28, 0.45, 0.62, 0.80, 1.0)
_HALF_WIDTH = (0.44, 0.60, 0.74, 0.90, 1.08, 1.22, 1.32)
_BEFORE = (0.98, 1.16, 1.15, 1.18, 1.30, 1.46, 1.58)
_BEHIND = (-0.16, -0.36, -0.56, -0.66, -0.72, -0.76, -0.80)
_FRONT_Y = (6.34, 6.12, 5.88, 5.62, 5.30, 4.95, 4.62)
_SIDE_Y = (6.62, 6.40, 6.16, 5.98, 5.86, 5.76, 5.60)
_BACK_Y = (6.85, 6.60, 6.30, 6.00, 5.68, 5.36, 5.05)


@cache
def _drape(same: _Same) -> tuple[Worn, Floats]:
    """Rows from beneath the jaw to the hem; columns round the neck from the front to the bust's left."""
    base = same.base
    at, cos, sin = _turns()
    grid = np.empty((_DRAPE_ROWS, _AROUND, 3))
    fold = np.zeros((_DRAPE_ROWS, _AROUND))
    front, behind = np.maximum(cos, 0), np.maximum(-cos, 0)
    for row in range(_DRAPE_ROWS):
        t = np.full(_AROUND, row / (_DRAPE_ROWS - 1))
        wide = table(t, _ROWS, _HALF_WIDTH)
        middle = 0.12
        depth = np.where(cos > 0, table(t, _ROWS, _BEFORE) - middle, middle - table(t, _ROWS, _BEHIND))
        # Folds hang like garlands: they run across in front, and rise towards the shoulders.
        wave = _garland(t, front)
        rough = _noise(at * 16, 3 * t + 8, 2)
        fold[row] = wave * 0.8 + 0.4 * rough
        out = 1 + (0.030 * wave * front + 0.018 * rough) * smooth(0.03, 0.2, t)
        grid[row, :, 0] = wide * sin * out
        grid[row, :, 2] = middle + depth * cos * out
        side = 1 - front * front - behind * behind
        grid[row, :, 1] = (
            table(t, _ROWS, _FRONT_Y) * front * front
            + table(t, _ROWS, _BACK_Y) * behind * behind
            + table(t, _ROWS, _SIDE_Y) * side
        )
    grid = _above(same, _softer(grid, 2))
    triangles = grid_triangles(_DRAPE_ROWS, _AROUND, closed=True)
    attributes = np.zeros((_DRAPE_ROWS, _AROUND, ATTRIBUTES), np.float32)
    attributes[:, :, 0] = fold
    near = np.flatnonzero((base[:, 1] > 4.4) & (base[:, 1] < 6.7) & (np.abs(base[:, 0]) < 1.9))[::3]
    worn = tie(grid.reshape(-1, 3), triangles, same.body.base, near, 10)
    return worn, attributes.reshape(-1, ATTRIBUTES)


def _garland(t: Points, front: Points) -> Points:
    """Soft ridges, one under the other, lower in the middle."""
    phase = 4.6 * (t + 0.10 * front) + 0.25
    x = phase - np.floor(phase)
    ridge = 1 - np.abs(2 * x - 1)
    return np.asarray(2 * ridge * ridge * (3 - 2 * ridge) - 1)


def _above(same: _Same, grid: Points) -> Points:
    """Lift what would sink into the garment."""
    body = same.body
    used = np.unique(body.groups["helper-tights"])
    tights = body.base[used].astype(np.float64)
    normals = body.normals[used].astype(np.float64)
    near = (tights[:, 1] > 4.2) & (np.abs(tights[:, 0]) < 2.0)
    tights, normals = tights[near], normals[near]
    flat = grid.reshape(-1, 3).copy()
    stand = np.repeat(np.linspace(0.13, 0.05, len(grid)), grid.shape[1])  # the hem lies closer
    for at, point in enumerate(flat):
        away = ((tights - point) ** 2).sum(axis=1)
        closest = np.argsort(away, kind="stable")[:4]
        outward = ((point - tights[closest]) * normals[closest]).sum(axis=1).mean()
        if outward < stand[at]:
            normal = normals[closest].mean(axis=0)
            flat[at] = point + normal * (stand[at] - outward)
    return flat.reshape(grid.shape)


def _softer(grid: Points, times: int) -> Points:
    """Each point towards the mean of its neighbours; the first row stays."""
    for _ in range(times):
        around = (np.roll(grid, 1, axis=1) + np.roll(grid, -1, axis=1)) / 2
        grid = 0.6 * grid + 0.4 * around
        inner = (grid[:-2] + grid[2:]) / 2
        grid[1:-1] = 0.65 * grid[1:-1] + 0.35 * inner
    return grid


@kernel
def covers(x: float, y: float, z: float, attributes: Floats, parameters: Floats) -> bool:
    """Everywhere."""
    return True


@kernel
def surface(x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats) -> None:
    """A matt weave, a little darker in its folds."""
    weave = value_noise(x * 70.0, y * 70.0, z * 70.0)
    broad = value_noise(x * 3.0, y * 3.0, z * 3.0)
    fold = min(max(attributes[0], -1.0), 1.0)
    shade = 1.0 + 0.035 * weave + 0.03 * broad
    out[0], out[1], out[2] = parameters[0] * shade, parameters[1] * shade, parameters[2] * shade
    out[3], out[4] = 0.8, 0.02
    out[5], out[6] = 0.04 * weave, 0.04 * value_noise(x * 64.0 + 9.0, y * 64.0, z * 64.0)
    out[8], out[9], out[10] = 0.18, 0.18, 0.18
    out[11] = 0.90 + 0.10 * fold
    out[12] = 0.06
