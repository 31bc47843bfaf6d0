"""Whether a file answers a question at all: a small formula, so that anybody can see why it refused.

Fitted on the half of tests/corpus/guide/questions.yaml that is not kept aside, by
``python -m benchmarks.retrieval --fit``. One file, 66 questions of one author: no probability of anything.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.guide.retrieval.index import Likenesses
from engine.guide.retrieval.scoring import Scores


class Signs(NamedTuple):
    """What the decision rests on, each in 0..1 or nearly."""

    known: float  # the share of the question's words that the file has, or has words akin to
    elsewhere: float  # cosine of the nearest question that no file answers
    section: float  # cosine of the nearest question that a part of a file is there to answer


class Formula(NamedTuple):
    """``base + known·known + elsewhere·elsewhere + section·section``, in scope from ``at_least`` on."""

    base: float
    known: float
    elsewhere: float
    section: float
    at_least: float


FORMULA = Formula(base=-1.08, known=5.21, elsewhere=-12.04, section=5.47, at_least=0.52)
BY_WORDS_ALONE = 0.59
"""Without an encoder: the least BM25 score of the best passage, for one word of the question."""


def signs_of(scores: Scores, near: Likenesses) -> Signs:
    """The signs of one question."""
    return Signs(scores.known, near.elsewhere, max(near.sections.values()))


def leaning(signs: Signs, formula: Formula = FORMULA) -> float:
    """The value of the formula; the farther above ``at_least``, the surer that the file speaks of it."""
    return (
        formula.base
        + formula.known * signs.known
        + formula.elsewhere * signs.elsewhere
        + formula.section * signs.section
    )


def in_scope(signs: Signs, formula: Formula = FORMULA) -> bool:
    """Whether the file answers."""
    return leaning(signs, formula) >= formula.at_least
