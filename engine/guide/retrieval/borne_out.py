"""Which nodes and exhibits the recorded measures bear out: what a file says outside of any play.

A scenario is written for every result that its instruments could give, so most of its conclusions are false
of what was measured. Branches that read recorded results alone are decided; all others are taken both ways.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.expressions import Expression
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
from tools.finding import Finding


class BorneOut:
    """``nodes`` and ``exhibits`` by id."""

    def __init__(self, nodes: frozenset[str], exhibits: frozenset[str]) -> None:
        self.nodes = nodes
        self.exhibits = exhibits


@once_a_scenario
def borne_out(scenario: Scenario) -> BorneOut:
    """What can be met when every measure gives what was recorded of it; endings are not in it."""
    met: set[str] = set()
    ahead = [scenario.start]
    while ahead:
        name = ahead.pop()
        if name in met or name not in scenario.nodes:
            continue
        met.add(name)
        ahead.extend(_after(scenario, scenario.nodes[name]))
    exhibits: set[str] = set()
    for name in met:
        node = scenario.nodes[name]
        exhibits.update(node.found)
        if isinstance(node, ChoiceNode):
            exhibits.update(each for option in node.options for each in option.found)
    kept = (each for each in met if scenario.nodes[each].kind != "ending")
    return BorneOut(frozenset(kept), frozenset(each for each in exhibits if each in scenario.exhibits))


def _after(scenario: Scenario, node: Node) -> Iterator[str]:
    match node:
        case BranchNode():
            for case in node.cases:
                decided = _decided(scenario, case.when)
                if decided is not False:
                    yield case.to
                if decided is True:
                    return
        case ChoiceNode():
            yield from (each.to for each in node.options)
        case ToolNode():
            yield from _after_measure(scenario, node)
        case _:
            if isinstance(node, ActivityNode) and node.solo is not None:
                yield node.solo
            if node.to is not None:
                yield node.to


def _after_measure(scenario: Scenario, node: ToolNode) -> Iterator[str]:
    finding = scenario.fixtures.get(node.id)
    of_a_reader = isinstance(scenario.nodes.get(node.case), AskNode)  # nothing recorded can answer for theirs
    if (finding is None or of_a_reader) and node.if_fails is not None:
        yield node.if_fails
    met = _expected(node, finding)
    if met is not True and node.otherwise is not None:
        yield node.otherwise
    if (met is not False or node.otherwise is None) and node.to is not None:
        yield node.to


def _expected(node: ToolNode, finding: Finding | None) -> bool | None:
    """Whether what was recorded is what its author expected; ``None``: nothing was recorded."""
    if finding is None:
        return None
    for name, wanted in node.expect.items():
        value = finding.result.get(name)
        if isinstance(wanted, str | bool):
            if value != wanted:
                return False
        elif not isinstance(value, int | float) or not wanted.low <= value <= wanted.high:
            return False
    return True


def _decided(scenario: Scenario, when: Expression | None) -> bool | None:
    """A condition on the recorded results; ``None`` where it reads anything else."""
    if when is None:
        return True
    env = {}
    for name in when.names:
        node, _, field = name.partition(".")
        finding = scenario.fixtures.get(node)
        if not field or finding is None or field not in finding.result:
            return None
        env[node] = dict(finding.result)
    return bool(when.evaluate(env))
