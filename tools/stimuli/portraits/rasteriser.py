"""Which triangle is seen through each sub-sample of a pixel, and how far things are from a lamp.

Plain z-buffers. A pixel has 3 × 3 sub-samples; its alpha is the share of them that are covered, exactly.
"""

from __future__ import annotations

import math

import numpy as np

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.materials import CLOTH, SCARF, covers, is_whole
from tools.stimuli.portraits.mesh import ATTRIBUTES, Floats, Indices

GRID = 3
SUBSAMPLES = GRID * GRID
NOTHING = -1


@kernel
def rasterise(
    seen: Floats,
    triangles: Indices,
    part_of: Indices,
    materials: Indices,
    seen_behind: Floats,
    parameters: Floats,
    base: Floats,
    attributes: Floats,
    nearest: Floats,
    which: Indices,
) -> None:
    """Fill ``nearest`` (1 / depth) and ``which`` (number of the triangle), both (3 · side, 3 · side).

    ``seen``: vertices in sub-samples and 1 / depth. Of two triangles at equal depth the first stays.
    """
    rows, columns = which.shape
    carried = np.empty(ATTRIBUTES)
    for at in range(len(triangles)):
        a, b, c = triangles[at, 0], triangles[at, 1], triangles[at, 2]
        ax, ay, bx, by, cx, cy = seen[a, 0], seen[a, 1], seen[b, 0], seen[b, 1], seen[c, 0], seen[c, 1]
        # y grows downwards in the picture: anticlockwise triangles have a negative area here.
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        part = part_of[at]
        if area == 0.0 or (area > 0.0 and not seen_behind[part]):
            continue
        left = max(0, math.ceil(min(ax, bx, cx) - 0.5))
        right = min(columns - 1, math.floor(max(ax, bx, cx) - 0.5))
        top = max(0, math.ceil(min(ay, by, cy) - 0.5))
        bottom = min(rows - 1, math.floor(max(ay, by, cy) - 0.5))
        if left > right or top > bottom:
            continue
        material = materials[part]
        whole = is_whole(material)
        inverse = 1.0 / area
        qa, qb, qc = seen[a, 2], seen[b, 2], seen[c, 2]
        for row in range(top, bottom + 1):
            y = row + 0.5
            for column in range(left, right + 1):
                x = column + 0.5
                u = ((cx - bx) * (y - by) - (cy - by) * (x - bx)) * inverse
                if u < 0.0:
                    continue
                v = ((ax - cx) * (y - cy) - (ay - cy) * (x - cx)) * inverse
                if v < 0.0:
                    continue
                w = 1.0 - u - v
                if w < 0.0:
                    continue
                near = u * qa + v * qb + w * qc
                if np.float32(near) <= nearest[row, column]:
                    continue
                if not whole:
                    s, t, r = u * qa / near, v * qb / near, w * qc / near
                    for each in range(ATTRIBUTES):
                        carried[each] = (
                            s * attributes[a, each] + t * attributes[b, each] + r * attributes[c, each]
                        )
                    if not covers(
                        material,
                        s * base[a, 0] + t * base[b, 0] + r * base[c, 0],
                        s * base[a, 1] + t * base[b, 1] + r * base[c, 1],
                        s * base[a, 2] + t * base[b, 2] + r * base[c, 2],
                        carried,
                        parameters[part],
                    ):
                        continue
                nearest[row, column] = near
                which[row, column] = at


@kernel
def matte_of(which: Indices, matte: Indices) -> None:
    """Alpha × 255 of each pixel, rounded: k of 9 sub-samples covered."""
    rows, columns = matte.shape
    for i in range(rows):
        for j in range(columns):
            count = 0
            for di in range(GRID):
                for dj in range(GRID):
                    if which[i * GRID + di, j * GRID + dj] >= 0:
                        count += 1
            matte[i, j] = (count * 510 + SUBSAMPLES) // (2 * SUBSAMPLES)


