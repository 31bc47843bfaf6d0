"""From YAML to a tree, putting right on the way what a sentence without quotes breaks."""

from __future__ import annotations

from typing import Any

import yaml

from engine.language.diagnostics import Diagnostics, Place
from engine.language.quoting import quote_line
from engine.language.tree import StoppedError, Tree, build
from engine.language.unreadable import cause_of

_MOST_REPAIRS = 40


def tree_of(text: str, diagnostics: Diagnostics) -> Tree | None:
    """The tree of a file, ``None`` for an empty one; sentences that want quotes are reported (Y115) and put
    right before trying again.

    Raises :class:`StoppedError` when the file cannot be read; the reason is among the diagnostics.
    """
    lines = text.split("\n")
    last = -1
    for _ in range(_MOST_REPAIRS):
        attempt = Diagnostics(diagnostics.file)
        try:
            tree = build("\n".join(lines), attempt)
        except (yaml.YAMLError, StoppedError) as error:
            at = _where(error, attempt)
            repaired = _repair(lines, at, attempt, last)
            if repaired is None:
                diagnostics.found += attempt.found
                if isinstance(error, yaml.YAMLError):
                    _unreadable(error, lines, diagnostics)
                raise StoppedError from None
            last, fixed = repaired
            place = Place(last + 1, fixed.column, fixed.column + 1)
            diagnostics.report("Y115", place, char=fixed.char, corrected=fixed.line.rstrip())
            lines[last] = fixed.line
            continue
        diagnostics.found += attempt.found
        return tree
    raise StoppedError


def _where(error: Exception, attempt: Diagnostics) -> list[int]:
    """The lines (from 0) that may be to blame."""
    if isinstance(error, yaml.MarkedYAMLError):
        marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark is not None]
        return list(dict.fromkeys([line for mark in marks for line in (mark, mark - 1) if line >= 0]))
    return [found.line - 1 for found in attempt.found if found.code in ("Y105", "Y106")]


def _repair(lines: list[str], candidates: list[int], attempt: Diagnostics, last: int) -> Any:
    """The first guilty line that quoting puts right; never the same line twice."""
    if any(found.code in ("Y105", "Y106") for found in attempt.found):
        # Anchors, aliases and tags keep their own code: only a sentence after them is taken as one.
        return None
    for at in candidates:
        if at >= len(lines) or at == last:
            continue
        fixed = quote_line(lines[at])
        if fixed and fixed.line != lines[at]:
            return at, fixed
    return None


def _unreadable(error: yaml.YAMLError, lines: list[str], diagnostics: Diagnostics) -> None:
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    line = min(mark.line, len(lines) - 1) if mark else 0
    problem = str(getattr(error, "problem", None) or "")
    found = cause_of(lines, line, problem, context.line if context else None)
    diagnostics.report("Y100", found.place, line=found.place.line, problem=found.problem, instead=found.cure)
