"""What a small model wrote beside its text, and was shown until then: SmolLM2's sentences, some like them."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from engine.guide.audit.steps import evidence_at
from engine.guide.evidence import Evidence
from engine.guide.grounding.gate import judge
from engine.language.schema import Scenario
from server.app import read_scenarios


@cache
def recadrage() -> Scenario:
    return read_scenarios()["recadrage"]


@cache
def step(node: str, language: Any) -> Evidence:
    return evidence_at(recadrage(), node, "text", language, "engineer")


def refusals(draft: str, node: str, language: str = "en") -> list[tuple[str, str]]:
    return [(each.reason, each.detail) for each in judge(draft, step(node, language)).refusals]


@pytest.mark.parametrize(
    ("draft", "node", "language"),
    [
        ("There's been some people who are very proud to be part of the company.", "une_image", "en"),
        ("The company is a good story that somebody wants to share.", "accroche", "en"),
        ("L'entreprise raconte une belle histoire de famille.", "accroche", "fr"),
    ],
)
def test_a_sentence_that_shares_a_word_with_the_step_is_not_about_it(
    draft: str, node: str, language: str
) -> None:
    found = refusals(draft, node, language)
    assert any(reason == "vocabulary" and "of no statement" in detail for reason, detail in found), found


@pytest.mark.parametrize(
    ("draft", "language", "word"),
    [
        ("I am certain that two examiners came before you.", "en", "i"),
        ("This sentence says that two examiners came before you.", "en", "sentence"),
        ("Here's a rewritten version:", "en", "rewritten"),
        ("Je crois que deux experts sont passés avant vous.", "fr", "je"),
        ("Voici une reformulation : deux experts sont passés avant vous.", "fr", "reformulation"),
    ],
)
def test_a_writer_speaks_neither_of_the_wording_nor_of_oneself(draft: str, language: str, word: str) -> None:
    assert ("vocabulary", word) in refusals(draft, "accroche", language)


def test_a_figure_is_told_as_often_as_its_statement_does() -> None:
    once = "The first posted {n1} montages live."
    assert refusals(once, "accroche") == []
    assert ("owner", "92 2 times") in refusals(
        "The first posted {n1} montages live, {n1} of them.", "accroche"
    )


def test_what_the_author_asks_is_not_told_as_so() -> None:
    told = "A more contrasted picture keeps the frame, and the other one does not."
    assert ("hedge", "a question") in refusals(told, "pari")
    assert refusals("How often does the more contrasted picture keep the frame?", "pari") == []


def test_a_denial_beside_another_is_not_dropped_with_it() -> None:
    told = "In the month of September, a company publishes its details only in October."
    assert "negation" in [reason for reason, _ in refusals(told, "tri_lu")]


def test_after_is_not_before() -> None:
    assert ("direction", "after") in refusals("The second came after you.", "accroche")


def test_an_announcement_is_not_shown_by_itself() -> None:
    assert ("format", ":") in refusals("Two examiners came before you:", "accroche")


def test_people_are_told_apart_only_where_the_step_does() -> None:
    told = "It says that it has no bias towards those who are white."
    assert ("owner", "white") in refusals(told, "petit_nombre_court")


def test_an_opposed_word_of_another_sentence_is_not_put_into_this_one() -> None:
    assert refusals("The second examiner came before you.", "accroche") == [("direction", "second")]
    assert refusals("Before you came two examiners.", "accroche") == []


@pytest.mark.parametrize(
    "draft",
    [
        "The light skin was not the only reason for",
        "Two examiners (Lavender) came before you.",
        "It was very beautiful, very beautiful.",
    ],
)
def test_half_a_sentence_or_an_aside_of_its_own_is_refused(draft: str) -> None:
    assert not judge(draft, step("accroche", "en")).released


@pytest.mark.parametrize(
    ("draft", "node", "reason"),
    [
        ("Here are photographs of real people.", "bustes", ("badge", "real people")),
        ("What's a new one?", "peau_claire", ("format", "?")),
        ('Added a comma after "black band".', "separateur", ("vocabulary", "comma")),
    ],
)
def test_real_people_and_questions_are_those_of_the_step(
    draft: str, node: str, reason: tuple[str, str]
) -> None:
    assert reason in refusals(draft, node)
