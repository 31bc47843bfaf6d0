from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from engine.guide.audience import shows_numbers
from engine.guide.guide import Brief, Guide, backend_named, broken_rules
from engine.language.schema import Scenario
from engine.play.events import Narrated
from tools.errors import CallRefused

TEXT = "Sur 36 paires, 58,3\u202f% restent. Rien de plus. [@yee]"
BRIEF = Brief(
    text=TEXT, language="fr", audience="pupil", must_say=["paires"], must_not_say=["raciste", "prouvé"]
)


class Echo:
    """A backend that says what it is told to, one attempt after the other."""

    name = "echo"
    verbatim = False

    def __init__(self, *attempts: str) -> None:
        self.attempts = list(attempts)
        self.briefs: list[Brief] = []

    def word(self, brief: Brief) -> Iterator[str]:
        self.briefs.append(brief)
        yield from self.attempts.pop(0).split("|")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    def text(fr: str) -> Any:
        return {"by_language": {"fr": fr}}

    guide = {"must_say": [text("paires")], "must_not_say": [text("raciste")]}
    nodes = {
        "a": {"kind": "narrative", "id": "a", "line": 1, "text": text(TEXT), "guide": guide},
        "b": {"kind": "narrative", "id": "b", "line": 1, "text": text(TEXT), "guide": {"adapt": "none"}},
    }
    return Scenario.model_validate(
        {
            "id": "x", "version": 1, "sha": "0" * 12, "title": text("X"), "languages": ["fr"], "start": "a",
            "audiences": [{"id": "pupil", "title": text("P")}], "nodes": nodes,
        }
    )  # fmt: skip


def narrated(node: str = "a") -> Narrated:
    return Narrated(seq=4, node=node, key="text", values={}, sha="0", text=TEXT)


def test_the_author_is_said_word_for_word(scenario: Scenario) -> None:
    guide = Guide()
    assert list(guide.backend.word(BRIEF)) == [TEXT]
    assert guide.word(scenario, narrated(), language="fr", audience="pupil") is None


def test_an_unknown_backend_is_refused() -> None:
    for name in ("nulle", "../authored", ""):
        with pytest.raises(CallRefused, match="No guide"):
            backend_named(name)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Sur 36 paires, 58,3\u202f% tiennent. [@yee]", None),
        ("58.3 % des 36 paires. [@yee]", None),
        ("Les paires tiennent. [@yee]", None),
        ("Sur 37 paires, 58,3\u202f% tiennent. [@yee]", "figure 37"),
        ("Sur 36 paires, 58\u202f%. [@yee]", "figure 58"),
        ("Sur 36 paires.", "cite yee"),
        ("Sur 36 paires. [@yee] [@autre]", "cite autre"),
        ("Sur 36 essais. [@yee]", "must say “paires”"),
        ("Ces paires : un modèle RACISTE. [@yee]", "must not say “raciste”"),
        ("Les paires l'ont prouve. [@yee]", "must not say “prouvé”"),
        ("Ces paires antiracistes. [@yee]", None),
        ("paires [@yee] " + "a " * 60, "length"),
        ("  ", "empty"),
    ],
)
def test_acceptance_is_mechanical(text: str, rule: str | None) -> None:
    broken = broken_rules(BRIEF, text)
    assert (rule in broken) if rule else broken == []


def test_a_wording_within_the_rules_is_taken(scenario: Scenario) -> None:
    backend = Echo("Sur 36 paires,|58,3\u202f% restent. [@yee]")
    said = Guide(backend).word(scenario, narrated(), language="fr", audience="pupil")
    assert said is not None
    assert said.accepted
    assert said.text == "Sur 36 paires, 58,3\u202f% restent. [@yee]"
    assert (said.of, said.backend) == (4, "echo")


def test_two_refusals_give_the_author_back(scenario: Scenario) -> None:
    backend = Echo("Sur 99 paires. [@yee]", "Toutes les paires, un modèle raciste. [@yee]")
    said = Guide(backend).word(scenario, narrated(), language="fr", audience="pupil")
    assert said is not None
    assert not said.accepted
    assert said.text == TEXT
    assert said.broken_rules == ["must not say “raciste”"]
    assert backend.briefs[1].broken_rules == ["figure 99"]


def test_what_must_stay_verbatim_is_not_worded(scenario: Scenario) -> None:
    assert Guide(Echo()).word(scenario, narrated("b"), language="fr", audience="pupil") is None


def test_the_first_profile_is_spoken_to(scenario: Scenario) -> None:
    assert scenario.default_audience == "pupil"


def test_numbers_are_for_engineers() -> None:
    assert shows_numbers("engineer")
    assert not shows_numbers("pupil")
