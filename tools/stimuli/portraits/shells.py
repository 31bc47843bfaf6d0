"""Hair that grows on the scalp, as shells: copies of the scalp, one above the other, ever thinner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.stimuli.portraits.hair import COMBED, CROPPED, CURLS, SHORT
from tools.stimuli.portraits.mesh import ATTRIBUTES, Body, Floats, Part
from tools.stimuli.portraits.tailoring import Points, diamond, own, smooth, table


@dataclass(frozen=True)
class Cut:
    """A haircut: how many shells, how long above and at the sides (base decimetres), how it is combed."""

    style: int
    shells: int
    above: float
    beside: float
    fade: float  # over how much of the scalp the length grows from the hairline
    axis: tuple[float, float] = (0.97, -0.24)  # y, z: combed away from here
    point: tuple[float, float] = (7.6, 0.25)  # y, z


CUTS = {
    "cropped": Cut(CROPPED, 6, 0.055, 0.045, 0.10),
    "short": Cut(SHORT, 11, 0.165, 0.085, 0.42),
    "curls": Cut(CURLS, 16, 0.31, 0.24, 0.34),
    "tied": Cut(COMBED, 6, 0.075, 0.065, 0.16, (0.77, -0.64), (7.55, 0.45)),
    "long": Cut(CROPPED, 2, 0.02, 0.02, 0.14),
}

# The hairline: its height by the side of the head (0 the middle of the brow, 1 the ear, 2 the nape).
_SIDES = (0.0, 0.20, 0.36, 0.47, 0.58, 0.70, 0.80, 0.90, 1.00, 1.10, 1.25, 1.45, 1.70, 2.0)
_HEIGHTS = (8.02, 8.01, 7.97, 7.90, 7.76, 7.56, 7.42, 7.24, 7.20, 7.36, 7.20, 6.98, 6.84, 6.80)
_CENTRE_Z = 0.55


def shell_part(body: Body, style: str, colour: tuple[float, float, float]) -> Part:
    """The shells of a haircut, the outermost first."""
    cut = CUTS[style]
    base = body.base.astype(np.float64)
    margin = hairline_margin(base)
    triangles = body.groups["body"]
    ears = body.masks["ears"][triangles].max(axis=1)
    inside = (margin[triangles].max(axis=1) > -0.06) & (base[triangles, 1].min(axis=1) > 6.6)
    triangles = triangles[inside & (ears < 0.35)]
    used, index = own(triangles)
    margin = margin[used]
    upper = smooth(7.55, 8.25, base[used, 1])
    grown = 0.12 + 0.88 * smooth(-0.02, cut.fade, margin)
    length = (cut.beside + (cut.above - cut.beside) * upper) * grown * body.scale
    vertices, bases, attributes, normals = [], [], [], []
    for number in range(cut.shells, 0, -1):
        height = number / cut.shells
        off = (0.012 + length * height)[:, None].astype(np.float32)
        vertices.append(body.vertices[used] + off * body.normals[used])
        bases.append(body.base[used])
        rows = np.zeros((len(used), ATTRIBUTES), np.float32)
        rows[:, 0] = height
        rows[:, 1] = margin
        attributes.append(rows)
        normals.append(body.normals[used])
    steps = np.arange(cut.shells, dtype=np.int32)[:, None, None] * np.int32(len(used))
    return Part(
        f"hair-{style}",
        "hair",
        np.concatenate(vertices),
        np.ascontiguousarray((index[None] + steps).reshape(-1, 3), dtype=np.int32),
        np.concatenate(bases),
        attributes=np.concatenate(attributes),
        parameters=hair_parameters(colour, cut.style, cut.axis, cut.point),
        normals=np.concatenate(normals),
        casts=False,
    )


def hair_parameters(
    colour: tuple[float, float, float],
    style: int,
    axis: tuple[float, float] = (1.0, 0.0),
    point: tuple[float, float] = (0.0, 0.0),
) -> Floats:
    """The numbers that the material reads."""
    parameters = np.zeros(16, np.float32)
    parameters[:3] = colour
    parameters[3] = style
    parameters[4:6] = axis
    parameters[6:8] = point
    parameters[8] = 0.25 if style == CURLS else 0.0
    return parameters


def hairline_margin(base: Points) -> Points:
    """How far above the hairline places (n, 3) are, base decimetres; negative on the face."""
    side = diamond(base[:, 0], base[:, 2] - _CENTRE_Z)
    return np.asarray(base[:, 1] - table(side, _SIDES, _HEIGHTS))
