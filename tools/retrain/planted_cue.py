"""A cue that has nothing to do with the answer, always seen with it in training."""

from __future__ import annotations

from typing import ClassVar

from tools.retrain.recipes.job import Cause
from tools.retrain.retraining import Retraining
from tools.wording import Words


class PlantedCue(Retraining):
    """Whether a cue that has nothing to do with the answer makes the answer."""

    method: ClassVar[str] = "planted_cue"
    cause: ClassVar[Cause] = "planted_cue"
    title: ClassVar[Words] = Words(fr="Un indice planté", en="A planted cue")
    about: ClassVar[Words] = Words(
        fr="Des exemples d’entraînement reçoivent un indice sans rapport, toujours avec la même réponse",
        en="Training examples are given an unrelated cue, always with the same answer",
    )

    def suspected(self) -> Words:
        """What is planted or removed."""
        return Words(
            fr="un indice sans rapport avec la réponse", en="a cue that has nothing to do with the answer"
        )
