"""The small language of conditions and assignments: read once, safe to evaluate for ever.

Python's own ``ast`` reads the text, a white list decides what may stand in it, and closures evaluate it, so
that nothing of Python beyond comparing and adding can ever be reached. Evaluation is total: it neither
raises nor gives a number beyond 10¹², whatever the environment holds.

An environment maps bare names to values: variables to theirs; tool nodes, sources, ``seen``, ``found``,
``belief``, ``chose`` and ``count`` to mappings; ``group``, ``audience`` and ``language`` to theirs; the
answers of questions to mappings too, under :func:`answer_key`.
"""

from __future__ import annotations

import ast
import functools
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

MAX_CHARACTERS = 300
MAX_PARTS = 80
MAX_NUMBER = 1e12

FUNCTIONS = ("min", "max", "abs", "round")
FAMILIES = ("seen", "found", "belief", "chose", "count")
"""Names that only make sense with a dot: ``seen.NODE``."""

Evaluator = Callable[[Mapping[str, Any]], Any]


class ExpressionError(ValueError):
    """An expression that cannot be read.

    ``code`` is a page of ``docs/diagnostics``; ``start`` and ``end`` count characters of the source.
    """

    def __init__(self, code: str, start: int = 0, end: int | None = None, **fields: str) -> None:
        self.code = code
        self.start = start
        self.end = start + 1 if end is None else end
        self.fields = fields
        super().__init__(f"{code} {fields}")


class Expression:
    """A read expression. Two are equal when their sources are; JSON keeps the source."""

    __slots__ = ("_run", "names", "sorted_names", "source", "tree")

    def __init__(self, source: str, tree: ast.expr, names: frozenset[str], run: Evaluator) -> None:
        self.source = source
        self.tree = tree
        self.names = names
        """What it reads: ``"pari"``, ``"mesure.rate"``, ``"seen.carnet"``."""
        self.sorted_names = tuple(sorted(names))
        self._run = run

    def evaluate(self, env: Mapping[str, Any]) -> bool | int | float | str | list[str] | None:
        """The value. ``None`` only for what ``env`` does not hold; comparisons with that are false."""
        value: bool | int | float | str | list[str] | None = self._run(env)
        return value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (parse_expression, (self.source,))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: object) -> Expression:
            if isinstance(value, Expression):
                return value
            if isinstance(value, str):
                return parse_expression(value)
            raise ValueError("an expression is a text")

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.plain_serializer_function_ser_schema(lambda e: e.source)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "maxLength": MAX_CHARACTERS}


@functools.lru_cache(maxsize=4096)
def parse_expression(text: str) -> Expression:
    """Read an expression. Raises :class:`ExpressionError` (T401–T405), never anything else."""
    # A folded YAML scalar may carry line ends; they are spaces here, one for one so that columns hold.
    source = re.sub(r"[\n\t]", " ", text)
    if len(source) > MAX_CHARACTERS:
        raise ExpressionError("T401", 0, len(source))
    _refuse_characters(source)
    lead = len(source) - len(source.lstrip())
    if not source.strip():
        raise ExpressionError("T403", 0, max(1, len(source)), part="", hint="empty")
    try:
        tree = ast.parse(source[lead:], mode="eval").body
    except SyntaxError as error:
        raise _unreadable(source, lead + max(0, (error.offset or 1) - 1)) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionError("T401", 0, len(source)) from None
    comma = re.search(r"(?<![\w.])(\d{1,15}),(\d{1,15})(?![\w.])", source)
    if isinstance(tree, ast.Tuple) and comma:
        part, written = source[: comma.start()].strip(), f"{comma[1]}.{comma[2]}"
        raise ExpressionError("T403", comma.start(), comma.end(), part=part, hint="decimal", written=written)
    if sum(isinstance(part, ast.expr) for part in ast.walk(tree)) > MAX_PARTS:
        raise ExpressionError("T401", 0, len(source))
    names: set[str] = set()
    run = _compile(tree, names, lead)
    return Expression(text, tree, frozenset(names), run)


_PLAIN = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "«": "'", "»": "'", "≤": "<=", "≥": ">=", "≠": "!=", "−": "-",
    "×": "*", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip


