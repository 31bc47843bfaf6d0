"""A number in a range: often a bet, sealed before the result."""

from __future__ import annotations

import random
from typing import Any

from engine.language.schema import AskNode, Scenario
from engine.nodes.asks import AskForm, bounds, number_within
from engine.play.events import Offer
from engine.play.state import PlayState


class Number(AskForm):
    """``{"number": x}``."""

    field = "number"

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """On an axis of shares where the range is 0..1 or 0..100."""
        share = (node.low, node.high) in ((0, 1), (0, 100))
        return (
            super().offer(scenario, state, node).model_copy(update={"axis": "share" if share else "number"})
        )

    def admit(self, given: Any, offer: Offer) -> float:
        """A number of the range (X812, X813)."""
        return number_within(given, offer)

    def start(self, offer: Offer, held: Any) -> float:
        """What the variable holds, brought into the range, else the middle."""
        low, high = bounds(offer)
        is_number = isinstance(held, int | float) and not isinstance(held, bool)
        return min(max(held, low), high) if is_number else (low + high) / 2

    def by_chance(self, offer: Offer, chance: random.Random) -> float:
        """Whole on a wide range, to two decimals on a narrow one."""
        low, high = bounds(offer)
        number = chance.uniform(low, high)
        return round(number) if high - low > 5 else round(number, 2)
