"""The case ``portraits_varied``: 160 computed busts, each another identity, every factor drawn at random.

What a search for failures that nobody named looks at: no factor is held, none is planned.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from tools.stimuli.cases import Case
from tools.stimuli.portrait_cases import COMPUTED, CREDIT, LICENCE, PERCEIVED_SEX, bust
from tools.stimulus import Background, Expression, Hair, Portrait
from tools.wording import Words

COUNT: Final = 160
SIDE: Final = 160  # pixels: quick to draw
_SEED: Final = 20261123
_EXPRESSIONS: Final[tuple[Expression, ...]] = ("neutral", "smile", "angry", "surprise", "sad")
_GROUNDS: Final[tuple[Background, ...]] = (
    "plain", "gradient", "bookshelf", "office", "near-black", "near-white",
)  # fmt: skip
_HAIRS: Final[tuple[Hair, ...]] = ("bald", "cropped", "short", "curls", "tied", "long")


def drawn(identity: int) -> Portrait:
    """One bust: what is drawn depends on its identity alone."""
    from tools.stimuli.portraits.identities import person  # slow import

    draw = random.Random(f"{_SEED}:{identity}")
    return person(identity).model_copy(
        update={
            "perceived_sex": round(draw.random(), 2),
            "tone": draw.randint(1, 10),
            "age": float(draw.randint(20, 85)),
            "expression": draw.choice(_EXPRESSIONS),
            "light": round(2 ** draw.uniform(-3, 1), 3),
            "light_azimuth": float(draw.randint(-90, 90)),
            "background": draw.choice(_GROUNDS),
            "hair": draw.choice(_HAIRS),
            "glasses": draw.random() < 0.3,
            "headscarf": draw.random() < 0.2,
            "yaw": float(draw.randint(-25, 25)),
            "side": SIDE,
        }
    )


def _varied() -> Case:
    return Case(
        name="portraits_varied",
        title=Words(fr="Bustes calculés, tout varie", en="Computed busts, everything varies"),
        about=Words(
            fr=f"{COUNT} bustes calculés d’autant d’identités, dont chaque réglage est tiré au hasard",
            en=f"{COUNT} computed busts of as many identities, each setting drawn at random",
        ),
        kind="pictures",
        n=COUNT,
        person="synthetic",
        licence=LICENCE,
        credit=CREDIT,
        pictures=tuple(bust(drawn(identity)) for identity in range(1, COUNT + 1)),
        varied=(
            Words(
                fr="l’identité, la teinte, l’âge, le sexe perçu, l’expression, la lumière et son côté,"
                " le fond, la coiffure, les lunettes, le foulard, la tête tournée",
                en="identity, tone, age, perceived sex, expression, light and its side, ground, hair,"
                " glasses, headscarf, turn of the head",
            ),
        ),
        notes=(
            Words(
                fr="Une image par identité : chacune est une unité.",
                en="One picture an identity: each is a unit.",
            ),
        ),
        unit=Words(fr="identité", en="identity"),
        units=Words(fr="identités", en="identities"),
        caveats=(COMPUTED, PERCEIVED_SEX),
    )


CASES: dict[str, Callable[[], Case]] = {"portraits_varied": _varied}
