from __future__ import annotations

from typing import Any

import pytest

from engine.language.schema import Play, Scenario
from engine.play.attend import attend
from engine.play.events import Answered, ToolFailedEvent, ToolFinished
from engine.play.playthrough import Done, ToolWait


@pytest.fixture
def lab(finding: Any) -> Any:
    return lambda wait: finding(wait.call)


def test_an_answers_file_is_played_and_its_expectations_hold(scenario: Scenario, lab: Any) -> None:
    script = Play.model_validate(
        {
            "answers": {"pari": 40, "carrefour": ["mesurer", "questions", "cle"], "avis": "La lumière",
                        "ordre": ["place", "hasard", "lumiere"]},
            "results": {"mesure": {"ci_low": 0.51}},
            "ending": "fin_nette",
            "visits": ["net", "croyances"],
            "never": ["flou", "panne"],
            "check": ["belief.place > 0.5", "mesure.ci_low == 0.51", "chose.carrefour == 'cle'"],
        }
    )  # fmt: skip
    done = attend(scenario, lab, answers=script)
    assert done.faults == []
    assert done.ending == "fin_nette"
    given = {event.node: event.answer for event in done.events if isinstance(event, Answered)}
    assert given["croyances"] == {"skipped": True}
    assert given["note"] == {"number": 3}


def test_what_was_expected_and_did_not_come_is_said(scenario: Scenario, lab: Any) -> None:
    script = Play.model_validate(
        {
            "answers": {"carrefour": "clore"},
            "ending": "fin_nette",
            "visits": ["net"],
            "never": ["fin"],
            "check": ["pari > 50", "pari == 50"],
        }
    )
    faults = [fault.en for fault in attend(scenario, lab, answers=script).faults]
    assert len(faults) == 4
    assert "pari > 50" in faults[3]


def test_a_choice_without_answer_names_the_options(scenario: Scenario, lab: Any) -> None:
    done = attend(scenario, lab, answers=Play(answers={"carrefour": ["tourner"]}))
    assert done.ending is None
    assert "mesurer" in done.faults[0].en
    assert "cle" not in done.faults[0].en  # locked
    wrong = attend(scenario, lab, answers=Play(answers={"carrefour": "nulle"}))
    assert "not on offer" in wrong.faults[0].en


@pytest.mark.parametrize("reason", ["error", "timeout"])
def test_failures_can_be_rehearsed(scenario: Scenario, lab: Any, reason: Any) -> None:
    script = Play(answers={"carrefour": ["mesurer", "clore"]}, fails={"mesure": reason}, visits=["panne"])
    done = attend(scenario, lab, answers=script)
    assert done.faults == []
    assert [event.code for event in done.events if isinstance(event, ToolFailedEvent)] == [f"tool_{reason}"]
    assert not any(isinstance(event, ToolFinished) for event in done.events)


def test_chance_ends_plays_and_the_same_chance_gives_the_same_play(scenario: Scenario, lab: Any) -> None:
    first = attend(scenario, lab, random_seed=5)
    assert isinstance(first.wait, Done)
    assert first.events == attend(scenario, lab, random_seed=5).events
    assert first.events != attend(scenario, lab, random_seed=6).events


def test_chance_reaches_every_node(scenario: Scenario, finding: Any) -> None:
    from tools.errors import ToolFailed
    from tools.wording import both

    seen: set[str] = set()
    for seed in range(40):
        rate = (0.2, 0.5, 0.9)[seed % 3]

        def lab(wait: ToolWait, seed: int = seed, rate: float = rate) -> Any:
            if seed % 5 == 0:
                raise ToolFailed("tool_error", both("Broken."))
            return finding(wait.call, rate=rate, ci_low=0.6 if seed % 2 else 0.4)

        seen.update(attend(scenario, lab, random_seed=seed).visited)
    assert seen == set(scenario.nodes)


def test_chance_tries_what_it_has_not_tried(scenario: Scenario, lab: Any) -> None:
    for seed in range(20):
        events = attend(scenario, lab, random_seed=seed).events
        chosen = [e.answer["option"] for e in events if isinstance(e, Answered) and e.node == "carrefour"]
        assert len(chosen) == len(set(chosen))  # "clore" is always open: a repeat would come before it
