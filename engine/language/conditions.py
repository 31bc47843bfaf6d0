"""Checks of expressions: that every name exists, that kinds fit, that no comparison is decided in advance."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from engine.language.diagnostics import Place, did_you_mean
from engine.language.kinds import FLAG, NUMBER, Kind, Missing, Scope
from engine.language.reading import Reading, Use
from engine.language.saying import whole_word, words
from tools.wording import both

_NUMBERS = ("number", "share")
_WORDS = ("one-of", "word", "text")
_SIGNS: dict[type[ast.AST], str] = {
    ast.And: "and", ast.Or: "or", ast.Not: "not", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.USub: "-",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


def check_conditions(reading: Reading, scope: Scope) -> None:
    """Check every expression that was read."""
    for use in reading.uses:
        _Checker(reading, scope, use).run()


class _Checker:
    def __init__(self, reading: Reading, scope: Scope, use: Use) -> None:
        self.reading, self.scope, self.use = reading, scope, use
        source = use.expression.source
        self.lead = len(source) - len(source.lstrip())

    def run(self) -> None:
        kind = self.kind(self.use.expression.tree)
        if kind is None:
            return
        if self.use.role != "set":
            if kind.kind != "flag":
                self.reading.report("T416", self.use.leaf, type=kind.shown)
            return
        var = self.scope.header.vars.get(self.use.target)
        if var is None:
            return
        wanted = Kind(var.kind, choices=tuple(var.choices))
        if not _holds(wanted, kind):
            listed = ", ".join(var.choices)
            holds = words(f"Elle contient {wanted.shown.fr}", f"It holds {wanted.shown.en}")
            tail = f" ({listed})." if listed else "."
            value = f"'{kind.word}'" if kind.kind == "word" else kind.shown
            said = words(holds.fr + tail, holds.en + tail)
            self.reading.report("T426", self.use.leaf, var=var.id, value=value, type2=said)

    def place(self, part: ast.expr) -> Place:
        end = part.end_col_offset or part.col_offset + 1
        return self.reading.part(self.use.leaf, self.lead + part.col_offset, self.lead + end)

    def kind(self, part: ast.expr) -> Kind | None:
        """The kind of a part; ``None`` when something in it is already reported or cannot be known."""
        match part:
            case ast.Constant(value=str() as word):
                return Kind("word", word=word)
            case ast.Constant(value=int() | float() as number):
                return Kind("number", float(number), float(number), word="constant")
            case ast.Name(id="true" | "false"):
                return FLAG
            case ast.Name(id=name):
                return self.name(name, part)
            case ast.Attribute(value=ast.Name(id=base), attr=field):
                return self.name(f"{base}.{field}", part)
            case ast.BoolOp(op=op, values=values):
                for value in values:
                    self.want_flag(value, _SIGNS[type(op)])
                return FLAG
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self.want_flag(operand, "not")
                return FLAG
            case ast.UnaryOp(operand=operand):
                kind = self.want_number(operand, "-")
                if kind and kind.word == "constant" and kind.low is not None:
                    return Kind("number", -kind.low, -kind.low, word="constant")
                return NUMBER
            case ast.BinOp(left=left, op=op, right=right):
                self.want_number(left, _SIGNS[type(op)])
                self.want_number(right, _SIGNS[type(op)])
                return NUMBER
            case ast.Call(func=ast.Name(id=function), args=arguments):
                for argument in arguments:
                    self.want_number(argument, function)
                return NUMBER
            case ast.Compare(left=left, ops=ops, comparators=others):
                sides: Sequence[ast.expr] = [left, *others]
                for at, comparison in enumerate(ops):
                    self.compare(sides[at], comparison, sides[at + 1])
                return FLAG
        return None

    def name(self, name: str, part: ast.expr) -> Kind | None:
        found = self.scope.look_up(name)
        if isinstance(found, Missing):
            self.reading.report(found.code, self.place(part), cause=name, **found.fields)
            return None
        return found

    def want_flag(self, part: ast.expr, sign: str) -> None:
        kind = self.kind(part)
        if kind and kind.kind != "flag":
            shown = ast.unparse(part)[:40]
            self.reading.report("T410", self.place(part), part=shown, type=kind.shown, op=sign)

    def want_number(self, part: ast.expr, sign: str) -> Kind | None:
        kind = self.kind(part)
        if kind and kind.kind not in _NUMBERS:
            shown = ast.unparse(part)[:40]
            self.reading.report("T411", self.place(part), part=shown, type=kind.shown, op=sign)
        return kind

    def compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> None:
        if isinstance(op, ast.In | ast.NotIn):
            self.inside(left, right)
            return
        first, second = self.kind(left), self.kind(right)
        if first is None or second is None:
            return
        sign = _SIGNS[type(op)]
        if not isinstance(op, ast.Eq | ast.NotEq):
            for part, kind in ((left, first), (right, second)):
                if kind.kind not in _NUMBERS:
                    shown = ast.unparse(part)[:40]
                    self.reading.report("T411", self.place(part), part=shown, type=kind.shown, op=sign)
                    return
        self.reachable(left, first, second, right)
        self.reachable(right, second, first, left)
        both_numbers = first.kind in _NUMBERS and second.kind in _NUMBERS
        both_words = first.kind in _WORDS and second.kind in _WORDS
        if not (both_numbers or both_words or first.kind == second.kind == "flag"):
            place = self.reading.part(self.use.leaf, self.place_of(left), self.place_of(right, end=True))
            self.reading.report("T414", place, type1=first.shown, type2=second.shown)
            return
        self.belongs(left, first, second, right)
        self.belongs(right, second, first, left)

    def place_of(self, part: ast.expr, end: bool = False) -> int:
        return self.lead + ((part.end_col_offset or 0) if end else part.col_offset)

    def belongs(self, left: ast.expr, kind: Kind, other: Kind, right: ast.expr) -> None:
        if kind.kind == "one-of" and other.kind == "word" and other.word not in kind.choices:
            self.never(left, kind, other.word, right)

    def never(self, left: ast.expr, kind: Kind, word: str, right: ast.expr) -> None:
        near = did_you_mean(whole_word(word, kind.choices))
        listed = ", ".join(kind.choices) or "–"
        shown = ast.unparse(left)[:40]
        self.reading.report("T413", self.place(right), left=shown, word=word[:40], list=listed, near=near)

    def reachable(self, left: ast.expr, kind: Kind, other: Kind, right: ast.expr) -> None:
        """T415: a constant beyond what the other side can be."""
        if (
            other.word != "constant"
            or kind.word == "constant"
            or other.low is None
            or kind.kind not in _NUMBERS
        ):
            return
        below = kind.low is not None and other.low < kind.low
        above = kind.high is not None and other.low > kind.high
        if not (below or above):
            return
        instead = both("")
        if kind.kind == "share" and 1 < other.low <= 100:
            written = f"{other.low / 100:g}"
            instead = words(f"Écrivez {written}, non {other.low:g}.", f"Write {written}, not {other.low:g}.")
        low = "…" if kind.low is None else f"{kind.low:g}"
        high = "…" if kind.high is None else f"{kind.high:g}"
        fields = {"part": ast.unparse(left)[:40], "low": low, "high": high, "value": f"{other.low:g}"}
        self.reading.report("T415", self.place(right), instead=instead, **fields)

    def inside(self, left: ast.expr, right: ast.expr) -> None:
        first, second = self.kind(left), self.kind(right)
        if second and second.kind != "list-of":
            shown = ast.unparse(right)[:40]
            self.reading.report("T412", self.place(right), part=shown, type=second.shown, left=shown)
        elif (
            first and second and first.kind == "word" and second.choices and first.word not in second.choices
        ):
            self.never(right, second, first.word, left)


def _holds(wanted: Kind, given: Kind) -> bool:
    if wanted.kind == "number":
        return given.kind in _NUMBERS
    if wanted.kind == "one-of":
        if given.kind == "word":
            return given.word in wanted.choices
        return given.kind == "one-of" and set(given.choices) <= set(wanted.choices)
    if wanted.kind == "text":
        return given.kind in _WORDS
    return given.kind == wanted.kind
