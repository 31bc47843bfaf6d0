"""Computed busts two by two, a thousand pairs: strangers to each other, or one bust in two tones.

Everything that a case does not name is drawn for each identity from its own seed, moderately: what varies
between two photographs of two people. ``portrait_cases`` holds all of it fixed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from tools.stimuli.cases import Case
from tools.stimuli.portrait_cases import (
    COMPUTED,
    COUNT,
    CREDIT,
    DARK_TONE,
    IDENTITIES_COUNT,
    LICENCE,
    LIGHT_TONE,
    PERCEIVED_SEX,
    bust,
)
from tools.stimulus import Expression, Hair, Portrait
from tools.wording import Words, format_number

PAIRS: Final = 1000
SIDE: Final = 160  # pixels: a member of a montage is as large
_SEED: Final = 20261123
_HAIRS: Final[tuple[Hair, ...]] = ("short", "long", "curls", "tied", "cropped")
_EXPRESSIONS: Final[tuple[Expression, ...]] = ("neutral", "smile")
WALLS: Final = {"dark": 0.1, "pale": 0.9}
"""sRGB greys of the walls; the cases of ``portrait_cases`` stand before one of 0.5."""

_DRAWN = Words(
    fr="l’âge (20 à 60 ans), la coiffure, le mur, le sourire, le côté de la lampe, le sexe perçu",
    en="age (20 to 60), hair, wall, smile, side of the lamp, perceived sex",
)
_LIGHTER = Words(fr="le buste à la peau la plus claire", en="the bust with the lighter skin")
_FEMALE = Words(fr="le buste de forme féminine", en="the female-perceived bust")


def drawn(identity: int) -> Portrait:
    """One bust; what is drawn depends on its identity alone."""
    from tools.stimuli.portraits.identities import person  # slow import

    draw = random.Random(f"{_SEED}:{identity}")
    return person(identity).model_copy(
        update={
            "perceived_sex": float(draw.randint(0, 1)),
            "tone": draw.randint(1, 10),
            "age": float(draw.randint(20, 60)),
            "hair": draw.choice(_HAIRS),
            "background_level": round(draw.uniform(0.1, 0.9), 2),
            "expression": draw.choice(_EXPRESSIONS),
            "light_azimuth": float(draw.randint(-60, 60)),
            "side": SIDE,
        }
    )


Couple = tuple[Portrait, Portrait]


def _strangers(first: dict[str, float], second: dict[str, float]) -> Iterator[Couple]:
    for pair in range(PAIRS):
        one, other = drawn(2 * pair + 1), drawn(2 * pair + 2)
        yield one.model_copy(update=first), other.model_copy(update=second)


def _tone_alone() -> Iterator[Couple]:
    for identity in range(1, PAIRS + 1):
        one = drawn(identity)
        yield one.model_copy(update={"tone": LIGHT_TONE}), one.model_copy(update={"tone": DARK_TONE})


def _before(wall: float) -> Iterator[Couple]:
    from tools.stimuli.portraits.identities import person  # slow import

    for identity in range(1, COUNT + 1):
        one = person(identity).model_copy(update={"background_level": wall})
        yield one.model_copy(update={"tone": LIGHT_TONE}), one.model_copy(update={"tone": DARK_TONE})


def _case(
    name: str, title: Words, about: Words, n: int, couples: Callable[[], Iterator[Couple]], *,
    first: Words | None, held: tuple[Words, ...], varied: tuple[Words, ...], strangers: bool,
) -> Case:  # fmt: skip
    unit, units = (
        (Words(fr="paire de bustes", en="pair of busts"), Words(fr="paires de bustes", en="pairs of busts"))
        if strangers
        else (Words(fr="identité", en="identity"), Words(fr="identités", en="identities"))
    )
    count_fr, count_en = format_number(n, "int", "fr"), format_number(n, "int", "en")
    return Case(
        name=name,
        title=title,
        about=Words(fr=f"{count_fr} {units.fr} : {about.fr}", en=f"{count_en} {units.en}: {about.en}"),
        kind="pairs",
        n=n,
        person="synthetic",
        licence=LICENCE,
        credit=CREDIT,
        pairs=tuple((bust(one), bust(other)) for one, other in couples()),
        first=first,
        held=held,
        varied=varied,
        notes=(IDENTITIES_COUNT,),
        unit=unit,
        units=units,
        caveats=(COMPUTED, PERCEIVED_SEX),
    )


_FRAMING = Words(fr="le cadrage, la pose, le vêtement", en="framing, pose, garment")
_TONES = Words(
    fr=f"la teinte de peau : Monk {LIGHT_TONE} d’abord, Monk {DARK_TONE} ensuite ; et avec elle l’éclat et le"
    " contraste du visage",
    en=f"skin tone: Monk {LIGHT_TONE} first, Monk {DARK_TONE} second; and with it the lightness and contrast"
    " of the face",
)
_SEXES = Words(
    fr="le sexe perçu : forme féminine d’abord, masculine ensuite",
    en="perceived sex: female-perceived shape first, male-perceived second",
)
_OTHERS = Words(fr="l’identité, la teinte, ", en="identity, tone, ")


def _two(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


def _strangers_case() -> Case:
    return _case(
        "portraits_strangers", _two("Bustes calculés, deux inconnus", "Computed busts, two strangers"),
        _two("deux bustes différents, réglages tirés au sort",
             "two different busts, settings drawn by lot"),
        PAIRS, lambda: _strangers({}, {}), first=None, held=(_FRAMING,),
        varied=(_two(_OTHERS.fr + _DRAWN.fr, _OTHERS.en + _DRAWN.en),), strangers=True,
    )  # fmt: skip


def _strangers_by_tone() -> Case:
    return _case(
        "portraits_strangers_by_tone",
        _two("Bustes calculés, deux inconnus de teintes différentes",
             "Computed busts, two strangers of different tones"),
        _two(f"deux bustes différents, l’un en teinte Monk {LIGHT_TONE}, l’autre en Monk {DARK_TONE}",
             f"two different busts, one in Monk tone {LIGHT_TONE}, the other in Monk {DARK_TONE}"),
        PAIRS, lambda: _strangers({"tone": LIGHT_TONE}, {"tone": DARK_TONE}), first=_LIGHTER,
        held=(_FRAMING,), varied=(_TONES, _DRAWN), strangers=True,
    )  # fmt: skip


def _strangers_by_sex() -> Case:
    return _case(
        "portraits_strangers_by_sex",
        _two("Bustes calculés, deux inconnus de sexes perçus différents",
             "Computed busts, two strangers of different perceived sex"),
        _two("deux bustes différents, l’un de forme féminine, l’autre de forme masculine",
             "two different busts, one in female-perceived shape, the other in male-perceived shape"),
        PAIRS, lambda: _strangers({"perceived_sex": 0.0}, {"perceived_sex": 1.0}), first=_FEMALE,
        held=(_FRAMING,), varied=(_SEXES, _two(_OTHERS.fr + _DRAWN.fr, _OTHERS.en + _DRAWN.en)),
        strangers=True,
    )  # fmt: skip


def _tone_alone_case() -> Case:
    return _case(
        "portraits_tone_alone",
        _two("Bustes calculés, la teinte seule", "Computed busts, tone alone"),
        _two(f"le même buste en teinte Monk {LIGHT_TONE} et en Monk {DARK_TONE}, le reste tiré au sort pour"
             " chaque identité",
             f"the same bust in Monk tone {LIGHT_TONE} and in Monk {DARK_TONE}, the rest drawn by lot for"
             " each identity"),
        PAIRS, _tone_alone, first=_LIGHTER,
        held=(_two("dans une paire : l’identité, l’âge, la coiffure, le mur, le sourire, la lampe",
                   "within a pair: identity, age, hair, wall, smile, lamp"), _FRAMING),
        varied=(_TONES,), strangers=False,
    )  # fmt: skip


def _wall(name: str) -> Case:
    level = WALLS[name]
    fr, en = {"dark": ("sombre", "dark"), "pale": ("clair", "pale")}[name]
    return _case(
        f"portraits_by_tone_{name}_wall",
        _two(f"Bustes calculés, par teinte de peau, mur {fr}", f"Computed busts, by skin tone, {en} wall"),
        _two(f"le même buste en teinte Monk {LIGHT_TONE} et en Monk {DARK_TONE}, devant un mur {fr}",
             f"the same bust in Monk tone {LIGHT_TONE} and in Monk {DARK_TONE}, before a {en} wall"),
        COUNT, partial(_before, level), first=_LIGHTER,
        held=(_two("l’identité, la lumière, le mur, le cadrage, la pose, l’âge, la coiffure, le vêtement",
                   "identity, light, wall, framing, pose, age, hair, garment"),),
        varied=(_TONES,), strangers=False,
    )  # fmt: skip


CASES: dict[str, Callable[[], Case]] = {
    "portraits_strangers": _strangers_case,
    "portraits_strangers_by_tone": _strangers_by_tone,
    "portraits_strangers_by_sex": _strangers_by_sex,
    "portraits_tone_alone": _tone_alone_case,
    "portraits_by_tone_dark_wall": partial(_wall, "dark"),
    "portraits_by_tone_pale_wall": partial(_wall, "pale"),
}
