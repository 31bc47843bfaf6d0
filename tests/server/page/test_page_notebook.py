"""The notebook says what moved each hypothesis, also where no piece is about it."""

from __future__ import annotations

from engine.language.schema import Scenario
from engine.play.beliefs import moves
from engine.play.events import Found, Moved
from server.views.board import notebook_view


def _after(scenario: Scenario, exhibit: str) -> dict[str, str]:
    events = [
        Found(exhibit=exhibit, node=scenario.start, piece=1),
        Moved(moves=moves(scenario, [exhibit], exhibit)),
    ]
    return {each.id: each.moved for each in notebook_view(scenario, events, "en", "curious", []).hypotheses}


def test_a_rival_that_no_piece_is_about_says_why_it_moved(scenario: Scenario) -> None:
    names = list(scenario.hypotheses)
    first = next(iter(scenario.exhibits.values()))
    strong = first.model_copy(update={"evidence": {names[0]: 50.0}})
    rivals = scenario.model_copy(update={"board": "rivals", "exhibits": {first.id: strong}})
    said = _after(rivals, first.id)
    assert "exhibit 1" in said[names[0]].lower()
    assert {said[name] for name in names[1:]} == {"In return: a rival has moved"}


def test_separate_hypotheses_are_left_alone(scenario: Scenario) -> None:
    names = list(scenario.hypotheses)
    first = next(iter(scenario.exhibits.values()))
    strong = first.model_copy(update={"evidence": {names[0]: 50.0}})
    apart = scenario.model_copy(update={"board": "separate", "exhibits": {first.id: strong}})
    assert {_after(apart, first.id)[name] for name in names[1:]} == {"No exhibit yet"}


def test_a_prior_is_no_move(scenario: Scenario) -> None:
    names = list(scenario.hypotheses)
    unlikely = scenario.hypotheses[names[1]].model_copy(update={"prior": 0.05})
    known = {**scenario.hypotheses, names[1]: unlikely}
    first = next(iter(scenario.exhibits.values()))
    about = first.model_copy(update={"evidence": {names[0]: 1.0}})
    story = scenario.model_copy(
        update={"hypotheses": known, "exhibits": {first.id: about}, "board": "separate"}
    )
    assert _after(story, first.id)[names[1]] == "No exhibit yet"
