"""The pictures on which a planted network is asked: checks, alone or in pairs that differ by one thing."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING

from tools.planted.pictures import Shortcut
from tools.planted.stimuli import DARK, LIGHT, level_of, mark, pattern, relit
from tools.stimuli.cases import Case, Shown
from tools.stimulus import Computed
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COUNT = 40
_UNIT, _UNITS = Words(fr="image", en="picture"), Words(fr="images", en="pictures")
_VARIED: dict[Shortcut, Words] = {
    "mark": Words(fr="une marque jaune dans un coin", en="a yellow mark in a corner"),
    "brightness": Words(fr="la clarté", en="brightness"),
}


@cache
def planted_cases() -> dict[str, Case]:
    """The cases by name: ``planted_pairs_<shortcut>``, ``planted_plain`` and ``planted_marked``."""
    import numpy as np

    draw = np.random.default_rng(4040)
    checks = [pattern(draw, False, level_of(draw, None)) for _ in range(COUNT)]
    dark = [pattern(draw, False, DARK) for _ in range(COUNT)]
    half = [mark(each) if number % 2 else each for number, each in enumerate(checks)]
    pairs = {
        "mark": [(each, mark(each)) for each in checks],
        "brightness": [(each, relit(each, LIGHT - DARK)) for each in dark],
    }
    found = {
        f"planted_pairs_{shortcut}": _case(
            f"planted_pairs_{shortcut}", pairs=pairs[shortcut], varied=_VARIED[shortcut]
        )
        for shortcut in _VARIED
    }
    for name, pictures in (
        ("planted_plain", checks),
        ("planted_marked", [mark(each) for each in checks]),
        ("planted_half_marked", half),
    ):
        found[name] = _case(name, pictures=pictures)
    return found


def _case(
    name: str,
    *,
    pictures: list[NDArray[np.uint8]] | None = None,
    pairs: list[tuple[NDArray[np.uint8], NDArray[np.uint8]]] | None = None,
    varied: Words | None = None,
) -> Case:
    title = Words(fr="Damiers calculés", en="Computed checks")
    return Case(
        name=name,
        title=title,
        about=Words(fr=f"{COUNT} damiers calculés", en=f"{COUNT} computed checks"),
        kind="pairs" if pairs else "pictures",
        n=COUNT,
        person="none",
        licence="CC0-1.0",
        credit="Autopsie",
        pictures=tuple(map(_shown, pictures or ())),
        pairs=tuple((_shown(one), _shown(other)) for one, other in pairs or ()),
        varied=(varied,) if varied else (),
        unit=_UNIT,
        units=_UNITS,
    )


def _shown(pixels: NDArray[np.uint8]) -> Shown:
    from tools.stimuli.render import png

    return Shown(
        recipe=Computed(png=base64.b64encode(png(pixels)).decode()),
        alt=Words(fr="Un damier calculé", en="A computed check pattern"),
        credit="Autopsie",
    )
