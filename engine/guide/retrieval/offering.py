"""Whether a question asks for a measure, and for which: the offer that stands beside an answer.

The formula's constants are fitted on the halves of tests/corpus/guide/questions*.yaml that are not kept
aside, by ``python -m benchmarks.retrieval --fit``; docs/guide/retrieval.md has how often it is right.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.guide.retrieval.index import Index, Likenesses
from engine.guide.retrieval.question import Question
from engine.guide.retrieval.scoring import WEIGHTS, score
from engine.guide.retrieval.words import stems_of

WEIGHTS_OF_MEASURES = WEIGHTS._replace(view=1.0, words=0.0, sentence=0.0, section=0.0, topic=1.0)
"""What the story says on the way to a measure is long and alike from one to the next: words found anywhere in
it mislead (measured). Its nearest sentence counts, and the words that people have for what it does."""

LEEWAY = 0.2
"""How much nearer to other matters a question that names an instrument may be, and still mean it. Chosen by
hand on six questions: those of the labelled set name none beyond the story's."""


class Asking(NamedTuple):
    """``base`` and a weight for each sign of :class:`Proposed`; a measure is offered from ``at_least`` on."""

    base: float
    view: float
    topic: float
    measuring: float
    elsewhere: float
    at_least: float


ASKING = Asking(base=-1.87, view=7.97, topic=4.89, measuring=4.21, elsewhere=-3.32, at_least=0.1)


class Proposed(NamedTuple):
    """The measure that comes nearest, and what the decision to offer it rests on."""

    at: int  # in the list of candidates, which the index was made of
    view: float  # of its nearest sentence, less what that has in common with any question
    topic: float  # how much of the question are words that people have for it
    measuring: float  # how much nearer the question is to those that measures answer than to other parts'
    elsewhere: float  # how near it comes to questions that no file answers


def proposed(index: Index, question: Question, near: Likenesses) -> Proposed:
    """The nearest of the candidates that ``index`` holds. ``near`` is the question's likeness to them."""
    scores = score(index, question, near, WEIGHTS_OF_MEASURES)
    at = int(np.argmax(scores.total))
    others = max((value for name, value in near.sections.items() if name != "finding"), default=0.0)
    topic = float(scores.topic[at])
    measuring = near.sections.get("finding", 0.0) - others
    return Proposed(at, float(scores.total[at]) - topic, topic, measuring, near.elsewhere)


def asks_for_a_measure(found: Proposed, asking: Asking = ASKING) -> bool:
    """Whether the question is one that the proposed measure answers."""
    value = asking.base + sum(weight * sign for weight, sign in zip(asking[1:-1], found[1:], strict=True))
    return value >= asking.at_least


def stems_in(index: Index) -> set[str]:
    """The stems of all words that the file has."""
    return {stem for word in index.vocabulary for stem in stems_of(word)}


def beyond_is_meant(near: Likenesses) -> bool:
    """Whether a question is nearer to one about a measure than to one about anything else."""
    return near.sections.get("finding", -1.0) >= near.elsewhere - LEEWAY
