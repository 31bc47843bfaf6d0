"""The case ``pairs``: squares of photographs two by two, each square in one pair only.

Both members come from different photographs. The pairing looks at names and places only, never at pixels
or at what a subject answers: squares are put in the order of a hash of their place, and the two photographs
that have most squares left give one each.
"""

from __future__ import annotations

import hashlib

from tools.honesty import NO_GROUPS, NOT_A_SAMPLE, PHOTOGRAPHS_VARY
from tools.stimuli.cases import Case, Shown
from tools.stimuli.package_pictures import Photograph
from tools.stimuli.photographs import LEFT_OUT, NOBODY, SIDE, credit_of, licence_of, squares_of
from tools.stimulus import Photo
from tools.wording import Words

SALT = "autopsie pairs 1"  # another salt is another set of pairs


def _rank(square: Shown) -> str:
    recipe = square.recipe
    assert isinstance(recipe, Photo)
    return hashlib.sha256(f"{SALT} {recipe.file} {recipe.box}".encode()).hexdigest()


def paired(photographs: tuple[Photograph, ...]) -> tuple[tuple[Shown, Shown], ...]:
    """Pairs of squares of different photographs; a square may be left alone at the end."""
    left = {photograph.name: sorted(squares_of(photograph), key=_rank) for photograph in photographs}
    pairs: list[tuple[Shown, Shown]] = []
    ahead = dict.fromkeys(left, 0)  # times first minus times second
    while True:
        fullest = sorted((name for name in left if left[name]), key=lambda name: (-len(left[name]), name))[:2]
        if len(fullest) < 2:
            return tuple(pairs)
        one, other = fullest
        # Each photograph is first as often as second, so that order never stands for content.
        if (ahead[one], _rank(left[one][-1])) > (ahead[other], _rank(left[other][-1])):
            one, other = other, one
        pairs.append((left[one].pop(), left[other].pop()))
        ahead[one] += 1
        ahead[other] -= 1


_PAIRS = paired(NOBODY)

CASES: tuple[Case, ...] = (
    Case(
        name="pairs",
        title=Words(fr="Paires de fragments", en="Pairs of crops"),
        about=Words(
            fr=f"{len(_PAIRS)} paires de carrés de {SIDE} pixels, découpés sans recouvrement dans "
            f"{len(NOBODY)} photographies où il n’y a personne ; chaque carré ne sert qu’une fois",
            en=f"{len(_PAIRS)} pairs of squares of {SIDE} pixels, cut without overlap from "
            f"{len(NOBODY)} photographs with nobody in them; each square serves once",
        ),
        kind="pairs",
        n=len(_PAIRS),
        person="none",
        licence=licence_of(NOBODY),
        credit=credit_of(NOBODY),
        pairs=_PAIRS,
        unit=Words(fr="paire d’extraits", en="pair of crops"),
        units=Words(fr="paires d’extraits", en="pairs of crops"),
        caveats=(NOT_A_SAMPLE, PHOTOGRAPHS_VARY, NO_GROUPS),
        held=(
            Words(
                fr=f"la taille et la forme des deux membres (carrés de {SIDE} pixels)",
                en=f"the size and shape of both members (squares of {SIDE} pixels)",
            ),
        ),
        varied=(
            Words(
                fr="d’un membre à l’autre : le sujet, le fond, les couleurs, le contraste, la netteté",
                en="from one member to the other: content, background, colours, contrast, sharpness",
            ),
        ),
        notes=(
            Words(
                fr=f"Les carrés viennent de {len(NOBODY)} photographies seulement : les paires ne sont "
                "pas des scènes tout à fait indépendantes.",
                en=f"The squares come from {len(NOBODY)} photographs only: pairs are not quite "
                "independent scenes.",
            ),
            LEFT_OUT,
        ),
    ),
)
