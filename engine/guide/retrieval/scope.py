"""Whether a file answers a question at all: a small formula, so that anybody can see why it refused.

Fitted on the halves of tests/corpus/guide/questions*.yaml that are not kept aside, by
``python -m benchmarks.retrieval --fit``. One file, 106 questions of two hands: no probability of anything.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.guide.retrieval.index import Likenesses
from engine.guide.retrieval.scoring import Scores


class Signs(NamedTuple):
    """What the decision rests on; cosines and shares, but for ``best``, which only orders."""

    best: float  # the score of the best passage
    elsewhere: float  # how near it comes to questions that no file answers
    asked: float  # how near it comes to those that parts of a file are there to answer
    known: float  # the share of the question's words that the file has, or has words akin to
    view: float  # cosine of the nearest sentence of the file


class Formula(NamedTuple):
    """``base`` and a weight for each sign; in scope from ``at_least`` on."""

    base: float
    best: float
    elsewhere: float
    asked: float
    known: float
    view: float
    at_least: float


FORMULA = Formula(base=-4.84, best=1.61, elsewhere=-11.35, asked=5.51, known=2.48, view=5.01, at_least=0.26)
BY_WORDS_ALONE = 0.59
"""Without an encoder: the least BM25 score of the best passage, for one word of the question."""


def signs_of(scores: Scores, near: Likenesses) -> Signs:
    """The signs of one question."""
    best, view = (float(each.max()) if len(each) else -1.0 for each in (scores.total, scores.view))
    return Signs(best, near.elsewhere, near.asked, scores.known, view)


def leaning(signs: Signs, formula: Formula = FORMULA) -> float:
    """The value of the formula; the farther above ``at_least``, the surer that the file speaks of it."""
    return formula.base + sum(weight * sign for weight, sign in zip(formula[1:-1], signs, strict=True))


def in_scope(signs: Signs, formula: Formula = FORMULA) -> bool:
    """Whether the file answers."""
    return leaning(signs, formula) >= formula.at_least
