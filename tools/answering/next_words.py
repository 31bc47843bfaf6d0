"""What a language model says of a text: how likely the text is, or how likely it goes on with one word."""

from __future__ import annotations

from collections.abc import Sequence

from tools.answering.answer import Answer, AnswerCard
from tools.answering.given import Given
from tools.wording import Words

PREFIX = "next:"
LIKELY = AnswerCard(
    "log_probability",
    Words(fr="le logarithme de la probabilité du texte", en="the logarithm of the text’s probability"),
    "score", -100_000, 0,
)  # fmt: skip


class LogProbability(Answer):
    """Of texts of equal length only do these compare."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """A logarithm a text."""
        return [self.subject.log_probability(each.text) for each in given]


class NextWord(Answer):
    """The probability that the text goes on with the word named after ``next:``."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """A probability a text."""
        word = self.card.name.removeprefix(PREFIX)
        return [self.subject.continuation(each.text, [word])[0] for each in given]


def next_word(name: str) -> AnswerCard:
    """The card of ``next:WORD``."""
    word = name.removeprefix(PREFIX)
    return AnswerCard(
        name,
        Words(fr=f"la probabilité du mot « {word} »", en=f"the probability of the word “{word}”"),
        "share", 0, 1,
    )  # fmt: skip


NAMES = {"log_probability": (LIKELY, LogProbability)}
