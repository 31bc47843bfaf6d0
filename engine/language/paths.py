"""The graph of a scenario: who leads where, and what every path to a node is sure to have passed.

Results are definite by forward must-analysis: a fact holds at a node when it holds on every path from the
start. Facts are bits of an integer, so that a large scenario costs little.
"""

from __future__ import annotations

import ast
from collections import deque
from dataclasses import dataclass, field

from engine.language.expressions import Expression
from engine.language.schema import AskNode, BranchNode, ChoiceNode, EndingNode, Node, ToolNode

Fact = str
"""``result:NODE`` (a tool's result is there) or ``asked:NODE`` (a prediction was asked)."""


@dataclass(slots=True)
class Edge:
    """A way out of a node: what passing it gives, and the conditions it is known to meet."""

    target: str
    gives: int = 0
    true: list[Expression] = field(default_factory=list)
    false: list[Expression] = field(default_factory=list)


class Paths:
    """Edges, reachable nodes, and the facts that are sure at each of them."""

    def __init__(self, nodes: dict[str, Node], start: str) -> None:
        self.nodes = nodes
        self.start = start
        facts = [f"result:{name}" for name, node in nodes.items() if isinstance(node, ToolNode)]
        facts += [f"asked:{name}" for name, node in nodes.items() if isinstance(node, AskNode) and node.seals]
        self.bits: dict[Fact, int] = {fact: 1 << at for at, fact in enumerate(facts)}
        self.finders: dict[str, list[tuple[str, int]]] = {}
        self.edges: dict[str, list[Edge]] = {name: self._edges(node) for name, node in nodes.items()}
        self.order = self._reach()
        self.sure: dict[str, int] = {}
        self._solve()

    def _edges(self, node: Node) -> list[Edge]:
        own = self.bits.get(f"result:{node.id}", 0) | self.bits.get(f"asked:{node.id}", 0)
        for exhibit in node.found:
            self.finders.setdefault(exhibit, []).append((node.id, own))
        if isinstance(node, ToolNode):
            edges = [Edge(target, own) for target in (node.to, node.otherwise) if target]
            return edges + ([Edge(node.if_fails)] if node.if_fails else [])
        if isinstance(node, ChoiceNode):
            for option in node.options:
                for exhibit in option.found:
                    self.finders.setdefault(exhibit, []).append((node.id, 0))
            return [Edge(each.to, true=[each.when] if each.when else []) for each in node.options]
        if isinstance(node, BranchNode):
            made: list[Edge] = []
            before: list[Expression] = []
            for case in node.cases:
                made.append(Edge(case.to, true=[case.when] if case.when else [], false=list(before)))
                if case.when:
                    before.append(case.when)
            return made
        if isinstance(node, EndingNode) or node.to is None:
            return []
        return [Edge(node.to, own)]

    def _reach(self) -> list[str]:
        """The nodes that a path reaches, nearest first."""
        seen = {self.start: None}
        queue = deque([self.start])
        while queue:
            for edge in self.edges.get(queue.popleft(), ()):
                if edge.target not in seen and edge.target in self.nodes:
                    seen[edge.target] = None
                    queue.append(edge.target)
        return list(seen)

    def _solve(self) -> None:
        everything = (1 << len(self.bits)) - 1
        self.sure = dict.fromkeys(self.order, everything)
        self.sure[self.start] = 0
        if not everything:
            return
        changed = True
        while changed:
            changed = False
            for name in self.order:
                here = self.sure[name]
                for edge in self.edges[name]:
                    if edge.target not in self.sure:
                        continue
                    passed = here | edge.gives
                    for condition in edge.true:
                        passed |= self.facts(condition.tree, True)
                    for condition in edge.false:
                        passed |= self.facts(condition.tree, False)
                    met = self.sure[edge.target] & passed
                    if met != self.sure[edge.target]:
                        self.sure[edge.target] = met
                        changed = True

    def facts(self, tree: ast.expr, value: bool) -> int:
        """What is sure when an expression is known to be ``value``."""
        match tree:
            case ast.BoolOp(op=ast.And(), values=values) if value:
                return self._any(values, True)
            case ast.BoolOp(op=ast.Or(), values=values) if not value:
                return self._any(values, False)
            case ast.BoolOp(op=ast.Or() | ast.And(), values=values):
                sure = self.facts(values[0], value)
                for each in values[1:]:
                    sure &= self.facts(each, value)
                return sure
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.facts(operand, not value)
            case ast.Attribute(value=ast.Name(id="seen"), attr=name) if value:
                own = self.bits.get(f"result:{name}", 0) | self.bits.get(f"asked:{name}", 0)
                # Results are never lost: what was sure there still is.
                return own | self.sure.get(name, 0)
            case ast.Attribute(value=ast.Name(id="found"), attr=name) if value:
                return self.at_finders(name)
        return 0

    def _any(self, values: list[ast.expr], value: bool) -> int:
        sure = 0
        for each in values:
            sure |= self.facts(each, value)
        return sure

    def at_finders(self, exhibit: str) -> int:
        """What is sure wherever an exhibit is found."""
        places = [(self.sure[name] | own) for name, own in self.finders.get(exhibit, ()) if name in self.sure]
        if not places:
            return 0
        sure = places[0]
        for each in places[1:]:
            sure &= each
        return sure

    def without(self, fact: Fact, target: str) -> str:
        """A path from the start to ``target`` that does not give ``fact``, as ``a → b → c``."""
        bit = self.bits[fact]
        came: dict[str, str | None] = {self.start: None}
        queue = deque([self.start])
        while queue and target not in came:
            name = queue.popleft()
            for edge in self.edges.get(name, ()):
                if not edge.gives & bit and edge.target not in came and edge.target in self.nodes:
                    came[edge.target] = name
                    queue.append(edge.target)
        if target not in came:
            return f"{self.start} → … → {target}"
        return show(self._back(came, target))

    def to(self, target: str) -> str:
        """A shortest path from the start, as ``a → b → c``."""
        came: dict[str, str | None] = {self.start: None}
        queue = deque([self.start])
        while queue and target not in came:
            name = queue.popleft()
            for edge in self.edges.get(name, ()):
                if edge.target not in came and edge.target in self.nodes:
                    came[edge.target] = name
                    queue.append(edge.target)
        return show(self._back(came, target))

    @staticmethod
    def _back(came: dict[str, str | None], target: str) -> list[str]:
        path: list[str] = []
        at: str | None = target
        while at is not None:
            path.append(at)
            at = came.get(at)
        return path[::-1]


def show(path: list[str]) -> str:
    """``a → b → c``, the middle of a long path left out."""
    if len(path) > 8:
        path = [*path[:3], "…", *path[-4:]]
    return " → ".join(path)
