"""What diagnostics say, in French and English: one table per family of codes.

Each entry is (severity, title, sentence, cure); ``{fields}`` are filled by whoever reports. A new code is
a new line in its family's file and a page in ``docs/diagnostics/``.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from tools.wording import Words

Severity = Literal["error", "warning", "info"]
Row = tuple[Severity, tuple[str, str], tuple[str, str], tuple[str, str] | None]


class Entry(NamedTuple):
    """How one code is told."""

    severity: Severity
    title: Words
    says: Words
    cure: Words | None


@cache
def catalogue() -> dict[str, Entry]:
    """Every code that the language can emit."""
    from engine.language.messages import evidence, graph, names, prose, shape, types, yaml_syntax

    rows: dict[str, Row] = {}
    for family in (yaml_syntax, shape, names, types, graph, prose, evidence):
        rows |= family.ROWS
    return {
        code: Entry(severity, _pair(title), _pair(says), _pair(cure) if cure else None)
        for code, (severity, title, says, cure) in sorted(rows.items())
    }


def _pair(pair: tuple[str, str]) -> Words:
    return Words(fr=pair[0], en=pair[1])
