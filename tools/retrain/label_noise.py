"""Labels of one group of examples replaced."""

from __future__ import annotations

from typing import ClassVar

from tools.retrain.recipes.job import Cause
from tools.retrain.retraining import Retraining
from tools.wording import Words


class LabelNoise(Retraining):
    """Whether wrong labels in one group makes the answer."""

    method: ClassVar[str] = "label_noise"
    cause: ClassVar[Cause] = "label_noise"
    title: ClassVar[Words] = Words(fr="Des étiquettes changées", en="Changed labels")
    about: ClassVar[Words] = Words(
        fr="Une part des étiquettes d’un groupe d’exemples est remplacée",
        en="A share of one group’s labels is replaced",
    )

    def suspected(self) -> Words:
        """What is planted or removed."""
        return Words(fr="des étiquettes fausses dans un groupe", en="wrong labels in one group")
