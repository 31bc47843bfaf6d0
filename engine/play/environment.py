"""What expressions and placeholders can read at one moment of a play."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.language.schema import Scenario, ToolNode
from engine.play.beliefs import Standing, board
from engine.play.state import PlayState


class _Beliefs(Mapping[str, float]):
    """``belief.HYP``, computed when something asks: few conditions do."""

    def __init__(self, scenario: Scenario, found: list[str]) -> None:
        self._scenario, self._found = scenario, found
        self._standings: dict[str, Standing] | None = None

    @property
    def standings(self) -> dict[str, Standing]:
        if self._standings is None:
            self._standings = {each.hypothesis: each for each in board(self._scenario, self._found)}
        return self._standings

    def __getitem__(self, name: str) -> float:
        return self.standings[name].p

    def __iter__(self) -> Iterator[str]:
        return iter(self._scenario.hypotheses)

    def __len__(self) -> int:
        return len(self._scenario.hypotheses)


def environment(scenario: Scenario, state: PlayState) -> dict[str, Any]:
    """Bare names to values; the families (``seen``, ``found``, …), findings and sources to mappings."""
    return {
        **state.vars,
        **{name: source.facts for name, source in scenario.sources.items()},
        **state.results,
        "seen": {name: True for name in state.count if _seen(scenario, state, name)},
        "found": dict.fromkeys(state.found, True),
        "belief": _Beliefs(scenario, state.found),
        "chose": state.chose,
        "count": {**state.count, "exhibits": len(state.found), "turns": state.turn},
        "group": state.group,
        "audience": state.audience,
        "language": state.language,
    }


def _seen(scenario: Scenario, state: PlayState, name: str) -> bool:
    """Visited; for a tool, visited with a result."""
    return name in state.results if isinstance(scenario.nodes.get(name), ToolNode) else True


class Values(Mapping[str, Any]):
    """The same, by the names that placeholders use: ``mesure.rate``, ``pari``, ``belief.peau:words``."""

    def __init__(self, scenario: Scenario, state: PlayState) -> None:
        self._env = environment(scenario, state)

    def __getitem__(self, name: str) -> Any:
        name, _, style = name.partition(":")
        base, _, field = name.partition(".")
        value = self._env[base]
        if base == "belief" and style == "words":
            return value.standings[field].word
        return value[field] if field else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._env)

    def __len__(self) -> int:
        return len(self._env)
