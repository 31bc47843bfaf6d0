"""A word that a hand slipped on, known again among a file's words: one letter off, or nearly all alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.guide.retrieval.words import fold, likeness

SHORTEST = 5
"""Letters: one off in fewer makes too many other words."""
ONE_SLIP = 0.9
"""How like its word one is that a single letter parts from it."""
MISSPELT = 0.6
"""The least :func:`~engine.guide.retrieval.words.likeness` of a word to what was meant."""


def one_slip(one: str, other: str) -> bool:
    """Whether a letter more, a letter less, another letter, or two swapped neighbours part two words.

    The optimal string alignment distance (Damerau, 1964) is then 1. Folded words are expected.
    """
    short, long = sorted((one, other), key=len)
    if short == long or len(long) - len(short) > 1:
        return False
    at = next((place for place in range(len(short)) if short[place] != long[place]), len(short))
    if len(long) > len(short):
        return short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long[at:]


def meant(word: str, vocabulary: Sequence[str]) -> dict[int, float]:
    """Places in ``vocabulary`` of the words that ``word`` may be a slip of, by how like they are, below 1."""
    plain = fold(word)
    if len(plain) < SHORTEST or not plain.isalpha():
        return {}
    found: dict[int, float] = {}
    for at, each in enumerate(vocabulary):
        alike = likeness(word, each)
        value = max(alike, ONE_SLIP) if one_slip(plain, fold(each)) else alike
        if value >= MISSPELT:
            found[at] = value
    return found


def folded(texts: Iterable[str]) -> frozenset[str]:
    """The words of ``texts`` without their accents."""
    return frozenset(fold(word) for text in texts for word in text.replace("'", " ").split())