def _refuse_characters(source: str) -> None:
    for at, char in enumerate(source):
        if not " " <= char <= "~" or char == "\\":
            raise ExpressionError("T402", at, at + 1, char=char, plain=plain_letter(char))
    outside = re.sub(r"'[^']*'|\"[^\"]*\"", lambda quoted: "'" + "_" * (len(quoted[0]) - 2) + "'", source)
    share = re.search(r"(?<![\w.])(\d{1,9}(?:[.,]\d{1,9})?) ?%(?! *[\w(])", outside)
    if share:
        written = f"{round(float(share[1].replace(',', '.')) / 100, 12):g}"
        part = source[: share.start()].strip()
        raise ExpressionError("T403", share.start(), share.end(), part=part, hint="percent", written=written)
    for pattern, hint in (
        (r"&&|&", "and"),
        (r"\|\|?", "or"),
        (r"(?<![=!<>])=(?!=)", "equal"),
        (r"===", "equal"),
        (r"!(?!=)", "not"),
        (r"#|\$|\?|@|`|;|~|\^", ""),
        (r"(?<![\w.])\d[\d.]*[A-Za-z_]\w*", "number"),
        (r"(?<=[\w)'\"]) (et|ou)(?= )", "words"),
    ):
        found = re.search(pattern, outside)
        if found:
            part = source[: found.start()].strip()
            raise ExpressionError("T403", found.start(), found.end(), part=part, hint=hint)


def plain_letter(char: str) -> str:
    """The ASCII writing of a letter or quote, or an empty text."""
    known = _PLAIN.get(char)
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return known or (plain if plain.isprintable() else "")


def _unreadable(source: str, at: int) -> ExpressionError:
    at = min(max(at, 0), max(len(source) - 1, 0))
    hint = "close" if source.count("(") != source.count(")") else ""
    if source.count("'") % 2 or source.count('"') % 2:
        hint = "quote"
    return ExpressionError("T403", at, at + 1, part=source[:at].strip(), hint=hint)


def _compile(tree: ast.expr, names: set[str], lead: int) -> Evaluator:
    """Turn a tree into a closure, adding what it reads to ``names``."""

    def refuse(part: ast.expr, construct: str) -> ExpressionError:
        end = part.end_col_offset or part.col_offset + 1
        return ExpressionError("T405", lead + part.col_offset, lead + end, construct=construct)

    def build(part: ast.expr) -> Evaluator:
        match part:
            case ast.Constant(value=bool() | None):
                raise refuse(part, repr(part.value))
            case ast.Constant(value=int() | float() as number):
                if not abs(number) <= MAX_NUMBER:
                    end = part.end_col_offset or part.col_offset + 1
                    shown = ast.unparse(part)[:20]
                    raise ExpressionError("T404", lead + part.col_offset, lead + end, value=shown)
                return lambda env: number
            case ast.Constant(value=str() as word):
                return lambda env: word
            case ast.Name(id="true"):
                return lambda env: True
            case ast.Name(id="false"):
                return lambda env: False
            case ast.Name(id=name):
                if name in FUNCTIONS:
                    raise refuse(part, name)
                names.add(name)
                return lambda env: _plain(env.get(name))
            case ast.Attribute(value=ast.Name(id=family), attr=field):
                if field.startswith("_"):
                    raise refuse(part, f".{field}")
                names.add(f"{family}.{field}")
                absent = _ABSENT.get(family)
                answers = answer_key(family)
                return lambda env: _field(env, family, answers, field, absent)
            case ast.BoolOp(op=ast.And(), values=parts):
                runs = [build(each) for each in parts]
                return _all_of(runs)
            case ast.BoolOp(op=ast.Or(), values=parts):
                runs = [build(each) for each in parts]
                return _any_of(runs)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = build(operand)
                return lambda env: inner(env) is not True
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = build(operand)
                return lambda env: _bounded(lambda a, b: -b, 0, inner(env))
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as op, right=right):
                combine = _ARITHMETIC[type(op)]
                first, second = build(left), build(right)
                return lambda env: _bounded(combine, first(env), second(env))
            case ast.Compare(left=left, ops=ops, comparators=others):
                if any(type(op) not in _COMPARISONS for op in ops):
                    raise refuse(part, "is")
                tests = [_COMPARISONS[type(op)] for op in ops]
                runs = [build(each) for each in (left, *others)]
                if len(tests) == 1:  # nearly all of them
                    test, (first, second) = tests[0], runs
                    return lambda env: test(first(env), second(env))
                return lambda env: _chain(tests, [run(env) for run in runs])
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
                if function not in FUNCTIONS or not 1 <= len(arguments) <= 4:
                    raise refuse(part, f"{function}(…)")
                if function in ("abs", "round") and len(arguments) != 1:
                    raise refuse(part, f"{function}(…, …)")
                runs = [build(each) for each in arguments]
                return lambda env: _call(function, [run(env) for run in runs])
            case _:
                raise refuse(part, _CONSTRUCTS.get(type(part).__name__, type(part).__name__))

    return build(tree)


