"""The facial identities: seeded details of a face's shape, the same whatever else a recipe says.

An identity is nobody. It is the unit of every interval: a thousand portraits of eight identities are eight
units. Weights follow a bell of three uniform draws (Irwin–Hall), so that none lies beyond ``spread`` × 1.5.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from tools.stimulus import Portrait

COUNT: Final = 64
"""Identities of a reference set: 1…64. 0 is the average face."""

_SEED: Final = 20190501

# Axis of a detail: its shape towards − and +, and the spread of its weight. "{}" stands for both sides.
_AXES: Final[tuple[tuple[str, str, float], ...]] = (
    ("head/head-scale-horiz-decr", "head/head-scale-horiz-incr", 0.14),
    ("head/head-scale-depth-decr", "head/head-scale-depth-incr", 0.14),
    ("head/head-fat-decr", "head/head-fat-incr", 0.20),
    ("head/head-angle-in", "head/head-angle-out", 0.12),
    ("forehead/forehead-scale-vert-decr", "forehead/forehead-scale-vert-incr", 0.16),
    ("forehead/forehead-temple-decr", "forehead/forehead-temple-incr", 0.24),
    ("forehead/forehead-nubian-decr", "forehead/forehead-nubian-incr", 0.15),
    ("eyebrows/eyebrows-trans-down", "eyebrows/eyebrows-trans-up", 0.24),
    ("eyebrows/eyebrows-angle-down", "eyebrows/eyebrows-angle-up", 0.14),
    ("eyebrows/eyebrows-trans-backward", "eyebrows/eyebrows-trans-forward", 0.16),
    ("eyes/{}-eye-scale-decr", "eyes/{}-eye-scale-incr", 0.20),
    ("eyes/{}-eye-trans-in", "eyes/{}-eye-trans-out", 0.24),
    ("eyes/{}-eye-trans-down", "eyes/{}-eye-trans-up", 0.12),
    ("eyes/{}-eye-corner1-down", "eyes/{}-eye-corner1-up", 0.20),
    ("eyes/{}-eye-corner2-down", "eyes/{}-eye-corner2-up", 0.24),
    ("eyes/{}-eye-height2-decr", "eyes/{}-eye-height2-incr", 0.15),
    ("eyes/{}-eye-bag-decr", "eyes/{}-eye-bag-incr", 0.18),
    ("eyes/{}-eye-epicanthus-out", "eyes/{}-eye-epicanthus-in", 0.22),
    ("nose/nose-scale-horiz-decr", "nose/nose-scale-horiz-incr", 0.26),
    ("nose/nose-scale-vert-decr", "nose/nose-scale-vert-incr", 0.20),
    ("nose/nose-scale-depth-decr", "nose/nose-scale-depth-incr", 0.20),
    ("nose/nose-width1-decr", "nose/nose-width1-incr", 0.24),
    ("nose/nose-point-width-decr", "nose/nose-point-width-incr", 0.26),
    ("nose/nose-nostrils-width-decr", "nose/nose-nostrils-width-incr", 0.24),
    ("nose/nose-hump-decr", "nose/nose-hump-incr", 0.17),
    ("nose/nose-point-down", "nose/nose-point-up", 0.18),
    ("nose/nose-curve-concave", "nose/nose-curve-convex", 0.16),
    ("mouth/mouth-scale-horiz-decr", "mouth/mouth-scale-horiz-incr", 0.18),
    ("mouth/mouth-trans-down", "mouth/mouth-trans-up", 0.13),
    ("mouth/mouth-upperlip-volume-decr", "mouth/mouth-upperlip-volume-incr", 0.28),
    ("mouth/mouth-lowerlip-volume-decr", "mouth/mouth-lowerlip-volume-incr", 0.26),
    ("mouth/mouth-upperlip-height-decr", "mouth/mouth-upperlip-height-incr", 0.20),
    ("mouth/mouth-lowerlip-height-decr", "mouth/mouth-lowerlip-height-incr", 0.17),
    ("mouth/mouth-cupidsbow-decr", "mouth/mouth-cupidsbow-incr", 0.26),
    ("mouth/mouth-philtrum-volume-decr", "mouth/mouth-philtrum-volume-incr", 0.16),
    ("chin/chin-width-decr", "chin/chin-width-incr", 0.24),
    ("chin/chin-height-decr", "chin/chin-height-incr", 0.20),
    ("chin/chin-prominent-decr", "chin/chin-prominent-incr", 0.20),
    ("chin/chin-bones-decr", "chin/chin-bones-incr", 0.22),
    ("chin/chin-jaw-drop-decr", "chin/chin-jaw-drop-incr", 0.10),
    ("cheek/{}-cheek-bones-decr", "cheek/{}-cheek-bones-incr", 0.28),
    ("cheek/{}-cheek-volume-decr", "cheek/{}-cheek-volume-incr", 0.24),
    ("cheek/{}-cheek-inner-decr", "cheek/{}-cheek-inner-incr", 0.18),
    ("ears/{}-ear-scale-decr", "ears/{}-ear-scale-incr", 0.18),
    ("ears/{}-ear-wing-decr", "ears/{}-ear-wing-incr", 0.16),
    ("ears/{}-ear-lobe-decr", "ears/{}-ear-lobe-incr", 0.24),
    ("neck/neck-scale-horiz-decr", "neck/neck-scale-horiz-incr", 0.14),
)


@lru_cache(maxsize=1024)
def _details(identity: int) -> tuple[tuple[str, float], ...]:
    if identity == 0:
        return ()
    bells = np.random.default_rng([_SEED, identity]).random((len(_AXES), 3))
    weights = []
    for (less, more, spread), (a, b, c) in zip(_AXES, bells, strict=True):
        weight = round((float(a) + float(b) + float(c) - 1.5) * 2 * spread, 3)  # deviation: the spread
        name = more if weight > 0 else less
        for side in ("l", "r") if "{}" in name else ("",):
            if weight:
                weights.append((name.replace("{}", side), abs(weight)))
    return tuple(weights)


def details_of(identity: int) -> dict[str, float]:
    """Shapes with their weights; none for the average face."""
    return dict(_details(identity))


def person(identity: int) -> Portrait:
    """The reference recipe of an identity.

    Perceived sex takes turns (odd: female-perceived). The blend of ancestries is drawn evenly from all
    blends (Dirichlet 1, 1, 1), in mirrored turns of six, so that sets of twelve are balanced. Everything else
    is the reference. 0 is the average of all, between the sexes.
    """
    if identity == 0:
        return Portrait()
    block, place = divmod((identity - 1) // 2, 6)
    first, second = sorted(np.random.default_rng([_SEED + 1, block, identity % 2]).random(2).tolist())
    shares = (round(first, 3), round(second - first, 3), round(1 - second, 3))
    orders = ((0, 1, 2), (1, 2, 0), (2, 0, 1), (0, 2, 1), (2, 1, 0), (1, 0, 2))
    african, asian, european = (shares[at] for at in orders[place])
    return Portrait(
        identity=identity,
        perceived_sex=0.0 if identity % 2 else 1.0,
        ancestry=(african, asian, european),
    )
