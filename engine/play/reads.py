"""What a scenario reads: which fields of findings and answers, and what a text or a condition rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from engine.language.expressions import Expression
from engine.language.placeholders import parts_of
from engine.language.schema import AskNode, Scenario, Text, ToolNode
from engine.play.once import once_a_scenario


class Reads:
    """Computed once a scenario. ``fields`` bounds the state; ``rests_on`` is the provenance of an exhibit."""

    def __init__(self, scenario: Scenario) -> None:
        self._tools = {name for name, node in scenario.nodes.items() if isinstance(node, ToolNode)}
        self._sources = set(scenario.sources)
        asks = {name for name, node in scenario.nodes.items() if isinstance(node, AskNode)}
        self._fields: dict[str, set[str]] = {name: set() for name in self._tools | asks}
        parts = (scenario.nodes, scenario.exhibits, scenario.hypotheses, scenario.plays)
        for name in names_in(parts):
            node, _, field = name.partition(".")
            if node in self._fields and field:
                self._fields[node].add(field)
        for each in scenario.nodes.values():
            if isinstance(each, ToolNode):
                self._fields[each.id].update(each.expect)
            elif isinstance(each, AskNode) and each.shows is not None:
                tool, _, field = each.shows.partition(".")
                if tool in self._tools:
                    self._fields[tool].add(field)

    def fields(self, node: str) -> set[str]:
        """The fields of that tool's finding, or of that question's answer, which anything here reads."""
        return self._fields[node]

    def rests_on(self, names: Iterable[str]) -> list[str]:
        """The tool nodes and sources among the names that a text or a condition reads."""
        bases = (name.partition(".")[0] for name in names)
        return list(dict.fromkeys(base for base in bases if base in self._tools or base in self._sources))


def names_in(part: Any) -> Iterator[str]:
    """All that the conditions and texts of a part of a scenario read, a name each time that it is read."""
    match part:
        case Expression():
            yield from part.names
        case Text():
            for sentence in part.by_language.values():
                yield from (mark.name for mark in parts_of(sentence) if mark.kind == "placeholder")
        case BaseModel():
            for field in type(part).model_fields:
                yield from names_in(getattr(part, field))
        case dict():
            for value in part.values():
                yield from names_in(value)
        case list() | tuple():
            for value in part:
                yield from names_in(value)
        case _:
            return


@once_a_scenario
def reads(scenario: Scenario) -> Reads:
    """What ``scenario`` reads."""
    return Reads(scenario)
