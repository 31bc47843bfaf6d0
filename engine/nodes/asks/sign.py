"""Sentences to put one's name to, some or none, each with the exhibits that it stands on."""

from __future__ import annotations

import random
from typing import Any

from engine.language.schema import AskNode, Scenario
from engine.nodes.asks import AskForm, invalid
from engine.play.events import Offer
from engine.play.state import PlayState


class Sign(AskForm):
    """``{"signed": [ids]}``, which may be empty. A sentence without exhibits may be signed: it shows."""

    field = "signed"
    is_list = True

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """With the numbers, in the notebook, of the exhibits under each sentence."""
        grounds = {
            item.id: [state.found.index(name) + 1 for name in item.rests_on if name in state.found]
            for item in node.items
        }
        lacking = {item.id: len(item.rests_on) - len(grounds[item.id]) for item in node.items}
        return (
            super()
            .offer(scenario, state, node)
            .model_copy(update={"grounds": grounds, "lacking": {name: n for name, n in lacking.items() if n}})
        )

    def admit(self, given: Any, offer: Offer) -> list[str]:
        """Sentences of the offer, each once (X824); in the order they are shown."""
        names = [item.id for item in offer.items]
        signed = list(map(str, given)) if isinstance(given, list) else None
        if signed is None or not set(names).issuperset(signed) or len(set(signed)) < len(signed):
            raise invalid(
                "X824",
                "Cette signature porte sur une phrase qui n'est pas affichée.",
                "This signature is about a sentence that is not shown.",
            )
        return [name for name in names if name in signed]

    def start(self, offer: Offer, held: Any) -> list[str]:
        """Nothing is signed."""
        return []

    def by_chance(self, offer: Offer, chance: random.Random) -> list[str]:
        """Each or not."""
        return [item.id for item in offer.items if chance.random() < 0.5]
