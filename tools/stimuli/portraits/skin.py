"""Skin: its colour from place to place, its fine relief, brows and lips. All by base coordinates.

Attributes: 0 lips, 1 inside of the mouth, 2 blood close to the surface, 3 shade round the eyes,
4 where a beard would grow, 5 lids, 6 lines of age on the brow, 7 lines of age beside mouth and eyes.
Parameters: 0–2 linear albedo, 3 age (0 at 25, 1 at 90), 4 shade of a shaved beard, 5 how dark the tone is
(0–1), 6–8 linear colour of the brows, 9 their thickness.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import ATTRIBUTES, Body, Floats, Part, own_vertices
from tools.stimuli.portraits.noise import smoothstep, value_noise
from tools.stimuli.portraits.tones import hair_linear, skin_linear
from tools.stimulus import Portrait

CUT = 5.0  # base y below which clothes cover everything but the hands


def skin_part(body: Body, recipe: Portrait) -> Part:
    """Head, neck and hands."""
    still = _still(body)
    used, triangles = own_vertices(still.triangles)
    dark = (recipe.tone - 1) / 9
    parameters = np.zeros(16, np.float32)
    parameters[0:3] = skin_linear(recipe.tone)
    parameters[3] = min(max((recipe.age - 25) / 65, 0), 1)
    parameters[4] = 0.20 * min(max((recipe.perceived_sex - 0.55) / 0.45, 0), 1)
    parameters[5] = dark
    parameters[6:9] = hair_linear(recipe.age - 22)  # brows turn grey later than hair
    parameters[9] = 0.86 + 0.26 * recipe.perceived_sex
    return Part(
        "skin",
        "skin",
        body.vertices[used],
        triangles,
        body.base[used],
        attributes=still.zones[used],
        parameters=parameters,
        normals=body.normals[used],
    )


class _Still:
    """What every bust's skin shares: which triangles it has, and the zones of its vertices."""

    def __init__(self, body: Body) -> None:
        self.base = body.base
        triangles = body.groups["body"]
        heights = body.base[triangles, 1].max(axis=1)
        across = np.abs(body.base[triangles, 0]).min(axis=1)
        self.triangles = triangles[(heights > CUT) | (across > 4.1)]
        self.zones = zones(body)


_STILL: list[_Still] = []


def _still(body: Body) -> _Still:
    for known in _STILL:
        if known.base is body.base:
            return known
    made = _Still(body)
    _STILL[:] = [made]
    return made


def zones(body: Body) -> Floats:
    """The attributes (n, 8) of every vertex."""
    base = body.base.astype(np.float64)
    x, y, z = np.abs(base[:, 0]), base[:, 1], base[:, 2]

    def around(place: tuple[float, float, float], size: tuple[float, float, float]) -> NDArray[np.float64]:
        away = [(at - middle) / reach for at, middle, reach in zip((x, y, z), place, size, strict=True)]
        near = np.maximum(1 - sum(part * part for part in away), 0)
        return np.asarray(near * near)

    zone = np.zeros((len(base), ATTRIBUTES), np.float32)
    zone[:, 0] = body.masks["lips"]
    zone[:, 1] = body.masks["inside-mouth"]
    cheeks = around((0.44, 6.93, 1.30), (0.36, 0.36, 0.45))
    nose = around((0.0, 6.92, 1.62), (0.24, 0.26, 0.25))
    chin = around((0.0, 6.28, 1.45), (0.26, 0.20, 0.3))
    zone[:, 2] = np.clip(0.85 * cheeks + 0.9 * nose + 0.35 * chin + 0.6 * body.masks["ears"], 0, 1)
    zone[:, 3] = np.clip(
        around((0.30, 7.16, 1.36), (0.26, 0.13, 0.3)) + 0.7 * around((0.17, 7.30, 1.38), (0.1, 0.13, 0.2)),
        0,
        1,
    )
    jaw = (
        np.clip((6.86 - y) / 0.14, 0, 1) * np.clip((y - 5.95) / 0.18, 0, 1) * np.clip((z - 0.62) / 0.3, 0, 1)
    )
    upper_lip = np.clip((x - 0.0) / 0.05, 0.6, 1)
    cheek_line = np.clip((6.72 + 0.0 - y + 0.6 * np.maximum(0.35 - x, 0)) / 0.16, 0, 1)
    zone[:, 4] = jaw * upper_lip * cheek_line * (1 - np.clip(body.masks["lips"] * 2, 0, 1))
    zone[:, 5] = body.masks["eyelids"]
    zone[:, 6] = around((0.0, 7.80, 1.40), (0.62, 0.30, 0.5))
    crow = around((0.58, 7.25, 1.18), (0.14, 0.18, 0.3))
    mouth = around((0.36, 6.70, 1.40), (0.16, 0.34, 0.3))
    under = around((0.30, 7.14, 1.36), (0.22, 0.09, 0.3))
    zone[:, 7] = np.clip(crow + 0.5 * mouth + 0.8 * under, 0, 1)
    return zone


def fine_triangles(part: Part) -> NDArray[np.bool_]:
    """Triangles (m,) whose every sub-sample is shaded on its own: brows, lids and lips have fine edges."""
    x, y, z = np.abs(part.base[:, 0]), part.base[:, 1], part.base[:, 2]
    brows_and_lids = (x < 0.66) & (y > 7.20) & (y < 7.60) & (z > 1.0)
    mouth = (x < 0.33) & (y > 6.44) & (y < 6.78) & (z > 1.2)
    return np.asarray((brows_and_lids | mouth)[part.triangles].any(axis=1))


