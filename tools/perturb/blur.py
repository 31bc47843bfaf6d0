"""The whole picture blurred."""

from __future__ import annotations

from typing import ClassVar

from tools.looking import Seen
from tools.perturb.dose_response import DoseResponse, dose_params
from tools.stimuli.cases import Shown
from tools.stimulus import Change, Edited
from tools.tool import Params
from tools.wording import LANGUAGES, Words, format_number


class Blur(DoseResponse):
    """Convolved with a Gaussian; the dose is its sigma in pixels of the picture."""

    method: ClassVar[str] = "blur"
    title: ClassVar[Words] = Words(fr="Le flou", en="Blur")
    about: ClassVar[Words] = Words(fr="La même photographie, floutée", en="The same photograph, blurred")
    params: ClassVar[type[Params]] = dose_params(
        "blur", (0.5, 1, 2), "Sigmas in pixels of the picture; 0 changes nothing."
    )
    change: ClassVar[Change] = "blur"
    name: ClassVar[Words] = Words(fr="le flou", en="blur")
    unit: ClassVar[Words] = Words(fr="flou, en pixels", en="blur, in pixels")
    nothing: ClassVar[float] = 0.0

    def said(self, level: float) -> Words:
        """ "un flou de 2 pixels"."""
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        return Words(
            fr=f"un flou de {fr} pixel{'s' if level >= 2 else ''}",
            en=f"a blur of {en} pixel{'' if level == 1 else 's'}",
        )

    def recipe(self, shown: Shown, before: Seen, level: float) -> Edited:
        """The blurred picture."""
        return Edited(of=shown.recipe, change=self.change, amount=level)

    def extra_caveats(self) -> list[Words]:
        """Blur is not one factor."""
        return [
            Words(
                fr="Flouter retire aussi du contraste : les deux ne se séparent pas ici.",
                en="Blurring takes contrast away too: the two are not separated here.",
            )
        ]
