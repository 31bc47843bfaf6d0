"""Words of a question and of a passage, as they are compared: folded, without endings, the empty ones light.

French and English side by side: a passage is searched in both, and readers mix them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib.resources import files

import yaml

from engine.guide.stemming import stem
from tools.wording import LANGUAGES

_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
LIGHT = 0.25
"""What a word like "voir" or "thing" weighs beside one that names something."""


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    held: dict[str, str] = yaml.safe_load(
        files("engine.guide.retrieval").joinpath("light_words.yaml").read_text(encoding="utf-8")
    )
    return {name: frozenset(fold(word) for word in words.split()) for name, words in held.items()}


@functools.cache
def _plainer() -> dict[str, list[str]]:
    held: dict[str, dict[str, str]] = yaml.safe_load(
        files("engine.guide.retrieval").joinpath("familiar.yaml").read_text(encoding="utf-8")
    )
    found: dict[str, list[str]] = {}
    for words in held.values():
        for word, plain in words.items():
            found.setdefault(fold(word), []).extend(plain.split())
    return found


def plainer(word: str) -> list[str]:
    """The plain words for a familiar one; none for most."""
    return _plainer().get(fold(word), [])


@functools.lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Small letters, no accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def words_of(text: str) -> list[str]:
    """The words that may mean something, in order, each once, with their accents."""
    empty = _lists()["empty"]
    found = dict.fromkeys(_WORD.findall(text.casefold()))
    return [word for word in found if fold(word) not in empty]


def weight_of(word: str) -> float:
    """1, or :data:`LIGHT` for a word that most sentences hold."""
    return LIGHT if fold(word) in _lists()["light"] else 1.0


@functools.lru_cache(maxsize=65536)
def stems_of(word: str) -> frozenset[str]:
    """The word without accents, and without its ending in each language (two words match that share one)."""
    plain = fold(word)
    if len(plain) < 4:
        return frozenset((plain,))
    return frozenset((plain, *(fold(stem(word, language)) for language in LANGUAGES)))


@functools.lru_cache(maxsize=65536)
def letters_of(word: str) -> frozenset[str]:
    """Runs of three letters, by which a misspelt word is known again."""
    plain = f" {fold(word)} "
    return frozenset(plain[at : at + 3] for at in range(len(plain) - 2))


def likeness(one: str, other: str) -> float:
    """The share of runs of three letters that two words have in common (Dice), 0..1."""
    first, second = letters_of(one), letters_of(other)
    return 2 * len(first & second) / (len(first) + len(second))
