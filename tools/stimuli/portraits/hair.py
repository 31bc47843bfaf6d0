"""Hair as a material: which fragments of a shell are strands, and how they shine.

Attributes: 0 how far out the shell is (0 at the skin, 1 at the tips), 1 how far inside the hairline (base
decimetres; everywhere 1 for hanging hair), 2 the strand's number, 3 how far along it (0 root, 1 tip),
4 the share of strands that are left here (1 all).
Parameters: 0–2 linear colour, 3 the style, 4–5 the direction (y, z) that the hair is combed away from,
6–7 a point (y, z) on that axis, 8 how much larger the head is at the tips.
"""

from __future__ import annotations

import math

from tools.stimuli.portraits.compiled import kernel
from tools.stimuli.portraits.mesh import Floats
from tools.stimuli.portraits.noise import hash01, smoothstep

CROPPED, SHORT, CURLS, COMBED, HANGING = 0, 1, 2, 3, 4


@kernel
def noise2(x: float, y: float, seed: int) -> float:
    """Value noise in 0…1 on a plane."""
    fi, fj = math.floor(x), math.floor(y)
    i, j = int(fi), int(fj)
    u, v = x - fi, y - fj
    u = u * u * (3.0 - 2.0 * u)
    v = v * v * (3.0 - 2.0 * v)
    upper = hash01(i, j, seed) * (1.0 - u) + hash01(i + 1, j, seed) * u
    lower = hash01(i, j + 1, seed) * (1.0 - u) + hash01(i + 1, j + 1, seed) * u
    return upper * (1.0 - v) + lower * v


@kernel
def around(x: float, w: float) -> float:
    """The angle of (x, w) without trigonometry, −2…2; the seam is at w < 0."""
    across = abs(x)
    t = across / max(across + abs(w), 1e-6)
    a = t if w >= 0.0 else 2.0 - t
    return a if x >= 0.0 else -a


@kernel
def strand_of(x: float, y: float, z: float, parameters: Floats) -> float:
    """The number (with its fraction) of the strand that combed hair follows at a place on the head."""
    ay, az = parameters[4], parameters[5]
    # Across the axis of combing (0, ay, az): the other direction in the plane x = 0 is (0, −az, ay).
    w = (z - parameters[7]) * ay - (y - parameters[6]) * az
    return around(x, w)


@kernel
def covers(x: float, y: float, z: float, attributes: Floats, parameters: Floats) -> bool:
    """Whether a strand is there."""
    height, margin = attributes[0], attributes[1]
    style = int(parameters[3])
    if style == 4:
        left = attributes[4]
        if left >= 1.0:
            return True
        strand = attributes[2]
        clump = noise2(strand * 20.0, attributes[3] * 2.5, 5)
        fine = noise2(strand * 130.0, attributes[3] * 2.0, 7)
        return bool(0.55 * clump + 0.45 * fine < left * 0.92 + 0.04)
    # Towards the hairline fewer hairs: single ones, finer than a pixel.
    single = hash01(math.floor(x * 400.0), math.floor(y * 400.0), math.floor(z * 400.0))
    ragged = noise2(x * 19.0 + z * 8.0, y * 13.0, 31) - 0.5
    edge = smoothstep(-0.10, 0.06, margin + 0.045 * ragged + 0.07 * (single - 0.5))
    if edge <= 0.0:
        return False
    if style == 2:
        # Clumps of curls; further out the head is larger, so that clumps are not drawn out into spikes.
        big = 1.0 + float(parameters[8]) * height
        px, py, pz = x * big, (y - 7.6) * big, (z - 0.45) * big
        a = value3(px * 7.5, py * 7.5, pz * 7.5, 3)
        b = value3(px * 21.0 + 1.2 * a, py * 21.0, pz * 21.0, 4)
        out = height + 0.10 * (single - 0.5)
        return bool((0.5 * a + 0.38 * b + 0.12 * single) * edge > 0.10 + 0.44 * out * out)
    if style == 0:
        a = value3(x * 24.0, y * 24.0, z * 24.0, 3)
        return bool((0.55 * a + 0.45 * single) * edge > 0.12 + 0.50 * height)
    strand = strand_of(x, y, z, parameters)
    if style == 3:
        fine = noise2(strand * 70.0, (y - z) * 3.0, 7)
        return bool((0.45 + 0.55 * fine) * edge > 0.12 + 0.60 * height)
    # Short: locks that lean over one another.
    lean = strand + 0.06 * height
    clump = noise2(lean * 15.0, y * 3.0 + z * 2.0 - height * 0.8, 5)
    fine = noise2(lean * 64.0, y * 7.0 + z * 4.0 - height * 1.5, 7)
    here = (0.5 * clump + 0.4 * fine + 0.1 * single) * edge
    return bool(here > 0.12 + 0.46 * height * height + 0.03 * height)


