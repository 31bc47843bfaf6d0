"""One answer of one subject on one text, asked again with words hidden.

An open network is given the padding in the place of a hidden word; a subject that only answers is given the
text without it. Either is said with the result: they are two baselines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tools.answering.given import Given
from tools.errors import CallRefused
from tools.inside.opened import Opened, open_up, why_closed
from tools.stimuli.sentences.edits import WORD
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Masks = NDArray[np.bool_]

TOGETHER = 64  # texts a pass, so that progress moves

# Words that open a phrase: articles, prepositions, pronouns, conjunctions of the two languages.
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        """
        a an the my your his her its our their this that these those of in on at to for with by from and
        or but who which because when if un une le la les l du des de d mon ma mes ton ta tes son sa ses
        qu notre nos votre vos leur leurs ce cette ces dans sur pour avec par et ou mais qui que quand si
        au aux en
        """,
    )
)


@dataclass(frozen=True, eq=False)
class AskedText:
    """``words`` are those that are read; ``groups`` (one a word) number the phrases, or the words themselves.

    ``opened`` is ``None`` for a subject that only answers; ``places`` are the words' places in its inputs,
    ``spans`` their places in the text.
    """

    subject: Any
    text: str
    answer: str
    words: tuple[str, ...]
    groups: tuple[int, ...]
    label: Words
    opened: Opened | None = None
    places: tuple[int, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def count(self) -> int:
        """How many groups there are."""
        return max(self.groups) + 1

    @property
    def names(self) -> list[str]:
        """Each group's words."""
        return [
            " ".join(word for word, at in zip(self.words, self.groups, strict=True) if at == number)
            for number in range(self.count)
        ]

    def of_twin(self, twin: Any) -> AskedText:
        """The same text, put to a network that knows something else or nothing."""
        opened = None if self.opened is None else open_up(twin, Given(text=self.text), self.answer)
        return replace(self, subject=twin, opened=opened)

    def shown_words(self, shown: Masks) -> Masks:
        """(n, groups) → (n, words)."""
        return shown[:, list(self.groups)]

    def by_group(self, values: Floats) -> Floats:
        """Numbers of the words, added up by group."""
        import numpy as np

        total = np.zeros(self.count)
        np.add.at(total, list(self.groups), values)
        return total


def ask_text(subject: Any, text: str, answer: str, *, phrases: bool, slopes: bool) -> AskedText:
    """Open a text for explanation. ``slopes``: only an answer that a gradient leads to will do.

    Raises :class:`CallRefused` (``no_layers``, ``no_gradient``, ``unknown_answer``, ``no_word``).
    """
    if why_closed(subject.card) is not None or not hasattr(subject, "module"):
        if slopes:
            reason = why_closed(subject.card)
            raise CallRefused("no_layers", reason or _hidden_layers(subject))
        return _closed(subject, text, answer, phrases)
    opened = open_up(subject, Given(text=text), answer)
    places = tuple(at for at, word in enumerate(opened.words) if word)
    words = tuple(opened.words[at].strip() for at in places)
    if not words:
        raise _no_word(text)
    groups = phrases_of(words) if phrases else tuple(range(len(words)))
    return AskedText(subject, text, answer, words, groups, opened.label, opened, places)


def _closed(subject: Any, text: str, answer: str, phrases: bool) -> AskedText:
    from tools.answering.asking import answer_of

    found = list(WORD.finditer(text))
    if not found:
        raise _no_word(text)
    words = tuple(each.group() for each in found)
    groups = phrases_of(words) if phrases else tuple(range(len(words)))
    spans = tuple(each.span() for each in found)
    return AskedText(subject, text, answer, words, groups, answer_of(subject, answer).card.label, spans=spans)


def phrases_of(words: Sequence[str]) -> tuple[int, ...]:
    """The phrase of each word: a small word opens one, unless the word before was small too."""
    number, found = 0, []
    before_opens = True
    for word in words:
        opens = word.casefold() in _OPENERS
        if opens and not before_opens:
            number += 1
        found.append(number)
        before_opens = opens
    return tuple(found)


def without(text: str, spans: Sequence[tuple[int, int]], shown: Sequence[bool]) -> str:
    """The text with only the words that are shown."""
    parts, done = [], 0
    for (start, end), kept in zip(spans, shown, strict=True):
        if not kept:
            parts.append(text[done:start])
            done = end
    return " ".join("".join([*parts, text[done:]]).split())


def _hidden_layers(subject: Any) -> Words:
    return Words(
        fr=f"« {subject.card.title.fr} » ne laisse pas voir ses couches. Reste : retirer des mots"
        " (word_removal, word_shapley).",
        en=f"“{subject.card.title.en}” does not let its layers be seen. What remains: removing words"
        " (word_removal, word_shapley).",
    )


def _no_word(text: str) -> CallRefused:
    return CallRefused(
        "no_word",
        Words(
            fr=f"Le sujet ne lit aucun mot de ce texte ({len(text)} signes).",
            en=f"The subject reads no word of this text ({len(text)} characters).",
        ),
        Words(fr="Donnez-lui un texte de sa langue.", en="Give it a text in its language."),
    )
