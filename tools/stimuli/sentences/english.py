"""Articles of English: "a" or "an" by the word that follows."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ARTICLE = re.compile(r"\{[aA]\}(?= (\w+))")


def articles(text: str, vowels: Mapping[str, bool]) -> str:
    """The text with every ``{a}`` written; ``vowels`` says of a word what its first letter does not."""

    def write(found: re.Match[str]) -> str:
        word = found.group(1)
        article = "an" if vowels.get(word, word[0].lower() in "aeiou") else "a"
        return article.capitalize() if found.group(0) == "{A}" else article

    return _ARTICLE.sub(write, text)
