"""Guided backpropagation: offered so that it can be seen failing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tools.attribute.asked import Asked
from tools.attribute.companions import darkening, sloping
from tools.attribute.map_method import Beat, MapMethod
from tools.attribute.regions.region import Regions
from tools.attribute.trial import Explain
from tools.inside.opened import Opened
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WITHOUT_RECTIFIERS = ("person_matte", "person_matte_landscape", "face_finder_recent")


class GuidedBackpropagation(MapMethod):
    """Springenberg and others, 2014, arXiv 1412.6806: only positive slopes go back through each rectifier."""

    method: ClassVar[str] = "guided_backpropagation"
    title: ClassVar[Words] = Words(fr="Rétropropagation guidée", en="Guided backpropagation")
    about: ClassVar[Words] = Words(
        fr="Des contours nets, que le réseau n’explique pas : une méthode qui échoue",
        en="Crisp outlines that the network does not explain: a method that fails",
    )
    by_slope: ClassVar[bool] = True
    failing: ClassVar[Words | None] = Words(
        fr="Cette méthode est connue pour montrer l’image plus que le réseau : sa carte survit au brouillage"
        " des poids. Elle est offerte pour qu’on la voie échouer.",
        en="This method is known to show the picture more than the network: its map survives scrambled"
        " weights. It is offered so that it can be seen failing.",
    )

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Networks made of rectifiers that can be told to let only positive slopes back."""
        if subject.name in _WITHOUT_RECTIFIERS:
            return Words(
                fr=f"« {subject.title.fr} » n’est pas fait de redresseurs que l’on puisse guider.",
                en=f"“{subject.title.en}” is not made of rectifiers that could be guided.",
            )
        return super().accepts(subject)

    def explain(
        self, opened: Opened, regions: Regions, params: Any, seed: int, rough: bool, beat: Beat
    ) -> NDArray[np.float64]:
        """One pass forward, one back."""
        from tools.attribute.explainers.gradients import guided  # slow import

        return guided(opened, beat.still)

    def same_question(self, asked: Asked, beat: Beat) -> list[Explain]:
        """The plain gradient, and darkening without a gradient."""
        return [sloping(beat.still), darkening(asked.blocks, beat.still)]