@kernel
def casting(
    triangles: Indices,
    part_of: Indices,
    materials: Indices,
    casts: Floats,
    parameters: Floats,
    base: Floats,
    attributes: Floats,
) -> Indices:
    """The triangles that cast shadows: of cloth only those whose middle is not cut away."""
    found = np.empty(len(triangles), np.int32)
    count = 0
    carried = np.empty(ATTRIBUTES)
    for at in range(len(triangles)):
        part = part_of[at]
        if not casts[part]:
            continue
        if materials[part] == CLOTH or materials[part] == SCARF:
            a, b, c = triangles[at, 0], triangles[at, 1], triangles[at, 2]
            for each in range(ATTRIBUTES):
                carried[each] = (attributes[a, each] + attributes[b, each] + attributes[c, each]) / 3.0
            x = (base[a, 0] + base[b, 0] + base[c, 0]) / 3.0
            y = (base[a, 1] + base[b, 1] + base[c, 1]) / 3.0
            z = (base[a, 2] + base[b, 2] + base[c, 2]) / 3.0
            if not covers(materials[part], x, y, z, carried, parameters[part]):
                continue
        found[count] = at
        count += 1
    return found[:count].copy()


@kernel
def towards(vertices: Floats, right: Floats, up: Floats, to: Floats, centre: Floats, scale: float) -> Floats:
    """Vertices as a lamp in the direction ``to`` sees them: x, y in cells of its map, and height."""
    out = np.empty((len(vertices), 3), np.float32)
    for at in range(len(vertices)):
        x = vertices[at, 0] - centre[0]
        y = vertices[at, 1] - centre[1]
        z = vertices[at, 2] - centre[2]
        out[at, 0] = (x * right[0] + y * right[1] + z * right[2]) * scale
        out[at, 1] = (x * up[0] + y * up[1] + z * up[2]) * scale
        out[at, 2] = x * to[0] + y * to[1] + z * to[2]
    return out


@kernel
def heights(placed: Floats, triangles: Indices, chosen: Indices, thin: Floats, heights: Floats) -> None:
    """The highest surface of the chosen triangles over each cell of a lamp's map (filled in place).

    ``placed`` has its origin in the middle of the map. Cells are sampled in their middle. Only the side that
    faces the lamp counts, both of those triangles that are ``thin``.
    """
    rows, columns = heights.shape
    for number in range(len(chosen)):
        at = chosen[number]
        a, b, c = triangles[at, 0], triangles[at, 1], triangles[at, 2]
        ax, ay = placed[a, 0] + columns * 0.5, placed[a, 1] + rows * 0.5
        bx, by = placed[b, 0] + columns * 0.5, placed[b, 1] + rows * 0.5
        cx, cy = placed[c, 0] + columns * 0.5, placed[c, 1] + rows * 0.5
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if area == 0.0 or (area < 0.0 and not thin[number]):
            continue
        left = max(0, math.ceil(min(ax, bx, cx) - 0.5))
        right = min(columns - 1, math.floor(max(ax, bx, cx) - 0.5))
        top = max(0, math.ceil(min(ay, by, cy) - 0.5))
        bottom = min(rows - 1, math.floor(max(ay, by, cy) - 0.5))
        if left > right or top > bottom:
            continue
        inverse = 1.0 / area
        ha, hb, hc = placed[a, 2], placed[b, 2], placed[c, 2]
        for row in range(top, bottom + 1):
            y = row + 0.5
            for column in range(left, right + 1):
                x = column + 0.5
                u = ((cx - bx) * (y - by) - (cy - by) * (x - bx)) * inverse
                v = ((ax - cx) * (y - cy) - (ay - cy) * (x - cx)) * inverse
                w = 1.0 - u - v
                if u < 0.0 or v < 0.0 or w < 0.0:
                    continue
                height = u * ha + v * hb + w * hc
                if height > heights[row, column]:
                    heights[row, column] = height
