"""Say the contrary of a simple sentence: "is" becomes "is not", "est" becomes "n’est pas".

Only forms of "to be" and auxiliaries are known, in French "être", "avoir" and a few more, because nothing
here parses a language. A sentence without one of them is left to other changes.
"""

from __future__ import annotations

import re

from tools.stimuli.sentences.edits import Edit
from tools.stimuli.sentences.french import begins_with_vowel
from tools.wording import Language

_ENGLISH = re.compile(
    r"\b(?P<verb>am|is|are|was|were|can|could|will|would|should|must|might)\b"
    r"(?P<asked> (?:I|you|he|she|it|we|they|there)\b)?"
    r"(?! not\b)(?!['’])",
    re.IGNORECASE,
)
_PRONOUNS = "je|tu|il|elle|on|nous|vous|ils|elles"
_FRENCH = re.compile(
    r"(?<!\bne )(?<!\bn[’'])(?<![-’'])"
    r"\b(?P<subject>[jc][’'])?(?P<before>(?:[mtsl][’'])?(?:y )?)"
    r"(?P<verb>suis|es|est|sommes|êtes|sont|étais|était|étaient|ai|as|a|avons|avez|ont|avais|avait|avaient|"
    r"sera|seront|peux|peut|peuvent|dois|doit|doivent|veux|veut|veulent|vais|va|vont)\b"
    rf"(?P<asked>-(?:t-)?(?:{_PRONOUNS})\b)?"
    r"(?![-’'])(?! (?:pas|plus|jamais|rien)\b)",
    re.IGNORECASE,
)


def negation(text: str, language: Language) -> Edit | None:
    """The edit that negates the first verb that can be; ``None`` where there is none."""
    return _french(text) if language == "fr" else _english(text)


def _english(text: str) -> Edit | None:
    for found in _ENGLISH.finditer(text):
        verb, asked = found["verb"], found["asked"] or ""
        if asked and found.start() and not text[: found.start()].rstrip().endswith((",", ".", "?", "!", ":")):
            asked = ""  # "the book that is there": no question
        after = f"{verb}{asked} not" if asked else "cannot" if verb == "can" else f"{verb} not"
        return Edit(found.start(), verb + asked, after)
    return None


def _french(text: str) -> Edit | None:
    found = _FRENCH.search(text)
    if found is None:
        return None
    subject, clitics, verb, asked = (found[name] or "" for name in ("subject", "before", "verb", "asked"))
    head = f"{clitics}{verb}"
    not_ = "n’" if begins_with_vowel(head) else "ne "
    # "J’ai" loses its elision: "Je n’ai pas".
    said = f"{subject[0]}e {not_}{head}" if subject else f"{not_}{head[0].lower()}{head[1:]}"
    if not subject and head[0].isupper():
        said = said[0].upper() + said[1:]
    return Edit(found.start(), found.group(0), f"{said}{asked} pas")
