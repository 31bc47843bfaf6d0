"""Which places of a late layer the answer leans on: GradCAM, known to fail on some networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from tools.attribute.asked import Asked
from tools.attribute.companions import hiding, integrating
from tools.attribute.map_method import Beat, MapMethod, MapParams
from tools.attribute.regions.region import Regions
from tools.attribute.trial import Explain
from tools.inside.opened import Opened
from tools.tool import Params
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class _CamParams(MapParams):
    layer: str = Field("", description="Layer looked at; the last that reads neighbours by default.")


class GradCam(MapMethod):
    """Channels of one layer, weighed by their mean slope (Selvaraju and others, 2016, arXiv 1610.02391)."""

    method: ClassVar[str] = "grad_cam"
    title: ClassVar[Words] = Words(fr="GradCAM", en="GradCAM")
    about: ClassVar[Words] = Words(
        fr="Les endroits d’une couche tardive sur lesquels la réponse s’appuie",
        en="The places of a late layer that the answer leans on",
    )
    params: ClassVar[type[Params]] = _CamParams
    failing: ClassVar[Words | None] = Words(
        fr="GradCAM est connu pour échouer sur le réseau de Twitter : sa carte y survit au brouillage des"
        " poids. Il est offert pour qu’on le voie.",
        en="GradCAM is known to fail on Twitter’s network: its map there survives scrambled weights. It is"
        " offered so that this can be seen.",
    )

    def ready(self, subject: Any, params: Any) -> None:
        """The layer must be one of the subject's."""
        from tools.inside.layers import layer_named

        if params.layer:
            layer_named(subject, params.layer)

    def explain(
        self, opened: Opened, regions: Regions, params: Any, seed: int, rough: bool, beat: Beat
    ) -> NDArray[np.float64]:
        """One pass forward, one back to the layer."""
        from tools.attribute.explainers.cam import layer_cam, usual_layer  # slow import

        cam: NDArray[np.float64] = layer_cam(opened, params.layer or usual_layer(opened), beat.still)
        return cam

    def same_question(self, asked: Asked, beat: Beat) -> list[Explain]:
        """Hiding each square, and integrated gradients."""
        return [hiding(asked.blocks, beat.still), integrating(beat.still)]
