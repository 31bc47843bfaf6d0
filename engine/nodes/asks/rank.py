"""Items put in order, the first one first."""

from __future__ import annotations

import random
from typing import Any

from engine.nodes.asks import AskForm, invalid
from engine.play.events import Offer


class Rank(AskForm):
    """``{"ranking": [ids]}``."""

    field = "ranking"
    is_list = True

    def admit(self, given: Any, offer: Offer) -> list[str]:
        """Each item once (X815)."""
        names = [item.id for item in offer.items]
        if not isinstance(given, list) or sorted(map(str, given)) != sorted(names):
            raise invalid(
                "X815",
                "Ce classement doit contenir chaque élément une fois.",
                "This ranking must hold each item once.",
            )
        return [str(name) for name in given]

    def start(self, offer: Offer, held: Any) -> list[str]:
        """The author's order."""
        return [item.id for item in offer.items]

    def by_chance(self, offer: Offer, chance: random.Random) -> list[str]:
        """Any order."""
        return chance.sample([item.id for item in offer.items], len(offer.items))
