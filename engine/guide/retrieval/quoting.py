"""Which sentences of a passage are quoted: the one that answers, and what it does not stand without.

Sentences are quoted as they stand, in their order, never reworded and never cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from engine.guide.retrieval.passage import Passage, plain
from engine.guide.retrieval.question import Question
from engine.guide.retrieval.words import stems_of, words_of

MOST = 3
"""Sentences of one passage, besides those that are bound to it."""
NEARLY = 0.85
"""A sentence beside the best is quoted too from this share of its worth on."""
SHORT = 8
"""Words below which a sentence is not left alone."""
GAP = " […] "

_LEANS = re.compile(
    r"(?:[-*>“«\"\s])*(?:mais|or|donc|pourtant|cela|ça|ce|c['’]|cet|cette|ces|il|ils|elle|elles|celui|celle|"
    r"ceux|celles|aussi|puis|et|en|là|voilà|alors|ainsi|but|yet|so|this|that|these|those|it|its|they|their|he|"
    r"she|such|then|and|also|there)(?![\w])",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of the one before it."""


def leans(sentence: str) -> bool:
    """Whether a sentence speaks of the one before it."""
    return _LEANS.match(plain(sentence)) is not None


Worth = Callable[[str], float]


def by_meaning(scores: Mapping[str, float]) -> Worth:
    """The worth of a sentence where its view was scored."""
    return lambda sentence: scores.get(_as_view(sentence), -1.0)


def by_words(question: Question) -> Worth:
    """The worth of a sentence without an encoder: the words that it shares with the question."""
    asked = {stem for word in question.words for stem in stems_of(word)}
    return lambda sentence: float(sum(bool(asked & stems_of(word)) for word in words_of(plain(sentence))))


def quote(passage: Passage, worth: Worth) -> str:
    """One to :data:`MOST` sentences of ``passage``, and what is bound to them."""
    sentences = list(passage.sentences)
    start, end = _span(sentences, worth)
    kept = set(range(start, end)) | {at for at, each in enumerate(sentences) if each in passage.bound}
    said, last = "", -1
    for at in sorted(kept):
        said += (GAP if said and at > last + 1 else " " if said else "") + sentences[at]
        last = at
    if _by_its_options(passage, worth):
        said = "\n\n".join([said, *passage.offered]).strip()
    return said


def _by_its_options(passage: Passage, worth: Worth) -> bool:
    """Whether what a question lets one choose answers better than the question itself."""
    best = max((worth(each) for each in passage.sentences), default=0.0)
    return any(worth(each) >= best for each in passage.offered)


def _span(sentences: list[str], worth: Worth) -> tuple[int, int]:
    if len(sentences) <= MOST:
        return 0, len(sentences)
    worths = [worth(each) for each in sentences]
    best = max(range(len(sentences)), key=lambda at: worths[at])
    start = best
    while start > 0 and best - start < MOST - 1 and leans(sentences[start]):
        start -= 1
    end = best + 1
    while end < len(sentences) and end - start < MOST and worths[end] >= NEARLY * worths[best] > 0:
        end += 1
    if len(sentences[best].split()) < SHORT and best + 1 < len(sentences):
        end = max(end, best + 2)  # a heading, or half of what is said
    # A sentence that takes the last one back is not left behind it.
    if end < len(sentences) and end - start < MOST and _TURNS.match(plain(sentences[end])):
        end += 1
    return start, end


_TURNS = re.compile(r"(?:mais|pourtant|attention|but|yet|careful|however)(?!\w)", re.IGNORECASE)


def _as_view(sentence: str) -> str:
    return " ".join(plain(sentence).split())
