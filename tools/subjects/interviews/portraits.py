"""The portraits that the interview scores learn from: every factor is drawn on its own, so that none stands
for another. Nobody below ``FIRST_IDENTITY`` is among them: what is measured are faces that no network saw."""

from __future__ import annotations

from typing import get_args

from tools.stimulus import Background, Hair, Portrait

SEED = 30
FACES = 1000
POSES = 2  # of each face, with a smile, glasses or a headscarf, or none
LIGHTS = 2  # and grounds, of each pose
FIRST_IDENTITY = 1000
SIDE = 96
_GROUNDS: tuple[Background, ...] = ("plain", "gradient", "bookshelf", "office")
_SHARES = (0.3, 0.15, 0.3, 0.25)


def training_portraits(faces: int = FACES, side: int = SIDE) -> list[Portrait]:
    """Every face in its poses, each in several lights; the first are the same whatever ``faces``."""
    import numpy as np

    made: list[Portrait] = []
    for face in range(faces):
        draw = np.random.default_rng([SEED, face])
        african, asian, european = draw.dirichlet([1.0, 1.0, 1.0]).round(3)
        body = Portrait(
            identity=FIRST_IDENTITY + face,
            age=round(draw.uniform(18, 70)),
            perceived_sex=round(draw.uniform(0, 1), 2),
            ancestry=(float(african), float(asian), float(european)),
            side=side,
        )
        for _ in range(POSES):
            strength = round(max(0.0, draw.uniform(-0.25, 1)), 2)
            pose = {
                "tone": int(draw.integers(1, 11)),
                "expression": "smile" if strength else "neutral",
                "strength": strength,
                "yaw": round(draw.uniform(-15, 15), 1),
                "pitch": round(draw.uniform(-8, 8), 1),
                "roll": round(draw.uniform(-5, 5), 1),
                "light_azimuth": round(draw.uniform(-60, 60), 1),
                "light_elevation": round(draw.uniform(10, 50), 1),
                "hair": draw.choice(get_args(Hair)).item(),
                "glasses": bool(draw.random() < 0.45),
                "headscarf": bool(draw.random() < 0.3),
                "zoom": round(draw.uniform(1.35, 1.6), 2),
                "shift_x": round(draw.uniform(-0.06, 0.06), 2),
                "shift_y": round(draw.uniform(0.0, 0.1), 2),
            }
            for _ in range(LIGHTS):
                light = {
                    "light": round(2 ** draw.uniform(-0.6, 0.6), 3),
                    "light_kelvin": round(draw.uniform(4500, 8000)),
                    "background": draw.choice(_GROUNDS, p=_SHARES).item(),
                    "background_level": round(draw.uniform(0.1, 0.9), 2),
                }
                made.append(body.model_copy(update=pose | light))
    return made


def unseen_pairs(faces: int, side: int = SIDE) -> list[tuple[Portrait, Portrait]]:
    """Faces that no network learned from, each twice: before an office wall, and before a bookshelf.

    Half a smile on average, no glasses and no headscarf: what is drawn is the face, its light and its smile.
    """
    import numpy as np

    pairs = []
    for face in range(faces):
        draw = np.random.default_rng([SEED + 1, face])
        african, asian, european = draw.dirichlet([1.0, 1.0, 1.0]).round(3)
        strength = round(draw.uniform(0.05, 0.95), 2)
        office = Portrait(
            identity=1 + face,
            age=round(draw.uniform(18, 70)),
            perceived_sex=round(draw.uniform(0, 1), 2),
            ancestry=(float(african), float(asian), float(european)),
            tone=int(draw.integers(1, 11)),
            expression="smile",
            strength=strength,
            yaw=round(draw.uniform(-10, 10), 1),
            light_azimuth=round(draw.uniform(-60, 60), 1),
            hair=draw.choice(get_args(Hair)).item(),
            zoom=1.48,
            shift_y=0.05,
            background="office",
            side=side,
        )
        pairs.append((office, office.model_copy(update={"background": "bookshelf"})))
    return pairs