@kernel
def surface(x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats) -> None:
    """The skin at a place."""
    red, green, blue = float(parameters[0]), float(parameters[1]), float(parameters[2])
    age, dark = float(parameters[3]), float(parameters[5])
    lips, inside, blood = attributes[0], attributes[1], attributes[2]

    # Mottling: blood varies over centimetres, melanin over millimetres.
    wide = value_noise(x * 5.0, y * 5.0, z * 5.0)
    middle = value_noise(x * 14.0 + 7.0, y * 14.0, z * 14.0)
    grain = value_noise(x * 46.0, y * 46.0 + 3.0, z * 46.0)
    flush = blood * (0.75 + 0.45 * wide) + 0.16 * middle + 0.08 * wide
    hue = 0.21 - 0.08 * dark
    red *= 1.0 + 0.03 * flush
    green *= 1.0 - hue * flush
    blue *= 1.0 - hue * 0.9 * flush
    melanin = 1.0 + (0.035 + 0.02 * age) * middle + 0.028 * grain + 0.03 * wide
    spots = smoothstep(0.45, 0.80, value_noise(x * 17.0, y * 17.0 + 31.0, z * 17.0))
    melanin *= 1.0 - age * 0.10 * (1.0 - 0.6 * dark) * spots
    red *= melanin
    green *= melanin * (1.0 - 0.015 * middle)
    blue *= melanin * (1.0 - 0.025 * middle)

    tired = attributes[3] * (0.13 + 0.07 * age) + attributes[5] * 0.06
    red *= 1.0 - tired * 0.8
    green *= 1.0 - tired
    blue *= 1.0 - tired * 0.85

    beard = attributes[4] * float(parameters[4])
    if beard > 0.0:
        stubble = beard * (0.75 + 0.35 * grain)
        red *= 1.0 - stubble * 0.75
        green *= 1.0 - stubble * 0.62
        blue *= 1.0 - stubble * 0.45

    out[3], out[4] = 0.53 + 0.03 * middle + 0.02 * grain, 0.025
    out[8], out[9], out[10] = 0.18, 0.10, 0.07

    # Fine relief, and the lines that age draws.
    out[5] = 0.018 * grain + 0.012 * middle
    out[6] = 0.018 * value_noise(x * 46.0 + 17.0, y * 46.0, z * 46.0)
    out[7] = 0.0
    if age > 0.0:
        lines = attributes[6] * age
        if lines > 0.01:
            wave = y * 13.5 + 0.45 * value_noise(x * 3.0, y * 2.0, 5.0) + 1.1 * x * x
            out[6] += 0.48 * lines * _line(wave)
        folds = attributes[7] * age
        if folds > 0.01:
            side = abs(x)
            wave = (y - 7.25) * 15.0 - side * 4.0 + 0.5 * value_noise(side * 6.0, y * 6.0, z * 6.0)
            out[6] += 0.38 * folds * _line(wave)
        out[5] += age * 0.06 * value_noise(x * 20.0, y * 26.0, z * 20.0)

    if lips > 0.02:
        # Lips follow the skin: a fixed red on every tone would be a caricature.
        full = smoothstep(0.05, 0.85, lips) * (1.0 - 0.25 * age)
        crease = 1.0 + 0.05 * value_noise(x * 60.0, y * 9.0, 2.0)
        red *= 1.0 + full * ((0.92 + 0.18 * dark) * crease - 1.0)
        green *= 1.0 + full * ((0.61 + 0.17 * dark) * crease - 1.0)
        blue *= 1.0 + full * ((0.64 + 0.16 * dark) * crease - 1.0)
        out[3] += full * (0.42 - out[3])
        out[4] += full * 0.006
    if inside > 0.02:
        deep = smoothstep(0.05, 0.7, inside)
        red += deep * (0.19 - red)
        green += deep * (0.055 - green)
        blue += deep * (0.05 - blue)
        out[11] = 1.0 - deep * (0.45 + 0.5 * smoothstep(1.45, 1.15, z))

    brow = brow_cover(x, y, z, float(parameters[9])) * (1.0 - 0.35 * age)
    if brow > 0.0:
        red += brow * (float(parameters[6]) - red)
        green += brow * (float(parameters[7]) - green)
        blue += brow * (float(parameters[8]) - blue)
        out[3] += brow * 0.2
        out[4] *= 1.0 - 0.8 * brow

    out[0], out[1], out[2] = max(red, 0.0), max(green, 0.0), max(blue, 0.0)


@kernel
def _line(wave: float) -> float:
    """The slope of a narrow furrow that repeats with period 1, −1…1."""
    t = 2.0 * (wave - math.floor(wave)) - 1.0
    near = max(1.0 - 6.0 * t * t, 0.0)
    return 3.2 * t * near


@kernel
def brow_cover(x: float, y: float, z: float, thickness: float) -> float:
    """How much of a spot is covered by hairs of a brow (0–1)."""
    side = abs(x)
    if side < 0.05 or side > 0.63 or y < 7.34 or y > 7.62 or z < 0.9:
        return 0.0
    t = (side - 0.085) / 0.50
    middle = 7.476 + 0.122 * t - 0.112 * t * t
    half = (0.047 - 0.026 * max(t - 0.2, 0.0)) * thickness
    if t > 0.70:
        half *= 1.0 - 0.75 * (t - 0.70) / 0.30
    off = (y - middle) / half
    ends = smoothstep(-0.10, 0.22, t) * smoothstep(1.06, 0.86, t)
    body = (1.0 - off * off) * ends
    if body <= 0.0:
        return 0.0
    # Hairs stand up near the nose and lie down towards the temple.
    lean = 30.0 * max(0.55 - t, 0.0) + 8.0
    hairs = value_noise(side * 95.0 - (y - middle) * lean, (y - middle) * 22.0 + side * 6.0, 9.0)
    return 0.86 * smoothstep(0.05, 0.75, body * 0.92 + 0.22 * hairs)
