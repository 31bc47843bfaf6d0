"""A play goes on with a stand-in's finding about the reader's own picture, and with no other substitute."""

from __future__ import annotations

from typing import Any

import pytest

from engine.language.schema import Scenario, ToolNode
from engine.nodes.tool import flaw_of
from engine.play.events import ToolFailedEvent, ToolFinished
from engine.play.playthrough import ToolWait, open_play, take_answer, take_finding
from engine.play.replay import differences, replay
from tools.catalogue import subject_card
from tools.finding import Finding
from tools.subject import SubjectIdentity

SHA = "e" * 64
IMITATION = subject_card("twitter_crop_imitation")


def by(finding: Any, call: Any, **who: Any) -> Finding:
    """The stand-in's finding for ``call``."""
    identity = SubjectIdentity(
        name=IMITATION.name, title=IMITATION.title, badge=IMITATION.badge, sha256=IMITATION.sha256
    ).model_copy(update=who)
    made: Finding = finding(call.model_copy(update={"subject": IMITATION.name}))
    return made.model_copy(update={"subject": identity})


def to_own_picture(scenario: Scenario, finding: Any) -> tuple[Any, list[Any]]:
    step = open_play(scenario, play="p", seed=1, audience="curious", language="fr")
    events = list(step.events)
    for answer in ({"number": 60}, {"option": "image"}, {"picture": SHA}):
        step = take_answer(scenario, step.state, step.wait.ask_id, answer)  # type: ignore[union-attr]
        events += step.events
        while isinstance(step.wait, ToolWait) and "picture" not in answer:
            step = take_finding(scenario, step.state, finding(step.wait.call))
            events += step.events
    assert isinstance(step.wait, ToolWait)
    assert step.wait.call.case == f"upload:{SHA}"
    return step, events


def test_a_stand_in_may_answer_about_the_reader_s_picture(scenario: Scenario, finding: Any) -> None:
    step, events = to_own_picture(scenario, finding)
    after = take_finding(scenario, step.state, by(finding, step.wait.call))
    (done,) = [event for event in after.events if isinstance(event, ToolFinished)]
    assert (done.finding.subject.name, done.finding.subject.badge) == (IMITATION.name, "stand-in")
    log = [*events, *after.events]
    assert differences(log, replay(scenario, log)) == []


@pytest.mark.parametrize(
    "who", [{"badge": "original"}, {"badge": "proxy"}, {"name": "twitter_crop"}, {"name": "person_matte"}]
)
def test_nobody_else_may(scenario: Scenario, finding: Any, who: dict[str, Any]) -> None:
    step, _ = to_own_picture(scenario, finding)
    after = take_finding(scenario, step.state, by(finding, step.wait.call, **who))
    assert [event for event in after.events if isinstance(event, ToolFinished)] == []
    (failed,) = [event for event in after.events if isinstance(event, ToolFailedEvent)]
    assert failed.code == "bad_result"


def test_a_story_s_own_picture_takes_no_stand_in(scenario: Scenario, finding: Any) -> None:
    step, _ = to_own_picture(scenario, finding)
    node = scenario.nodes["photo"]
    assert isinstance(node, ToolNode)
    call = step.wait.call.model_copy(update={"case": "astronaut"})
    flaw = flaw_of(scenario, node, call, by(finding, call))
    assert flaw is not None
    assert flaw_of(scenario, node, step.wait.call, by(finding, step.wait.call)) is None
