"""Words without their endings, in French and in English: by Snowball's stemmers, one thread at a time."""

from __future__ import annotations

import functools
import threading
from typing import Any

from tools.wording import Language

_SNOWBALL: dict[Language, str] = {"fr": "french", "en": "english"}
_TURN = threading.Lock()  # a stemmer holds the word that it is at


@functools.cache
def _stemmer(language: Language) -> Any:
    import snowballstemmer  # slow import

    return snowballstemmer.stemmer(_SNOWBALL[language])


@functools.lru_cache(maxsize=65536)
def stem(word: str, language: Language) -> str:
    """The stem of one word in small letters, its accents kept."""
    with _TURN:
        found: str = _stemmer(language).stemWord(word)
    return found
