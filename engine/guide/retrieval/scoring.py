"""How well each passage answers a question: four likenesses, added up.

``view``: the nearest of its sentences, less what that sentence has in common with any question.
``words``: how many of the question's rare words have a near word somewhere in it; ``sentence``: the same in
one of its sentences. ``section``: how much the question is one that its part of the file is there to answer.
The weights were chosen on the half of tests/corpus/guide/questions.yaml that is not kept aside
(``python -m benchmarks.retrieval``); docs/guide/retrieval.md has what each is worth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from engine.guide.retrieval.index import Index, Likenesses
from engine.guide.retrieval.question import Question

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Weights(NamedTuple):
    """What each likeness counts for. The defaults are those in use."""

    view: float = 1.0
    words: float = 1.0
    sentence: float = 0.5
    section: float = 1.1
    common: float = 0.5  # of a view's commonness that is taken off
    near: float = 0.65  # cosine from which two words are akin
    steep: float = 1.5
    length: float = 0.3  # 0: a long passage is not held against it


WEIGHTS = Weights()
NO_SECTION = 0.15
"""The section likeness of passages whose part of the file is there for no question in particular."""
FEWEST = 10.0
"""The least information that a question is taken to hold; a rare word has 5. With less, words count less."""


class Scores(NamedTuple):
    """By passage, in the index's order. ``known`` is the share of the question's words that the file has."""

    total: NDArray[Any]
    view: NDArray[Any]  # the plain cosine of the nearest view
    words: NDArray[Any]
    sentence: NDArray[Any]
    section: NDArray[Any]
    known: float


def score(index: Index, question: Question, near: Likenesses, weights: Weights = WEIGHTS) -> Scores:
    """The scores of all passages; bigger is better. They order, and are no probability."""
    number = len(index.passages)
    distinct = near.views - weights.common * index.commonness
    view, cosine = _best(index, distinct, number), _best(index, near.views, number)
    words, sentence, known = _words(index, question, near, weights)
    section = np.array([near.sections.get(each.section, NO_SECTION) for each in index.passages])
    total = (
        weights.view * view + weights.words * words + weights.sentence * sentence + weights.section * section
    )
    return Scores(total, cosine, words, sentence, section, known)


def _best(index: Index, values: NDArray[Any], number: int) -> NDArray[Any]:
    best = np.full(number, -1.0)
    np.maximum.at(best, index.owner, values)
    return best


def _words(
    index: Index, question: Question, near: Likenesses, weights: Weights
) -> tuple[NDArray[Any], NDArray[Any], float]:
    number = len(index.passages)
    if not question.words or not index.vocabulary:
        return np.zeros(number), np.zeros(number), 0.0
    akin = np.clip((near.words - weights.near) / (1 - weights.near), 0, 1) ** weights.steep
    held = np.stack([_most(akin, each) for each in index.passage_words], axis=1)
    # A word that few passages hold tells more; one that stands for many is counted by how near it comes.
    rare = np.array(question.weights) * np.log(1 + number / (1 + held.sum(axis=1)))
    enough = max(float(rare.sum()), FEWEST)
    lengths = np.array([len(each) for each in index.passage_words], dtype=float)
    long = 1 - weights.length + weights.length * np.sqrt(lengths / max(lengths.mean(), 1.0))
    words = rare @ held / enough / long
    by_view = np.stack([_most(akin, each) for each in index.view_words], axis=1)
    sentence = np.maximum(_best(index, rare @ by_view / enough, number), 0.0)
    known = float(np.array(question.weights) @ akin.max(axis=1) / sum(question.weights))
    return words, sentence, known


def _most(akin: NDArray[Any], places: NDArray[Any]) -> NDArray[Any]:
    most: NDArray[Any] = akin[:, places].max(axis=1) if len(places) else np.zeros(len(akin))
    return most
