"""The garment: a knitted pullover with a round neck, the same for everybody."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import ATTRIBUTES, Body, Floats, Part
from tools.stimuli.portraits.noise import value_noise
from tools.stimuli.portraits.tailoring import Worn, grid_triangles, own, tie

COLOUR = (0.085, 0.115, 0.17)  # linear: slate blue, lighter than dark hair and darker than light skin
_OFF = 0.055  # set decimetres from the body
_WIDE, _DEEP, _MIDDLE = 0.65, 0.74, 0.15  # half axes of the neckline seen from above, its centre's z
_AROUND = 72
# The collar's section: outwards and up from the neckline, base decimetres.
_SECTION = (
    (0.075, -0.060), (0.088, -0.030), (0.085, 0.005), (0.060, 0.040),
    (0.020, 0.058), (-0.022, 0.052), (-0.050, 0.020), (-0.055, -0.050),
)  # fmt: skip


def cloth_parts(body: Body) -> list[Part]:
    """The pullover, cut by its neckline per fragment, and its collar."""
    triangles = body.groups["helper-tights"]
    x, y, z = (body.base[triangles, axis].astype(np.float64) for axis in range(3))
    cut = (y > 5.0) & ((x / _WIDE) ** 2 + ((z - _MIDDLE) / _DEEP) ** 2 < 1)
    triangles = triangles[(y.max(axis=1) > 0.5) & ~cut.all(axis=1)]  # what is cut away must cast no shadow
    used, index = own(triangles)
    parameters = np.zeros(16, np.float32)
    parameters[:3] = COLOUR
    garment = Part(
        "garment",
        "cloth",
        np.ascontiguousarray(body.vertices[used] + np.float32(_OFF) * body.normals[used]),
        index,
        body.base[used],
        parameters=parameters,
    )
    collar = _collar(body)
    attributes = np.zeros((len(collar.base), ATTRIBUTES), np.float32)
    attributes[:, 0] = 1.0
    attributes[:, 1] = np.repeat(np.arange(_AROUND), len(_SECTION))
    ring = Part(
        "collar",
        "cloth",
        collar.on(body),
        collar.triangles,
        collar.base.astype(np.float32),
        attributes=attributes,
        parameters=parameters,
        seen_behind=True,
    )
    return [garment, ring]


_COLLAR: dict[str, Worn] = {}


def _collar(body: Body) -> Worn:
    """The ring round the neck, made once: the published mesh is the same for every bust."""
    if "collar" not in _COLLAR:
        base = body.base.astype(np.float64)
        used, _ = own(body.groups["helper-tights"])
        near = used[(base[used, 1] > 5.0) & (np.abs(base[used, 0]) < 1.3)]
        heights = []
        for cos, sin in _circle():
            x, z = _WIDE * cos, _MIDDLE + _DEEP * sin
            away = (base[near, 0] - x) ** 2 + (base[near, 2] - z) ** 2
            first = np.argsort(away, kind="stable")[:6]
            weights = 1 / (away[first] + 0.003)
            heights.append(float((base[near[first], 1] * weights).sum() / weights.sum()))
        points = []
        for at, (cos, sin) in enumerate(_circle()):
            y = sum(heights[(at + step) % _AROUND] for step in range(-6, 7)) / 13
            x, z = _WIDE * cos, _MIDDLE + _DEEP * sin
            for out, up in _SECTION:
                points.append((x + out * cos, y + up + _OFF * 0.4, z + out * sin))
        across = len(_SECTION)
        triangles = grid_triangles(_AROUND, across, closed=True)
        last = _AROUND - 1
        rows = grid_triangles(2, across, closed=True)
        rows = np.where(rows >= across, rows - across, rows + last * across).astype(np.int32)
        joined = np.concatenate([triangles, rows])
        skin = np.flatnonzero((base[:13380, 1] > 5.0) & (base[:13380, 1] < 6.3))
        _COLLAR["collar"] = tie(np.array(points), joined, body.base, np.concatenate([near, skin]), 8)
    return _COLLAR["collar"]


@cache
def _circle() -> tuple[tuple[float, float], ...]:
    return tuple(
        (math.cos(2 * math.pi * at / _AROUND), math.sin(2 * math.pi * at / _AROUND)) for at in range(_AROUND)
    )


@kernel
def covers(x: float, y: float, z: float, attributes: Floats, parameters: Floats) -> bool:
    """Everywhere but inside the neckline."""
    if attributes[0] > 0.5 or y < 5.0:
        return True
    across = x / 0.65
    deep = (z - 0.15) / 0.74
    return across * across + deep * deep > 1.0


@kernel
def surface(x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats) -> None:
    """Knitted wool: rough, soft at the edges, a little uneven; the collar is ribbed."""
    grain = value_noise(x * 55.0, y * 38.0, z * 55.0)
    worn = value_noise(x * 2.3, y * 2.3, z * 2.3)
    shade = 1.0 + 0.07 * grain + 0.04 * worn
    out[3], out[4] = 0.85, 0.02
    out[8], out[9], out[10] = 0.12, 0.12, 0.12
    out[12] = 0.05
    if attributes[0] > 0.5:
        t = attributes[1] * 2.0
        t = 2.0 * abs(t - math.floor(t) - 0.5)
        shade *= 0.90 + 0.14 * t
        out[11] = 0.95
    else:
        across = x / 0.65
        deep = (z - 0.15) / 0.74
        edge = across * across + deep * deep
        if y > 5.0 and edge < 1.5:
            out[11] = 0.78 + 0.22 * min(max((edge - 1.18) / 0.3, 0.0), 1.0)  # beside the collar's seam
        # Long soft folds, from the shoulders down.
        fold = value_noise(x * 2.1 + 0.5 * y, y * 0.9, z * 1.5)
        other = value_noise(x * 2.1 + 0.5 * y + 0.2, y * 0.9, z * 1.5)
        out[5] = 0.35 * (fold - other) * 2.0 + 0.06 * grain
        out[6] = 0.05 * value_noise(x * 60.0, y * 60.0, z * 60.0)
    out[0], out[1], out[2] = parameters[0] * shade, parameters[1] * shade, parameters[2] * shade
