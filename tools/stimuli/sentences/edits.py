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
    for edit in sorted(edits, key=lambda each: each.at, reverse=True):
        if text[edit.at : edit.at + len(edit.before)] != edit.before:
            raise ValueError(f"{edit.before!r} is not at {edit.at}")
        text = text[: edit.at] + edit.after + text[edit.at + len(edit.before) :]
    return text


def undo(text: str, edits: Sequence[Edit]) -> str:
    """The text before the edits, from the one after them."""
    moved, back = 0, []
    for edit in sorted(edits, key=lambda each: each.at):
        back.append(Edit(edit.at + moved, edit.after, edit.before))
        moved += len(edit.after) - len(edit.before)
    return apply(text, back)


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
