"""A position on a ruler that may show, at each of its places, what a measure gave there."""

from __future__ import annotations

import random
from typing import Any

from engine.language.schema import AskNode, Scenario
from engine.nodes.asks import AskForm, bounds, form_named, invalid, number_within
from engine.play.events import Offer
from engine.play.state import PlayState
from tools.wording import format_number

_NEAR = 1e-6  # of a step: what binary fractions leave over


class Slider(AskForm):
    """``{"number": x}``; x stands on one of the steps, counted from the low end."""

    field = "number"

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """With the table of the measure that it shows, once that was made."""
        table = None
        if node.shows is not None:
            tool, _, field = node.shows.partition(".")
            table = state.results.get(tool, {}).get(field)
        return (
            super()
            .offer(scenario, state, node)
            .model_copy(update={"step": node.step, "table": table, "axis": "number"})
        )

    def admit(self, given: Any, offer: Offer) -> float:
        """A position of the range (X812, X813) that lies on a step (X820)."""
        number = number_within(given, offer)
        if offer.step is None:
            return number
        low, high = bounds(offer)
        steps = (number - low) / offer.step
        nearest = min(low + round(steps) * offer.step, high)
        if abs(steps - round(steps)) > _NEAR and abs(number - high) > _NEAR:
            raise invalid(
                "X820",
                f"Ce curseur avance de {format_number(offer.step, 'number', 'fr')} en "
                f"{format_number(offer.step, 'number', 'fr')} ; la position la plus proche est "
                f"{format_number(nearest, 'number', 'fr')}.",
                f"This slider moves by steps of {format_number(offer.step, 'number', 'en')}; the nearest "
                f"position is {format_number(nearest, 'number', 'en')}.",
            )
        return _tidy(number if abs(number - high) <= _NEAR else nearest)

    def start(self, offer: Offer, held: Any) -> float:
        """The step nearest to what the variable holds, else to the middle."""
        return _on_step(form_named("number").start(offer, held), offer)

    def by_chance(self, offer: Offer, chance: random.Random) -> float:
        """Any step."""
        if offer.step is None:
            return form_named("number").by_chance(offer, chance)  # type: ignore[no-any-return]
        return _on_step(chance.uniform(*bounds(offer)), offer)


def _on_step(number: float, offer: Offer) -> float:
    if offer.step is None:
        return number
    low, high = bounds(offer)
    return _tidy(min(low + round((number - low) / offer.step) * offer.step, high))


def _tidy(number: float) -> float:
    number = round(number, 9)
    return int(number) if float(number).is_integer() else number
