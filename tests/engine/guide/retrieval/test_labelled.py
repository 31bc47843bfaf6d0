"""The labelled questions, as ``python -m benchmarks.retrieval --kept-aside`` counts them.

Bars on the half that constants were fitted on are the targets. Those on the other half are what was measured
there, less a question or two: they keep what there is, and nothing is fitted to them.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.retrieval import Asked, Bench, asked, recall, refusals
from engine.guide.retrieval.embeddings import Vectors
from engine.guide.retrieval.offering import asks_for_a_measure
from engine.guide.retrieval.scope import FORMULA, leaning

BARS = {False: (0.85, 0.90, 0.08), True: (0.70, 0.72, 0.12)}
"""By whether kept aside: recall of three, refusals out of scope (at least), wrong refusals (at most)."""


@pytest.fixture(scope="module")
def bench(vectors: Vectors) -> Bench:
    return Bench(vectors)


def half(kept_aside: bool) -> list[Asked]:
    return [each for each in asked() if each.kept_aside == kept_aside]


@pytest.mark.parametrize("kept_aside", [False, True])
def test_answers_are_found_and_the_rest_refused(bench: Bench, kept_aside: bool) -> None:
    found, refused, wrong = BARS[kept_aside]
    questions = half(kept_aside)
    assert recall(bench, questions, bench.by_meaning(), 3) >= found
    told = refusals(questions, lambda each: leaning(bench.signs(each)), FORMULA.at_least)
    assert told[0] >= refused
    assert told[1] <= wrong


@pytest.mark.parametrize("kept_aside", [False, True])
def test_meaning_finds_more_than_words_alone(bench: Bench, kept_aside: bool) -> None:
    questions = half(kept_aside)
    assert recall(bench, questions, bench.by_meaning(), 3) > recall(bench, questions, bench.by_words, 3) + 0.1


@pytest.mark.parametrize("kept_aside", [False, True])
def test_few_questions_are_offered_a_measure_in_vain(bench: Bench, kept_aside: bool) -> None:
    questions = half(kept_aside)
    assert offered([each for each in questions if each.measures is None], bench) <= 0.1
    assert offered([each for each in questions if each.measures is not None], bench) >= 0.7


def offered(questions: Sequence[Asked], bench: Bench) -> float:
    return sum(asks_for_a_measure(bench.proposed(each)) for each in questions) / len(questions)
