"""Items put on piles, every one on exactly one."""

from __future__ import annotations

import random
from typing import Any

from engine.language.schema import AskNode, Scenario
from engine.nodes.asks import AskForm, invalid, offered
from engine.play.environment import Values
from engine.play.events import Offer
from engine.play.state import PlayState


class Sort(AskForm):
    """``{"sorted": {item: pile}}``."""

    field = "sorted"

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """With the piles."""
        piles = offered(scenario, node.piles, Values(scenario, state))
        return super().offer(scenario, state, node).model_copy(update={"piles": piles})

    def admit(self, given: Any, offer: Offer) -> dict[str, str]:
        """A pile of the offer for each of its items (X821); in the order of the items."""
        items = [item.id for item in offer.items]
        piles = {pile.id for pile in offer.piles}
        if not isinstance(given, dict) or not set(items).issuperset(given):
            raise invalid(
                "X821",
                "Ce tri ne porte pas sur les éléments affichés.",
                "This sorting is not about the items shown.",
            )
        if any(
            not isinstance(pile, str) or pile not in piles
            for pile in given.values()
            if pile not in ("", None)
        ):
            raise invalid(
                "X821",
                "Ce tri nomme un tas qui n'existe pas.",
                "This sorting names a pile that does not exist.",
            )
        left = sum(given.get(item) in ("", None) for item in items)
        if left:
            plural = "s" if left > 1 else ""
            raise invalid(
                "X821",
                f"Il reste {left} élément{plural} à placer sur {len(items)}.",
                f"{left} of the {len(items)} items {'are' if left > 1 else 'is'} not placed yet.",
            )
        return {item: str(given[item]) for item in items}

    def start(self, offer: Offer, held: Any) -> dict[str, str]:
        """Everything on the first pile."""
        return {item.id: offer.piles[0].id for item in offer.items}

    def by_chance(self, offer: Offer, chance: random.Random) -> dict[str, str]:
        """Each anywhere."""
        return {item.id: chance.choice(offer.piles).id for item in offer.items}
