"""What there is to reach in a scenario, and what a set of plays reached of it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from engine.language.schema import BranchNode, ChoiceNode, Scenario, ToolNode
from engine.nodes.tool import FAILURE, SUCCESS, UNMET

Key = tuple[str, str]  # as a :class:`Place`, which it equals: explorations count by plain pairs


class Place(NamedTuple):
    """A node, one of its options or one of its outcomes: ``part`` is "" for the node itself.

    The outcomes of a branch are its cases, numbered from 1; those of a tool ``success``, ``else`` (where it
    has expectations) and ``if_fails`` (where it has a way round).
    """

    node: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.node}.{self.part}" if self.part else self.node


class Coverage:
    """Counts how often each thing was reached."""

    def __init__(self, scenario: Scenario) -> None:
        self.nodes: Counter[Key] = Counter({Place(name): 0 for name in scenario.nodes})
        self.options: Counter[Key] = Counter(dict.fromkeys(options_of(scenario), 0))
        self.outcomes: Counter[Key] = Counter(dict.fromkeys(outcomes_of(scenario), 0))

    @property
    def reached(self) -> int:
        """How many different things were reached."""
        return sum(hits > 0 for part in self._parts for hits in part.values())

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to reach."""
        return all(hits > 0 for part in self._parts for hits in part.values())

    @property
    def shares(self) -> dict[str, float]:
        """Of nodes, options and outcomes, the share that was reached; 1 where there is none to reach."""
        return {
            name: round(sum(hits > 0 for hits in part.values()) / len(part), 6) if part else 1.0
            for name, part in zip(("nodes", "options", "outcomes"), self._parts, strict=True)
        }

    @property
    def missed(self) -> list[Place]:
        """What was never reached: nodes, then options, then outcomes, each in the file's order."""
        return [Place(*key) for part in self._parts for key, hits in part.items() if hits == 0]

    @property
    def _parts(self) -> tuple[Counter[Key], Counter[Key], Counter[Key]]:
        return self.nodes, self.options, self.outcomes


def options_of(scenario: Scenario) -> list[Place]:
    """Every option of every choice."""
    return [
        Place(name, option.id)
        for name, node in scenario.nodes.items()
        if isinstance(node, ChoiceNode)
        for option in node.options
    ]


def outcomes_of(scenario: Scenario) -> list[Place]:
    """Every case of every branch and every way out of every tool."""
    found = []
    for name, node in scenario.nodes.items():
        if isinstance(node, BranchNode):
            found += [Place(name, str(at)) for at, _ in enumerate(node.cases, 1)]
        elif isinstance(node, ToolNode):
            found.append(Place(name, SUCCESS))
            found += [Place(name, UNMET)] if node.expect else []
            found += [Place(name, FAILURE)] if node.if_fails is not None else []
    return found
