"""Conditions that no outcome can meet: bounds that exclude each other, or that a field never goes beyond.

Each comparison with a constant narrows what a name may hold; where nothing is left in any alternative, the
condition is never true and what stands behind it is never read.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from engine.language.kinds import Kind, Scope
from engine.language.reading import Reading, Use
from engine.language.saying import listing
from tools.wording import both

_MOST_ALTERNATIVES = 32
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq,
}  # fmt: skip
_DENIED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """What a name may still hold: numbers between two bounds (each in or out), or words."""

    low: float = -inf
    high: float = inf
    open_low: bool = False
    open_high: bool = False
    words: frozenset[str] | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        if self.words is not None:
            return not self.words
        return self.low > self.high or (self.low == self.high and (self.open_low or self.open_high))


Alternative = dict[str, Span]


def check_outcomes(reading: Reading, scope: Scope) -> None:
    """F908: report every condition that can never be true, unless a fault of it is told already."""
    told = {(found.line, found.code) for found in reading.diagnostics.found if found.code[0] in "RT"}
    lines = {line for line, _ in told}
    for use in reading.uses:
        if use.role == "when" and use.leaf.place.line not in lines:
            _Possible(reading, scope, use).check()


class _Possible:
    def __init__(self, reading: Reading, scope: Scope, use: Use) -> None:
        self.reading, self.scope, self.use = reading, scope, use
        self.clash = ""

    def check(self) -> None:
        if self.ways(self.use.expression.tree, True) or not self.clash:
            return
        kind = self.scope.look_up(self.clash)
        if not isinstance(kind, Kind):
            return
        if kind.choices:
            low = high = both(listing(kind.choices))
        else:
            low, high = (both("…" if each is None else f"{each:g}") for each in (kind.low, kind.high))
        leaf = self.use.leaf
        source = self.use.expression.source.strip()
        place = self.reading.part(leaf, 0, len(source)) if leaf.plain else leaf.place
        said: dict[str, Any] = {"condition": source[:80], "part": self.clash, "low": low, "high": high}
        self.reading.report("F908", place, **said)

    def ways(self, tree: ast.expr, value: bool) -> list[Alternative]:
        """Every way in which an expression can be ``value``; none when it never can."""
        match tree:
            case ast.BoolOp(op=op, values=values):
                if isinstance(op, ast.And) is value:
                    found: list[Alternative] = [{}]
                    for each in values:
                        found = self.together(found, self.ways(each, value))
                    return found
                return [way for each in values for way in self.ways(each, value)][:_MOST_ALTERNATIVES]
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.ways(operand, not value)
            case ast.Compare(left=left, ops=ops, comparators=others):
                sides = [left, *others]
                pairs = [
                    way
                    for at, op in enumerate(ops)
                    for way in [self.compared(sides[at], type(op), sides[at + 1], value)]
                ]
                if not value and len(pairs) > 1:
                    return [way for pair in pairs for way in pair]
                found = [{}]
                for pair in pairs:
                    found = self.together(found, pair)
                return found
        return [{}]

    def together(self, first: list[Alternative], second: list[Alternative]) -> list[Alternative]:
        """The alternatives in which both hold."""
        kept: list[Alternative] = []
        for one in first:
            for other in second:
                merged = dict(one)
                for name, span in other.items():
                    merged[name] = _both(merged[name], span) if name in merged else span
                    if merged[name].empty:
                        self.clash = name
                        break
                else:
                    kept.append(merged)
        return kept[:_MOST_ALTERNATIVES]

    def compared(
        self, left: ast.expr, op: type[ast.cmpop], right: ast.expr, value: bool
    ) -> list[Alternative]:
        if op not in _TURNED:
            return [{}]
        constant, name = _constant(right), _name(left)
        if constant is None or name is None:
            constant, name, op = _constant(left), _name(right), _TURNED[op]
        if constant is None or name is None:
            return [{}]
        kind = self.scope.look_up(name)
        if not isinstance(kind, Kind):
            return [{}]
        span = _narrowed(kind, op if value else _DENIED[op], constant)
        if span is None:
            return [{}]
        if span.empty:
            self.clash = name
            return []
        return [{name: span}]


def _narrowed(kind: Kind, op: type[ast.cmpop], constant: float | str) -> Span | None:
    if isinstance(constant, str):
        if kind.kind != "one-of" or not kind.choices:
            return None
        every = frozenset(kind.choices)
        return Span(words=every & {constant} if op is ast.Eq else every - {constant})
    if kind.kind not in ("number", "share"):
        return None
    whole = Span(-inf if kind.low is None else kind.low, inf if kind.high is None else kind.high)
    match op:
        case ast.Lt:
            wanted = Span(high=constant, open_high=True)
        case ast.LtE:
            wanted = Span(high=constant)
        case ast.Gt:
            wanted = Span(low=constant, open_low=True)
        case ast.GtE:
            wanted = Span(low=constant)
        case ast.Eq:
            wanted = Span(constant, constant)
        case _:
            return None
    return _both(whole, wanted)


def _both(one: Span, other: Span) -> Span:
    if one.words is not None and other.words is not None:
        return Span(words=one.words & other.words)
    low = max(one, other, key=lambda span: (span.low, span.open_low))
    high = min(one, other, key=lambda span: (span.high, not span.open_high))
    return replace(one, low=low.low, open_low=low.open_low, high=high.high, open_high=high.open_high)


def _constant(part: ast.expr) -> float | str | None:
    match part:
        case ast.Constant(value=str() as word):
            return word
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -float(number)
    return None


def _name(part: ast.expr) -> str | None:
    match part:
        case ast.Name(id=name) if name not in ("true", "false"):
            return name
        case ast.Attribute(value=ast.Name(id=base), attr=name):
            return f"{base}.{name}"
    return None