@kernel
def value3(x: float, y: float, z: float, seed: int) -> float:
    """Value noise in 0…1 in space."""
    fi, fj, fk = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(fi) + 131 * seed, int(fj), int(fk)
    u, v, w = x - fi, y - fj, z - fk
    u = u * u * (3.0 - 2.0 * u)
    v = v * v * (3.0 - 2.0 * v)
    a = hash01(i, j, k) * (1.0 - u) + hash01(i + 1, j, k) * u
    b = hash01(i, j + 1, k) * (1.0 - u) + hash01(i + 1, j + 1, k) * u
    c = hash01(i, j, k + 1) * (1.0 - u) + hash01(i + 1, j, k + 1) * u
    d = hash01(i, j + 1, k + 1) * (1.0 - u) + hash01(i + 1, j + 1, k + 1) * u
    near = a * (1.0 - v) + b * v
    far = c * (1.0 - v) + d * v
    return near * (1.0 - w) + far * w


@kernel
def surface(x: float, y: float, z: float, attributes: Floats, parameters: Floats, out: Floats) -> None:
    """Strands of slightly different colour, darker at their roots, a broken highlight along them."""
    height = attributes[0]
    style = int(parameters[3])
    if style == 2 or style == 0:
        at = 22.0 if style == 2 else 34.0
        big = 1.0 + float(parameters[8]) * height
        x, y, z = x * big, (y - 7.6) * big, (z - 0.45) * big
        fine = value3(x * at, y * at, z * at, 4)
        out[5] = 0.9 * (value3(x * at, y * at, z * at, 11) - 0.5)
        out[6] = 0.9 * (value3(x * at, y * at, z * at, 17) - 0.5)
        out[7] = 0.9 * (value3(x * at, y * at, z * at, 23) - 0.5)
        shade = 0.55 + 0.5 * fine
        out[3], out[4] = 0.70, 0.009
        out[11] = 0.26 + 0.52 * height
    else:
        if style == 4:
            strand, along = attributes[2], attributes[3] * 3.0
            fine = noise2(strand * 130.0, along, 7)
            clump = noise2(strand * 20.0, along * 0.6, 5)
        else:
            strand, along = strand_of(x, y, z, parameters), y * 4.0 + z * 3.0
            fine = noise2(strand * 66.0, along, 7)
            clump = noise2(strand * 16.0, along * 0.6, 5)
        # Grey hair scatters more light inside: its strands differ less.
        plain = min(float(parameters[0]) * 1.6, 0.7)
        shade = (0.62 + 0.50 * fine + 0.30 * clump) * (1.0 - plain) + plain
        tilt = 0.55 * (fine - 0.5) + 0.5 * (clump - 0.5)
        out[5] = tilt
        out[6] = 0.35 * (fine - 0.5)
        out[7] = 0.2 * tilt
        out[3], out[4] = 0.44, 0.020
        out[11] = (0.45 + 0.55 * height) * (0.66 + 0.34 * (clump + plain * (1.0 - clump)))
        if style != 4:
            out[11] *= 0.62  # shells cast no shadows on one another
    out[0], out[1], out[2] = parameters[0] * shade, parameters[1] * shade, parameters[2] * shade
    out[8], out[9], out[10] = 0.25, 0.22, 0.20
    out[12] = 0.0
