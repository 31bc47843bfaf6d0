"""A play that stands at any node, with any findings, is a play like another."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.author.rehearse import Supposed, begin_at, edges, fields_read, finding_for
from engine.language.reader import find_scenario, read_scenario, read_source
from engine.language.schema import Scenario, ToolNode
from engine.play.events import Answered, Found, Narrated, Offered, ToolFinished
from engine.play.playthrough import AskWait, Done, Step, ToolWait, take_answer, take_finding
from engine.play.replay import replay
from engine.play.state import fold

DRAFT = Path(__file__).resolve().parents[2] / "drafts" / "cadre.yaml"


@pytest.fixture(scope="module")
def draft() -> Scenario:
    scenario, diagnostics = read_source(DRAFT.read_bytes(), "scenario.yaml")
    assert scenario is not None, diagnostics
    return scenario


def begin(draft: Scenario, node: str, supposed: Supposed) -> Step:
    return begin_at(draft, node, supposed, play="p", seed=1, audience="curious", language="fr")


def test_every_node_can_be_stood_at_and_its_log_folds_to_the_same_state(draft: Scenario) -> None:
    for name in draft.nodes:
        step = begin(draft, name, Supposed())
        assert fold(draft, step.events) == step.state
        assert [event.seq for event in step.events] == list(range(1, len(step.events) + 1))
        assert replay(draft, step.events) == step.events
        told = [event.node for event in step.events if isinstance(event, Narrated)]
        passed = {"debut", "pari"} - {name}
        assert name == "debut" or not passed & set(told), "what is supposed is not narrated"


@pytest.mark.parametrize(("rate", "lands"), [(0.9, "net"), (0.6, "flou"), (0.601, "net"), (0.1, "flou")])
def test_the_supposed_finding_decides_the_branch(draft: Scenario, rate: float, lands: str) -> None:
    step = begin(draft, "lecture", Supposed(results={"mesure": {"rate": rate}}))
    assert step.state.count.get(lands) == 1
    assert isinstance(step.wait, AskWait)
    assert step.wait.node == "hub"
    filed = [event.exhibit for event in step.events if isinstance(event, Found)]
    assert filed == (["ecart"] if lands == "net" else [])
    opened = {option.id: option.locked is None for option in step.wait.offer.options}
    assert opened["clore"] is (lands == "net")


def test_it_plays_on_to_an_ending(draft: Scenario) -> None:
    step = begin(draft, "mesure", Supposed())
    assert isinstance(step.wait, ToolWait)
    node = draft.nodes["mesure"]
    assert isinstance(node, ToolNode)
    step = take_finding(draft, step.state, finding_for(draft, node, step.wait.call, {"rate": 0.95}))
    assert isinstance(step.wait, AskWait)
    step = take_answer(draft, step.state, step.wait.ask_id, {"option": "clore"})
    assert isinstance(step.wait, Done)
    assert step.wait.node == "fin"


def test_what_is_supposed_to_be_answered_can_be_said_in_words(draft: Scenario) -> None:
    step = begin(draft, "lecture", Supposed())
    offered = [event for event in step.events if isinstance(event, Offered)]
    answered = [event for event in step.events if isinstance(event, Answered)]
    assert [event.node for event in answered] == ["pari", "hub"]
    assert [event.ask_id for event in answered] == [event.ask_id for event in offered[:2]]
    chosen = answered[1].answer["option"]
    assert chosen in [option.id for option in offered[1].offer.options]


def test_a_supposed_finding_says_that_nobody_measured_it(draft: Scenario) -> None:
    step = begin(draft, "lecture", Supposed(results={"mesure": {"rate": 0.9}}))
    finished = next(event for event in step.events if isinstance(event, ToolFinished))
    assert finished.finding.recorded is not None
    assert finished.finding.recorded.invented
    assert finished.finding.n == 0
    assert finished.finding.figures == []
    assert "nobody measured" in finished.finding.conclusion.en


def test_a_record_that_is_changed_is_no_record_any_more() -> None:
    scenario, _ = read_scenario(find_scenario("recadrage"), without_bad_records=True)
    assert scenario is not None
    name, recorded = next(
        (name, each) for name, each in scenario.fixtures.items() if isinstance(each.result.get("rate"), float)
    )
    node = scenario.nodes[name]
    assert isinstance(node, ToolNode)
    same = finding_for(scenario, node, recorded.call, {"rate": recorded.result["rate"]})
    assert same.figures == recorded.figures
    assert same.recorded == recorded.recorded
    other = finding_for(scenario, node, recorded.call, {"rate": 0.123})
    # What the instrument has gained since the recording is filled in; what was recorded stands.
    kept = {name: other.result[name] for name in recorded.result}
    assert kept == {**recorded.result, "rate": 0.123}
    assert other.recorded is not None
    assert other.recorded.invented
    assert other.n == 0
    assert (other.figures, other.values, other.placebo, other.nulls, other.target) == ([], [], [], [], None)


def test_variables_and_exhibits_can_be_supposed(draft: Scenario) -> None:
    step = begin(draft, "hub", Supposed(vars={"pari": 12.0}, exhibits=["ecart"], known=["mesure"]))
    assert step.state.vars["pari"] == 12
    assert step.state.found == ["ecart"]
    assert "mesure" in step.state.results
    nothing = begin(draft, "lecture", Supposed(known=[]))
    assert "mesure" not in nothing.state.results


def test_edges_lie_at_and_beside_the_constants_of_conditions(draft: Scenario) -> None:
    node = draft.nodes["mesure"]
    assert isinstance(node, ToolNode)
    assert list(fields_read(draft)["mesure"]) == ["rate"]
    found = edges(draft, node, fields_read(draft)["mesure"]["rate"])
    assert {0.599, 0.6, 0.601} <= set(found)
    assert all(0 <= each <= 1 for each in found)


def test_a_node_that_is_not_there_is_a_key_error(draft: Scenario) -> None:
    with pytest.raises(KeyError):
        begin(draft, "nowhere", Supposed())
