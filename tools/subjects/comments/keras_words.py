"""How Keras' tokenizer turns a text into word numbers, and what of the text is lost on the way.

Lower case, the filtered signs become spaces, the rest is cut at spaces. A word outside the vocabulary is
passed over as if it were not there; of a text longer than ``LENGTH`` words the last ones are kept; a shorter
one is filled with zeros on the left (``texts_to_sequences`` and ``pad_sequences`` of Keras 3).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from tools.errors import AssetRefused
from tools.wording import Words

LENGTH = 100  # words that the network reads


@dataclass(frozen=True)
class Reading:
    """What the network is given of one text."""

    numbers: tuple[int, ...]  # LENGTH of them, zeros on the left
    words: tuple[str, ...]  # the words that are read, in order: they stand at the right end of ``numbers``
    unknown: tuple[str, ...]  # words outside the vocabulary, passed over
    cut: int  # known words before the last LENGTH, passed over too


@dataclass(frozen=True)
class Frequency:
    """How often a word stood in the training comments."""

    occurrences: int
    comments: int  # in how many comments


class KerasWords:
    """The vocabulary, and the cutting of texts."""

    def __init__(self, content: bytes) -> None:
        """``content`` is the JSON of :mod:`tools.assets.conversions.keras_tokenizer`.

        Raises :class:`AssetRefused` (``asset_malformed``).
        """
        try:
            described = json.loads(content)
            self._lower = bool(described["lower"])
            self._split = str(described["split"])
            self._signs = str.maketrans(dict.fromkeys(described["filters"], self._split))
            self._numbers = {word: number for number, word in enumerate(described["words"], start=1)}
            self._occurrences: list[int] = described["occurrences"]
            self._documents: list[int] = described["documents"]
            self.comments = int(described["texts"])
        except (ValueError, KeyError, TypeError) as broken:
            raise AssetRefused(
                "asset_malformed",
                Words(
                    fr="Le vocabulaire n’est pas un fichier bien formé.",
                    en="The vocabulary is not a well-formed file.",
                ),
            ) from broken

    def __len__(self) -> int:
        """How many words it knows."""
        return len(self._numbers)

    def cut(self, text: str) -> list[str]:
        """The words of a text as the tokenizer sees them, known or not."""
        prepared = text.lower() if self._lower else text
        return [word for word in prepared.translate(self._signs).split(self._split) if word]

    def read(self, text: str) -> Reading:
        """What the network is given of a text."""
        words = self.cut(text)
        known = [word for word in words if word in self._numbers]
        kept = known[-LENGTH:]
        numbers = [0] * (LENGTH - len(kept)) + [self._numbers[word] for word in kept]
        unknown = tuple(dict.fromkeys(word for word in words if word not in self._numbers))
        return Reading(tuple(numbers), tuple(kept), unknown, len(known) - len(kept))

    def frequency(self, word: str) -> Frequency | None:
        """How often a word stood in the training comments; ``None`` for one outside the vocabulary."""
        number = self._numbers.get(word)
        if number is None:
            return None
        return Frequency(self._occurrences[number - 1], self._documents[number - 1])
