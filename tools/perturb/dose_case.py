"""Which pictures a change is tried on: evenly spread over the case, each with its studio settings held."""

from __future__ import annotations

from collections.abc import Sequence

from tools.errors import CallRefused
from tools.looking import pictures_of
from tools.reproduce.studio_factors import levels_of, varied
from tools.stimuli.cases import Case, Shown
from tools.stimuli.portrait_cases import bust
from tools.stimulus import Portrait
from tools.wording import Words


def pictures_for(case: Case, n: int | None, usual: int, hold: str = "") -> Sequence[Shown]:
    """``n`` pictures of a case (the usual number, or all that there are), with ``hold`` applied to busts.

    Raises :class:`CallRefused` (``wrong_case``) naming a case that fits, and what :func:`held` raises.
    """
    if case.kind in ("texts", "pairs"):
        what = (
            Words(fr="des textes", en="texts") if case.kind == "texts" else Words(fr="des paires", en="pairs")
        )
        raise CallRefused(
            "wrong_case",
            Words(
                fr=f"Le cas « {case.name} » a {what.fr} ; cet instrument change des images, une à une.",
                en=f"The case “{case.name}” has {what.en}; this instrument changes pictures, one by one.",
            ),
            Words(
                fr="Essayez le cas « photographs » ou « portraits ».",
                en="Try the case “photographs” or “portraits”.",
            ),
        )
    pictures = pictures_of(case, n or min(usual, len(case.pictures) or 1))
    return [held(each, hold) for each in pictures] if hold.strip() else pictures


def held(shown: Shown, hold: str) -> Shown:
    """A bust with settings of the studio held at other values: ``light=0.25, background_level=0.9``.

    Raises :class:`CallRefused`: ``bad_hold``, ``unknown_factor``, ``bad_level``; ``wrong_case`` for what is
    no bust.
    """
    recipe = portrait_of(shown)
    for part in hold.split(","):
        name, equals, value = (each.strip() for each in part.partition("="))
        if not equals or not name or not value:
            raise CallRefused(
                "bad_hold",
                Words(
                    fr=f"« {part.strip()} » ne dit pas quel réglage du studio vaut quoi.",
                    en=f"“{part.strip()}” does not say which studio setting has which value.",
                ),
                Words(
                    fr="Écrivez : light=0.25, background_level=0.9.",
                    en="Write: light=0.25, background_level=0.9.",
                ),
            )
        factor = name.replace("-", "_")
        levels_of(factor, "")
        recipe = varied(recipe, factor, value)
    return bust(recipe)


def portrait_of(shown: Shown) -> Portrait:
    """The recipe of a bust. Raises :class:`CallRefused` (``wrong_case``) for any other picture."""
    if isinstance(shown.recipe, Portrait):
        return shown.recipe
    raise CallRefused(
        "wrong_case",
        Words(
            fr="Ce réglage est celui du studio : il change des bustes calculés, pas des photographies, où"
            " l’on ne peut changer une chose sans toucher aux autres.",
            en="This setting is the studio’s: it changes computed busts, not photographs, where one thing"
            " cannot be changed without touching others.",
        ),
        Words(fr="Essayez le cas « portraits ».", en="Try the case “portraits”."),
    )
