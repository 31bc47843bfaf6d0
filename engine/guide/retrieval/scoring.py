"""How well each passage answers a question: five likenesses, added up.

``view``: the nearest of its sentences, less what that sentence has in common with any question.
``words``: how many of the question's rare words have a near word somewhere in it; ``sentence``: the same in
one of its sentences. ``section``: how much the question is one that its part of the file is there to answer.
``topic``: whether it tells of the measure that the question names, in the words that people have for it.
The weights come from a fit on the halves of tests/corpus/guide/questions*.yaml that are not kept aside (near
what ``python -m benchmarks.retrieval --weigh`` gives today); docs/guide/retrieval.md has what each is worth.
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

    view: float = 1.2
    words: float = 1.0
    sentence: float = 0.4
    section: float = 1.6
    topic: float = 1.0
    common: float = 0.5  # of a view's commonness that is taken off
    near: float = 0.65  # cosine from which two words are akin
    steep: float = 1.5
    length: float = 0.3  # 0: a long passage is not held against it


WEIGHTS = Weights()
FEWEST = 10.0
"""The least information that a question is taken to hold; a rare word has 5. With less, words count less."""

FEWEST_OF_A_TOPIC = 2.0
"""The same among topics, which are few: a rare word has 3."""


class Scores(NamedTuple):
    """By passage, in the index's order. ``known`` is the share of the question's words that the file has."""

    total: NDArray[Any]
    view: NDArray[Any]  # the plain cosine of the nearest view
    words: NDArray[Any]
    sentence: NDArray[Any]
    section: NDArray[Any]
    topic: NDArray[Any]
    known: float


def score(index: Index, question: Question, near: Likenesses, weights: Weights = WEIGHTS) -> Scores:
    """The scores of all passages; bigger is better. They order, and are no probability."""
    number = len(index.passages)
    distinct = near.views - weights.common * index.commonness
    view, cosine = _best(index, distinct, number), _best(index, near.views, number)
    words, sentence, known = _words(index, question, near, weights)
    # A part of the file that is there for no question in particular is neither favoured nor held back.
    middle = float(np.median(list(near.sections.values())))
    section = np.array([near.sections.get(each.section, middle) for each in index.passages])
    topic = _topics(index, question, near, weights)
    total = (
        weights.view * view
        + weights.words * words
        + weights.sentence * sentence
        + weights.section * section
        + weights.topic * topic
    )
    return Scores(total, cosine, words, sentence, section, topic, known)


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
    akin = _akin(near, weights)
    held = index.passage_words.most(akin)
    rare = _rare(question, held)
    enough = max(float(rare.sum()), FEWEST)
    words = rare @ held / enough / _long(index.passage_words.lengths, weights.length)
    told = rare @ index.view_words.most(akin) / enough
    sentence = np.maximum(_best(index, told, number), 0.0)
    known = float(np.array(question.weights) @ akin.max(axis=1) / sum(question.weights))
    return words, sentence, known


def _topics(index: Index, question: Question, near: Likenesses, weights: Weights) -> NDArray[Any]:
    """By passage; 0 for one that tells of no measure."""
    if not question.words or not len(index.topics.lengths):
        return np.zeros(len(index.passages))
    akin = _akin(near, weights)
    held = index.topics.most(akin)
    # "Picture" may be in one topic, and in every passage: it tells no measure from another.
    rare = np.minimum(_rare(question, held), _rare(question, index.passage_words.most(akin)))
    told = (
        rare @ held / max(float(rare.sum()), FEWEST_OF_A_TOPIC) / _long(index.topics.lengths, weights.length)
    )
    return np.where(index.topic_of >= 0, told[index.topic_of], 0.0)


def _long(lengths: NDArray[Any], share: float) -> NDArray[Any]:
    """What is divided by, so that what says much about everything is not found for everything."""
    made: NDArray[Any] = 1 - share + share * np.sqrt(lengths / max(float(lengths.mean()), 1.0))
    return made


def sentence_scores(
    index: Index, question: Question, near: Likenesses, weights: Weights = WEIGHTS
) -> dict[str, float]:
    """By view (a sentence, or a whole text): how much of the question it answers by itself."""
    values = near.views - weights.common * index.commonness
    if question.words and index.vocabulary:
        akin = _akin(near, weights)
        rare = _rare(question, index.passage_words.most(akin))
        by_view = index.view_words.most(akin)
        values = values + rare @ by_view / max(float(rare.sum()), FEWEST)
    return {view: float(value) for view, value in zip(index.views, values, strict=True)}


def _akin(near: Likenesses, weights: Weights) -> NDArray[Any]:
    akin: NDArray[Any] = np.clip((near.words - weights.near) / (1 - weights.near), 0, 1) ** weights.steep
    return akin


def _rare(question: Question, held: NDArray[Any]) -> NDArray[Any]:
    """What each word tells: more where few passages hold it; one akin to many counts by how near it comes."""
    told: NDArray[Any] = np.array(question.weights) * np.log(1 + held.shape[1] / (1 + held.sum(axis=1)))
    return told
