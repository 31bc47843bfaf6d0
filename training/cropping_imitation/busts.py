"""Computed portraits to learn from, by identities that no measure of the agreement uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from tools.stimuli.portraits.studio import portrait
from tools.stimulus import Background, Expression, Hair, Portrait

FIRST_TAUGHT, LAST_TAUGHT = 1000, 9999
"""Identities that are trained on. Those below are the laboratory's, and the agreement's."""


def any_bust(draw: np.random.Generator, first: int = FIRST_TAUGHT, last: int = LAST_TAUGHT) -> Portrait:
    """A recipe in which nothing is held fixed; the identity lies between ``first`` and ``last``."""
    african, asian, european = (round(float(share), 3) for share in draw.dirichlet((0.7, 0.7, 0.7)))

    def about(middle: float, spread: float, most: float) -> float:
        return round(min(most, max(-most, middle + spread * float(draw.standard_normal()))), 1)

    def between(low: float, high: float, digits: int = 2) -> float:
        return round(float(draw.uniform(low, high)), digits)

    return Portrait(
        identity=int(draw.integers(first, last + 1)),
        age=between(18, 85, 1),
        perceived_sex=between(0, 1),
        ancestry=(african, asian, european),
        tone=int(draw.integers(1, 11)),
        expression=draw.choice(get_args(Expression)),
        yaw=about(0, 12, 45),
        pitch=about(0, 6, 25),
        roll=about(0, 5, 25),
        light_azimuth=between(-90, 90, 1),
        light_elevation=between(-10, 60, 1),
        light=round(2 ** about(0, 0.7, 2.5), 2),
        light_kelvin=between(3000, 9000, 0),
        background=draw.choice(get_args(Background)),
        background_level=between(0, 1),
        hair=draw.choice(get_args(Hair)),
        glasses=bool(draw.random() < 0.25),
        headscarf=bool(draw.random() < 0.15),
        zoom=between(0.6, 1.3),
        shift_x=between(-0.2, 0.2),
        shift_y=between(-0.12, 0.12),
    )


def busts(count: int, seed: int) -> Iterator[NDArray[np.uint8]]:
    """``count`` portraits (320, 320, 3) to learn from, drawn from ``seed``."""
    draw = np.random.default_rng(seed)
    for _ in range(count):
        yield portrait(any_bust(draw)).pixels
