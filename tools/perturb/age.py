"""Age of a computed bust, as the makers of the mesh assign it, all else held."""

from __future__ import annotations

from typing import ClassVar

from tools.perturb.dose_response import DoseParams, dose_params
from tools.perturb.studio_factor import StudioFactor
from tools.wording import Words


class Age(StudioFactor):
    """The dose is in years; the reference is 25."""

    method: ClassVar[str] = "age"
    title: ClassVar[Words] = Words(fr="L’âge", en="Age")
    about: ClassVar[Words] = Words(fr="Le même buste calculé, plus âgé", en="The same computed bust, older")
    params: ClassVar[type[DoseParams]] = dose_params("age", (50, 75), "Years, 18 to 90; 25 is the reference.")
    name: ClassVar[Words] = Words(fr="l’âge", en="age")
    unit: ClassVar[Words] = Words(fr="années", en="years")
    nothing: ClassVar[float | None] = 25.0
    factor: ClassVar[str] = "age"

    def said(self, level: float) -> Words:
        """ "un visage de 75 ans"."""
        return Words(fr=f"un visage de {level:g} ans", en=f"a face of {level:g} years")

    def extra_caveats(self) -> list[Words]:
        """Whose years these are."""
        return [
            Words(
                fr="L’âge est celui que les auteurs du maillage attribuent à une forme ; les cheveux"
                " grisonnent avec lui.",
                en="Age is what the makers of the mesh assign to a shape; hair turns grey with it.",
            )
        ]
