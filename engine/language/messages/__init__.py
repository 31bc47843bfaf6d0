"""What diagnostics say, in French and English: one table per family of codes.

Each entry is (severity, title, sentence, cure); ``{fields}`` are filled by whoever reports. The severity
``draft`` is a warning while one writes and an error once one publishes. A new code is a new line in its
family's file and a page in ``docs/diagnostics/``.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from tools.wording import Words

Severity = Literal["error", "warning", "info"]
Row = tuple[Severity | Literal["draft"], tuple[str, str], tuple[str, str], tuple[str, str] | None]


class Entry(NamedTuple):
    """How one code is told."""

    severity: Severity
    title: Words
    says: Words
    cure: Words | None
    forbids_publication: bool = False  # a warning in a draft, an error in ``check --strict`` and ``pack``


@cache
def catalogue() -> dict[str, Entry]:
    """Every code that the language can emit."""
    from engine.language.messages import (
        beside,
        evidence,
        graph,
        names,
        play_time,
        prose,
        shape,
        types,
        yaml_syntax,
    )

    rows: dict[str, Row] = {}
    for family in (yaml_syntax, shape, names, types, graph, prose, evidence, play_time, beside):
        rows |= family.ROWS
    return {
        code: Entry(
            "warning" if severity == "draft" else severity,
            _pair(title),
            _pair(says),
            _pair(cure) if cure else None,
            severity == "draft",
        )
        for code, (severity, title, says, cure) in sorted(rows.items())
    }


def _pair(pair: tuple[str, str]) -> Words:
    return Words(fr=pair[0], en=pair[1])
