"""A curve drawn by hand, a height at each point: what the reader expects, before the measure shows it."""

from __future__ import annotations

import random
from typing import Any

from engine.language.schema import AskNode, Scenario
from engine.nodes.asks import AskForm, as_number, bounds, in_range, invalid, out_of_range
from engine.play.events import Offer
from engine.play.state import PlayState


class Curve(AskForm):
    """``{"curve": [y, …]}``, a number of the range for each point, in order."""

    field = "curve"
    is_list = True

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """With the points."""
        return (
            super()
            .offer(scenario, state, node)
            .model_copy(update={"points": list(node.points), "axis": "number"})
        )

    def admit(self, given: Any, offer: Offer) -> list[float]:
        """As many numbers as points (X822), all in the range (X813)."""
        count = len(offer.points)
        if not isinstance(given, list) or len(given) != count:
            raise invalid(
                "X822",
                f"Cette courbe demande une valeur à chacun de ses {count} points.",
                f"This curve needs a value at each of its {count} points.",
            )
        drawn: list[float] = []
        for point, height in zip(offer.points, given, strict=True):
            y = as_number(height)
            if y is None:
                raise invalid(
                    "X822",
                    f"La valeur au point « {point} » n'est pas un nombre.",
                    f"The value at the point “{point}” is not a number.",
                )
            if not in_range(y, offer):
                raise out_of_range(offer)
            drawn.append(y)
        return drawn

    def start(self, offer: Offer, held: Any) -> list[float]:
        """A flat line in the middle."""
        low, high = bounds(offer)
        return [(low + high) / 2] * len(offer.points)

    def by_chance(self, offer: Offer, chance: random.Random) -> list[float]:
        """Any heights, to a hundredth of the range."""
        low, high = bounds(offer)
        return [round(low + (high - low) * chance.randint(0, 100) / 100, 6) for _ in offer.points]
