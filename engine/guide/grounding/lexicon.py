"""The words that make a claim, in each language: one data file each, read once.

An entry is a word, several words, or a word with a ``*`` for any ending; apostrophes are straight and case is
free. Other words are free: a gate that licensed each ordinary word would let nothing through.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib.resources import files
from typing import Any

import yaml

from tools.wording import Language

Pattern = re.Pattern[str]


@functools.lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """``text`` in lower case, with straight apostrophes and ordinary spaces; accents are kept."""
    folded = unicodedata.normalize("NFC", text).replace("\u2019", "'").replace("\u2011", "-").casefold()
    return re.sub(r"[\s\u00a0\u202f]+", " ", folded)


def _pattern(entries: list[str]) -> Pattern:
    """One expression for all entries; a word's edge is any sign that is no letter."""
    parts = []
    for entry in entries:
        bare = re.escape(plain(str(entry)).strip().removesuffix("*")).replace(r"\ ", " ")
        ending = r"\w*" if str(entry).endswith("*") or str(entry).endswith("'") else r"(?!\w)"
        start = "" if bare.startswith("n't") else r"(?<!\w)"
        parts.append(f"{start}{bare}{ending}")
    return re.compile("|".join(parts) or r"(?!)")


class Lexicon:
    """The claim-bearing words of one language, each class as one expression over :func:`plain` text."""

    def __init__(self, language: Language) -> None:
        source = files("engine.guide.grounding").joinpath(f"lexicon_{language}.yaml")
        raw: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
        self.classes: dict[str, Pattern] = {
            name: _pattern(entries)
            for name, entries in raw.items()
            if isinstance(entries, list) and name not in ("contrasts", "synonyms")
        }
        self.numbers = {name: _pattern(entries) for name, entries in raw["numbers"].items()}
        self.badges = {name: _pattern(entries) for name, entries in raw["badges"].items()}
        self.units = {name: _pattern(entries) for name, entries in raw["units"].items()}
        self.synonyms = [_pattern(group) for group in raw["synonyms"]]
        self.contrasts = [(_pattern(one), _pattern(other)) for one, other in raw["contrasts"]]

    def has(self, name: str, text: str) -> bool:
        """Whether ``text``, already plain, holds a word of the class ``name``."""
        return self.classes[name].search(text) is not None


@functools.lru_cache(maxsize=4096)
def opposed_in(text: str, language: Language) -> tuple[tuple[Pattern, Pattern], ...]:
    """The contrasts of which a statement, plain, has both words."""
    return tuple(
        (one, other) for one, other in lexicon(language).contrasts if one.search(text) and other.search(text)
    )


@functools.cache
def lexicon(language: Language) -> Lexicon:
    """The lexicon of ``language``."""
    return Lexicon(language)
