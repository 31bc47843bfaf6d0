"""The graph of a scenario: who leads where, and what every path to a node is sure to have passed.

Results are definite by forward must-analysis: a fact holds at a node when it holds on every path from the
start. Facts are bits of an integer, so that a large scenario costs little.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.language.answers import fields_of
from engine.language.expressions import Expression
from engine.language.schema import (
    ActivityNode,
    AskNode,
    BranchNode,
    ChoiceNode,
    EndingNode,
    Node,
    ToolNode,
)

Fact = str
"""``result:NODE`` (a tool's result, or a reader's answer, is there), ``asked:NODE`` (a prediction was asked),
``found:EXHIBIT`` (an exhibit that a verdict cites is in the notebook) or ``placebo`` (one was measured)."""

PLACEBO: Fact = "placebo"


@dataclass(slots=True)
class Edge:
    """A way out of a node: what passing it gives, and the conditions it is known to meet."""

    target: str
    gives: int = 0
    true: list[Expression] = field(default_factory=list)
    false: list[Expression] = field(default_factory=list)


class Paths:
    """Edges, reachable nodes, and the facts that are sure at each of them.

    ``opaque`` are nodes that could not be read, with the nodes that they name: paths go through them, and
    what they may have given is taken as given, so that one fault does not provoke others; ``conditioned`` are
    those with conditions, which may have made anything sure. ``with_placebo`` are the tool nodes that measure
    a placebo.
    """

    def __init__(
        self,
        nodes: Mapping[str, Node],
        start: str,
        *,
        opaque: Mapping[str, Sequence[str]] | None = None,
        conditioned: Collection[str] = (),
        with_placebo: Sequence[str] = (),
    ) -> None:
        self.nodes = nodes
        self.start = start
        self.opaque = opaque or {}
        self.with_placebo = dict.fromkeys(with_placebo)
        facts = [f"result:{name}" for name, node in nodes.items() if _readable(node)]
        facts += [f"asked:{name}" for name, node in nodes.items() if isinstance(node, AskNode) and node.seals]
        facts += [f"found:{exhibit}" for exhibit in dict.fromkeys(_cited(nodes))]
        self.bits: dict[Fact, int] = {fact: 1 << at for at, fact in enumerate([*facts, PLACEBO])}
        self.everything = (1 << len(self.bits)) - 1
        self.finders: dict[str, list[tuple[str, int]]] = {}
        self.edges: dict[str, list[Edge]] = {name: self._edges(node) for name, node in nodes.items()}
        benefit = sum(bit for fact, bit in self.bits.items() if fact == PLACEBO or fact.startswith("found:"))
        for name, targets in self.opaque.items():
            given = self.everything if name in conditioned else benefit
            self.edges[name] = [Edge(target, given) for target in targets]
        self.lost = {name for name in self.edges if any(e.target not in self.edges for e in self.edges[name])}
        """Nodes that lead to a name which is no node."""
        self.order = self._reach()
        self.sure: dict[str, int] = {}
        self._solve()

    def own(self, name: str) -> int:
        """What a node has given by the time that it is left, when its answer or its result came."""
        node = self.nodes.get(name)
        own = self.bits.get(f"result:{name}", 0) | self.bits.get(f"asked:{name}", 0)
        if name in self.with_placebo:
            own |= self.bits[PLACEBO]
        if node is not None and not isinstance(node, ToolNode):
            own |= self._found(node.found)
        return own

    def _found(self, exhibits: Sequence[str]) -> int:
        found = 0
        for exhibit in exhibits:
            found |= self.bits.get(f"found:{exhibit}", 0)
        return found

    def _edges(self, node: Node) -> list[Edge]:
        own = self.own(node.id)
        for exhibit in node.found:
            self.finders.setdefault(exhibit, []).append((node.id, own))
        if isinstance(node, ToolNode):
            # Exhibits are gained only where `expect` holds: not for sure where both ways are one.
            met = own if node.expect and not node.otherwise else own | self._found(node.found)
            edges = [Edge(node.to, met)] if node.to else []
            edges += [Edge(node.otherwise, own)] if node.otherwise else []
            return edges + ([Edge(node.if_fails)] if node.if_fails else [])
        if isinstance(node, ChoiceNode):
            for option in node.options:
                for exhibit in option.found:
                    self.finders.setdefault(exhibit, []).append((node.id, 0))
            return [
                Edge(each.to, own | self._found(each.found), [each.when] if each.when else [])
                for each in node.options
            ]
        if isinstance(node, BranchNode):
            made: list[Edge] = []
            before: list[Expression] = []
            for case in node.cases:
                made.append(Edge(case.to, own, [case.when] if case.when else [], list(before)))
                if case.when:
                    before.append(case.when)
            return made
        if isinstance(node, EndingNode):
            return []
        if isinstance(node, AskNode) and node.optional:
            own &= ~self.bits.get(f"result:{node.id}", 0)  # it may be skipped
        targets = [node.to, node.solo] if isinstance(node, ActivityNode) else [node.to]
        return [Edge(target, own) for target in targets if target]

    def _reach(self) -> list[str]:
        """The nodes that a path reaches, nearest first."""
        seen = {self.start: None}
        queue = deque([self.start])
        while queue:
            for edge in self.edges.get(queue.popleft(), ()):
                if edge.target not in seen and edge.target in self.edges:
                    seen[edge.target] = None
                    queue.append(edge.target)
        return list(seen)

    def _solve(self) -> None:
        self.sure = dict.fromkeys(self.order, self.everything)
        self.sure[self.start] = 0
        waiting, waits = deque(self.order), set(self.order)
        # What a guard makes sure depends on other nodes: where any does, everything is gone through again.
        guarded = [name for name in self.order if any(edge.true or edge.false for edge in self.edges[name])]
        while waiting:
            changed = False
            while waiting:
                name = waiting.popleft()
                waits.discard(name)
                for edge in self.edges[name]:
                    target = edge.target
                    if target not in self.sure:
                        continue
                    met = self.sure[target] & (self.sure[name] | self.passing(edge))
                    if met != self.sure[target]:
                        self.sure[target] = met
                        changed = True
                        if target not in waits:
                            waiting.append(target)
                            waits.add(target)
            if changed:
                waiting.extend(guarded)
                waits.update(guarded)

    def passing(self, edge: Edge) -> int:
        """What is sure of whoever passes an edge, beyond what was sure before."""
        passed = edge.gives
        for condition in edge.true:
            passed |= self.facts(condition.tree, True)
        for condition in edge.false:
            passed |= self.facts(condition.tree, False)
        return passed

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
                # Results are never lost: what was sure there still is.
                return self.own(name) | self.sure.get(name, 0)
            case ast.Attribute(value=ast.Name(id="found"), attr=name) if value:
                return self.at_finders(name) | self.bits.get(f"found:{name}", 0)
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

    def may_find(self, exhibit: str, target: str) -> bool:
        """Whether a path to ``target`` passes a node that files ``exhibit``, or one that is not readable."""
        before = {target}
        queue = deque([target])
        while queue:
            name = queue.popleft()
            for came in self._into.get(name, ()):
                if came not in before:
                    before.add(came)
                    queue.append(came)
        return any(name in before for name, _ in self.finders.get(exhibit, ())) or bool(
            before & {*self.opaque}
        )

    @cached_property
    def _into(self) -> dict[str, list[str]]:
        """The reachable nodes that lead to each node."""
        into: dict[str, list[str]] = {}
        for name in self.order:
            for edge in self.edges[name]:
                into.setdefault(edge.target, []).append(name)
        return into

    def without(self, fact: Fact, target: str) -> str:
        """A path from the start to ``target`` that does not give ``fact``, as ``a → b → c``."""
        return show(self._search(target, self.bits[fact]) or [self.start, "…", target])

    def to(self, target: str) -> str:
        """A shortest path from the start, as ``a → b → c``."""
        return show(self._search(target, 0))

    def _search(self, target: str, avoid: int) -> list[str]:
        came: dict[str, str | None] = {self.start: None}
        queue = deque([self.start])
        while queue and target not in came:
            name = queue.popleft()
            for edge in self.edges.get(name, ()):
                if edge.target in came or edge.target not in self.edges:
                    continue
                if not (avoid and self.passing(edge) & avoid):
                    came[edge.target] = name
                    queue.append(edge.target)
        return self._back(came, target) if target in came else []

    @staticmethod
    def _back(came: dict[str, str | None], target: str) -> list[str]:
        path: list[str] = []
        at: str | None = target
        while at is not None:
            path.append(at)
            at = came.get(at)
        return path[::-1]


def _readable(node: Node) -> bool:
    """Whether a node leaves fields that conditions may read: a result, or a reader's answer."""
    return isinstance(node, ToolNode) or (isinstance(node, AskNode) and bool(fields_of(node)))


def _cited(nodes: Mapping[str, Node]) -> Iterator[str]:
    for node in nodes.values():
        if isinstance(node, EndingNode):
            yield from node.rests_on
        elif isinstance(node, AskNode):
            for item in node.items:
                yield from item.rests_on


def show(path: list[str]) -> str:
    """``a → b → c``, the middle of a long path left out."""
    if len(path) > 8:
        path = [*path[:3], "…", *path[-4:]]
    return " → ".join(path)
