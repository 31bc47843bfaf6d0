"""Background swap: the same computed bust before another ground, all else held."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from tools.errors import CallRefused
from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.wording import Words

_BEHIND: dict[str, Words] = {
    "plain": Words(fr="un fond uni derrière", en="a plain ground behind"),
    "bookshelf": Words(fr="une bibliothèque derrière", en="a bookshelf behind"),
    "office": Words(fr="un bureau derrière", en="an office behind"),
    "gradient": Words(fr="un fond dégradé derrière", en="a graded ground behind"),
    "near-black": Words(fr="un fond presque noir derrière", en="a near-black ground behind"),
    "near-white": Words(fr="un fond presque blanc derrière", en="a near-white ground behind"),
}


class Background(StudioFactor):
    """1 swaps the plain grey ground for the one named by ``to``."""

    method: ClassVar[str] = "background"
    title: ClassVar[Words] = Words(fr="Le fond", en="Background")
    about: ClassVar[Words] = Words(
        fr="Le même buste calculé, devant un autre fond",
        en="The same computed bust, before another background",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "background",
        (1,),
        "1 changes it, 0 changes nothing.",
        to=(
            Literal["bookshelf", "office", "gradient", "near-black", "near-white"],
            Field("bookshelf", description="Which: bookshelf, office, gradient, near-black or near-white."),
        ),
    )
    name: ClassVar[Words] = Words(fr="le fond", en="the background")
    unit: ClassVar[Words] = Words(fr="fond changé (oui : un)", en="background swapped (yes: one)")
    nothing: ClassVar[float | None] = 0.0
    factor: ClassVar[str] = "background"

    def value(self, level: float) -> str:
        """The ground at a dose."""
        return str(getattr(self.given, "to", "bookshelf")) if level else "plain"

    def said(self, level: float) -> Words:
        """ "une bibliothèque derrière"."""
        return _BEHIND[self.value(level)]

    def check(self, level: float) -> None:
        """1 or 0: there is no half of it."""
        if level not in (0, 1):
            raise CallRefused(
                "bad_level",
                Words(
                    fr=f"Ce changement vaut 1 (fait) ou 0 (pas fait), pas {level:g}.",
                    en=f"This change is 1 (made) or 0 (not made), not {level:g}.",
                ),
            )
        super().check(level)
