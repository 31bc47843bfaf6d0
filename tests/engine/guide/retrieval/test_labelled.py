"""The labelled questions, as ``python -m benchmarks.retrieval --kept-aside`` counts them.

Bars on the halves that constants were fitted on are the targets. Those on the other halves are what was
measured there, less a question or two: they keep what there is, and nothing is fitted to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from benchmarks.retrieval import QUESTIONS, Asked, Bench, asked, recall, refusals
from engine.guide.retrieval.embeddings import Vectors
from engine.guide.retrieval.offering import asks_for_a_measure
from engine.guide.retrieval.scope import FORMULA, leaning


class Bars(NamedTuple):
    """Least recall of three, least refusals out of scope, most wrong refusals, least right offers."""

    found: float
    refused: float
    wrong: float
    right: float


BARS = {
    ("first", "fresh", False): Bars(0.85, 0.90, 0.08, 0.70),
    ("first", True): Bars(0.82, 0.86, 0.16, 0.45),
    ("fresh", True): Bars(0.84, 0.78, 0.12, 0.50),
}
"""By labelled sets, and whether their half kept aside is meant."""


@pytest.fixture(scope="module")
def bench(vectors: Vectors) -> Bench:
    return Bench(vectors)


def half(*named: str | bool) -> list[Asked]:
    *written, kept_aside = named
    return [each for each in asked() if each.kept_aside == kept_aside and each.written in written]


def test_every_labelled_set_has_its_bars() -> None:
    for kept_aside in (False, True):
        barred = [name for key in BARS if key[-1] == kept_aside for name in key[:-1]]
        assert sorted(str(name) for name in barred) == sorted(QUESTIONS)


@pytest.mark.parametrize("named", BARS)
def test_answers_are_found_and_the_rest_refused(bench: Bench, named: tuple[str | bool, ...]) -> None:
    bars, questions = BARS[named], half(*named)
    assert recall(bench, questions, bench.by_meaning(), 3) >= bars.found
    refused, wrong = refusals(questions, lambda each: leaning(bench.signs(each)), FORMULA.at_least)
    assert refused >= bars.refused
    assert wrong <= bars.wrong


@pytest.mark.parametrize("named", BARS)
def test_meaning_finds_more_than_words_alone(bench: Bench, named: tuple[str | bool, ...]) -> None:
    questions = half(*named)
    assert recall(bench, questions, bench.by_meaning(), 3) > recall(bench, questions, bench.by_words, 3) + 0.1


@pytest.mark.parametrize("named", BARS)
def test_few_questions_are_offered_a_measure_in_vain(bench: Bench, named: tuple[str | bool, ...]) -> None:
    questions = half(*named)
    without = [each for each in questions if each.measures is None]
    asking = [each for each in questions if each.measures is not None]
    assert len(offered(without, bench)) / len(without) <= 0.1
    assert len(offered(asking, bench)) / len(asking) >= 0.7
    right = [name for name, node in offered(asking, bench).items() if node == measure_of(asking, name)]
    assert len(right) / len(asking) >= BARS[named].right


def measure_of(questions: Sequence[Asked], name: str) -> str | None:
    return next(each.measures for each in questions if each.id == name)


def offered(questions: Sequence[Asked], bench: Bench) -> dict[str, str | None]:
    """By question, the measure that is offered."""
    found = {each.id: bench.proposed(each) for each in questions}
    return {
        name: bench.measures[each.at].node for name, each in found.items() if asks_for_a_measure(each)
    }  # fmt: skip
