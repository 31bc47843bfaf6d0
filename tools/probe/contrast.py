"""Contrast: is a picture above the median of its case?"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tools.probe.photograph_concept import PhotographConcept
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ContrastConcept(PhotographConcept):
    """Whether the layer tells pictures with more contrast than the middle one from the others."""

    method: ClassVar[str] = "contrast"
    title: ClassVar[Words] = Words(fr="Le contraste, à l’intérieur", en="Contrast, inside")
    about: ClassVar[Words] = Words(
        fr="Le réseau garde-t-il trace du contraste de l’image ?",
        en="Does the network keep track of the picture’s contrast?",
    )

    def sought(self) -> Words:
        """The half of the case above its median."""
        return Words(
            fr="les images plus contrastées que l’image médiane des autres",
            en="pictures with more contrast than the middle one from the others",
        )

    def amount(self, pixels: NDArray[np.uint8]) -> float:
        """The spread of the levels."""
        return float(pixels.std())
