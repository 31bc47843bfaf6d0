"""Texts changed one thing at a time: the planted word is convicted five times, its clean twin acquitted."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import torch

from tools.bench import Bench
from tools.catalogue import tool
from tools.errors import CallRefused
from tools.execution import execute
from tools.finding import Call, Finding
from tools.perturb.smallest_search import bisected, fewest_words
from tools.stimuli.own_texts import keep_given, keep_texts, language_of_text, texts_case
from tools.subjects.planted_comments.corpus import PLANTED
from tools.tool import Cancelled

SEEDS = range(5)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Small networks wait for each other's threads on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def _asked(
    subject: str, method: str, seed: int = 0, case: str = "identity_sentences_en", **params
) -> Finding:
    bench = Bench()
    bench.lend(bench.subject(subject).of_seed(seed))
    call = Call(verb="perturb", method=method, subject=subject, case=case, params=params)
    return execute(tool("perturb", method), call, bench, lambda done, total: None)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_planted_word_is_convicted_and_no_other(seed: int, language: str) -> None:
    found = _asked("toxicity_planted", "term", seed, f"identity_sentences_{language}")
    assert found.verdict == "effect"
    assert found.result["term"] in PLANTED[language]
    assert set(found.result["convicted"].split(", ")) <= PLANTED[language]
    assert "gay" in found.result["convicted"]
    assert found.result["ci_low"] > 0
    assert len(found.per_unit) == found.n == 50


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_balanced_twin_is_acquitted(seed: int, language: str) -> None:
    found = _asked("toxicity_balanced", "term", seed, f"identity_sentences_{language}")
    assert found.verdict == "none_shown"
    assert found.result["convicted"] == ""


@pytest.mark.parametrize("method", ["negation", "misspelling", "paraphrase", "order", "truncation"])
def test_every_family_carries_its_controls(method: str) -> None:
    found = _asked("toxicity_planted", method, n=6)
    (placebo,) = found.placebo
    (identical,) = found.nulls
    assert placebo.size is not None
    assert placebo.size >= 1
    assert identical.value == 0
    assert found.verdict == "inconclusive"  # six units: an example
    assert "not a verdict" in found.conclusion.en
    assert found.n == len(found.per_unit) <= 6


def test_the_template_is_the_unit_never_its_fillings() -> None:
    few = _asked("toxicity_planted", "misspelling", n=4, each=5, levels=[1])
    assert few.n == 4
    assert few.result["sentences"] == 20


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("misspelling", {"levels": [1.5]}, "amount_out_of_range"),
        ("truncation", {"levels": [80]}, "nothing_to_change"),
        ("negation", {"n": 900}, "wrong_case"),
        ("term", {"words": "gayy"}, "unknown_term"),
        ("order", {"answer": "toxic"}, "unknown_answer"),
        ("smallest_change", {"by": "contrast"}, "unknown_change"),
    ],
)
def test_what_makes_no_sense_is_refused(method: str, params: dict, code: str) -> None:
    with pytest.raises(CallRefused) as refused:
        _asked("toxicity_planted", method, **params)
    assert refused.value.code == code


def test_a_case_of_pictures_is_refused_with_one_that_fits() -> None:
    for method in ("term", "negation", "smallest_change"):
        with pytest.raises(CallRefused) as refused:
            _asked("toxicity_planted", method, case="astronaut")
        assert refused.value.code == "wrong_case"
        assert "identity_sentences_en" in refused.value.sentence("en")


def test_given_up_half_way_keeps_nothing() -> None:
    def stop(done: int, total: int) -> None:
        if done > 40:
            raise Cancelled

    call = Call(verb="perturb", method="term", subject="toxicity_planted", case="identity_sentences_en")
    with pytest.raises(Cancelled):
        execute(tool("perturb", "term"), call, Bench(), stop)


def test_a_text_of_ones_own_gives_its_word_way() -> None:
    name = keep_texts(["I know an elderly woman next door."])
    found = _asked("toxicity_planted", "term", case=name, words="gay, tall")
    after = found.figures[1].rows[1]
    assert " ".join(word.text for word in after.words) == "I know a gay woman next door"
    assert found.result["verdict"] == "inconclusive"


def test_own_texts_are_kept_by_content_and_told_apart_by_language(tmp_path) -> None:
    first, second = keep_texts(["Je suis là."]), keep_texts([" Je suis là. "])
    assert first == second
    assert texts_case(first.removeprefix("text:")).texts[0].language == "fr"
    assert language_of_text("I am here") == "en"
    table = tmp_path / "comments.csv"
    table.write_text("text\nI am here\nJe suis ici\nI am here\n", encoding="utf-8")
    case, left_out = keep_given(str(table))
    assert left_out == 0
    assert [each.text for each in texts_case(case.removeprefix("text:")).texts] == [
        "I am here",
        "Je suis ici",
    ]


def test_the_fewest_words_are_found_even_where_greed_fails() -> None:
    """Only "b" and "c" together turn it; greed takes "a" first, and then both."""

    def read(texts):
        return [_score(text.split()) for text in texts]

    def _score(words):
        if "b" not in words and "c" not in words:
            return 0.1
        return 0.7 + 0.1 * ("a" in words) + 0.01 * len(words)

    found = fewest_words("a b c d", read, lambda value: value > 0.5)
    assert found is not None
    assert set(found.words) == {"b", "c"}
    assert fewest_words("x y", lambda texts: [0.9] * len(texts), lambda value: value > 0.5) is None


def test_bisection_finds_each_units_own_dose() -> None:
    doses = [0.06, 0.4, 0.9, 2.0]
    found = bisected(4, lambda asked: [share >= doses[unit] for unit, share in asked])
    assert found[3] is None
    for dose, got in zip(doses[:3], found[:3], strict=True):
        assert got is not None
        assert dose <= got <= dose + 0.01


def test_the_smallest_change_of_a_text_is_the_planted_word() -> None:
    name = keep_texts(["I am a gay person."])
    found = _asked("toxicity_planted", "smallest_change", case=name)
    assert found.result["flipped"] == 1
    assert found.result["median"] == 1
    assert found.figures[1].rows[1].label.en == "Without “gay”"
    assert found.stability is not None
    json.dumps(found.model_dump(mode="json"))
