"""What each place brings to the answer, added up along the way from the picture's mean colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.attribute.asked import Asked
from tools.attribute.companions import ROUGH_STEPS, blurring, hiding
from tools.attribute.map_method import Beat, MapMethod, MapParams
from tools.attribute.regions.region import Regions
from tools.attribute.trial import Explain
from tools.inside.opened import Opened
from tools.tool import Params
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class _IntegratedParams(MapParams):
    steps: int = Field(50, ge=4, le=500, description="Steps from the mean colour to the picture.")


class IntegratedGradients(MapMethod):
    """Sundararajan and others, 2017, arXiv 1703.01365. The parts add up, within the completeness gap."""

    method: ClassVar[str] = "integrated_gradients"
    title: ClassVar[Words] = Words(fr="Gradients intégrés", en="Integrated gradients")
    about: ClassVar[Words] = Words(
        fr="Ce que chaque endroit apporte, de la couleur moyenne de l’image à l’image",
        en="What each place brings, from the picture’s mean colour to the picture",
    )
    params: ClassVar[type[Params]] = _IntegratedParams
    complete: ClassVar[bool] = True

    def explain(
        self, opened: Opened, regions: Regions, params: Any, seed: int, rough: bool, beat: Beat
    ) -> NDArray[np.float64]:
        """As many gradients as steps; eight for a comparison."""
        from tools.attribute.explainers.gradients import integrated  # slow import

        return integrated(opened, min(params.steps, ROUGH_STEPS) if rough else params.steps, beat.still)

    def same_question(self, asked: Asked, beat: Beat) -> list[Explain]:
        """Hiding each square, and blurring it."""
        return [hiding(asked.blocks, beat.still), blurring(asked.blocks, beat.still)]
