"""Determiners and elisions of French: each is written by the gender of its noun and the word that follows."""

from __future__ import annotations

import re
import unicodedata

from tools.stimuli.sentences.lists import Gender

# By mark: masculine, feminine, and what stands before a vowel (masculine, feminine), space included.
_FORMS: dict[str, tuple[str, str, str, str]] = {
    "un": ("un ", "une ", "un ", "une "),
    "le": ("le ", "la ", "l’", "l’"),
    "du": ("du ", "de la ", "de l’", "de l’"),
    "au": ("au ", "à la ", "à l’", "à l’"),
    "mon": ("mon ", "ma ", "mon ", "mon "),
    "ce": ("ce ", "cette ", "cet ", "cette "),
}
_ELIDED = {"de": ("de ", "d’"), "que": ("que ", "qu’")}
_MARK = re.compile(r"\{(\w+)\} (?=(\S))")


def begins_with_vowel(text: str) -> bool:
    """Whether an article is elided before ``text``. The h of our lists is always mute ("l’homme")."""
    bare = unicodedata.normalize("NFD", text)[:1].lower()
    return bare in "aeiouyœh" and bare != ""


def articles(text: str, gender: Gender | None) -> str:
    """The text with every ``{un}``, ``{le}``, ``{de}``… written; ``gender`` is that of the noun."""
    # From the right: what an elision sees must be written already ("de" before "une").
    for found in reversed(list(_MARK.finditer(text))):
        mark, rest = found.group(1), text[found.end() :]
        vowel = begins_with_vowel(rest)
        if mark in _ELIDED:
            written = _ELIDED[mark][vowel]
        else:
            written = _FORMS[mark.lower()][2 * vowel + (gender == "f")]
            written = written.capitalize() if mark[0].isupper() else written
        text = text[: found.start()] + written + rest
    return text
