"""The reader's own estimate of each hypothesis, kept beside the board that it never changes."""

from __future__ import annotations

import random
from typing import Any

from engine.guide.render import words_of
from engine.language.schema import AskNode, Scenario
from engine.nodes.asks import AskForm, as_number, invalid
from engine.play.environment import Values
from engine.play.events import Offer, OfferedOption
from engine.play.state import PlayState


class Beliefs(AskForm):
    """``{"beliefs": {id: p}}``, p from 0 to 1."""

    field = "beliefs"

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """About every hypothesis of the board."""
        values = Values(scenario, state)
        items = [
            OfferedOption(id=name, text=words_of(scenario, each.text, values))
            for name, each in scenario.hypotheses.items()
        ]
        return super().offer(scenario, state, node).model_copy(update={"items": items})

    def admit(self, given: Any, offer: Offer) -> dict[str, float]:
        """Estimates of some or all of the hypotheses (X818)."""
        names = {item.id for item in offer.items}
        if not isinstance(given, dict) or not given or not names.issuperset(given):
            raise invalid(
                "X818",
                "Ces estimations ne portent pas sur les hypothèses affichées.",
                "These estimates are not about the hypotheses shown.",
            )
        stated = {name: as_number(p) for name, p in given.items()}
        sound = {name: float(p) for name, p in stated.items() if p is not None and 0 <= p <= 1}
        if len(sound) < len(stated):
            raise invalid("X818", "Chaque estimation va de 0 à 1.", "Each estimate goes from 0 to 1.")
        return sound

    def start(self, offer: Offer, held: Any) -> dict[str, float]:
        """As likely as not."""
        return {item.id: 0.5 for item in offer.items}

    def by_chance(self, offer: Offer, chance: random.Random) -> dict[str, float]:
        """Anything."""
        return {item.id: round(chance.random(), 2) for item in offer.items}
