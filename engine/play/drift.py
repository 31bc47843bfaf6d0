"""What a measure made again gives otherwise than the one that was kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from engine.language.schema import ExpectedRange, ToolNode
from tools.finding import Finding, Scalar

SAME = 1e-6
"""Numbers are rounded to six digits when a tool gives them: what differs by less is the same."""


@dataclass(frozen=True)
class Drift:
    """One field that is not what it was. ``within``: it still is what the scenario relies on."""

    node: str
    field: str
    before: Scalar | None
    now: Scalar | None
    expected: str | None  # the author's bounds or word, where there are such
    within: bool


def drift(node: ToolNode, before: Finding, now: Finding, fields: Collection[str]) -> list[Drift]:
    """What differs in ``now`` from ``before``, among ``fields``, those of ``expect``, and the verdict.

    A number may move within the bounds of ``expect``, or freely where there are none: intervals are there for
    that. A word, a flag, a list or the verdict may not change at all.
    """
    names = ["verdict", *sorted({*fields, *node.expect} - {"verdict"})]
    found = []
    for name in names:
        then, given = _value(before, name), _value(now, name)
        if _same(then, given):
            continue
        wanted = node.expect.get(name)
        found.append(Drift(node.id, name, then, given, _shown(wanted), _within(given, wanted)))
    return found


def status(found: Collection[Drift]) -> Literal["same", "moved", "out"]:
    """Nothing differs; something does, within bounds; something is out of them."""
    if not found:
        return "same"
    return "moved" if all(each.within for each in found) else "out"


def _value(finding: Finding, name: str) -> Scalar | None:
    return finding.result.get(name, finding.verdict if name == "verdict" else None)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(one: Scalar | None, other: Scalar | None) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if _is_number(one) and _is_number(other):
        return bool(abs(one - other) <= SAME)  # type: ignore[operator]
    return one == other


def _within(value: Scalar | None, wanted: ExpectedRange | str | bool | None) -> bool:
    if isinstance(wanted, ExpectedRange):
        return isinstance(value, int | float) and wanted.low <= value <= wanted.high
    if wanted is not None:
        return value == wanted
    return _is_number(value) or isinstance(value, dict)


def _shown(wanted: ExpectedRange | str | bool | None) -> str | None:
    if isinstance(wanted, ExpectedRange):
        return f"{wanted.low:g}..{wanted.high:g}"
    return None if wanted is None else str(wanted).lower() if isinstance(wanted, bool) else wanted
