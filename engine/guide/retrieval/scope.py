"""Whether a file answers a question at all: a small formula, so that anybody can see why it refused.

Fitted on the half of tests/corpus/guide/questions.yaml that is not kept aside, by
``python -m benchmarks.retrieval --fit``. One file, 66 questions of one author: no probability of anything.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.guide.retrieval.index import Likenesses
from engine.guide.retrieval.scoring import Scores


class Signs(NamedTuple):
    """What the decision rests on; cosines and shares, but for ``best``, which only orders."""

    best: float  # the score of the best passage
    elsewhere: float  # cosine of the nearest question that no file answers
    known: float  # the share of the question's words that the file has, or has words akin to
    view: float  # cosine of the nearest sentence of the file


class Formula(NamedTuple):
    """``base`` and a weight for each sign; in scope from ``at_least`` on."""

    base: float
    best: float
    elsewhere: float
    known: float
    view: float
    at_least: float


FORMULA = Formula(base=-1.56, best=0.79, elsewhere=-10.19, known=4.73, view=3.86, at_least=0.04)
BY_WORDS_ALONE = 0.59
"""Without an encoder: the least BM25 score of the best passage, for one word of the question."""


def signs_of(scores: Scores, near: Likenesses) -> Signs:
    """The signs of one question."""
    best, view = (float(each.max()) if len(each) else -1.0 for each in (scores.total, scores.view))
    return Signs(best, near.elsewhere, scores.known, view)


def leaning(signs: Signs, formula: Formula = FORMULA) -> float:
    """The value of the formula; the farther above ``at_least``, the surer that the file speaks of it."""
    weights = (formula.best, formula.elsewhere, formula.known, formula.view)
    return formula.base + sum(weight * sign for weight, sign in zip(weights, signs, strict=True))


def in_scope(signs: Signs, formula: Formula = FORMULA) -> bool:
    """Whether the file answers."""
    return leaning(signs, formula) >= formula.at_least
