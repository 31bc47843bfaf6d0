"""Brightness: is a picture above the median of its case?"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tools.probe.photograph_concept import PhotographConcept
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class BrightnessConcept(PhotographConcept):
    """Whether the layer tells pictures lighter than the middle one from the others."""

    method: ClassVar[str] = "brightness"
    title: ClassVar[Words] = Words(fr="La clarté, à l’intérieur", en="Brightness, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace de la clarté de l’image ?",
        en="Does the network keep track of how light the picture is?",
    )

    def sought(self) -> Words:
        """The half of the case above its median."""
        return Words(
            fr="les images plus claires que l’image médiane des autres",
            en="pictures lighter than the middle one from the others",
        )

    def amount(self, pixels: NDArray[np.uint8]) -> float:
        """The mean level."""
        return float(pixels.mean())
