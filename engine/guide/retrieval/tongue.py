"""Which language a question is in, by the words that it shares with questions about anything; or none.

Naive Bayes over the questions of elsewhere.yaml, as many in each language, both languages equally likely.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter

from engine.guide.retrieval.index import elsewhere_by_language
from tools.wording import Language

SURE = 1.5
"""The least log-odds to decide on: some four to one."""
_ACCENT = 2.0
"""Log-odds of a word with a French accent, for each that neither language's questions have."""
_WORD = re.compile(r"[^\W\d_]+")
_ACCENTED = re.compile(r"[àâçéèêëîïôœùûÿ]")


def language_of(text: str) -> Language | None:
    """The language of ``text``; ``None`` where its words do not tell: a name, a figure, another language."""
    odds = _odds()
    words = dict.fromkeys(_WORD.findall(text.casefold()))
    told = sum(odds.get(word, _ACCENT if _ACCENTED.search(word) else 0.0) for word in words)
    return None if abs(told) < SURE else "fr" if told > 0 else "en"


@functools.cache
def _odds() -> dict[str, float]:
    """By word, its log-odds of French over English, half a count added to each."""
    counted = {
        language: Counter(word for text in texts for word in _WORD.findall(text.casefold()))
        for language, texts in elsewhere_by_language().items()
    }
    return {
        word: math.log((counted["fr"][word] + 0.5) / (counted["en"][word] + 0.5))
        for word in counted["fr"].keys() | counted["en"].keys()
    }
