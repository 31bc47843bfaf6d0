"""Which sealed bet a measure would spoil: what a reader is to predict is not measured beside the story first.

A measure waits for a bet where the bet is on it, or where the story only makes it after that bet and it is
taken over stimuli of the same sort: its result would tell the other's.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.guide.retrieval.reached import Reached
from engine.language.schema import (
    ActivityNode,
    AskNode,
    BranchNode,
    ChoiceNode,
    Node,
    Scenario,
    ToolNode,
)
from engine.play.once import once_a_scenario
from engine.play.reads import names_in
from tools.finding import Call


def awaited_bet(scenario: Scenario, call: Call, node: str | None, reached: Reached | None) -> str | None:
    """The question that the reader answers first, by its node; ``None``: the measure spoils no bet.

    Without a play (``reached`` is ``None``) nobody has a bet open.
    """
    if reached is None or (node is not None and node in reached.findings):
        return None
    for name, ask in open_bets(scenario, reached).items():
        sealed = scenario.nodes[name]
        later = node is None or node in _behind(scenario)[ask]
        if node == name or (later and isinstance(sealed, ToolNode) and _tells(call, sealed)):
            return ask
    return None


def open_bets(scenario: Scenario, reached: Reached) -> dict[str, str]:
    """By the measure that is to be predicted and was not made yet: the question that asks for it."""
    return {
        ask.seals: ask.id
        for ask in scenario.nodes.values()
        if isinstance(ask, AskNode)
        and ask.seals is not None
        and ask.id not in reached.answered
        and ask.seals not in reached.findings
        and isinstance(scenario.nodes.get(ask.seals), ToolNode)
    }


def told_too_soon(scenario: Scenario, reached: Reached) -> set[str]:
    """The hypotheses that a measure under an open bet bears on: said in answer to a question, their sentence
    would be taken for the result."""
    sealed = open_bets(scenario, reached)
    return {
        hypothesis
        for exhibit in scenario.exhibits.values()
        if any(name.partition(".")[0] in sealed for name in names_in(exhibit.text))
        for hypothesis in exhibit.evidence
    }


def _tells(call: Call, sealed: ToolNode) -> bool:
    """Whether what ``call`` gives bears on what ``sealed`` would give."""
    same = (call.subject, call.verb) == (sealed.subject, sealed.verb)
    return same and call.case.partition("_")[0] == sealed.case.partition("_")[0]


@once_a_scenario
def _behind(scenario: Scenario) -> dict[str, frozenset[str]]:
    """By each question that seals a measure: the nodes that no path meets without it."""
    asks = [each.id for each in scenario.nodes.values() if isinstance(each, AskNode) and each.seals]
    return {ask: frozenset(scenario.nodes.keys() - _met_without(scenario, ask)) for ask in asks}


def _met_without(scenario: Scenario, ask: str) -> set[str]:
    """What can be met on paths that do not go through ``ask``. An option that an exhibit opens counts once
    something met files that exhibit."""
    met: set[str] = set()
    while True:
        found = {each for name in met for each in _files(scenario.nodes[name])}
        grown = _walk(scenario, ask, found)
        if grown == met:
            return met
        met = grown


def _walk(scenario: Scenario, ask: str, found: set[str]) -> set[str]:
    met: set[str] = set()
    ahead = [scenario.start]
    while ahead:
        name = ahead.pop()
        if name in met or name == ask or name not in scenario.nodes:
            continue
        met.add(name)
        ahead.extend(_next(scenario.nodes[name], found))
    return met


def _next(node: Node, found: set[str]) -> Iterator[str]:
    if isinstance(node, BranchNode):
        yield from (case.to for case in node.cases)
    if isinstance(node, ChoiceNode):
        for option in node.options:
            names = option.when.names if option.when is not None else frozenset()
            if {name.partition(".")[2] for name in names if name.startswith("found.")} <= found:
                yield option.to
    if isinstance(node, ToolNode):
        yield from (each for each in (node.otherwise, node.if_fails) if each is not None)
    if isinstance(node, ActivityNode) and node.solo is not None:
        yield node.solo
    if node.to is not None:
        yield node.to


def _files(node: Node) -> Iterator[str]:
    yield from node.found
    if isinstance(node, ChoiceNode):
        yield from (each for option in node.options for each in option.found)
