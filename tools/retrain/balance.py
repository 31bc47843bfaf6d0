"""One group of examples made rare, or given its place back."""

from __future__ import annotations

from typing import ClassVar

from tools.retrain.recipes.job import Cause
from tools.retrain.retraining import Retraining
from tools.wording import Words


class Balance(Retraining):
    """Whether a group that is rare among the examples makes the answer."""

    method: ClassVar[str] = "balance"
    cause: ClassVar[Cause] = "balance"
    title: ClassVar[Words] = Words(fr="L’équilibre des exemples", en="The balance of the examples")
    about: ClassVar[Words] = Words(
        fr="Un groupe devient rare parmi les exemples, ou retrouve sa place",
        en="One group is made rare among the examples, or given its place back",
    )

    def suspected(self) -> Words:
        """What is planted or removed."""
        return Words(fr="un groupe rare parmi les exemples", en="a group that is rare among the examples")
