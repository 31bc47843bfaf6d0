"""How a text becomes word numbers: lower case, runs of letters, one number for every unknown word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tools.subjects.planted_comments import LENGTH

PADDING, UNKNOWN = 0, 1
_WORD = re.compile(r"[^\W\d_]+")


def cut(text: str) -> list[str]:
    """The words of a text: "L’amie" gives "l" and "amie"."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


class WordNumbers:
    """A vocabulary; numbers start at 2."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._numbers = {word: number for number, word in enumerate(self.words, start=2)}

    def __len__(self) -> int:
        """How many numbers there are, padding and unknown word included."""
        return len(self.words) + 2

    def read(self, text: str) -> list[int]:
        """The first LENGTH words as numbers, zeros after them."""
        numbers = [self._numbers.get(word, UNKNOWN) for word in cut(text)[:LENGTH]]
        return numbers + [PADDING] * (LENGTH - len(numbers))

    def unknown(self, text: str) -> tuple[str, ...]:
        """The words of a text that are not in the vocabulary, each once."""
        return tuple(dict.fromkeys(word for word in cut(text)[:LENGTH] if word not in self._numbers))
