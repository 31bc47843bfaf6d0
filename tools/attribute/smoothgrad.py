"""Which places would change the answer if they were a little lighter, whatever the grain of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.attribute.asked import Asked
from tools.attribute.companions import NOISE, ROUGH_SAMPLES, darkening, sloping
from tools.attribute.map_method import Beat, MapMethod, MapParams
from tools.attribute.regions.region import Regions
from tools.attribute.trial import Explain
from tools.inside.opened import Opened
from tools.tool import Params
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class _SmoothParams(MapParams):
    samples: int = Field(32, ge=2, le=256, description="Noisy copies of the picture.")
    noise: float = Field(NOISE, gt=0, le=1, description="Spread of the noise, as a share of the range.")


class SmoothGrad(MapMethod):
    """The mean gradient of noisy copies (Smilkov and others, 2017, arXiv 1706.03825), signed."""

    method: ClassVar[str] = "smoothgrad"
    title: ClassVar[Words] = Words(fr="Gradient lissé (SmoothGrad)", en="Smoothed gradient (SmoothGrad)")
    about: ClassVar[Words] = Words(
        fr="Le gradient, en moyenne sur des copies bruitées de l’image",
        en="The gradient, on average over noisy copies of the picture",
    )
    params: ClassVar[type[Params]] = _SmoothParams
    by_slope: ClassVar[bool] = True
    chance: ClassVar[bool] = True

    def explain(
        self, opened: Opened, regions: Regions, params: Any, seed: int, rough: bool, beat: Beat
    ) -> NDArray[np.float64]:
        """As many passes as copies; a quarter of them for a comparison."""
        from tools.attribute.explainers.gradients import smoothed  # slow import

        samples = min(params.samples, ROUGH_SAMPLES) if rough else params.samples
        return smoothed(opened, samples, params.noise, seed, beat.still)

    def same_question(self, asked: Asked, beat: Beat) -> list[Explain]:
        """The plain gradient, and darkening without a gradient."""
        return [sloping(beat.still), darkening(asked.blocks, beat.still)]
