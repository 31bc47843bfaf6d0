"""Eyeballs, lashes, teeth and tongue.

An eyeball is painted by the direction from its centre (attributes 0–2, length about 1, z forwards), so that
the iris is round whatever the mesh does. The colour of the eyes is the same on every skin.
"""

from __future__ import annotations

import math

import numpy as np

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import ATTRIBUTES, Body, Floats, Part, own_vertices
from tools.stimuli.portraits.noise import hash01, smoothstep, value_noise

IRIS = 0.455  # radius over that of the eyeball
PUPIL = 0.18
_LASH_ROOT, _LASH_TIP = 0.166, 0.205  # distance from the middle of the eye, base decimetres
_UPPER_LIP, _LOWER_LIP, _LIPS_CLOSED = 474, 523, 0.018  # vertices where the lips meet
_EYE_BASE = (0.308, 7.284, 1.237)


def eye_parts(body: Body) -> list[Part]:
    """Two eyeballs, four strips of lashes, teeth and tongue."""
    parts = []
    for side, centre in (("l", body.left_eye), ("r", body.right_eye)):
        used, triangles = own_vertices(body.groups[f"helper-{side}-eye"])
        direction = (body.vertices[used].astype(np.float64) - np.array(centre)) / body.eye_radius
        length = np.sqrt((direction * direction).sum(axis=1, keepdims=True))
        attributes = np.zeros((len(used), ATTRIBUTES), np.float32)
        attributes[:, :3] = direction / length
        parts.append(
            Part(
                f"{side}-eye",
                "eye",
                body.vertices[used],
                triangles,
                body.base[used],
                attributes=attributes,
                normals=attributes[:, :3].copy(),
                casts=False,
            )
        )
        for row in (2,):  # the upper lashes; the lower ones would be single pixels
            used, triangles = own_vertices(body.groups[f"helper-{side}-eyelashes-{row}"])
            attributes = np.zeros((len(used), ATTRIBUTES), np.float32)
            away = body.base[used].astype(np.float64)
            away[:, 0] = np.abs(away[:, 0])
            away -= np.array(_EYE_BASE)
            reach = np.sqrt((away * away).sum(axis=1))
            attributes[:, 0] = (reach - _LASH_ROOT) / (_LASH_TIP - _LASH_ROOT)
            attributes[:, 1] = 1.0 if row == 2 else 0.0
            parts.append(
                Part(
                    f"{side}-lashes-{row}",
                    "lash",
                    body.vertices[used],
                    triangles,
                    body.base[used],
                    attributes=attributes,
                    normals=body.normals[used],
                    seen_behind=True,
                    casts=False,
                )
            )
    inside = np.zeros(16, np.float32)
    inside[0] = _openness(body)
    for group, teeth in (("helper-upper-teeth", 1.0), ("helper-lower-teeth", 1.0), ("helper-tongue", 0.0)):
        used, triangles = own_vertices(body.groups[group])
        attributes = np.zeros((len(used), ATTRIBUTES), np.float32)
        attributes[:, 0] = teeth
        attributes[:, 1] = group == "helper-lower-teeth"
        parts.append(
            Part(
                group.removeprefix("helper-"),
                "mouth",
                body.vertices[used],
                triangles,
                body.base[used],
                attributes=attributes,
                parameters=inside,
                normals=body.normals[used],
                casts=False,
            )
        )
    return parts


def _openness(body: Body) -> float:
    """How far the lips are apart (0–1): no light reaches the teeth behind closed lips."""
    apart = float(body.vertices[_UPPER_LIP, 1] - body.vertices[_LOWER_LIP, 1]) / body.scale
    return min(max((apart - _LIPS_CLOSED) / 0.035, 0.0), 1.0)


