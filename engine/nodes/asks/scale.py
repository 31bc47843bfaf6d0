"""A step on a short scale of whole numbers."""

from __future__ import annotations

import random
from typing import Any

from engine.language.schema import AskNode, Scenario
from engine.nodes.asks import AskForm, bounds, form_named, invalid, number_within
from engine.play.events import Offer
from engine.play.state import PlayState


class Scale(AskForm):
    """``{"number": n}``, from 1 to 5 unless the author says otherwise."""

    field = "number"

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """With the usual ends where none are given."""
        ends = {
            "low": node.low if node.low is not None else 1.0,
            "high": node.high if node.high is not None else 5.0,
            "axis": "number",
        }
        return super().offer(scenario, state, node).model_copy(update=ends)

    def admit(self, given: Any, offer: Offer) -> float:
        """A whole number of the scale (X812, X813)."""
        number = number_within(given, offer)
        if not float(number).is_integer():
            raise invalid(
                "X812",
                "Cette échelle ne prend que des nombres entiers.",
                "This scale takes whole numbers only.",
            )
        return number

    def start(self, offer: Offer, held: Any) -> float:
        """As a number, rounded."""
        middle: float = form_named("number").start(offer, held)
        return round(middle)

    def by_chance(self, offer: Offer, chance: random.Random) -> float:
        """Any step."""
        return round(chance.uniform(*bounds(offer)))
