"""A square slid over what any network is given: occlusion for subjects that answer no map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tools.attribute.asked import Asked
from tools.attribute.companions import blurring, integrating
from tools.attribute.map_method import Beat, MapMethod
from tools.attribute.regions.region import Regions
from tools.attribute.trial import Explain
from tools.inside.opened import Opened
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATCH = 6  # of a side: the square's part
OVERLAP = 2  # steps to a square


class Slid(MapMethod):
    """What the answer loses at each place, the mean over the squares that hide it; captum's ``Occlusion``.

    The tool ``occlusion`` hands it every subject that is not a map.
    """

    method: ClassVar[str] = "occlusion"
    title: ClassVar[Words] = Words(fr="Cacher, carré par carré", en="Hiding, square by square")
    about: ClassVar[Words] = Words(
        fr="Ce que perd la réponse quand un carré est caché", en="What the answer loses without a square"
    )

    def explain(
        self, opened: Opened, regions: Regions, params: Any, seed: int, rough: bool, beat: Beat
    ) -> NDArray[np.float64]:
        """As many passes as places of the square."""
        from tools.attribute.explainers.hiding import slid  # slow import

        rows, columns = opened.inputs.shape[-2:]
        patch = max(1, rows // PATCH), max(1, columns // PATCH)
        step = max(1, patch[0] // OVERLAP), max(1, patch[1] // OVERLAP)
        return slid(opened, patch, step, beat.still)

    def same_question(self, asked: Asked, beat: Beat) -> list[Explain]:
        """Blurring each square, and integrated gradients."""
        return [blurring(asked.blocks, beat.still), integrating(beat.still)]
