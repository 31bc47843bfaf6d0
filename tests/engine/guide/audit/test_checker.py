"""The checker: it passes what an author wrote and true paraphrases of it, and catches planted falsehoods."""

from __future__ import annotations

import functools
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.guide.audit.checker import check
from engine.guide.audit.falsehoods import KINDS, plant, planted_set
from engine.guide.audit.steps import steps_of
from engine.guide.evidence import Evidence
from engine.guide.licensed import evidence_of
from engine.language.schema import Scenario
from server.app import read_scenarios
from tools.wording import LANGUAGES, typeset

CORPUS = Path(__file__).parents[3] / "corpus" / "guide" / "paraphrases.yaml"
Place = tuple[str, str, str, str]  # node, key, language, audience


@functools.cache
def _scenario() -> Scenario:
    return read_scenarios()["recadrage"]


@functools.cache
def _steps() -> dict[Place, Evidence]:
    scenario = _scenario()
    return {
        (step.narrated.node, step.narrated.key, language, audience.id): evidence_of(
            scenario, step.narrated, step.events, language=language, audience=audience.id
        )
        for language in LANGUAGES
        for audience in scenario.audiences
        for step in steps_of(scenario, language, audience.id)
    }


def _step(node: str, language: str = "fr", audience: str = "curious", key: str = "text") -> Evidence:
    return _steps()[node, key, language, audience]


def test_every_statement_of_every_step_passes() -> None:
    told = [(each.shown, evidence) for evidence in _steps().values() for each in evidence.statements]
    assert len(told) > 5000
    refused = [(shown, reasons) for shown, evidence in told if (reasons := check(shown, evidence))]
    assert refused == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_falsehoods_are_caught(seed: int) -> None:
    planted = planted_set(_scenario(), count=200, seed=seed)
    missed = [
        each
        for each in planted
        if not check(each.shown, _steps()[each.node, each.key, each.language, each.audience])
    ]
    assert len(missed) <= 0.05 * len(planted), [each.shown for each in missed]
    for kind in KINDS:
        of_kind = [each for each in planted if each.kind == kind]
        assert sum(each.kind == kind for each in missed) <= 0.1 * len(of_kind), kind


@pytest.mark.parametrize("odd", [False, True])
def test_true_paraphrases_pass(odd: bool) -> None:
    judged = {name: check(text, evidence) for name, text, evidence in _paraphrases(odd, true=True)}
    assert len(judged) > 90
    refused = {name: reasons for name, reasons in judged.items() if reasons}
    assert len(refused) <= 0.1 * len(judged), refused


@pytest.mark.parametrize("odd", [False, True])
def test_falsehoods_planted_in_paraphrases_are_mostly_caught(odd: bool) -> None:
    made = [
        (kind, planted.shown, evidence)
        for _, text, evidence in _paraphrases(odd, true=True)
        for kind in KINDS
        if (planted := plant(text, evidence, kind, 1)) is not None
    ]
    assert len(made) > 250
    missed = [(kind, shown) for kind, shown, evidence in made if not check(shown, evidence)]
    assert len(missed) <= 0.2 * len(made), missed  # far from the author's words, a lost "not" is hard to see


@pytest.mark.parametrize(
    ("node", "language", "told", "reason"),
    [
        ("peau", "fr", "La peau claire garde le cadre dans 97,8 % des montages.", "number"),
        ("accroche", "fr", "Le visage perçu comme noir est resté 40 fois, l’autre 52 fois.", "owner"),
        ("accroche", "en", "The first posted 92 pictures live.", "unit"),
        ("peau", "fr", "La peau foncée garde le cadre dans 98,3 % des montages.", "tone"),
        ("carnet_change", "fr", "La machine a changé.", "negation"),
        ("carnet_change", "en", "The machine has changed.", "negation"),
        ("peau", "en", "The light skin keeps the frame in 98.3% of montages because of its tone.", "cause"),
        ("accroche", "en", "According to Margaret Mitchell, the first posted 92 montages live.", "name"),
        ("accroche", "fr", "Le premier a publié 92 montages en direct. [@wacv2022]", "source"),
        ("peau", "fr", "La doublure garde le cadre dans 98,3 % des montages.", "badge"),
        ("peau", "en", "The light skin keeps the frame, so the company is guilty.", "ending"),
        (
            "contraste",
            "en",
            "The frame leans against the more contrasted picture in 15 of 42 pairs.",
            "owner",
        ),
        (
            "contraste",
            "fr",
            "Des chercheurs indépendants publient une autre musique, très loin du sujet.",
            "source",
        ),
    ],
)
def test_a_reason_says_what_is_wrong(node: str, language: str, told: str, reason: str) -> None:
    reasons = check(told, _step(node, language))
    assert any(each.startswith(reason) for each in reasons), reasons


def test_two_own_sentences_in_a_row_pass() -> None:
    evidence = _step("accroche")
    own = [each.shown for each in evidence.own]
    assert check(" ".join(own[:2]), evidence) == []
    assert check(own[0] + " La machine est neutre.", evidence) != []


def test_it_is_quick() -> None:
    told = _paraphrases(False, true=True)
    for _, text, evidence in told:
        check(text, evidence)  # the step is read once, then kept
    started = time.process_time()
    for _, text, evidence in told:
        check(text, evidence)
    assert (time.process_time() - started) / len(told) < 0.015  # 3 ms on a quiet machine


def _paraphrases(odd: bool, *, true: bool) -> list[tuple[str, str, Evidence]]:
    found = []
    for row in yaml.safe_load(CORPUS.read_text(encoding="utf-8")):
        evidence = _evidence_for(row)
        if (int(row["id"][1:]) % 2 == 1) is not odd or row["true"] is not true or evidence is None:
            continue
        printed = {each.placeholder: each.shown for each in reversed(evidence.figures.values())}
        text = row["text"]
        for placeholder, shown in printed.items():
            text = text.replace(placeholder, shown) if placeholder else text
        assert "{" not in text
        found.append((row["id"], typeset(text, row["language"]), evidence))
    return found


def _evidence_for(row: dict[str, Any]) -> Evidence | None:
    """The step of a paraphrase; for one of an exhibit, a step that files it."""
    language, profile = row["language"], row["profile"]
    if "exhibit" not in row:
        return _steps().get((row["node"], row["key"], language, profile))
    for (node, _, told_in, audience), evidence in _steps().items():
        files = row["exhibit"] in _scenario().nodes[node].found and row["key"] == "text"
        if files and (told_in, audience) == (language, profile):
            return evidence
    return None
