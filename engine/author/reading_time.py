"""How many words a reader meets, and how long that takes."""

from __future__ import annotations

import functools
import re

from engine.guide.render import plan_of
from engine.language.schema import Text
from tools.wording import Language

WORDS_A_MINUTE = 200  # of attentive reading on a screen
_WORD = re.compile(r"\w[\w'’\-]*")


def words_in(text: Text | None, language: Language) -> int:
    """The words of a text; a figure counts as one, a cite as none."""
    return 0 if text is None else _count(*text.in_(language))


@functools.lru_cache(maxsize=8192)
def _count(source: str, language: Language) -> int:
    plain = []
    for part in plan_of(source, language).pieces:
        if part.kind == "words":
            plain.append(part.shown)
        elif part.kind == "gloss":
            plain.append(source[part.start + 2 : part.end - 2].partition("|")[0])
        else:
            plain.append("0" if part.kind == "placeholder" else " ")
    return len(_WORD.findall("".join(plain)))


def minutes(words: float, seconds: float = 0.0) -> float:
    """Reading time, and what is waited for besides."""
    return words / WORDS_A_MINUTE + seconds / 60
