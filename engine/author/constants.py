"""What a scenario compares its values with: where its story turns, and so where exploring it must look."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from engine.language.expressions import Expression
from engine.language.schema import Scenario

Constant = float | str
_NEAR = 1e-3  # how far to each side of a constant, in its own size


def constants(scenario: Scenario) -> dict[str, set[Constant]]:
    """By name (``mesure.rate``, ``pari``), the constants that its comparisons set beside it.

    A name that is read but never compared with a constant (a flag, a second name) has an empty set.
    """
    found: dict[str, set[Constant]] = {}
    for expression in _expressions(scenario.nodes):
        for name in expression.names:
            found.setdefault(name, set())
        for part in ast.walk(expression.tree):
            if isinstance(part, ast.Compare):
                beside = set(_constants_in(part))
                for name in _names_in(part):
                    found.setdefault(name, set()).update(beside)
    return found


def around(values: Sequence[float], low: float | None, high: float | None) -> list[float]:
    """Each value, what lies just beside it, what lies between two, and the bounds: sorted, within bounds."""
    distinct = sorted(set(values))
    found = {*distinct}
    for value in distinct:
        step = _NEAR * max(1.0, abs(value))
        found |= {value - step, value + step}
    found |= {(first + second) / 2 for first, second in itertools.pairwise(distinct)}
    found |= {bound for bound in (low, high) if bound is not None}
    return sorted(
        {
            round(value, 6)
            for value in found
            if (low is None or value >= low) and (high is None or value <= high)
        }
    )


def _expressions(part: Any) -> Iterator[Expression]:
    match part:
        case Expression():
            yield part
        case BaseModel():
            for field in type(part).model_fields:
                yield from _expressions(getattr(part, field))
        case dict():
            for value in part.values():
                yield from _expressions(value)
        case list() | tuple():
            for value in part:
                yield from _expressions(value)
        case _:
            return


def _constants_in(tree: ast.AST) -> Iterator[Constant]:
    for part in ast.walk(tree):
        match part:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                yield -float(number)
            case ast.Constant(value=int() | float() as number):
                yield float(number)
            case ast.Constant(value=str() as word):
                yield word
            case _:
                pass


def _names_in(tree: ast.AST) -> Iterator[str]:
    for part in ast.walk(tree):
        match part:
            case ast.Attribute(value=ast.Name(id=base), attr=field):
                yield f"{base}.{field}"
            case ast.Name(id=name):
                yield name
            case _:
                pass
