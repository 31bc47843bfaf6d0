"""Light on what is seen through each sub-sample, and what skin does with it.

Radiance = albedo × irradiance + highlights (GGX with Smith's shadowing and Schlick's Fresnel: Walter et al.,
2007; Schlick, 1994). Where a surface is smooth, sub-samples of one pixel that see the same material at nearly
the same depth are shaded once. The irradiance of skin is kept apart: light that enters it comes out a little
farther, red farther than blue, so it is blurred before it meets the skin's colour.
"""

from __future__ import annotations

import math

import numpy as np

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.lights import FILL, KEY, REACH, RIMS, key_light, lamps
from tools.stimuli.portraits.materials import HAIR, MOUTH, OUT, SKIN, surface
from tools.stimuli.portraits.mesh import ATTRIBUTES, Floats, Indices
from tools.stimuli.portraits.rasteriser import GRID, SUBSAMPLES
from tools.stimuli.portraits.scene import DISTANCE

_FIRST = np.array([4, 1, 3, 5, 7, 0, 2, 6, 8], np.int64)  # sub-samples, the middle one first
_SAME = 0.06  # set decimetres of depth within which a pixel's sub-samples are one surface
_HIGHLIGHTS = np.array(lamps()[:3], np.float64)  # fill and rims: direction, strength
assert len((FILL, *RIMS)) == len(_HIGHLIGHTS)

_FOLDS = (-0.10, 0.06, 0.14)  # how much of their light skin's folds take, red, green, blue
_SPREAD = (0.034, 0.013, 0.007)  # of light in skin, red, green, blue, set decimetres


