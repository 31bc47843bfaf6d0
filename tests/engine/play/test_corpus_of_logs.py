"""Logs of plays of earlier days. Every later version replays them, and carries them to the scenario of today.

A folder of ``tests/corpus`` holds one scenario as it was published, and logs that the engine of that day
wrote with it: whole plays, in both languages, with failures, and logs cut in the middle of a turn. Findings
are without figures.
Files are only ever added there.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from engine.author.rehearse import finding_for
from engine.language.reader import find_scenario, read_scenario, read_source
from engine.language.schema import EndingNode, Scenario, ToolNode
from engine.nodes.asks import form_named
from engine.play.events import Ended, Entered, Event, Found, Migrated, parse_event
from engine.play.migration import carry_over, is_behind, state_today
from engine.play.playthrough import (
    AskWait,
    Done,
    Step,
    ToolWait,
    fold,
    take_answer,
    take_finding,
    wait_of,
)
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
    assert len(LOGS) >= 34
    assert {file.parents[1].name for file in LOGS} == {"recadrage-1", "recadrage-2"}
    assert endings == {"established", "refuted", "undecided", "abandoned"}
    assert {log[0].language for log in logs if log[0].type == "opened"} == {"fr", "en"}
    kinds = {event.type for log in logs for event in log}
    assert {"tool_failed", "worded", "rejected", "settings_changed", "moved"} <= kinds
    assert sum(log[-1].type != "ended" for log in logs) >= 11


@pytest.mark.parametrize("file", LOGS, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
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


@pytest.mark.parametrize("file", LOGS, ids=lambda file: f"{file.parents[1].name}-{file.stem}")
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


# What version 3 did to version 2: where each of these plays had stopped, and the question that it finds.
MOVED = [
    ("cut_in_a_measure", "regard_photo", "regard_photo"),  # measured again, not asked again
    ("cut_at_a_door", "limites", "ordre"),  # a page that is gone
    ("cut_at_a_bet", "pari", "pari"),
    ("cut_after_a_map_that_moved", "suspects", "suspects"),
    ("cut_after_an_answer", "suspects", "suspects"),  # it had chosen the way out that is gone
    ("cut_over_a_signature_that_is_gone", "relecture", "phrases"),
    ("cut_in_a_room", "contre_lecture", "contre_lecture"),
]


@pytest.mark.parametrize(("name", "then", "now"), MOVED, ids=[name for name, _, _ in MOVED])
def test_a_play_broken_off_in_version_2_is_played_to_its_end(
    name: str, then: str, now: str, today: dict[str, Scenario]
) -> None:
    scenario, log = today["recadrage"], log_of(CORPUS / "recadrage-2" / "logs" / f"{name}.jsonl")
    assert [each.node for each in log if isinstance(each, Entered)][-1] == then
    step = carry_over(scenario, log)
    assert isinstance(step.wait, AskWait | ToolWait)
    assert step.wait.node == now
    migrated = step.events[0]
    assert isinstance(migrated, Migrated)
    assert (migrated.from_version, migrated.version) == (2, scenario.version)
    assert migrated.withdrawn == []  # no exhibit that was shown is taken back
    carried = [each.exhibit for each in log if isinstance(each, Found)]
    assert step.state.found[: len(carried)] == carried

    tried: Counter[tuple[str, str]] = Counter()
    whole = [*log, *step.events]
    while not isinstance(step.wait, Done):
        step = one_turn(scenario, step, tried)
        whole += step.events
    assert isinstance(scenario.nodes[step.wait.node], EndingNode)
    assert fold(scenario, whole) == step.state
    assert differences(whole, replay(scenario, whole)) == []


@pytest.mark.parametrize(("then", "now"), [("fin_clarte", "fin_ouverte"), ("fin_place", "fin_ouverte")])
def test_an_ending_that_is_gone_leaves_its_play_undecided(
    then: str, now: str, today: dict[str, Scenario]
) -> None:
    """A play that was over stays as it ended; one stopped on that page, before its last event, moves."""
    logs = [log_of(file) for file in LOGS if file.parents[1].name == "recadrage-2"]
    ended = [log for log in logs if isinstance(log[-1], Ended) and log[-1].node == then]
    assert ended
    for log in ended:
        assert not is_behind(today["recadrage"], log)
        assert wait_of(today["recadrage"], carry_over(today["recadrage"], log[:-1]).state) == Done(
            node=now, status="undecided"
        )


def one_turn(scenario: Scenario, step: Step, tried: Counter[tuple[str, str]]) -> Step:
    """One more finding, as recorded or rehearsed, or one more answer: the least tried, or the usual."""
    wait = step.wait
    if isinstance(wait, ToolWait):
        node = scenario.nodes[wait.node]
        assert isinstance(node, ToolNode)
        return take_finding(scenario, step.state, finding_for(scenario, node, wait.call, {}))
    assert isinstance(wait, AskWait)
    offer = wait.offer
    if offer.kind == "choice":
        ways = [option.id for option in offer.options if option.locked is None]
        way = min(ways, key=lambda name: tried[wait.node, name])
        tried[wait.node, way] += 1
        answer: dict[str, Any] = {"option": way}
    elif offer.optional:
        answer = {"skipped": True}
    else:
        form = form_named(offer.kind)
        answer = {form.field: form.start(offer, None)}
    return take_answer(scenario, step.state, wait.ask_id, answer)
