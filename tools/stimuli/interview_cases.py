"""The faces on which an interview score is asked: none of the networks learned from them."""

from __future__ import annotations

from collections.abc import Callable

from tools.stimuli.cases import Case, Shown
from tools.stimulus import Portrait
from tools.wording import Words

COUNT, SIDE = 60, 48


def _shown(recipe: Portrait, where: Words) -> Shown:
    return Shown(
        recipe=recipe,
        alt=Words(
            fr=f"Buste calculé qui sourit devant {where.fr}", en=f"Computed bust smiling before {where.en}"
        ),
        credit="Autopsie; MakeHuman/MPFB2, Mika Suominen (CC0-1.0)",
    )


def _pairs() -> Case:
    from tools.subjects.interviews.portraits import unseen_pairs

    office = Words(fr="un bureau", en="an office wall")
    shelf = Words(fr="une bibliothèque", en="a bookshelf")
    return Case(
        name="interview_pairs",
        title=Words(fr="Visages pour un entretien", en="Faces for an interview"),
        about=Words(
            fr=f"{COUNT} bustes calculés de {SIDE} pixels, devant un bureau et devant une bibliothèque",
            en=f"{COUNT} computed busts of {SIDE} pixels, each before an office wall and before a bookshelf",
        ),
        kind="pairs",
        n=COUNT,
        person="synthetic",
        licence="CC-BY-4.0",
        credit="Autopsie; MakeHuman/MPFB2, Mika Suominen (CC0-1.0)",
        pairs=tuple(
            (_shown(first, office), _shown(second, shelf)) for first, second in unseen_pairs(COUNT, SIDE)
        ),
        held=(Words(fr="le visage, sa lumière et son sourire", en="the face, its light and its smile"),),
        varied=(Words(fr="le fond", en="the ground"),),
        unit=Words(fr="visage", en="face"),
        units=Words(fr="visages", en="faces"),
        caveats=(
            Words(
                fr="Des bustes calculés ne sont pas des personnes.",
                en="Computed busts are not people.",
            ),
        ),
    )


CASES: dict[str, Callable[[], Case]] = {"interview_pairs": _pairs}
