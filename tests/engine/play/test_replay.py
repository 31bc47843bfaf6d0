from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language.schema import Scenario
from engine.play.asides import Worded
from engine.play.attend import attend
from engine.play.events import Answered, Event, Found
from engine.play.playthrough import Done, ToolWait, change_settings, fold, state_size, wait_of
from engine.play.replay import ReplayError, catch_up, differences, replay
from tools.errors import MissingAsset, ToolFailed
from tools.finding import Finding
from tools.wording import both


def fickle(seed: int, make: Any) -> Any:
    """A lab that measures, lacks its weights or breaks, by a seed."""
    chance = random.Random(seed)

    def run(wait: ToolWait) -> Finding:
        mood = chance.random()
        if mood < 0.2:
            raise MissingAsset("missing_asset", both("No weights."))
        if mood < 0.4:
            raise ToolFailed("tool_timeout", both("Too long."))
        rate = round(chance.random(), 6)
        finding: Finding = make(wait.call, rate=rate, ci_low=round(rate * chance.random(), 6))
        return finding

    return run


@pytest.fixture(scope="session")
def log(scenario: Scenario, finding: Any) -> list[Event]:
    return attend(scenario, fickle(4, finding), random_seed=4).events


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), english=st.booleans())
def test_a_replay_is_the_play(scenario: Scenario, finding: Any, seed: int, english: bool) -> None:
    done = attend(
        scenario, fickle(seed, finding), random_seed=seed, seed=seed, language="en" if english else "fr"
    )
    assert isinstance(done.wait, Done)
    assert differences(done.events, replay(scenario, done.events)) == []
    assert fold(scenario, done.events) == done.state
    assert [event.seq for event in done.events] == list(range(1, len(done.events) + 1))
    assert state_size(done.state) < 3000
    found = [event.exhibit for event in done.events if isinstance(event, Found)]
    assert len(found) == len(set(found))


def test_every_prefix_folds_replays_and_is_completed(scenario: Scenario, log: list[Event]) -> None:
    for cut in range(1, len(log) + 1):
        head = log[:cut]
        assert fold(scenario, head).seq == cut
        step = catch_up(scenario, head)
        whole = head + step.events
        assert whole == log[: len(whole)]
        assert replay(scenario, head) == whole
        assert fold(scenario, whole) == step.state
        assert wait_of(scenario, step.state) == step.wait


def test_a_tampered_log_does_not_replay(scenario: Scenario, log: list[Event]) -> None:
    with pytest.raises(ReplayError, match="opened"):
        replay(scenario, log[1:])
    for left_out in ("entered", "narrated"):
        with pytest.raises(ReplayError, match="not what this scenario says"):
            replay(scenario, [event for event in log if event.type != left_out])
    with pytest.raises(ReplayError, match="from nowhere"):
        replay(scenario, [*log, log[1]])
    with pytest.raises(ReplayError, match="no profile"):
        replay(scenario, [log[0].model_copy(update={"audience": "king"}), *log[1:]])
    answered = next(event for event in log if isinstance(event, Answered))
    for wrong in ({"ask_id": "0" * 32}, {"answer": {"number": 1000}}):
        bad = [event.model_copy(update=wrong) if event == answered else event for event in log]
        with pytest.raises(ReplayError, match=f"Event {answered.seq}"):
            replay(scenario, bad)
    told = next(event for event in log if event.type == "narrated")
    other = [event.model_copy(update={"text": "autre"}) if event == told else event for event in log]
    assert differences(other, replay(scenario, other)) == [f"event {told.seq}: narrated / narrated"]


def test_the_guides_words_are_carried_over(scenario: Scenario, log: list[Event]) -> None:
    cut = next(at for at, event in enumerate(log) if isinstance(event, Answered))
    words = Worded(seq=cut + 1, of=3, text="Dit autrement.", backend="test", accepted=True)
    head = [*log[:cut], words]
    assert replay(scenario, head) == head
    assert catch_up(scenario, head).state.seq == cut + 1


def test_settings_replay(scenario: Scenario, log: list[Event]) -> None:
    cut = next(at for at, event in enumerate(log) if isinstance(event, Answered))
    step = change_settings(scenario, fold(scenario, log[:cut]), "en", "pupil")
    assert replay(scenario, log[:cut] + step.events) == log[:cut] + step.events
