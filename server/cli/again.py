"""Measures made again, told beside those that were kept: for ``test --live`` and ``replay --live``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from server.cli.telling import in_words, say

if TYPE_CHECKING:
    from engine.language.schema import Scenario
    from server.cli.play_shapes import MeasuredAgain
    from tools.finding import Finding


def compared(scenario: Scenario, node: str, before: Finding, now: Finding) -> MeasuredAgain:
    """One measure beside what was kept of it, in the fields that the scenario reads."""
    from engine.language.schema import ToolNode
    from engine.play.drift import drift, status
    from engine.play.reads import reads
    from server.cli.play_shapes import DriftedField, MeasuredAgain

    asked = scenario.nodes[node]
    assert isinstance(asked, ToolNode)
    fields = reads(scenario).fields(node) - {"ok", "origin", "seconds"}
    found = drift(asked, before, now, fields)
    return MeasuredAgain(
        node=node,
        status=status(found),
        drift=[
            DriftedField(
                field=each.field, before=each.before, now=each.now, expected=each.expected, within=each.within
            )
            for each in found
        ],
    )


def tell(measured: Iterable[MeasuredAgain]) -> None:
    """One line a measure, and one for each field that moved."""
    words = {
        "same": in_words("identique", "the same"),
        "moved": in_words("autre, dans les bornes", "different, within bounds"),
        "out": in_words("HORS DES BORNES", "OUT OF BOUNDS"),
    }
    for each in measured:
        say(f"{each.node}: {words[each.status]}", indent=2)
        for field in each.drift:
            expected = f" ({in_words('attendu', 'expected')} {field.expected})" if field.expected else ""
            mark = "" if field.within else " !"
            say(f"{field.field}: {_short(field.before)} → {_short(field.now)}{expected}{mark}", indent=6)


def _short(value: object) -> str:
    shown = f"{value:.4g}" if isinstance(value, float) else str(value)
    return shown if len(shown) <= 40 else shown[:39] + "…"
