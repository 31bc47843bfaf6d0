"""What is held back, told apart or forbidden in every form, on the first step of the investigation."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from engine.guide.audit.steps import evidence_at
from engine.guide.evidence import Evidence
from engine.guide.grounding.gate import judge
from server.app import read_scenarios


@cache
def first_step(language: Any) -> Evidence:
    return evidence_at(read_scenarios()["recadrage"], "accroche", "text", language, "curious")


def reasons(draft: str, language: str = "fr") -> list[str]:
    return [each.reason for each in judge(draft, first_step(language)).refusals]


@pytest.mark.parametrize(
    ("draft", "language"),
    [
        ("L'entreprise a vérifié avant le lancement et n'a rien trouvé.", "fr"),
        ("The company had checked before launch and had found nothing.", "en"),
    ],
)
def test_what_the_company_only_says_is_not_told_as_so(draft: str, language: str) -> None:
    assert reasons(draft, language) == ["hedge"]


@pytest.mark.parametrize(
    ("draft", "language"),
    [
        ("L'entreprise affirme avoir vérifié avant le lancement et n'avoir rien trouvé.", "fr"),
        ("The company claims that it had checked before launch and had found nothing.", "en"),
    ],
)
def test_the_same_passes_as_its_word(draft: str, language: str) -> None:
    assert reasons(draft, language) == []


def test_a_figure_of_one_of_two_groups_needs_its_group() -> None:
    assert reasons("La machine a gardé le visage {n2} fois.") == ["owner"]
    assert reasons("La machine a gardé le visage perçu comme noir {n2} fois.") == []


@pytest.mark.parametrize("draft", ["Ces montages sont neutres.", "Les experts sont Racistes."])
def test_what_must_not_be_said_is_refused_in_any_ending(draft: str) -> None:
    assert "must_not_say" in reasons(draft)


def test_a_short_sentence_in_another_language_is_refused() -> None:
    assert "language" in reasons("Two experts came before you.")
