"""What leads where in a scenario: every way from node to node, with what opens it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from engine.language.schema import ActivityNode, BranchNode, ChoiceNode, Node, Scenario, ToolNode

WayKind = Literal["goes", "falls", "option", "case", "else", "if_fails", "solo"]


class Way(NamedTuple):
    """One way. ``name`` is the option or the condition that opens it, "" where nothing does."""

    source: str
    target: str
    kind: WayKind
    name: str = ""


def ways(scenario: Scenario) -> list[Way]:
    """Every way of the scenario, in the file's order; those to nodes that do not exist are left out."""
    return [way for node in scenario.nodes.values() for way in ways_of(node) if way.target in scenario.nodes]


def ways_of(node: Node) -> Iterator[Way]:
    """The ways out of one node, in the file's order."""
    match node:
        case ChoiceNode():
            for option in node.options:
                yield Way(node.id, option.to, "option", option.id)
            return
        case BranchNode():
            for case in node.cases:
                yield Way(node.id, case.to, "case", case.when.source if case.when else "")
            return
        case ToolNode():
            if node.otherwise is not None:
                yield Way(node.id, node.otherwise, "else")
            if node.if_fails is not None:
                yield Way(node.id, node.if_fails, "if_fails")
        case ActivityNode() if node.solo is not None:
            yield Way(node.id, node.solo, "solo")
        case _:
            pass
    if node.to is not None:
        yield Way(node.id, node.to, "falls" if node.falls_through else "goes")


def reached(scenario: Scenario, every: list[Way]) -> set[str]:
    """The nodes to which some path leads from the start."""
    following: dict[str, list[str]] = {}
    for way in every:
        following.setdefault(way.source, []).append(way.target)
    found, queue = {scenario.start}, deque([scenario.start])
    while queue:
        for target in following.get(queue.popleft(), ()):
            if target not in found:
                found.add(target)
                queue.append(target)
    return found


def path_to(scenario: Scenario, target: str) -> list[Way]:
    """A shortest path from the start to ``target``, of breakdowns as few as can be; empty where none leads.

    Ways that a failing tool takes cost more than any detour, for a story is told along its sound paths.
    """
    following: dict[str, list[Way]] = {}
    for way in ways(scenario):
        following.setdefault(way.source, []).append(way)
    came: dict[str, Way | None] = {scenario.start: None}
    sound: deque[str] = deque([scenario.start])
    broken: deque[Way] = deque()
    while sound or broken:
        if not sound:
            way = broken.popleft()
            if way.target not in came:
                came[way.target] = way
                sound.append(way.target)
            continue
        for way in following.get(sound.popleft(), ()):
            if way.target in came:
                continue
            if way.kind in ("if_fails", "else"):
                broken.append(way)
            else:
                came[way.target] = way
                sound.append(way.target)
    return _unrolled(came, target)


def _unrolled(came: Mapping[str, Way | None], target: str) -> list[Way]:
    path: list[Way] = []
    way = came.get(target)
    while way is not None:
        path.append(way)
        way = came[way.source]
    return path[::-1]
