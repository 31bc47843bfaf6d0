"""Whether a question asks for a measure, and for which: the offer that stands beside an answer.

The formula's constants are fitted on the half of tests/corpus/guide/questions.yaml that is not kept aside, by
``python -m benchmarks.retrieval --fit``; docs/guide/retrieval.md has how often it is right.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.guide.retrieval.index import Index, Likenesses
from engine.guide.retrieval.question import Question
from engine.guide.retrieval.scoring import WEIGHTS, score
from engine.guide.retrieval.words import stems_of

WEIGHTS_OF_MEASURES = WEIGHTS._replace(near=0.55)
"""Few candidates, many words for the same thing: words farther apart count as akin."""


LEEWAY = 0.2
"""How much nearer to other matters a question that names an instrument may be, and still mean it. Chosen by
hand on six questions: those of the labelled set name none beyond the story's."""


class Asking(NamedTuple):
    """``base + best·best + elsewhere·elsewhere``: a measure is offered from ``at_least`` on."""

    base: float
    best: float
    elsewhere: float
    at_least: float


ASKING = Asking(base=-1.6, best=4.35, elsewhere=-7.73, at_least=-0.04)


class Proposed(NamedTuple):
    """The measure that comes nearest, and what the decision to offer it rests on."""

    at: int  # in the list of candidates, which the index was made of
    best: float
    elsewhere: float


def proposed(index: Index, question: Question, near: Likenesses) -> Proposed:
    """The nearest of the candidates that ``index`` holds. ``near`` is the question's likeness to them."""
    total = score(index, question, near, WEIGHTS_OF_MEASURES).total
    at = int(np.argmax(total))
    return Proposed(at, float(total[at]), near.elsewhere)


def asks_for_a_measure(found: Proposed, asking: Asking = ASKING) -> bool:
    """Whether the question is one that the proposed measure answers."""
    value = asking.base + asking.best * found.best + asking.elsewhere * found.elsewhere
    return value >= asking.at_least


def stems_in(index: Index) -> set[str]:
    """The stems of all words that the file has."""
    return {stem for word in index.vocabulary for stem in stems_of(word)}


def beyond_is_meant(near: Likenesses) -> bool:
    """Whether a question is nearer to one about a measure than to one about anything else."""
    return near.sections.get("finding", -1.0) >= near.elsewhere - LEEWAY
