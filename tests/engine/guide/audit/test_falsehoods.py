"""Planted falsehoods: every kind in both languages, never true, and the same for the same seed."""

from __future__ import annotations

import functools
import re
from collections import Counter

import pytest

from engine.guide.audit.falsehoods import KINDS, Kind, Planted, plant, planted_set
from engine.guide.audit.steps import steps_of
from engine.guide.evidence import MARK, Evidence, fill
from engine.guide.licensed import evidence_of
from engine.language.schema import Scenario
from server.app import read_scenarios
from tools.wording import LANGUAGES, Language, typeset

TRUTHS: dict[Language, dict[Kind, tuple[str, str, str]]] = {
    "fr": {
        "changed_digit": ("peau", "La peau claire garde le cadre", ""),
        "swapped_group": ("peau", "La peau claire garde le cadre", ""),
        "reversed_sign": ("contraste", "Sur 42 paires, le cadre penche", ""),
        "invented_source": ("carnet_change", "La machine n’a pas changé", ""),
        "over_claimed_cause": ("peau", "La peau claire garde le cadre", ""),
        "dropped_not": ("carnet_change", "La machine n’a pas changé", "La machine a changé."),
        "wrong_badge": ("carnet_change", "La machine n’a pas changé", ""),
        "unreached_ending": ("peau", "La peau claire garde le cadre", ""),
    },
    "en": {
        "changed_digit": ("peau", "The light skin keeps the frame", ""),
        "swapped_group": ("peau", "The light skin keeps the frame", ""),
        "reversed_sign": ("contraste", "The frame leans towards", ""),
        "invented_source": ("carnet_change", "The machine has not changed", ""),
        "over_claimed_cause": ("peau", "The light skin keeps the frame", ""),
        "dropped_not": ("carnet_change", "The machine has not changed", "The machine has changed."),
        "wrong_badge": ("carnet_change", "The machine has not changed", ""),
        "unreached_ending": ("peau", "The light skin keeps the frame", ""),
    },
}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenarios()["recadrage"]


@functools.cache
def _every_evidence() -> dict[tuple[str, str, str, str], Evidence]:
    scenario = read_scenarios()["recadrage"]
    return {
        (step.narrated.node, step.narrated.key, language, audience.id): evidence_of(
            scenario, step.narrated, step.events, language=language, audience=audience.id
        )
        for language in LANGUAGES
        for audience in scenario.audiences
        for step in steps_of(scenario, language, audience.id)
    }


def _evidence(node: str, key: str, language: Language, audience: str) -> Evidence:
    return _every_evidence()[node, key, language, audience]


@pytest.fixture(scope="module")
def planted(scenario: Scenario) -> list[Planted]:
    return planted_set(scenario, count=200, seed=1)


def _true(evidence: Evidence, begins: str) -> str:
    return next(each.draft for each in evidence.statements if each.shown.startswith(begins))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_spoils_a_true_sentence(language: Language, kind: Kind) -> None:
    node, begins, wanted = TRUTHS[language][kind]
    evidence = _evidence(node, "text", language, "curious")
    made = [plant(_true(evidence, begins), evidence, kind, seed) for seed in range(6)]
    found = [each for each in made if each is not None]
    assert len(found) == 6
    for each in found:
        assert each.kind == kind
        assert each.shown != each.source
        assert each.shown == typeset(fill(each.draft, evidence.figures), language)
        assert "{" not in each.shown
    if wanted:
        assert {each.shown for each in found} == {wanted}
    elif kind not in ("reversed_sign", "swapped_group"):
        assert len({each.shown for each in found}) >= 2  # several ways, not one


def test_the_same_seed_plants_the_same(scenario: Scenario, planted: list[Planted]) -> None:
    assert planted_set(scenario, count=200, seed=1) == planted
    assert planted_set(scenario, count=200, seed=2) != planted


def test_a_set_is_balanced(planted: list[Planted]) -> None:
    assert len(planted) == 200
    for counted in (
        Counter(each.kind for each in planted),
        Counter((each.kind, each.language) for each in planted),
        Counter(each.audience for each in planted),
    ):
        assert min(counted.values()) > 0.7 * max(counted.values()), counted
    assert {each.kind for each in planted} == set(KINDS)
    assert len({each.node for each in planted}) > 60
    assert len({each.shown for each in planted}) == 200


def test_none_is_said_by_its_step(planted: list[Planted]) -> None:
    for each in planted:
        evidence = _evidence(each.node, each.key, each.language, each.audience)
        said = {_words(statement.shown) for statement in evidence.statements}
        assert _words(each.source) in said, each
        assert _words(each.shown) not in said, each
        assert set(MARK.findall(each.draft)) <= set(evidence.figures), each


@pytest.mark.parametrize(
    ("node", "language", "begins", "kind"),
    [
        # equal counts exchanged or told of the other side are as true as before
        ("taille", "fr", "0 paire penche pour, 0 contre", "reversed_sign"),
        ("taille", "fr", "Sur 42 paires, le cadre penche 0 fois", "swapped_group"),
        ("retourner", "en", "The top wins 50.0%", "reversed_sign"),
        ("courbe", "fr", "Le sens compte plus", "dropped_not"),  # no negation to drop
        ("tenir", "fr", "Mêmes bustes, mur gris.", "over_claimed_cause"),  # no fact to explain
    ],
)
def test_what_would_stay_true_is_not_planted(node: str, language: Language, begins: str, kind: Kind) -> None:
    evidence = _evidence(node, "text", language, "press")
    draft = _true(evidence, begins)
    for seed in range(20):
        made = plant(draft, evidence, kind, seed)
        assert made is None or made.way == "figures", made


def test_a_question_is_left_alone() -> None:
    evidence = _evidence("pari_peau", "text", "fr", "curious")
    question = next(each.draft for each in evidence.statements if "?" in each.draft)
    assert all(plant(question, evidence, kind, 1) is None for kind in KINDS)


def test_a_filled_paraphrase_is_spoilt_too() -> None:
    evidence = _evidence("peau", "text", "fr", "curious")
    made = plant("La peau claire a le cadre dans 98,3 % des montages.", evidence, "changed_digit", 3)
    assert made is not None
    assert "98,3" not in made.shown
    assert made.draft.startswith("La peau claire a le cadre dans ")


def _words(text: str) -> str:
    return " ".join(re.findall(r"[−]?[\w%]+", text.casefold()))