@kernel
def shade(
    which: Indices,
    nearest: Floats,
    seen: Floats,
    vertices: Floats,
    normals: Floats,
    base: Floats,
    attributes: Floats,
    received: Floats,
    triangles: Indices,
    part_of: Indices,
    fine: Floats,
    materials: Indices,
    parameters: Floats,
    ground: Floats,
    key_frame: Floats,
    plain: Floats,
    irradiance: Floats,
    albedo: Floats,
    share: Floats,
) -> None:
    """Light every pixel of the matte, all lights white and of strength 1.

    Fills ``plain`` (H, W, 3), the light that is not scattered in skin, times its coverage; ``irradiance``
    (H, W, 3), the mean over the skin's sub-samples; ``albedo`` (H, W, 3), the skin's, times its coverage
    ``share`` (H, W). ``key_frame``: rows right, up, towards the lamp, centre of its map.
    """
    rows, columns = share.shape
    carried = np.empty(ATTRIBUTES)
    out = np.empty(OUT)
    cells = ground.shape[0]
    cell = 2.0 * REACH / cells
    for i in range(rows):
        for j in range(columns):
            done = 0
            skin = 0
            for first in range(SUBSAMPLES):
                k = _FIRST[first]
                if (done >> k) & 1:
                    continue
                row, column = i * GRID + k // GRID, j * GRID + k % GRID
                at = which[row, column]
                done |= 1 << k
                if at < 0:
                    continue
                part = part_of[at]
                material = materials[part]
                count = 1
                near = float(nearest[row, column])
                if not fine[at]:
                    depth = 1.0 / near
                    same = _SAME if material != HAIR else 0.5 * _SAME
                    for other in range(first + 1, SUBSAMPLES):
                        m = _FIRST[other]
                        if (done >> m) & 1:
                            continue
                        r, c = i * GRID + m // GRID, j * GRID + m % GRID
                        theirs = which[r, c]
                        if theirs < 0 or materials[part_of[theirs]] != material or fine[theirs]:
                            continue
                        if abs(1.0 / float(nearest[r, c]) - depth) < same:
                            done |= 1 << m
                            count += 1
                weight = count / SUBSAMPLES

                # Where on the triangle, in perspective.
                a, b, c = triangles[at, 0], triangles[at, 1], triangles[at, 2]
                ax, ay, bx, by = seen[a, 0], seen[a, 1], seen[b, 0], seen[b, 1]
                cx, cy = seen[c, 0], seen[c, 1]
                sx, sy = column + 0.5, row + 0.5
                inverse = 1.0 / ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
                u = ((cx - bx) * (sy - by) - (cy - by) * (sx - bx)) * inverse
                v = ((ax - cx) * (sy - cy) - (ay - cy) * (sx - cx)) * inverse
                w = 1.0 - u - v
                q = u * seen[a, 2] + v * seen[b, 2] + w * seen[c, 2]
                u, v, w = u * seen[a, 2] / q, v * seen[b, 2] / q, w * seen[c, 2] / q

                for each in range(ATTRIBUTES):
                    carried[each] = (
                        u * attributes[a, each] + v * attributes[b, each] + w * attributes[c, each]
                    )
                surface(
                    material,
                    u * base[a, 0] + v * base[b, 0] + w * base[c, 0],
                    u * base[a, 1] + v * base[b, 1] + w * base[c, 1],
                    u * base[a, 2] + v * base[b, 2] + w * base[c, 2],
                    carried,
                    parameters[part],
                    out,
                )
                px = u * vertices[a, 0] + v * vertices[b, 0] + w * vertices[c, 0]
                py = u * vertices[a, 1] + v * vertices[b, 1] + w * vertices[c, 1]
                pz = u * vertices[a, 2] + v * vertices[b, 2] + w * vertices[c, 2]
                nx = u * normals[a, 0] + v * normals[b, 0] + w * normals[c, 0]
                ny = u * normals[a, 1] + v * normals[b, 1] + w * normals[c, 1]
                nz = u * normals[a, 2] + v * normals[b, 2] + w * normals[c, 2]
                length = math.sqrt(nx * nx + ny * ny + nz * nz)
                if length < 1e-9:
                    nx, ny, nz = 0.0, 0.0, 1.0
                else:
                    nx, ny, nz = nx / length, ny / length, nz / length
                vx, vy, vz = -px, -py, DISTANCE - pz
                length = math.sqrt(vx * vx + vy * vy + vz * vz)
                vx, vy, vz = vx / length, vy / length, vz / length
                if nx * vx + ny * vy + nz * vz < 0.0 and material != SKIN:  # the back of a thin thing
                    nx, ny, nz = -nx, -ny, -nz
                smooth_to_key = nx * key_frame[2, 0] + ny * key_frame[2, 1] + nz * key_frame[2, 2]
                nx, ny, nz = nx + out[5], ny + out[6], nz + out[7]
                length = math.sqrt(nx * nx + ny * ny + nz * nz)
                nx, ny, nz = nx / length, ny / length, nz / length

                # The key lamp and its shadow.
                dx, dy, dz = px - key_frame[3, 0], py - key_frame[3, 1], pz - key_frame[3, 2]
                off = cell * (1.3 + 2.2 * (1.0 - min(max(smooth_to_key, 0.0), 1.0)))
                lit = key_light(
                    ground,
                    (dx * key_frame[0, 0] + dy * key_frame[0, 1] + dz * key_frame[0, 2]) / cell,
                    (dx * key_frame[1, 0] + dy * key_frame[1, 1] + dz * key_frame[1, 2]) / cell,
                    dx * key_frame[2, 0] + dy * key_frame[2, 1] + dz * key_frame[2, 2],
                    off,
                )
                if material == MOUTH:
                    # Light that enters between the lips is scattered by all that is wet and pale there.
                    inside = float(parameters[part, 0])
                    lit = inside * (0.62 + 0.20 * lit)
                facing = nx * key_frame[2, 0] + ny * key_frame[2, 1] + nz * key_frame[2, 2]
                soft = u * received[a, 0] + v * received[b, 0] + w * received[c, 0]  # surround, fill and rims
                if material == MOUTH:
                    soft = float(parameters[part, 0]) * max(soft, 0.30) + 0.02
                open_share = u * received[a, 1] + v * received[b, 1] + w * received[c, 1]

                # Highlights of the key, fill and rims, and the surround's sheen.
                shine = (
                    KEY
                    * lit
                    * _highlight(
                        nx,
                        ny,
                        nz,
                        vx,
                        vy,
                        vz,
                        key_frame[2, 0],
                        key_frame[2, 1],
                        key_frame[2, 2],
                        out[3],
                        out[4],
                    )
                )
                for lamp in range(3):
                    visible = (
                        u * received[a, 2 + lamp] + v * received[b, 2 + lamp] + w * received[c, 2 + lamp]
                    )
                    shine += (
                        _HIGHLIGHTS[lamp, 3]
                        * visible
                        * _highlight(
                            nx, ny, nz, vx, vy, vz,
                            _HIGHLIGHTS[lamp, 0], _HIGHLIGHTS[lamp, 1], _HIGHLIGHTS[lamp, 2],
                            out[3], out[4],
                        )
                    )  # fmt: skip
                facing_eye = min(max(nx * vx + ny * vy + nz * vz, 0.0), 1.0)
                graze = 1.0 - facing_eye
                graze2 = graze * graze
                fresnel = out[4] + (max(1.0 - out[3], out[4]) - out[4]) * graze2 * graze2 * graze
                shine += 0.40 * soft * open_share * open_share * fresnel
                shine += out[12] * graze2 * graze * (soft + 0.5 * KEY * lit * max(facing, 0.0))
                shine *= out[11]

                if material == SKIN:
                    skin += count
                    share[i, j] += weight
                for channel in range(3):
                    wrap = out[8 + channel]
                    diffuse = max((facing + wrap) / (1.0 + wrap), 0.0)
                    # The edge of a shadow on something translucent is warm: what light there is spreads.
                    through = lit + wrap * 1.6 * lit * (1.0 - lit)
                    light = (KEY * diffuse * through + soft) * out[11]
                    if material == SKIN:
                        # In folds light meets skin more than once, and grows warmer each time.
                        light *= 1.0 - (1.0 - open_share) * _FOLDS[channel]
                        irradiance[i, j, channel] += light * weight
                        albedo[i, j, channel] += out[channel] * weight
                        plain[i, j, channel] += shine * weight
                    else:
                        plain[i, j, channel] += (out[channel] * light + shine) * weight
            if skin > 0:
                for channel in range(3):
                    irradiance[i, j, channel] *= SUBSAMPLES / skin


