"""Something worn by a computed bust, glasses or a headscarf, all else held."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from tools.errors import CallRefused
from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.wording import Words


class Accessory(StudioFactor):
    """1 puts on the accessory named by ``item``."""

    method: ClassVar[str] = "accessory"
    title: ClassVar[Words] = Words(fr="L’accessoire", en="Accessory")
    about: ClassVar[Words] = Words(
        fr="Le même buste calculé, avec des lunettes ou un foulard",
        en="The same computed bust, with glasses or a headscarf",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "accessory",
        (1,),
        "1 changes it, 0 changes nothing.",
        item=(Literal["glasses", "headscarf"], Field("glasses", description="Which: glasses or headscarf.")),
    )
    name: ClassVar[Words] = Words(fr="l’accessoire", en="the accessory")
    unit: ClassVar[Words] = Words(fr="porté (oui : un)", en="worn (yes: one)")
    nothing: ClassVar[float | None] = 0.0
    factor: ClassVar[str] = "glasses"

    def field(self) -> str:
        """The accessory."""
        return str(getattr(self.given, "item", "glasses"))

    def value(self, level: float) -> str:
        """Worn or not."""
        return "true" if level else "false"

    def named(self) -> Words:
        """Which accessory."""
        if self.field() == "headscarf":
            return Words(fr="le port du foulard", en="wearing a headscarf")
        return Words(fr="le port de lunettes", en="wearing glasses")

    def said(self, level: float) -> Words:
        """ "des lunettes"."""
        if not level:
            return Words(fr="rien de porté", en="nothing worn")
        if self.field() == "headscarf":
            return Words(fr="un foulard", en="a headscarf")
        return Words(fr="des lunettes", en="glasses")

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
