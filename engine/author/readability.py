"""How easy a text is to read: Flesch's reading ease in English, Kandel and Moles's in French.

Both are about 100 for the easiest prose and about 0 for the hardest; the two scales are not the same, and
only texts of one language are to be compared. They see the length of words and sentences, nothing of what
is said.

- English: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), 221-233:
  206.835 - 1.015 (words a sentence) - 84.6 (syllables a word).
- French: L. Kandel and A. Moles, "Application de l'indice de Flesch à la langue française", Cahiers
  d'études de radio-télévision 19 (1958), 253-274: 207 - 1.015 (words a sentence) - 0.736 (syllables a
  hundred words).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from engine.author.reading_time import plain_text
from engine.author.syllables import syllables
from engine.language.schema import Node, Scenario, Text
from tools.wording import Language

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f]*")
_STOP = re.compile(r"[.!?…]+(?=[\s»”’)*\"\u202f]|$)|:(?=\s*\n)|;|\n\s*\n|\n(?=\s*[-*>] )")
_FORMULA: dict[Language, tuple[float, float, float]] = {
    "en": (206.835, 1.015, 84.6),
    "fr": (207.0, 1.015, 73.6),
}


class Reading(NamedTuple):
    """Counts of a text, in one language. ``ease``: higher is easier; ``None`` where there is no word."""

    sentences: int
    words: int
    syllables: int
    language: Language

    @property
    def ease(self) -> float | None:
        """The reading ease, about 0 (hardest) to 100 (easiest); not clipped."""
        if not self.words or not self.sentences:
            return None
        base, a_sentence, a_word = _FORMULA[self.language]
        return base - a_sentence * self.words / self.sentences - a_word * self.syllables / self.words


def read(texts: Iterable[str], language: Language) -> Reading:
    """Counts of several texts together, each an author's own: marks are left out, a figure is one syllable.

    A figure is as hard as its digits, which nobody agrees how to count: it weighs the same for everyone.
    """
    counts = [_counted(text, language) for text in texts]
    sentences, words, found = (sum(each[at] for each in counts) for at in range(3))
    return Reading(sentences, words, found, language)


@functools.lru_cache(maxsize=8192)
def _counted(source: str, language: Language) -> tuple[int, int, int]:
    plain = unicodedata.normalize("NFC", plain_text(source, language))
    sentences = words = found = 0
    for sentence in _STOP.split(plain):
        inside = _WORD.findall(sentence)
        figures = len(_NUMBER.findall(sentence))
        if inside or figures:
            sentences += 1
            words += len(inside) + figures
            found += sum(syllables(word, language) for word in inside) + figures
    return sentences, words, found


def told_to(node: Node, audience: str) -> Text | None:
    """The main text of a node as one profile is told it."""
    return node.text_for.get(audience, node.text)


def ease_by_profile(scenario: Scenario, language: Language) -> dict[str, float]:
    """For each profile, the reading ease of the nodes' main texts as it is told them, one decimal."""
    found: dict[str, float] = {}
    for audience in scenario.audiences:
        texts = [told_to(node, audience.id) for node in scenario.nodes.values()]
        ease = read(
            [text.in_(language)[0] for text in texts if text and language in text.by_language], language
        )
        if ease.ease is not None:
            found[audience.id] = round(ease.ease, 1)
    return found
