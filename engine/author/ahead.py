"""What lies ahead of each node and option, so that an exploration goes where something is left to see."""

from __future__ import annotations

from collections.abc import Iterable

from engine.author.coverage import Key, options_of, outcomes_of
from engine.author.ways import ways
from engine.language.schema import ChoiceNode, Scenario


class Ahead:
    """Every place is a bit; what can be reached from a node, whatever conditions say, is a number of bits."""

    def __init__(self, scenario: Scenario) -> None:
        places: list[Key] = [(name, "") for name in scenario.nodes]
        places += [*options_of(scenario), *outcomes_of(scenario)]
        self._bits = {place: 1 << at for at, place in enumerate(places)}
        self._from = _downstream(scenario, self._bits)
        self.missing = (1 << len(places)) - 1

    def options(self, node: ChoiceNode) -> dict[str, int]:
        """What each option of a choice leads to, the option itself included."""
        return {
            option.id: self._bits[node.id, option.id] | self._from.get(option.to, 0)
            for option in node.options
        }

    def reached(self, places: Iterable[Key]) -> None:
        """These are no longer missing."""
        for place in places:
            self.missing &= ~self._bits.get(place, 0)


def _downstream(scenario: Scenario, bits: dict[Key, int]) -> dict[str, int]:
    own = dict.fromkeys(scenario.nodes, 0)
    for (node, _), bit in bits.items():
        own[node] |= bit
    leads: dict[str, list[str]] = {}
    for way in ways(scenario):
        leads.setdefault(way.target, []).append(way.source)
    # Backwards from what changed, until nothing does: a hub makes cycles, so one pass would not do.
    changed = list(scenario.nodes)
    while changed:
        target = changed.pop()
        for source in leads.get(target, ()):
            more = own[source] | own[target]
            if more != own[source]:
                own[source] = more
                changed.append(source)
    return own
