"""Nodes that could not be wholly read: paths still go through them, so that one fault provokes no other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.language.node_parts import Nodes
from engine.language.reading import Reading, Use
from engine.language.schema import BranchNode, ChoiceNode, Node
from engine.language.tree import Fields, Items, Leaf, Tree

_TARGETS = ("to", "else", "if_fails", "solo")
_CONDITIONED = ("choice", "branch")


@dataclass
class Opaque:
    """What is known of faulty nodes: the names they lead to, and the conditions that cannot be trusted."""

    targets: dict[str, list[str]] = field(default_factory=dict)
    conditioned: set[str] = field(default_factory=set)  # those whose conditions may have given anything
    distrusted: set[int] = field(default_factory=set)  # ids of expressions in which a name or a kind is wrong


def opaque_nodes(reading: Reading, root: Fields, nodes: Nodes) -> Opaque:
    """The nodes at fault; to be called once conditions are checked."""
    found = Opaque(distrusted={id(use.expression) for use in _faulty(reading)})
    tree = root.get("nodes")
    if not isinstance(tree, Fields):
        return found
    names = list(nodes.keys)
    following = dict(itertools.pairwise(names))
    for name in names:
        node, kind = nodes.nodes.get(name), nodes.kinds[name]
        raw = tree.get(name)
        if node is not None and node.kind == kind and not _doubtful(node, raw, found.distrusted):
            continue
        targets = list(dict.fromkeys(_targets(raw)))
        leads = isinstance(raw, Fields) and "to" in raw.items
        if kind not in ("branch", "ending") and not leads and name in following:
            targets.append(following[name])
        found.targets[name] = targets
        if kind in _CONDITIONED:
            found.conditioned.add(name)
    return found


def _faulty(reading: Reading) -> Iterator[Use]:
    told: dict[int, list[int]] = {}
    for each in reading.diagnostics.found:
        if each.severity == "error" and each.code[0] in "RT":
            told.setdefault(each.line, []).append(each.column)
    for use in reading.uses if told else ():
        place = use.leaf.place
        for line in range(place.line, use.leaf.last_line + 1):
            if any(line > place.line or place.column <= column <= place.end for column in told.get(line, ())):
                yield use


def _doubtful(node: Node, raw: Tree | None, distrusted: set[int]) -> bool:
    """Whether a node that was read lacks a way out, or has one behind a condition that is at fault."""
    if isinstance(node, BranchNode):
        written = raw.get("branch") if isinstance(raw, Fields) else None
        if isinstance(written, Items) and len(written.items) != len(node.cases):
            return True
        return any(id(case.when) in distrusted for case in node.cases)
    if isinstance(node, ChoiceNode):
        options = raw.get("options") if isinstance(raw, Fields) else None
        return any(
            id(option.when) in distrusted or (option.when is None and _has_when(options, option.id))
            for option in node.options
        )
    return False


def _has_when(options: Tree | None, name: str) -> bool:
    option: Any = options.get(name) if isinstance(options, Fields) else None
    return isinstance(option, Fields) and "when" in option.items


def _targets(tree: Tree | None) -> Iterator[str]:
    """Every name that a node leads to, as written."""
    if isinstance(tree, Items):
        for each in tree.items:
            yield from _targets(each)
    elif isinstance(tree, Fields):
        for name, (_, value) in tree.items.items():
            if name in _TARGETS and isinstance(value, Leaf):
                yield value.value
            else:
                yield from _targets(value)
