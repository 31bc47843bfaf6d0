"""The gate on what was labelled before it existed, on planted falsehoods, and on every author's sentence."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.guide.audit.falsehoods import planted_set
from engine.guide.audit.steps import evidence_at, steps_of
from engine.guide.audit.texts import evidence_at_text
from engine.guide.evidence import Evidence
from engine.guide.grounding.gate import Gate, drafted, judge
from engine.guide.licensed import evidence_of
from engine.guide.sentences import sentences_of
from engine.language.schema import Scenario
from server.app import read_scenarios

SET = Path(__file__).resolve().parents[3] / "corpus" / "guide" / "paraphrases.yaml"
_GLOSS = re.compile(r"\[\[([^\]\n|]+)(?:\|[^\]\n]+)?\]\]")


@lru_cache(maxsize=1)
def recadrage() -> Scenario:
    return read_scenarios()["recadrage"]


@cache
def at(node: str, key: str, language: Any, audience: str) -> Evidence:
    return evidence_at(recadrage(), node, key, language, audience)


def as_draft(text: str, evidence: Evidence) -> str:
    """An author's placeholders, and years written out, as the step's marks."""
    for figure in evidence.figures.values():
        if figure.placeholder:
            text = text.replace(figure.placeholder, f"{{{figure.id}}}")
        elif re.fullmatch(r"(19|20)\d\d", figure.shown):
            text = re.sub(rf"(?<!\d){figure.shown}(?!\d)", f"{{{figure.id}}}", text)
    return _GLOSS.sub(r"\1", text)


def released(entry: dict[str, Any]) -> bool:
    evidence = evidence_at_text(
        recadrage(),
        language=entry["language"],
        profile=entry["profile"],
        key=entry["key"],
        node=entry.get("node", ""),
        exhibit=entry.get("exhibit", ""),
    )
    draft = as_draft(entry["text"], evidence)
    return all(judge(sentence, evidence).released for sentence in sentences_of(draft))


def test_nine_in_ten_true_paraphrases_pass() -> None:
    entries = [each for each in yaml.safe_load(SET.read_text(encoding="utf-8")) if each["true"]]
    passed = {each["id"] for each in entries if released(each)}
    assert len(entries) == 200
    assert len(passed) >= 180
    # Even ids were looked at while the gate was made; odd ones never were.
    held_out = [each["id"] for each in entries if int(each["id"][1:]) % 2]
    assert sum(one in passed for one in held_out) >= 80


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_falsehoods_are_stopped_whichever_way_they_are_written(seed: int) -> None:
    planted = planted_set(recadrage(), 200, seed)
    assert len(planted) == 200
    assert len({each.kind for each in planted}) == 8
    missed = []
    for each in planted:
        evidence = at(each.node, each.key, each.language, each.audience)
        if judge(each.draft, evidence).released or judge(drafted(each.shown, evidence), evidence).released:
            missed.append(each.shown)
    assert len(missed) <= 2, missed  # 99 %


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sentence_of_an_author_passes_and_rests_on_what_it_did(language: Any) -> None:
    judged = 0
    for audience in ("curious", "pupil", "press", "engineer"):
        for step in steps_of(recadrage(), language, audience):
            evidence = evidence_of(
                recadrage(), step.narrated, step.events, language=language, audience=audience
            )
            for each in evidence.own:
                judgement = judge(each.draft, evidence)
                assert judgement.released, (each.shown, judgement.refusals)
                assert set(judgement.grounds) == set(each.grounds)
                judged += 1
    assert judged > 1000


def test_a_filled_sentence_goes_back_to_its_marks() -> None:
    evidence = at("accroche", "text", "en", "engineer")
    own = next(each for each in evidence.own if "{n2}" in each.draft)
    assert drafted(own.shown, evidence) == own.draft
    assert drafted("They posted 93 montages.", evidence) == "They posted 93 montages."


def test_what_was_said_over_is_not_said_again_and_the_rest_is() -> None:
    evidence = at("accroche", "text", "en", "engineer")
    gate = Gate(evidence)
    assert gate.take("Live, the first posted {n1} montages, each made of two portraits.").judgement.released
    again = gate.take("The first posted {n1} montages live.")
    assert [each.reason for each in again.judgement.refusals] == ["repetition"]
    rest = [each.text for each in gate.close()]
    assert all(each.shown in rest for each in evidence.own if "{n2}" in each.draft)
    assert not any("92" in each for each in rest)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_written_no_digit_mark_or_control_sign_gets_through(text: str) -> None:
    evidence = at("accroche", "text", "fr", "engineer")
    judgement = judge(text, evidence)
    if judgement.released:
        assert not re.search(r"\d", text)
        assert not re.search(r"[{}<>\x00-\x1f]", judgement.text)
