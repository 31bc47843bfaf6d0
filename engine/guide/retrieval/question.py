"""What a reader typed, as it is searched for: cleaned, cut, and never obeyed."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from engine.guide.retrieval.words import weight_of, words_of

LONGEST = 500
"""Characters that are read."""
MOST_WORDS = 40
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Question(NamedTuple):
    """A question and its words; ``cut`` tells that more was typed than is read."""

    text: str
    words: list[str]
    weights: list[float]
    cut: bool


def question_of(typed: str) -> Question:
    """``typed`` without what no reader sees, at most :data:`LONGEST` characters of it."""
    # Twice what is read bounds the work on a page that somebody pasted, spaces and all.
    head = "".join(
        " " if unicodedata.category(each) in _HIDDEN else each for each in typed.strip()[: 2 * LONGEST]
    )
    clean = re.sub(r"\s+", " ", unicodedata.normalize("NFC", head)).strip()
    text = clean[:LONGEST].rstrip()
    words = words_of(text)[:MOST_WORDS]
    return Question(text, words, [weight_of(each) for each in words], len(typed.strip()) > LONGEST)
