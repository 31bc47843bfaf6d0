"""One setting of the studio at several doses: the same computed bust, all else held."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_case import portrait_of
from tools.perturb.dose_reading import Read
from tools.perturb.dose_response import DoseResponse
from tools.reproduce.studio_factors import BRINGS, varied
from tools.stimuli.cases import Shown
from tools.stimuli.portrait_cases import bust
from tools.stimulus import Portrait
from tools.wording import Words


class StudioFactor(DoseResponse):
    """Base of the studio's settings: a dose is the value of one field of the recipe.

    Every bust is first put at the reference (``nothing``), so that all are compared with the same value.
    """

    default_case: ClassVar[str] = "portraits"
    usual_n: ClassVar[int] = 32
    factor: ClassVar[str]  # the recipe's field

    def field(self) -> str:
        """The recipe's field that this call varies."""
        return self.factor

    def value(self, level: float) -> str:
        """What the field is at a dose, as the studio reads it."""
        return f"{level:g}"

    def base(self, shown: Shown) -> Shown:
        """The bust at the reference."""
        assert self.nothing is not None
        return bust(self._at(portrait_of(shown), self.nothing))

    def recipe(self, shown: Shown, before: Read, level: float) -> Portrait:
        """The same bust at a dose."""
        return self._at(portrait_of(shown), level)

    def check(self, level: float) -> None:
        """What the studio refuses is refused before anything is drawn."""
        self._at(Portrait(), level)

    def extra_caveats(self) -> list[Words]:
        """What the setting brings with it, whether one wants it or not."""
        brings = BRINGS.get(self.field())
        return [brings] if brings else []

    def _at(self, portrait: Portrait, level: float) -> Portrait:
        return varied(portrait, self.field(), self.value(level))
