"""Strength of the expression of a computed bust: a smile, or another, all else held."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.stimulus import Portrait
from tools.wording import LANGUAGES, Words, format_number

_NAMES: dict[str, Words] = {
    "smile": Words(fr="le sourire", en="the smile"),
    "angry": Words(fr="la colère", en="the anger"),
    "surprise": Words(fr="la surprise", en="the surprise"),
    "sad": Words(fr="la tristesse", en="the sadness"),
}
_A: dict[str, Words] = {
    "smile": Words(fr="un sourire", en="a smile"),
    "angry": Words(fr="une colère", en="anger"),
    "surprise": Words(fr="une surprise", en="surprise"),
    "sad": Words(fr="une tristesse", en="sadness"),
}


class Expression(StudioFactor):
    """The dose is the strength, from 0 (a neutral face) to 1."""

    method: ClassVar[str] = "expression"
    title: ClassVar[Words] = Words(fr="L’expression", en="Expression")
    about: ClassVar[Words] = Words(
        fr="Le même buste calculé, plus ou moins souriant, fâché, surpris ou triste",
        en="The same computed bust, smiling, angry, surprised or sad to a degree",
    )
    params: ClassVar[type[DoseParams]] = dose_params(
        "expression",
        (0.5, 1),
        "Strengths, 0 (neutral) to 1.",
        expression=(
            Literal["smile", "angry", "surprise", "sad"],
            Field("smile", description="Which: smile, angry, surprise or sad."),
        ),
    )
    name: ClassVar[Words] = Words(fr="l’expression", en="the expression")
    unit: ClassVar[Words] = Words(fr="force de l’expression", en="strength of the expression")
    nothing: ClassVar[float | None] = 0.0
    factor: ClassVar[str] = "strength"

    def named(self) -> Words:
        """Which expression."""
        return _NAMES[self._kind()]

    def said(self, level: float) -> Words:
        """ "un sourire de force 1"."""
        fr, en = (format_number(level, "number", language) for language in LANGUAGES)
        what = _A[self._kind()]
        return Words(fr=f"{what.fr} de force {fr}", en=f"{what.en} of strength {en}")

    def _kind(self) -> str:
        return str(getattr(self.given, "expression", "smile"))

    def _at(self, portrait: Portrait, level: float) -> Portrait:
        return super()._at(portrait.model_copy(update={"expression": self._kind()}), level)
