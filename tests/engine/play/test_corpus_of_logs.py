"""Logs of plays of earlier days. Every later version replays them, and carries them to the scenario of today.

A folder of ``tests/corpus`` holds one scenario as it was published, and logs that the engine of that day
wrote with it: whole plays, in both languages, with failures, and logs cut in the middle of a turn. Findings
are without figures.
Files are only ever added there.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.language.reader import find_scenario, read_scenario, read_source
from engine.language.schema import Scenario
from engine.play.events import Ended, Event, Found, Migrated, parse_event
from engine.play.migration import carry_over, is_behind, state_today
from engine.play.playthrough import AskWait, Done, ToolWait, fold, wait_of
from engine.play.replay import catch_up, differences, replay
from engine.play.retelling import retold

CORPUS = Path(__file__).parents[2] / "corpus"
LOGS = sorted(CORPUS.glob("*/logs/*.jsonl"))


def scenario_of(folder: Path) -> Scenario:
    scenario, said = read_source((folder / "scenario.yaml").read_bytes(), "scenario.yaml")
    assert scenario is not None, [(each.code, each.line) for each in said if each.severity == "error"]
    return scenario


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    """By folder, as they were then."""
    return {folder.name: scenario_of(folder) for folder in CORPUS.iterdir() if (folder / "logs").is_dir()}


@pytest.fixture(scope="module")
def today() -> dict[str, Scenario]:
    """By id, as they are now. A record that does not fit at the moment is nothing to a saved play."""
    found = {}
    for name in ("recadrage",):
        scenario, said = read_scenario(find_scenario(name), without_bad_records=True)
        assert scenario is not None, [(each.code, each.line) for each in said if each.severity == "error"]
        found[name] = scenario
    return found


def log_of(file: Path) -> list[Event]:
    return [parse_event(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def test_the_corpus_holds_what_it_should() -> None:
    logs = [log_of(file) for file in LOGS]
    endings = {event.status for log in logs for event in log if isinstance(event, Ended)}
    assert len(LOGS) >= 15
    assert endings == {"established", "undecided", "abandoned"}
    assert {log[0].language for log in logs if log[0].type == "opened"} == {"fr", "en"}
    kinds = {event.type for log in logs for event in log}
    assert {"tool_failed", "worded", "rejected", "settings_changed", "moved"} <= kinds
    assert sum(log[-1].type != "ended" for log in logs) >= 4


@pytest.mark.parametrize("file", LOGS, ids=lambda file: file.stem)
def test_a_log_of_then_replays(file: Path, scenarios: dict[str, Scenario]) -> None:
    scenario, log = scenarios[file.parents[1].name], log_of(file)
    step = catch_up(scenario, log)
    whole = [*log, *step.events]
    assert differences(whole, replay(scenario, log)) == []
    assert fold(scenario, whole) == step.state
    assert wait_of(scenario, step.state) == step.wait
    if log[-1].type == "ended":
        assert not step.events
    for cut in range(1, len(log), 6):  # and each prefix, one in six
        assert differences(log[:cut], replay(scenario, log[:cut])[:cut]) == []


@pytest.mark.parametrize("file", LOGS, ids=lambda file: file.stem)
def test_a_log_of_then_goes_on_today(
    file: Path, scenarios: dict[str, Scenario], today: dict[str, Scenario]
) -> None:
    log = log_of(file)
    assert log[0].type == "opened"
    scenario = today[log[0].scenario]
    then = scenarios[file.parents[1].name]
    if scenario.sha == then.sha:
        pytest.skip("the scenario has not changed since")
    for cut in range(1, len(log) + 1):
        head = log[:cut]
        told = retold(scenario, head)
        assert all(each.exhibit in scenario.exhibits for each in told if isinstance(each, Found))
        if not is_behind(scenario, head):
            assert isinstance(head[-1], Ended)
            assert state_today(scenario, head).sha == scenario.sha
            continue
        step = carry_over(scenario, head)
        assert isinstance(step.events[0], Migrated)
        assert isinstance(step.wait, AskWait | ToolWait | Done)
        whole = [parse_event(json.loads(event.model_dump_json())) for event in [*head, *step.events]]
        assert fold(scenario, whole) == step.state
        assert differences(whole, replay(scenario, whole)) == []
