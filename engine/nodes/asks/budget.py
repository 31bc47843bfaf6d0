"""A sum to spend on items of different costs, not more than there is."""

from __future__ import annotations

import random
from typing import Any

from engine.language.schema import AskNode, Scenario
from engine.nodes.asks import AskForm, as_number, invalid
from engine.play.events import Offer
from engine.play.state import PlayState


class Budget(AskForm):
    """``{"spent": {item: how many}}``; costs times numbers stay within the total."""

    field = "spent"

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """With what there is to spend, what each item costs and how many may be taken."""
        return (
            super()
            .offer(scenario, state, node)
            .model_copy(
                update={
                    "total": node.total or 0,
                    "costs": {item.id: item.cost for item in node.items},
                    "mosts": {item.id: item.most for item in node.items},
                }
            )
        )

    def admit(self, given: Any, offer: Offer) -> dict[str, int]:
        """Whole numbers up to each item's most (X819), for no more than there is (X823)."""
        if not isinstance(given, dict) or not {item.id for item in offer.items}.issuperset(given):
            raise invalid(
                "X819",
                "Cette dépense ne porte pas sur ce qui est proposé.",
                "This spending is not about what is on offer.",
            )
        spent = {item.id: _count(given.get(item.id), offer.mosts[item.id]) for item in offer.items}
        paid, total = cost_of(spent, offer), offer.total or 0
        if paid > total:
            raise invalid(
                "X823",
                f"Ce choix coûte {paid} et il y a {total} à dépenser : retirez-en pour {paid - total}.",
                f"This choice costs {paid} and there is {total} to spend: take away {paid - total}.",
            )
        return spent

    def start(self, offer: Offer, held: Any) -> dict[str, int]:
        """Nothing spent."""
        return {item.id: 0 for item in offer.items}

    def by_chance(self, offer: Offer, chance: random.Random) -> dict[str, int]:
        """One more of something that can still be paid, again and again."""
        spent = self.start(offer, None)
        left = chance.randint(0, offer.total or 0)
        while True:
            payable = [
                name for name in spent if offer.costs[name] <= left and spent[name] < offer.mosts[name]
            ]
            if not payable:
                return spent
            taken = chance.choice(payable)
            spent[taken] += 1
            left -= max(offer.costs[taken], 0)


def cost_of(spent: dict[str, int], offer: Offer) -> int:
    """What ``spent`` comes to."""
    return sum(offer.costs[name] * count for name, count in spent.items())


def _count(given: Any, most: int) -> int:
    if given in (None, "", False):
        return 0
    number = 1 if given is True else as_number(given)
    if number is None or not float(number).is_integer() or not 0 <= number <= most:
        raise invalid(
            "X819",
            f"Ce qui se prend se compte de 0 à {most}, en nombres entiers.",
            f"What is taken counts from 0 to {most}, in whole numbers.",
        )
    return int(number)
