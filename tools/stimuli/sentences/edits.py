"""What exactly was changed in a text: places, what stood there, what stands there now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
"""A word: letters, with the hyphens and apostrophes inside it."""


@dataclass(frozen=True)
class Edit:
    """At the character ``at`` of the text before, ``before`` gave way to ``after``."""

    at: int
    before: str
    after: str


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text after the edits, which do not overlap. Raises ``ValueError`` where ``before`` is not there."""
    return _rewritten(text, [(edit.at, edit.before, edit.after) for edit in _in_order(edits)])


def undo(text: str, edits: Sequence[Edit]) -> str:
    """The text before the edits, from the one after them."""
    moved, back = 0, []
    for edit in _in_order(edits):
        back.append((edit.at + moved, edit.after, edit.before))
        moved += len(edit.after) - len(edit.before)
    return _rewritten(text, back)


def _in_order(edits: Sequence[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: edit.at)


def _rewritten(text: str, replaced: Sequence[tuple[int, str, str]]) -> str:
    """The text with each (place, old, new) done, from left to right."""
    parts, done = [], 0
    for at, old, new in replaced:
        if at < done or text[at : at + len(old)] != old:
            raise ValueError(f"{old!r} is not at {at}")
        parts += [text[done:at], new]
        done = at + len(old)
    return "".join([*parts, text[done:]])


def words_touched(text: str, edits: Sequence[Edit]) -> int:
    """How many words of the text before are no longer there as they were, or have moved.

    A word that is only added counts as one.
    """
    touched = 0
    for edit in edits:
        end = edit.at + len(edit.before)
        inside = sum(word.start() < end and word.end() > edit.at for word in WORD.finditer(text))
        touched += inside or (1 if edit.after.strip() else 0)
    return touched
