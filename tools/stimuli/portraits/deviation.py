"""How far a rendered face is from the Monk swatch that it stands for: stated, because it is on purpose.

The published swatches are nearly grey at both ends of the scale; skin is not (``tones.py``). Measured on
the reference portrait without hair: the median of the face between its eyes' outer corners, from forehead to
chin, in the reference light. ΔE is that of CIE 1976, the plain distance in CIELAB (D65).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.stimuli.portraits.studio import render
from tools.stimuli.portraits.tones import MONK, linear
from tools.stimulus import Portrait

_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


class Deviation(NamedTuple):
    """Of one tone: two sRGB colours as hexadecimal, their ΔE76, and the face's difference in L*, a*, b*."""

    swatch: str
    face: str
    delta_e76: float
    lightness: float
    red_green: float
    yellow_blue: float


def deviation(tone: int) -> Deviation:
    """Measure one Monk tone (1–10). Raises as :func:`~tools.stimuli.portraits.studio.portrait`."""
    made = render(Portrait(tone=tone, hair="bald"))
    left, right = made.landmarks["right_eye_outer"][0], made.landmarks["left_eye_outer"][0]
    top, bottom = made.landmarks["forehead"][1], made.landmarks["chin"][1]
    face = made.pixels[int(top) : int(bottom), int(left) : int(right)].reshape(-1, 3)
    seen = np.median(face, axis=0)
    code = MONK[tone - 1]
    swatch = np.array([int(code[at : at + 2], 16) for at in (0, 2, 4)], float)
    away = cielab(seen) - cielab(swatch)
    return Deviation(
        code,
        "".join(f"{round(part):02x}" for part in seen),
        round(float(np.sqrt((away * away).sum())), 1),
        *(round(float(part), 1) for part in away),
    )


def cielab(code: NDArray[np.floating]) -> NDArray[np.float64]:
    """CIELAB (D65) of an sRGB colour (3,) in 0…255."""
    light = np.array([linear(float(part) / 255) for part in code])
    relative = _TO_XYZ @ light / _WHITE
    bent = np.where(relative > 216 / 24389, np.cbrt(relative), (24389 / 27 * relative + 16) / 116)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])