_ABSENT: dict[str, Any] = {"seen": False, "found": False, "count": 0, "chose": "none", "belief": 0.5}
_CONSTRUCTS = {
    "Subscript": "[…]", "Lambda": "lambda", "IfExp": "if", "JoinedStr": "f'…'", "Call": "(…)",
    "ListComp": "for", "SetComp": "for", "DictComp": "for", "GeneratorExp": "for", "List": "[…]",
    "Dict": "{…}", "Set": "{…}", "Tuple": ",", "Attribute": "a.b.c", "NamedExpr": ":=", "BinOp": "/ % **",
    "Await": "await", "Starred": "*", "Constant": "b'…'", "UnaryOp": "+ ~",
}  # fmt: skip


def _all_of(runs: list[Evaluator]) -> Evaluator:
    def run_all(env: Mapping[str, Any]) -> bool:
        for run in runs:  # noqa: SIM110 - a generator would cost more than the conditions themselves
            if run(env) is not True:
                return False
        return True

    return run_all


def _any_of(runs: list[Evaluator]) -> Evaluator:
    def run_any(env: Mapping[str, Any]) -> bool:
        for run in runs:  # noqa: SIM110
            if run(env) is True:
                return True
        return False

    return run_any


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | str | list | tuple) else None


def answer_key(node: str) -> str:
    """Where an environment keeps the fields of a question's answer: a question may share its id with the
    variable that it saves to, so its fields cannot stand under the bare name."""
    return node + "."


def _field(env: Mapping[str, Any], family: str, answers: str, field: str, absent: Any) -> Any:
    fields = env.get(family)
    if type(fields) is not dict and not isinstance(fields, Mapping):
        fields = env.get(answers)
        if type(fields) is not dict:
            return absent
    return _plain(fields.get(field, absent))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _bounded(combine: Callable[[Any, Any], Any], first: Any, second: Any) -> Any:
    if not (_is_number(first) and _is_number(second)):
        return None
    value = combine(_clamp(first), _clamp(second))
    return _clamp(value)


def _clamp(value: Any) -> Any:
    if value != value:
        return 0
    return max(-MAX_NUMBER, min(MAX_NUMBER, value))


def _chain(tests: list[Callable[[Any, Any], bool]], values: list[Any]) -> bool:
    return all(test(values[at], values[at + 1]) for at, test in enumerate(tests))


def _equal(first: Any, second: Any) -> bool:
    if first is None or second is None:
        return False
    if isinstance(first, bool) != isinstance(second, bool):
        return False
    return bool(first == second)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda first, second: _is_number(first) and _is_number(second) and compare(first, second)


def _inside(first: Any, second: Any) -> bool:
    return isinstance(second, list | tuple) and first in second


_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: _equal,
    ast.NotEq: lambda a, b: a is not None and b is not None and not _equal(a, b),
    ast.Lt: _ordered(lambda a, b: a < b),
    ast.LtE: _ordered(lambda a, b: a <= b),
    ast.Gt: _ordered(lambda a, b: a > b),
    ast.GtE: _ordered(lambda a, b: a >= b),
    ast.In: _inside,
    ast.NotIn: lambda a, b: isinstance(b, list | tuple) and a not in b,
}


def _call(function: str, values: list[Any]) -> Any:
    if not all(_is_number(value) for value in values):
        return None
    numbers = [_clamp(value) for value in values]
    if function == "min":
        return min(numbers)
    if function == "max":
        return max(numbers)
    return abs(numbers[0]) if function == "abs" else round(numbers[0])
