"""Concepts that any picture has more or less of: above the middle picture of the case, or not."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from tools.probe.examples import Examples
from tools.probe.linear_probe import LinearProbe
from tools.probe.studio_concept import wrong_case
from tools.stimulus import Edited, Photo, Recipe
from tools.tool import Params

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.stimuli.cases import Case

DEFAULT_N = 60


class PhotographConcept(LinearProbe):
    """Base: a reader must tell the upper half of the case, on photographs that it never met."""

    default_case: ClassVar[str] = "photographs"

    @abstractmethod
    def amount(self, pixels: NDArray[np.uint8]) -> float:
        """How much of it a picture (height, width, 3) has."""

    def examples(self, case: Case, n: int | None, subject: Any, bench: Bench, params: Params) -> Examples:
        """The pictures of the case; crops of one photograph are never on both sides of a split."""
        from tools.stimuli.units import unit_of

        there = len(case.pictures)
        if there < 10 or (n or 1) > there:
            raise wrong_case(case.name, max(n or 1, 10), there, "photographs")
        wanted = n or min(DEFAULT_N, there)
        shown = tuple(case.pictures[index * there // wanted] for index in range(wanted))
        amounts = [self.amount(bench.pixels(each.recipe)) for each in shown]
        order = sorted(range(wanted), key=lambda index: (amounts[index], index))
        upper = set(order[wanted // 2 :])
        units = tuple(unit_of(each.recipe) for each in shown)
        return Examples(
            shown=shown,
            labels=tuple(index in upper for index in range(wanted)),
            units=units,
            keys=tuple((_photograph(each.recipe) or unit,) for each, unit in zip(shown, units, strict=True)),
            drawn=units,
            unit=case.unit,
            varied=(self.sought(),),
            caveats=case.caveats,
        )


def _photograph(recipe: Recipe) -> str | None:
    """The photograph that a crop was cut from."""
    if isinstance(recipe, Edited):
        return _photograph(recipe.of)
    return recipe.file if isinstance(recipe, Photo) else None
