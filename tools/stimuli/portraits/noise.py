"""Noise that is equal on every machine: integer hashes, blended without any function of libm."""

from __future__ import annotations

import math

import numpy as np

from tools.stimuli.portraits.compiled import kernel

_A, _B, _C, _D = np.uint32(73856093), np.uint32(19349663), np.uint32(83492791), np.uint32(0x9E3779B9)
_M1, _M2 = np.uint32(0x7FEB352D), np.uint32(0x846CA68B)


@kernel
def hash01(i: int, j: int, k: int) -> float:
    """A number in 0…1 from three whole numbers (mixer of C. Wellons, "lowbias32")."""
    h = (np.uint32(i & 0xFFFFFFFF) * _A) ^ (np.uint32(j & 0xFFFFFFFF) * _B) ^ (np.uint32(k & 0xFFFFFFFF) * _C)
    h = np.uint32(h + _D)
    h = np.uint32(h ^ (h >> np.uint32(16)))
    h = np.uint32(h * _M1)
    h = np.uint32(h ^ (h >> np.uint32(15)))
    h = np.uint32(h * _M2)
    h = np.uint32(h ^ (h >> np.uint32(16)))
    return float(h) * (1.0 / 4294967295.0)


@kernel
def value_noise(x: float, y: float, z: float) -> float:
    """Value noise in −1…1 with period-free lattice of side 1, smooth to the first derivative."""
    fi, fj, fk = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(fi), int(fj), int(fk)
    u, v, w = x - fi, y - fj, z - fk
    u = u * u * (3.0 - 2.0 * u)
    v = v * v * (3.0 - 2.0 * v)
    w = w * w * (3.0 - 2.0 * w)
    a = hash01(i, j, k) * (1.0 - u) + hash01(i + 1, j, k) * u
    b = hash01(i, j + 1, k) * (1.0 - u) + hash01(i + 1, j + 1, k) * u
    c = hash01(i, j, k + 1) * (1.0 - u) + hash01(i + 1, j, k + 1) * u
    d = hash01(i, j + 1, k + 1) * (1.0 - u) + hash01(i + 1, j + 1, k + 1) * u
    near = a * (1.0 - v) + b * v
    far = c * (1.0 - v) + d * v
    return 2.0 * (near * (1.0 - w) + far * w) - 1.0


@kernel
def smoothstep(low: float, high: float, x: float) -> float:
    """0 below ``low``, 1 above ``high``, a smooth cubic between them (``low`` may be above ``high``)."""
    t = (x - low) / (high - low)
    t = min(max(t, 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)
