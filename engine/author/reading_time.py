"""How many words a reader meets, and how long that takes.

What is assumed, and said wherever a time is shown: French at 230 words a minute, the middle of 220 to 240;
English at 238, the mean over non-fiction of M. Brysbaert, "How many words do we read per minute?", Journal of
Memory and Language 109 (2019). Besides reading, so many seconds to answer a question and to look at a figure.
The French speed and the seconds are our own round figures: nobody has measured them on such pages.
"""

from __future__ import annotations

import functools
import re

from engine.guide.render import plan_of
from engine.language.schema import Text
from tools.wording import Language

WORDS_A_MINUTE: dict[Language, int] = {"fr": 230, "en": 238}
SECONDS_AN_ANSWER = 6.0
SECONDS_A_FIGURE = 10.0
_WORD = re.compile(r"\w[\w'’\-]*")


def words_in(text: Text | None, language: Language) -> int:
    """The words of a text; a figure counts as one, a cite as none."""
    return 0 if text is None else _count(*text.in_(language))


def plain_text(source: str, language: Language) -> str:
    """An author's sentence without its marks: glossary words shown, a figure as "0", a cite as a space."""
    plain = []
    for part in plan_of(source, language).pieces:
        if part.kind == "words":
            plain.append(part.shown)
        elif part.kind == "gloss":
            plain.append(source[part.start + 2 : part.end - 2].partition("|")[0])
        else:
            plain.append("0" if part.kind == "placeholder" else " ")
    return "".join(plain)


@functools.lru_cache(maxsize=8192)
def _count(source: str, language: Language) -> int:
    return words_of_text(plain_text(source, language))


def words_of_text(text: str) -> int:
    """The words of a text that has no marks."""
    return len(_WORD.findall(text))


def minutes(words: float, language: Language, seconds: float = 0.0) -> float:
    """Reading time in ``language``, and what is waited for, answered and looked at besides."""
    return words / WORDS_A_MINUTE[language] + seconds / 60