@kernel
def _highlight(
    nx: float, ny: float, nz: float, vx: float, vy: float, vz: float,
    lx: float, ly: float, lz: float, rough: float, f0: float,
) -> float:  # fmt: skip
    """GGX × cosine × π, so that a lamp of strength 1 lights a white diffuser to 1."""
    to_lamp = nx * lx + ny * ly + nz * lz
    if to_lamp <= 0.0:
        return 0.0
    hx, hy, hz = vx + lx, vy + ly, vz + lz
    length = math.sqrt(hx * hx + hy * hy + hz * hz)
    if length < 1e-9:
        return 0.0
    to_half = (nx * hx + ny * hy + nz * hz) / length
    along = (vx * hx + vy * hy + vz * hz) / length
    to_eye = max(nx * vx + ny * vy + nz * vz, 1e-3)
    alpha = rough * rough
    a2 = alpha * alpha
    d = to_half * to_half * (a2 - 1.0) + 1.0
    k = alpha * 0.5
    masking = 0.25 / ((to_lamp * (1.0 - k) + k) * (to_eye * (1.0 - k) + k))
    away = 1.0 - along
    fresnel = f0 + (1.0 - f0) * away * away * away * away * away
    return a2 / (d * d) * masking * fresnel * to_lamp


def scatter(irradiance: Floats, share: Floats, pixels: float) -> Floats:
    """The irradiance after it spread in the skin; ``pixels`` per set decimetre of the picture."""
    across = np.empty_like(irradiance)
    done = np.empty_like(irradiance)
    for channel, spread in enumerate(_SPREAD):
        _blur(irradiance, share, across, channel, spread * pixels, False)
        _blur(across, share, done, channel, spread * pixels, True)
    return done


@kernel
def _blur(given: Floats, share: Floats, out: Floats, channel: int, spread: float, down: bool) -> None:
    """Weighted mean along rows or columns, only over skin; weights 1 / (1 + (d / spread)²)²."""
    rows, columns = share.shape
    reach = min(int(spread * 3.0) + 1, 48)
    weights = np.empty(reach + 1)
    for step in range(reach + 1):
        t = 1.0 + (step / max(spread, 1e-6)) * (step / max(spread, 1e-6))
        weights[step] = 1.0 / (t * t)
    for i in range(rows):
        for j in range(columns):
            if share[i, j] <= 0.0:
                out[i, j, channel] = 0.0
                continue
            total, summed = 0.0, 0.0
            for step in range(-reach, reach + 1):
                r, c = (i + step, j) if down else (i, j + step)
                if r < 0 or c < 0 or r >= rows or c >= columns:
                    continue
                weight = weights[abs(step)] * share[r, c]
                total += weight
                summed += weight * given[r, c, channel]
            out[i, j, channel] = summed / total


@kernel
def develop(
    plain: Floats,
    albedo: Floats,
    irradiance: Floats,
    matte: Indices,
    ground: Floats,
    light: Floats,
    thresholds: Floats,
    pixels: Indices,
) -> None:
    """Put the bust before its ground in linear light and encode as sRGB, rounded to the nearest code.

    ``thresholds`` (255,): the linear light midway between neighbouring codes. Where the strongest channel of
    the bust's light is above 0.7 it is rolled off towards 1 (0.7 + 0.3 t / (1 + t), t = (x − 0.7) / 0.3), as
    film does, rather than cut, and the other channels with it: bright skin keeps its hue.
    """
    rows, columns = matte.shape
    own = np.empty(3)
    for i in range(rows):
        for j in range(columns):
            # The matte's own 0…9 ninths, not its rounding to 255ths.
            ninths = (matte[i, j] * SUBSAMPLES + 127) // 255
            alpha = ninths / SUBSAMPLES
            rolled = 1.0
            if ninths > 0:
                most = 0.0
                for channel in range(3):
                    own[channel] = plain[i, j, channel] + albedo[i, j, channel] * irradiance[i, j, channel]
                    own[channel] *= light[channel] / alpha
                    most = max(most, own[channel])
                if most > 0.7:
                    t = (most - 0.7) / 0.3
                    rolled = (0.7 + 0.3 * t / (1.0 + t)) / most
            for channel in range(3):
                value = (1.0 - alpha) * ground[i, j, channel]
                if ninths > 0:
                    value += alpha * own[channel] * rolled
                low, high = 0, 255
                while low < high:
                    middle = (low + high) // 2
                    if value >= thresholds[middle]:
                        low = middle + 1
                    else:
                        high = middle
                pixels[i, j, channel] = low
