"""Passages made ready to be searched: a vector for each of their views and of their words."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import yaml

from engine.guide.retrieval.embeddings import Vectors
from engine.guide.retrieval.passage import Passage
from engine.guide.retrieval.question import Question
from engine.guide.retrieval.spelling import folded, meant
from engine.guide.retrieval.words import fold, plainer, stems_of, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEIGHBOURS = 10
SHARP = 20.0
"""How much the nearest of many questions counts for beside those next to it: see :func:`_near`."""


@functools.cache
def sections() -> dict[str, list[str]]:
    """The questions that each part of a file is there to answer."""
    return _held("sections.yaml")


@functools.cache
def elsewhere() -> list[str]:
    """Questions that no file answers, in both languages."""
    return [each for questions in elsewhere_by_language().values() for each in questions]


@functools.cache
def elsewhere_by_language() -> dict[str, list[str]]:
    """The same by language."""
    return _held("elsewhere.yaml")


@functools.cache
def _common() -> frozenset[str]:
    """Words of questions about anything: whoever types one of them meant it."""
    every = (*elsewhere(), *(each for questions in sections().values() for each in questions))
    return folded(each for each in every)


def _held(name: str) -> dict[str, list[str]]:
    text = files("engine.guide.retrieval").joinpath(name).read_text(encoding="utf-8")
    read: dict[str, list[str]] = yaml.safe_load(text)
    return read


class Likenesses(NamedTuple):
    """How near a question stands to everything. ``words`` is (words of the question, words of the file)."""

    views: NDArray[Any]  # (views,) cosines
    words: NDArray[Any]
    sections: dict[str, float]
    elsewhere: float  # the questions that no file answers, the nearest most
    asked: float  # the same of those that parts of a file are there to answer


class Groups:
    """Which words of the vocabulary each view, or each passage, holds."""

    def __init__(self, places: Sequence[Sequence[int]]) -> None:
        self.lengths = np.array([len(each) for each in places], np.intp)
        self._filled = np.flatnonzero(self.lengths)
        self._places = np.array([place for each in places for place in each], np.intp)
        self._starts = np.cumsum(self.lengths[self._filled]) - self.lengths[self._filled]

    def most(self, values: NDArray[Any]) -> NDArray[Any]:
        """(n, groups): the greatest of ``values`` (n, vocabulary) in each group, 0 in one that is empty."""
        found = np.zeros((len(values), len(self.lengths)))
        if len(self._filled):
            found[:, self._filled] = np.maximum.reduceat(values[:, self._places], self._starts, axis=1)
        return found


class Index:
    """The passages of one file, or of what one reader may know of it."""

    def __init__(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Encodes what was not encoded yet: seconds for a whole file, next to nothing after."""
        self.passages = tuple(passages)
        self._vectors = vectors
        views = [(at, view) for at, each in enumerate(passages) for view in each.views]
        self.owner = np.array([at for at, _ in views], dtype=np.intp)
        self.views = [view for _, view in views]
        view_words = [words_of(view) for view in self.views]
        topics = {each.subject_matter: words_of(" ".join(each.topic)) for each in passages if each.topic}
        self.vocabulary = sorted({word for words in (*view_words, *topics.values()) for word in words})
        place = {word: at for at, word in enumerate(self.vocabulary)}
        self.view_words = Groups([[place[each] for each in words] for words in view_words])
        by_passage: list[set[int]] = [set() for _ in passages]
        for at, words in zip(self.owner, view_words, strict=True):
            by_passage[at].update(place[each] for each in words)
        self.passage_words = Groups([sorted(each) for each in by_passage])
        self.topics = Groups([[place[each] for each in words] for words in topics.values()])
        named = list(topics)
        about = (each.subject_matter for each in passages)
        self.topic_of = np.array([named.index(each) if each in topics else -1 for each in about], np.intp)
        self._stems = [stems_of(word) for word in self.vocabulary]
        self._known = frozenset(stem for each in self._stems for stem in each)
        self._view_vectors = vectors.of_file(self.views)
        self._word_vectors = vectors.of_file(self.vocabulary)
        self._bank = vectors.of_file(elsewhere())
        asked = [(name, each) for name, questions in sections().items() for each in questions]
        self._section_names = [name for name, _ in asked]
        self._section_vectors = vectors.of_file([each for _, each in asked])
        # A view that resembles questions about anything says little when it resembles this one.
        nearest = np.sort(self._view_vectors @ self._bank.T, axis=1)[:, -NEIGHBOURS:]
        self.commonness = nearest.mean(axis=1)

    def likenesses(self, question: Question) -> Likenesses:
        """How near ``question`` stands to each view and word. Raises what the encoder raises."""
        slips = self._slips(question)
        spoken = [(at, each) for at, word in enumerate(question.words) for each in (word, *plainer(word))]
        plain = self._plainly(question, slips)
        texts = [question.text] if plain == question.text else [question.text, plain]
        made = self._vectors.of_reader([*texts, *(word for _, word in spoken)])
        # Encoders stumble over slips and slang, and so does what replaces them: the two are averaged.
        asked = made[: len(texts)].mean(axis=0)
        asked = asked / max(float(np.linalg.norm(asked)), 1e-9)
        near = self._section_vectors @ asked
        best: dict[str, float] = {}
        for name, value in zip(self._section_names, near, strict=True):
            best[name] = max(best.get(name, -1.0), float(value))
        return Likenesses(
            views=self._view_vectors @ asked,
            words=self._words(question, spoken, made[len(texts) :], slips),
            sections=best,
            elsewhere=_near(self._bank @ asked),
            asked=_near(near),
        )

    def holds_every_word_of(self, question: Question) -> bool:
        """Whether the question is made of uncommon words alone, and the file has each: mostly a name."""
        return bool(question.words) and all(
            fold(word) not in _common() and stems_of(word) & self._known for word in question.words
        )

    def _slips(self, question: Question) -> dict[int, dict[int, float]]:
        """By word of the question that nobody knows: the words of the file that may have been meant."""
        found = {}
        for at, word in enumerate(question.words):
            if fold(word) not in _common() and not stems_of(word) & self._known:
                found[at] = meant(word, self.vocabulary)
        return found

    def _plainly(self, question: Question, slips: Mapping[int, Mapping[int, float]]) -> str:
        """The question with its slips put right, and its familiar words in plain ones."""
        text = question.text
        for at, word in enumerate(question.words):
            likely = slips.get(at) or {}
            better = (
                [self.vocabulary[max(likely, key=lambda place: likely[place])]] if likely else plainer(word)
            )
            if better:
                text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better[0], text, flags=re.IGNORECASE)
        return text

    def _words(
        self,
        question: Question,
        spoken: list[tuple[int, str]],
        made: NDArray[Any],
        slips: Mapping[int, Mapping[int, float]],
    ) -> NDArray[Any]:
        """Cosines of words, 1 for the same word, and what letters tell of one that is not known at all.

        ``spoken`` are the words that ``made`` encodes, each for a word of the question: itself, or a plainer.
        """
        found: NDArray[Any] = np.zeros((len(question.words), len(self.vocabulary)))
        for (at, word), vector in zip(spoken, made, strict=True):
            near = np.clip(self._word_vectors @ vector, 0.0, 1.0)
            stems = stems_of(word)
            near[[place for place, each in enumerate(self._stems) if stems & each]] = 1.0
            found[at] = np.maximum(found[at], near)
        for at, likely in slips.items():
            for place, value in likely.items():  # akin, though not the same
                found[at, place] = max(found[at, place], (1 + value) / 2)
        return found


def _near(cosines: NDArray[Any]) -> float:
    """Cosines (n,) as one: between their mean and the greatest, so that no single question decides.

    The log of the mean of exponentials, over its sharpness.
    """
    return float(np.log(np.exp(SHARP * cosines).mean()) / SHARP)
