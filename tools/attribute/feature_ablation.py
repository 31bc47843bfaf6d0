"""What the answer loses when each region is hidden, one by one: no gradient is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tools.attribute.asked import Asked
from tools.attribute.companions import blurring, hidden_one_by_one, integrating, sharing
from tools.attribute.map_method import Beat, MapMethod
from tools.attribute.regions.region import Regions
from tools.attribute.trial import Explain
from tools.inside.opened import Opened
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COALITIONS = 6  # a region, of the Shapley parts that it is compared with


class FeatureAblation(MapMethod):
    """Regions hidden one by one, in the picture's mean colour."""

    method: ClassVar[str] = "feature_ablation"
    title: ClassVar[Words] = Words(fr="Cacher, région par région", en="Hiding, region by region")
    about: ClassVar[Words] = Words(
        fr="Ce que perd la réponse quand une région est cachée", en="What the answer loses without a region"
    )
    by_region: ClassVar[bool] = True
    needs_slopes: ClassVar[bool] = False

    def explain(
        self, opened: Opened, regions: Regions, params: Any, seed: int, rough: bool, beat: Beat
    ) -> NDArray[np.float64]:
        """As many passes as regions."""
        return hidden_one_by_one(opened, regions, beat.still)

    def same_question(self, asked: Asked, beat: Beat) -> list[Explain]:
        """Blurring each region, and integrated gradients; Shapley's parts where there is no gradient."""
        if asked.open:
            return [blurring(asked.regions, beat.still), integrating(beat.still)]
        coalitions = max(64, _COALITIONS * len(asked.regions))
        return [blurring(asked.regions, beat.still), sharing(asked.regions, coalitions, beat.still)]
