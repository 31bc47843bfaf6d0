"""A recorded measure and the same one made anew: which of their numbers differ, and by how much."""

from __future__ import annotations

from tools.finding import Finding

SAME = 1e-3
"""Numbers this close are the same: another processor rounds otherwise in the fourth digit."""


def differing(recorded: Finding, measured: Finding) -> list[tuple[str, object, object]]:
    """(field, recorded, measured) for every field of the result that is not the same."""
    found: list[tuple[str, object, object]] = []
    for name in sorted(recorded.result.keys() | measured.result.keys()):
        before, after = recorded.result.get(name), measured.result.get(name)
        if not _same(before, after):
            found.append((name, before, after))
    return found


def _same(before: object, after: object) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    if isinstance(before, int | float) and isinstance(after, int | float):
        return abs(before - after) <= SAME * max(1.0, abs(before))
    return before == after