@kernel
def eye_surface(x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats) -> None:
    """White, iris, the dark ring at its edge, pupil."""
    ex, ey, ez = attributes[0], attributes[1], attributes[2]
    length = math.sqrt(ex * ex + ey * ey + ez * ez)
    ex, ey, ez = ex / length, ey / length, ez / length
    r = math.sqrt(ex * ex + ey * ey) if ez > 0.0 else 1.0
    out[3], out[4] = 0.14, 0.035
    out[8], out[9], out[10] = 0.30, 0.22, 0.18
    # The white: greyer and pinker towards the corners, darker under the upper lid.
    corner = smoothstep(0.45, 0.95, r)
    vein = value_noise(ex * 9.0, ey * 16.0, ez * 9.0)
    white_r = 0.52 - 0.10 * corner
    white_g = 0.49 - 0.15 * corner - 0.012 * vein
    white_b = 0.47 - 0.16 * corner - 0.012 * vein
    # The iris: brown, lighter round the pupil, fibres, lit from the side away from the lamp above.
    inner = max(r, 1e-6)
    fibre = value_noise(9.0 * ex / inner, 9.0 * ey / inner, 3.0 * r)
    ring = smoothstep(0.43, 0.20, r)
    bright = (0.72 + 0.55 * ring + 0.24 * fibre) * (1.0 - 0.9 * ey / IRIS * 0.45)
    iris_r, iris_g, iris_b = 0.066 * bright, 0.033 * bright, 0.018 * bright
    limbus = smoothstep(0.36, 0.45, r)
    iris_r *= 1.0 - 0.72 * limbus
    iris_g *= 1.0 - 0.72 * limbus
    iris_b *= 1.0 - 0.72 * limbus
    pupil = smoothstep(PUPIL + 0.025, PUPIL - 0.025, r)
    iris_r += pupil * (0.004 - iris_r)
    iris_g += pupil * (0.004 - iris_g)
    iris_b += pupil * (0.004 - iris_b)
    edge = smoothstep(IRIS - 0.03, IRIS + 0.03, r)
    out[0] = iris_r + edge * (white_r - iris_r)
    out[1] = iris_g + edge * (white_g - iris_g)
    out[2] = iris_b + edge * (white_b - iris_b)
    out[11] = 1.0 - 0.45 * smoothstep(0.05, 0.55, ey) - 0.15 * smoothstep(0.6, 1.0, abs(ex))


@kernel
def lash_covers(x: float, y: float, z: float, attributes: Floats, parameters: Floats) -> bool:
    """Single lashes, thin towards their tips; the lower row is sparse."""
    reach = attributes[0]
    if reach > 1.0:
        return False
    upper = attributes[1] > 0.5
    along = (abs(x) - 0.17) * (150.0 if upper else 110.0) + reach * 0.8
    number = math.floor(along)
    keep = 0.86 if upper else 0.40
    if hash01(number, 3, 11) > keep:
        return False
    half = (0.46 if upper else 0.30) * (1.0 - 0.85 * max(reach, 0.0))
    reachable = 0.55 + 0.45 * hash01(number, 5, 2)
    return bool(abs(along - number - 0.5) < half and reach < reachable)


@kernel
def lash_surface(x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats) -> None:
    """Near black."""
    out[0], out[1], out[2] = 0.018, 0.014, 0.012
    out[3], out[4] = 0.5, 0.03


@kernel
def mouth_surface(x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats) -> None:
    """Teeth, darker to the sides, or tongue."""
    if attributes[0] > 0.5:
        side = abs(x)
        shade = 1.0 - 0.45 * smoothstep(0.12, 0.29, side) - 0.3 * attributes[1]
        # Where two teeth meet: beside the middle ones, the next, the canines.
        meet = min(min(side, abs(side - 0.082)), min(abs(side - 0.145), abs(side - 0.205)))
        shade *= 1.0 - 0.22 * smoothstep(0.014, 0.0, meet)
        out[0], out[1], out[2] = 0.70 * shade, 0.635 * shade, 0.54 * shade
        out[3], out[4] = 0.30, 0.035
        out[8], out[9], out[10] = 0.6, 0.55, 0.5
    else:
        out[0], out[1], out[2] = 0.17, 0.06, 0.05
        out[11] = 0.15 + 0.75 * smoothstep(0.9, 1.4, z)
        out[3], out[4] = 0.35, 0.03
        out[8], out[9], out[10] = 0.3, 0.2, 0.15
