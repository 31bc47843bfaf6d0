"""What expressions and placeholders can read at one moment of a play."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.language.expressions import answer_key
from engine.language.schema import Scenario
from engine.play.beliefs import chances, word_of
from engine.play.once import once_a_scenario
from engine.play.state import PlayState


class Beliefs(Mapping[str, float]):
    """``belief.HYP``, computed when something asks: few conditions do."""

    __slots__ = ("_found", "_p", "_scenario")

    def __init__(self, scenario: Scenario, found: list[str]) -> None:
        self._scenario, self._found = scenario, found
        self._p: Mapping[str, float] | None = None

    def __getitem__(self, name: str) -> float:
        if self._p is None:
            self._p = chances(self._scenario, self._found)
        return self._p[name]

    def word(self, name: str) -> str:
        """Where hypothesis ``name`` stands, in the board's own word. Raises :class:`KeyError`."""
        return word_of(self._scenario, self._found, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._scenario.hypotheses)

    def __len__(self) -> int:
        return len(self._scenario.hypotheses)


def environment(scenario: Scenario, state: PlayState) -> dict[str, Any]:
    """Bare names to values; families (``seen``, ``found``, …), findings, answers and sources to mappings."""
    env: dict[str, Any] = {**state.vars, **_quoted(scenario), **state.results}
    for node, fields in state.given.items():
        env[answer_key(node)] = fields
    wait = _waiting(scenario)
    env["seen"] = {
        name: True for name in state.count if name not in wait or name in state.results or name in state.given
    }
    env["found"] = dict.fromkeys(state.found, True)
    env["belief"] = Beliefs(scenario, state.found)
    env["chose"] = state.chose
    env["count"] = {**state.count, "exhibits": len(state.found), "turns": state.turn}
    env["group"] = state.group
    env["audience"] = state.audience
    env["language"] = state.language
    return env


@once_a_scenario
def _waiting(scenario: Scenario) -> frozenset[str]:
    """The nodes that are seen by more than a visit: a tool with its result, a question with its answer."""
    return frozenset(name for name, node in scenario.nodes.items() if node.kind in ("tool", "ask"))


@once_a_scenario
def _quoted(scenario: Scenario) -> dict[str, dict[str, float]]:
    return {name: source.facts for name, source in scenario.sources.items()}


def value_at(env: Mapping[str, Any], name: str) -> Any:
    """What a placeholder's name reads: ``mesure.rate``, ``pari``, ``belief.peau:words``; else ``None``."""
    name, _, style = name.partition(":")
    base, _, field = name.partition(".")
    value = env.get(base)
    if not field:
        return value
    if style == "words" and isinstance(value, Beliefs):
        return value.word(field) if field in value else None
    if not isinstance(value, Mapping):
        value = env.get(answer_key(base))
    try:
        return None if value is None else value[field]
    except KeyError:
        return None


class Values(Mapping[str, Any]):
    """The environment, by the names that placeholders use."""

    def __init__(self, scenario: Scenario, state: PlayState) -> None:
        self._env = environment(scenario, state)

    def __getitem__(self, name: str) -> Any:
        value = value_at(self._env, name)
        if value is None:
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._env)

    def __len__(self) -> int:
        return len(self._env)
