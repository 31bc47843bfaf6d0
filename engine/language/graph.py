"""Checks of paths: dead ends, silent loops, results shown on paths that do not have them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from engine.language.diagnostics import MOST_PER_CAUSE, did_you_mean
from engine.language.node_parts import Nodes
from engine.language.opaque import Opaque
from engine.language.paths import Paths, show
from engine.language.placeholders import parts_of
from engine.language.prose import locate
from engine.language.reading import Prose, Reading
from engine.language.saying import nearest, words
from engine.language.schema import (
    ActivityNode,
    AskNode,
    BranchNode,
    ChoiceNode,
    EndingNode,
    NarrativeNode,
    Node,
    ToolNode,
)
from engine.language.tree import Leaf
from tools.wording import Words


def check_graph(reading: Reading, nodes: Nodes, paths: Paths | None, opaque: Opaque) -> None:
    """Check the paths; without ``paths`` (no node to start from), only what concerns single nodes."""
    graph = _Graph(reading, nodes, opaque)
    graph.local()
    if paths is None:
        return
    graph.unreachable(paths)
    graph.endless(paths, graph.silent_loops(paths))
    graph.definite(paths)
    graph.predictions(paths)


class _Graph:
    def __init__(self, reading: Reading, nodes: Nodes, opaque: Opaque) -> None:
        self.reading, self.nodes, self.opaque = reading, nodes, opaque

    # -- faults of one node ------------------------------------------------------------------------------

    def local(self) -> None:
        """G504 and G531: a forgotten ``to``, a choice that changes nothing."""
        read = {name for use in self.reading.uses for name in use.expression.names}
        for name, node in self.nodes.nodes.items():
            if isinstance(node, ChoiceNode):
                self._changes_something(node, read)
            if isinstance(node, ChoiceNode | BranchNode):
                ways = node.options if isinstance(node, ChoiceNode) else node.cases
                targets = list(dict.fromkeys(way.to for way in ways))
                for target in targets:
                    self._falls_into_sibling(name, target, targets)

    def _changes_something(self, node: ChoiceNode, read: set[str]) -> None:
        targets = {option.to for option in node.options}
        moves = any(option.set or option.found or option.once for option in node.options)
        if len(node.options) > 1 and len(targets) == 1 and not moves and f"chose.{node.id}" not in read:
            self.reading.report("G531", self.nodes.keys[node.id], node=node.id, to=targets.pop())

    def _falls_into_sibling(self, parent: str, name: str, siblings: list[str]) -> None:
        node = self.nodes.nodes.get(name)
        if node is None or not node.falls_through or not isinstance(node, NarrativeNode | ToolNode):
            return
        following = self.nodes.nodes.get(node.to or "")
        if following is None or following.id not in siblings or isinstance(following, EndingNode):
            return
        self.reading.report("G504", self.nodes.keys[name], a=name, b=following.id, parent=parent)

    # -- faults of paths ---------------------------------------------------------------------------------

    def unreachable(self, paths: Paths) -> None:
        """G501, unless a name that leads nowhere may have been meant for the node."""
        reached = set(paths.order)
        if paths.lost & reached:
            return
        before: dict[str, str] = {}
        for name, edges in paths.edges.items():
            for edge in edges:
                before.setdefault(edge.target, name)
        for name in self.nodes.nodes:
            if name not in reached:
                near = did_you_mean(nearest(name, reached))
                said: dict[str, Any] = {"node": name, "from": _leading(before, name), "near": near}
                self.reading.report("G501", self.nodes.keys[name], **said)

    def endless(self, paths: Paths, turning: set[str]) -> None:
        """G502, but for those that only lead to a silent loop, already told."""
        before: dict[str, list[str]] = {}
        for name in paths.order:
            for edge in paths.edges[name]:
                before.setdefault(edge.target, []).append(name)
        nodes = self.nodes.nodes
        saved = {name for name in paths.order if isinstance(nodes.get(name), EndingNode)}
        saved |= turning | paths.lost | set(paths.opaque)
        queue = list(saved)
        while queue:
            for name in before.get(queue.pop(), ()):
                if name not in saved:
                    saved.add(name)
                    queue.append(name)
        for name in paths.order:
            if name not in saved:  # the nearest one tells enough
                self.reading.report("G502", self.nodes.keys[name], node=name, path=paths.to(name))
                return

    def silent_loops(self, paths: Paths) -> set[str]:
        """G503: loops of nodes that never stop for the reader. Returns the nodes in them."""
        silent = {name for name in paths.order if _silent(self.nodes.nodes.get(name))}
        ways = {name: [edge.target for edge in paths.edges[name] if edge.target in silent] for name in silent}
        rank = {name: at for at, name in enumerate(paths.order)}
        turning: set[str] = set()
        for _ in range(MOST_PER_CAUSE):
            loop = _loop(paths.order, ways)
            if loop is None:
                break
            first = min(loop, key=rank.__getitem__)
            at = loop.index(first)
            turned = [*loop[at:], *loop[:at], first]
            self.reading.report("G503", self.nodes.keys[first], path=show(turned))
            turning |= set(loop)
            for name in loop:
                ways.pop(name, None)
        return turning

    def definite(self, paths: Paths) -> None:
        """G530: every result that is read is there on every path."""
        for use in self.reading.uses:
            if use.role == "check" or use.owner not in paths.sure or id(use.guard) in self.opaque.distrusted:
                continue
            sure = paths.sure[use.owner]
            if use.guard:
                sure |= paths.facts(use.guard.tree, True)
            node = self.nodes.nodes.get(use.owner)
            if isinstance(node, BranchNode):
                for case in node.cases:
                    if case.when is use.expression:
                        break
                    if case.when:
                        sure |= paths.facts(case.when.tree, False)
            if use.role == "when" and isinstance(node, ToolNode):
                sure |= paths.bits.get(f"result:{node.id}", 0)  # `also` is shown after the result
            for name, known in _reads(use.expression.tree, sure, paths):
                self._missing(paths, name, known, use.owner, use.leaf, name)
        for prose in self.reading.prose:
            unguarded = prose.role == "also" and prose.guard is None  # its condition could not be read
            if (
                prose.role != "facilitator"
                and not unguarded
                and id(prose.guard) not in self.opaque.distrusted
            ):
                self._prose(paths, prose)

    def _prose(self, paths: Paths, prose: Prose) -> None:
        for leaf in prose.leaves.values():
            if "{" not in leaf.value:
                continue
            for part in parts_of(leaf.value):
                if part.kind != "placeholder":
                    continue
                for owner, sure in self._moments(paths, prose):
                    token = leaf.value[part.start : part.end]
                    if self._missing(paths, part.name, sure, owner, leaf, token):
                        break

    def _moments(self, paths: Paths, prose: Prose) -> Iterator[tuple[str, int]]:
        """When a sentence is shown: at which nodes, and what is sure then."""
        if prose.role == "exhibit":
            for name, own in paths.finders.get(prose.key, ()):
                if name in paths.sure:
                    yield name, paths.sure[name] | own
        elif prose.owner is None:
            yield paths.start, 0
        elif prose.owner in paths.sure:
            sure = paths.sure[prose.owner]
            if prose.role != "option":
                sure |= paths.bits.get(f"result:{prose.owner}", 0)
            if prose.guard:
                sure |= paths.facts(prose.guard.tree, True)
            yield prose.owner, sure

    def _missing(self, paths: Paths, name: str, sure: int, owner: str, leaf: Leaf, token: str) -> bool:
        tool, _, field = name.partition(".")
        fact = f"result:{tool}"
        if not field or fact not in paths.bits or sure & paths.bits[fact]:
            return False
        place = locate(self.reading, leaf, token)
        path = paths.without(fact, owner)
        self.reading.report("G530", place, cause=f"{owner}.{tool}", node=owner, tool=tool, path=path)
        return True

    def predictions(self, paths: Paths) -> None:
        """F905: a prediction is asked before its result on every path."""
        for name, leaf in self.nodes.seals.items():
            node = self.nodes.nodes.get(name)
            if not isinstance(node, AskNode) or node.seals not in paths.sure:
                continue
            fact = f"asked:{name}"
            if not paths.sure[node.seals] & paths.bits[fact]:
                path = paths.without(fact, node.seals)
                self.reading.report("F905", leaf, node=name, tool=node.seals, path=path)


def _reads(tree: ast.expr, sure: int, paths: Paths) -> Iterator[tuple[str, int]]:
    """Each ``base.field`` that an expression reads, with what is sure by then (guards count)."""
    match tree:
        case ast.BoolOp(op=op, values=values):
            for value in values:
                yield from _reads(value, sure, paths)
                sure |= paths.facts(value, isinstance(op, ast.And))
        case ast.Attribute(value=ast.Name(id=base), attr=field):
            yield f"{base}.{field}", sure
        case _:
            for child in ast.iter_child_nodes(tree):
                if isinstance(child, ast.expr):
                    yield from _reads(child, sure, paths)


def _silent(node: Node | None) -> bool:
    """Whether a node lets the reader pass without asking anything, in a play alone or in a room."""
    if isinstance(node, ActivityNode):
        return node.solo is not None or all(phase.do != "write" for phase in node.phases)
    return isinstance(node, NarrativeNode | BranchNode | ToolNode)


def _leading(before: dict[str, str], name: str) -> Words:
    """From where an unreachable node would be reached, as a path that itself starts nowhere."""
    path, passed = [name], {name}
    while (leading := before.get(path[-1])) is not None and leading not in passed:
        path.append(leading)
        passed.add(leading)
    path.reverse()
    if len(path) == 1:
        return words("aucun nœud ne le nomme", "no node names it")
    chain = show(path)
    return words(f"seul {chain} y conduirait", f"only {chain} would lead there")


def _loop(order: list[str], ways: dict[str, list[str]]) -> list[str] | None:
    """One loop among ``ways``, if there is one: nodes that lead nowhere are peeled off first."""
    left = dict(ways)
    inward: dict[str, list[str]] = {}
    out = {}
    for name, targets in left.items():
        live = [target for target in targets if target in left]
        out[name] = len(live)
        for target in live:
            inward.setdefault(target, []).append(name)
    peel = [name for name, count in out.items() if not count]
    while peel:
        gone = peel.pop()
        left.pop(gone)
        for name in inward.get(gone, ()):
            out[name] -= 1
            if not out[name] and name in left:
                peel.append(name)
    if not left:
        return None
    at = next(name for name in order if name in left)
    path: list[str] = []
    while at not in path:
        path.append(at)
        at = next(target for target in left[at] if target in left)
    return path[path.index(at) :]
