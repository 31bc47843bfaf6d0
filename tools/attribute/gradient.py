"""Which places would change the answer if they were a little lighter: the plain gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tools.attribute.asked import Asked
from tools.attribute.companions import darkening, smoothing
from tools.attribute.map_method import Beat, MapMethod
from tools.attribute.regions.region import Regions
from tools.attribute.trial import Explain
from tools.inside.opened import Opened
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Gradient(MapMethod):
    """The slope of the answer at each place (Simonyan and others, 2013, arXiv 1312.6034), signed."""

    method: ClassVar[str] = "gradient"
    title: ClassVar[Words] = Words(fr="Gradient", en="Gradient")
    about: ClassVar[Words] = Words(
        fr="Ce que ferait à la réponse un peu plus de lumière à chaque endroit",
        en="What a little more light at each place would do to the answer",
    )
    by_slope: ClassVar[bool] = True

    def explain(
        self, opened: Opened, regions: Regions, params: Any, seed: int, rough: bool, beat: Beat
    ) -> NDArray[np.float64]:
        """One pass forward, one back."""
        from tools.attribute.explainers.gradients import gradient  # slow import

        return gradient(opened, beat.still)

    def same_question(self, asked: Asked, beat: Beat) -> list[Explain]:
        """SmoothGrad, and darkening without a gradient."""
        return [smoothing(beat.still), darkening(asked.blocks, beat.still)]
