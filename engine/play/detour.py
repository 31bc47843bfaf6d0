"""What a play carried over from another version may lack, and how it gets it: out of turn, when it is needed.

The checks prove that a result which a node reads without a guard was given on every path *of this version*.
A play that came by a path of an earlier version may have met no such node, or lost its result because the
instrument was changed. It then plays the missing node first and comes back.
"""

from __future__ import annotations

from engine.language.paths import Paths
from engine.language.schema import AskNode, ChoiceNode, Node, Scenario, ToolNode
from engine.play.events import Detoured
from engine.play.once import once_a_scenario
from engine.play.reads import names_in
from engine.play.state import PlayState
from engine.play.turn import Turn

_GIVES = "result:"


def next_node(turn: Turn, following: str) -> str:
    """Where a play really goes when its scenario leads to ``following``: back from a detour, or into one."""
    state = turn.state
    if not state.carried:
        return following
    back = state.back.get(state.cursor)
    if back is not None and not _goes_round(turn, following):
        following = back
    while (lacking := missing(turn, following)) is not None:
        turn.emit(Detoured(node=lacking, back=following))
        following = lacking
    return following


def _goes_round(turn: Turn, following: str) -> bool:
    """Whether the measure gave nothing and its author says where a play without it goes."""
    node = turn.scenario.nodes.get(turn.state.cursor)
    return isinstance(node, ToolNode) and not has(turn.state, node.id) and following == node.if_fails


def missing(turn: Turn, node: str) -> str | None:
    """The first node whose result ``node`` reads and the play does not have; not one that gave nothing."""
    wanted = needs(turn.scenario).get(node, ())
    state = turn.state
    return next((name for name in wanted if not has(state, name) and name not in state.tried), None)


def has(state: PlayState, node: str) -> bool:
    """Whether the play has that measure's result, or that question's answer."""
    return node in state.results or node in state.given


@once_a_scenario
def needs(scenario: Scenario) -> dict[str, list[str]]:
    """For each node, those whose result it reads and every path of this scenario has given before it.

    Only computed for scenarios that a play was carried to.
    """
    paths = Paths(scenario.nodes, scenario.start)
    found = {}
    for name, node in scenario.nodes.items():
        sure = paths.sure.get(name, 0)
        given = {fact.removeprefix(_GIVES) for fact, bit in paths.bits.items() if bit & sure}
        read = {each.partition(".")[0] for each in _read_at(scenario, node)}
        found[name] = [each for each in scenario.nodes if each in given & read and each != name]
    return {name: wanted for name, wanted in found.items() if wanted}


def _read_at(scenario: Scenario, node: Node) -> list[str]:
    exhibits = list(node.found)
    if isinstance(node, ChoiceNode):
        exhibits += [name for option in node.options for name in option.found]
    parts = [node, *(scenario.exhibits[name] for name in exhibits if name in scenario.exhibits)]
    shown = [node.shows] if isinstance(node, AskNode) and node.shows else []
    return [*names_in(parts), *shown]
