"""Rules that no single instrument owns: each test fails when its rule is taken out (honesty_tests.md)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools import catalogue
from tools.bench import Bench
from tools.execution import check_finding
from tools.finding import Call
from tools.honesty import shift_verdict
from tools.reproduce.score_difference import ScoreDifference
from tools.retrain.judging import two_way
from tools.stability import stability
from tools.statistics import bootstrap
from tools.subject import BADGE_WORDS, SubjectCard
from tools.verbs import VERBS


@pytest.fixture
def filter_card() -> SubjectCard:
    return catalogue.subject_card("toxicity_planted")


def test_rule_1_every_finding_carries_the_badge_of_the_subject_that_answered(
    filter_card: SubjectCard,
) -> None:
    found = _measure("toxicity_planted", n=4)
    assert found.subject.badge == filter_card.badge == "made-here"
    assert found.subject.sha256 == filter_card.sha256
    assert BADGE_WORDS[found.subject.badge].fr == "Maquette"


def test_rule_3_repeats_of_a_unit_narrow_nothing() -> None:
    """Every template is asked with several words: n is the templates, not the sentences."""
    found = _measure("toxicity_planted", n=30)
    assert found.n == 30 == len(found.per_unit)
    assert found.stimuli.n > 2 * found.n
    low, high = float(found.result["gap_low"]), float(found.result["gap_high"])
    repeated = bootstrap(found.per_unit * 8, seed=0)
    assert high - low > 1.5 * (repeated.high - repeated.low)


@settings(deadline=None, max_examples=20)
@given(st.integers(2, 6), st.integers(0, 100))
def test_rule_3_trainings_copied_narrow_only_their_own_part(times: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(5, 40))
    once, copied = two_way(values, 0), two_way(np.repeat(values, times, axis=0), 0)
    units_alone = bootstrap(values.mean(axis=0).tolist(), seed=0)
    assert copied.high - copied.low < 1.05 * (once.high - once.low)
    assert copied.high - copied.low > 0.8 * (units_alone.high - units_alone.low)


def test_rule_4_a_placebo_as_large_takes_the_verdict_back() -> None:
    moves = [0.5 + 0.01 * number for number in range(40)]
    assert shift_verdict(moves, [0.0] * 40).verdict == "effect"
    assert shift_verdict(moves, moves).verdict == "none_shown"


def test_rule_5_the_same_stimuli_twice_make_no_gap() -> None:
    assert _measure("toxicity_planted", n=4).result["identical_gap"] == 0


def test_rule_8_an_unstable_explanation_is_said_to_be_one() -> None:
    held = stability(null=[0.1, 0.0], seeds=[0.9, 0.8], twins=[0.7])
    loose = stability(null=[0.1, 0.0], seeds=[0.9, 0.8], twins=[0.4])
    beaten = stability(null=[0.8, 0.9], seeds=[0.7, 0.7])
    assert (held.stable, loose.stable, beaten.stable) == (True, False, False)
    assert "Unstable explanation" in loose.says.en
    assert "instable" in loose.says.fr


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "compare"])
def test_rules_4_and_5_every_instrument_declares_the_control_that_it_carries(verb: str) -> None:
    for tool in catalogue.tools_of(verb).values():
        nulls = {"null", "control", "random", "placebo", "shuffled", "identical", "sanity", "nearness"}
        said = {field.name for field in tool.results}
        told = any(word in name for name in said for word in nulls)
        if (verb, tool.method) == ("attribute", "saliency"):
            continue  # the network's own output, labelled so: rule 8 exempts it
        assert tool.controls or told, f"{verb} {tool.method} carries no control"


def test_a_finding_that_breaks_its_declaration_is_let_out_by_nobody() -> None:
    found = _measure("toxicity_planted", n=4)
    broken = found.model_copy(update={"result": {**found.result, "gap": float("nan")}})
    with pytest.raises(Exception, match="not one"):
        check_finding(broken, ScoreDifference())


def _measure(subject: str, *, n: int):  # type: ignore[no-untyped-def]
    call = Call(
        verb="reproduce", method="score_difference", subject=subject, case="identity_sentences_en",
        params={"n": n, "factor": "group"},
    )  # fmt: skip
    return ScoreDifference().run(call, Bench(), lambda done, total: None)
