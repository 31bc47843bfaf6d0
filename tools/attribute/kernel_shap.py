"""Each region's fair part of the answer, over many ways of hiding the others: no gradient is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.attribute.asked import Asked
from tools.attribute.companions import blurring, hiding, integrating
from tools.attribute.map_method import Beat, MapMethod, MapParams
from tools.attribute.regions.region import Regions
from tools.attribute.trial import Explain
from tools.inside.opened import Opened
from tools.tool import Params
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROUGH = 96  # coalitions, for a comparison


class _ShapParams(MapParams):
    samples: int = Field(256, ge=16, le=4096, description="Coalitions of regions that are tried.")


class KernelShap(MapMethod):
    """Shapley values by KernelSHAP (Lundberg and Lee, 2017, arXiv 1705.07874). The parts add up."""

    method: ClassVar[str] = "kernel_shap"
    title: ClassVar[Words] = Words(fr="Parts de Shapley (KernelSHAP)", en="Shapley’s parts (KernelSHAP)")
    about: ClassVar[Words] = Words(
        fr="La part de chaque région, en moyenne sur les façons de cacher les autres",
        en="Each region’s part, on average over the ways of hiding the others",
    )
    params: ClassVar[type[Params]] = _ShapParams
    by_region: ClassVar[bool] = True
    needs_slopes: ClassVar[bool] = False
    complete: ClassVar[bool] = True
    chance: ClassVar[bool] = True
    cell_side: ClassVar[int] = 36  # sixteen regions of what a cell sees: coalitions cost much there

    def explain(
        self, opened: Opened, regions: Regions, params: Any, seed: int, rough: bool, beat: Beat
    ) -> NDArray[np.float64]:
        """As many passes as coalitions; fewer for a comparison, but twice as many as regions."""
        from tools.attribute.explainers.hiding import shapley  # slow import

        least = 2 * len(regions) + 2
        samples = max(least, min(params.samples, _ROUGH) if rough else params.samples)
        return regions.spread(shapley(opened, regions.labels, len(regions), samples, seed, beat.still))

    def same_question(self, asked: Asked, beat: Beat) -> list[Explain]:
        """Hiding each region; integrated gradients, or blurring it where there is no gradient."""
        other = integrating(beat.still) if asked.open else blurring(asked.regions, beat.still)
        return [hiding(asked.regions, beat.still), other]
