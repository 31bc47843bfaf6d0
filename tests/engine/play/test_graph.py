from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from engine.language.schema import Scenario
from engine.play.events import (
    Answered,
    Event,
    InvalidAnswer,
    Rejected,
    StaleAnswer,
    ToolFailedEvent,
    ToolFinished,
    ToolStarted,
    parse_event,
)
from engine.play.graph import Shell
from engine.play.playthrough import AskWait, Done, ToolWait, fold
from engine.play.replay import differences, replay
from tools.errors import MissingAsset
from tools.finding import Finding
from tools.tool import Cancelled
from tools.wording import both


@pytest.fixture
def saver(tmp_path: Path) -> Iterator[SqliteSaver]:
    connection = sqlite3.connect(tmp_path / "checkpoints.sqlite", check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    # As with LANGGRAPH_STRICT_MSGPACK: nothing but plain types comes back from a checkpoint.
    yield SqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
    connection.close()


class Room:
    """A play on the shell, with its log, and a lab that can be told to break."""

    def __init__(self, scenario: Scenario, saver: SqliteSaver, finding: Callable[..., Finding]) -> None:
        self.scenario, self.saver, self.finding = scenario, saver, finding
        self.log: list[Event] = []
        self.news: list[Event] = []
        self.calls: list[ToolWait] = []
        self.breaks: BaseException | None = None
        self.during: Callable[[Any], None] = lambda progress: None
        self.shell = self.new_shell()

    def new_shell(self) -> Shell:
        return Shell(self.scenario, run_tool=self.run, emit=self.append, checkpointer=self.saver)

    def append(self, events: list[Event]) -> None:
        if events[0].type == "tool_progress":
            self.news += events
            return
        assert [event.seq for event in events] == list(
            range(len(self.log) + 1, len(self.log) + len(events) + 1)
        )
        self.log += [parse_event(event.model_dump(mode="json")) for event in events]

    def run(self, wait: ToolWait, progress: Any) -> Finding:
        self.calls.append(wait)
        self.during(progress)
        if self.breaks is not None:
            raise self.breaks
        return self.finding(wait.call)

    def open(self) -> Any:
        return self.shell.open(play="jeu", seed=3, audience="curious", language="fr")

    def types(self) -> list[str]:
        return [event.type for event in self.log]

    def restart(self) -> Any:
        """What a new process does: a new shell on the same files."""
        self.shell = self.new_shell()
        return self.shell.resume(self.log)


@pytest.fixture
def room(scenario: Scenario, saver: SqliteSaver, finding: Any) -> Room:
    return Room(scenario, saver, finding)


def hub(room: Room) -> AskWait:
    wait = room.shell.answer(room.open().ask_id, {"number": 60})
    assert isinstance(wait, AskWait)
    return wait


def test_a_whole_play_goes_through_the_graph_and_replays(room: Room) -> None:
    wait = hub(room)
    for answer in ({"option": "mesurer"}, {"option": "image"}, {"skipped": True}, {"option": "cle"}):
        if answer == {"option": "cle"}:
            answer = {"option": "clore"}
        wait = room.shell.answer(wait.ask_id, answer)  # type: ignore[arg-type]
    assert wait == Done(node="fin", status="undecided")
    assert [call.node for call in room.calls] == ["mesure", "photo"]
    assert differences(room.log, replay(room.scenario, room.log)) == []
    assert fold(room.scenario, room.log) == room.shell.state
    assert all(event.at.endswith("+00:00") for event in room.log)


def test_what_was_told_shows_while_the_measure_runs(room: Room) -> None:
    seen: list[list[str]] = []
    room.during = lambda progress: seen.append(room.types())
    room.shell.answer(hub(room).ask_id, {"option": "mesurer"})
    assert seen[0][-1] == "tool_started"
    assert "tool_finished" in room.types()


def test_progress_is_news_and_not_log(room: Room) -> None:
    def during(progress: Any) -> None:
        progress(0, 36, place=2)
        progress(0, 36)
        progress(1, 36)  # too soon after the last

    room.during = during
    room.shell.answer(hub(room).ask_id, {"option": "mesurer"})
    assert [(event.seq, event.done, event.place) for event in room.news] == [(0, 0, 2), (0, 0, None)]  # type: ignore[union-attr]
    assert all(event.at for event in room.news)
    assert "tool_progress" not in room.types()


def test_an_old_question_is_refused_and_nothing_moves(room: Room) -> None:
    first = room.open()
    room.shell.answer(first.ask_id, {"number": 60})
    before = list(room.log)
    with pytest.raises(StaleAnswer):
        room.shell.answer(first.ask_id, {"number": 20})
    with pytest.raises(InvalidAnswer):
        room.shell.answer(room.shell.state.pending or "", {"option": "nulle"})
    assert room.log == before


@pytest.mark.parametrize("answer", [None, {}, {"skipped": True}])
def test_an_empty_answer_never_reaches_langgraph(room: Room, answer: Any) -> None:
    wait = room.open()
    if answer == {"skipped": True}:
        assert room.shell.answer(wait.ask_id, answer).ask_id != wait.ask_id  # type: ignore[union-attr]
    else:
        with pytest.raises(InvalidAnswer):
            room.shell.answer(wait.ask_id, answer or {})


def test_of_two_simultaneous_answers_one_wins_and_the_other_is_told(room: Room) -> None:
    wait = room.open()
    outcomes: list[Any] = []
    gate = threading.Barrier(2)

    def post(number: int) -> None:
        gate.wait()
        try:
            room.shell.answer(wait.ask_id, {"number": number})
            outcomes.append(number)
        except StaleAnswer:
            outcomes.append("stale")

    threads = [threading.Thread(target=post, args=(number,)) for number in (10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes))[-1] == "stale"
    assert room.types().count("answered") == 1


def test_a_new_process_goes_on_from_the_checkpoint(room: Room) -> None:
    wait = hub(room)
    assert room.restart() == wait
    after = room.shell.answer(wait.ask_id, {"option": "mesurer"})
    assert isinstance(after, AskWait)
    assert room.types().count("tool_finished") == 1


def test_a_lost_checkpoint_is_rebuilt_from_the_log(room: Room) -> None:
    wait = hub(room)
    room.saver.delete_thread("jeu")
    assert room.restart() == wait
    assert isinstance(room.shell.answer(wait.ask_id, {"option": "clore"}), Done)
    room.saver.delete_thread("jeu")
    assert isinstance(room.restart(), Done)


def test_a_checkpoint_behind_the_log_is_rebuilt(room: Room) -> None:
    wait = hub(room)
    core = room.shell.state
    later = room.shell.answer(wait.ask_id, {"option": "mesurer"})
    with room.shell._turn("jeu"):
        room.shell._seat(core)  # as if the process had died before the last checkpoints reached the disk
    assert room.restart() == later


def test_a_kill_during_a_measure_makes_it_again_once(room: Room) -> None:
    wait = hub(room)
    room.breaks = Cancelled()
    room.during = lambda progress: progress(5, 36)
    with pytest.raises(Cancelled):
        room.shell.answer(wait.ask_id, {"option": "mesurer"})
    assert room.types()[-1] == "tool_started"
    room.breaks = None
    assert isinstance(room.restart(), AskWait)
    assert room.types().count("tool_started") == 1
    assert room.types().count("tool_finished") == 1
    assert len(room.calls) == 2
    assert differences(room.log, replay(room.scenario, room.log)) == []


def test_a_log_cut_anywhere_is_completed(room: Room) -> None:
    wait = hub(room)
    room.shell.answer(wait.ask_id, {"option": "mesurer"})
    whole = [event.model_copy(update={"at": ""}) for event in room.log]
    for cut in range(1, len(whole)):
        room.log = room.log[:cut]
        room.saver.delete_thread("jeu")
        room.restart()
        made = [event.model_copy(update={"at": ""}) for event in room.log]
        assert made == whole[: len(made)]
        room.log = [event.model_copy(update={"at": "x"}) for event in whole]


def test_a_full_disk_loses_nothing_and_another_answer_may_follow(room: Room) -> None:
    wait = room.open()
    sound = room.append
    before = list(room.log)

    def full(events: list[Event]) -> None:
        raise OSError("no space left on device")

    room.append = full  # type: ignore[method-assign]
    broken = room.new_shell()
    broken.resume(room.log)
    with pytest.raises(OSError, match="no space"):
        broken.answer(wait.ask_id, {"number": 10})
    assert room.log == before
    room.append = sound  # type: ignore[method-assign]
    assert room.restart() == wait
    room.shell.answer(wait.ask_id, {"number": 20})  # langgraph alone would give the 10 again
    assert room.shell.state.vars["pari"] == 20


def test_failures_of_tools_are_events(room: Room) -> None:
    wait = hub(room)
    room.breaks = MissingAsset("missing_asset", both("No weights."))
    after = room.shell.answer(wait.ask_id, {"option": "mesurer"})
    failed = next(event for event in room.log if isinstance(event, ToolFailedEvent))
    assert failed.fallback == "recorded"
    assert next(event for event in room.log if isinstance(event, ToolFinished)).finding.origin == "recorded"
    room.breaks = ZeroDivisionError("a bug")
    ask = room.shell.answer(after.ask_id, {"option": "image"})  # type: ignore[union-attr]
    room.shell.answer(ask.ask_id, {"skipped": True})  # type: ignore[union-attr]
    last = [event for event in room.log if isinstance(event, ToolFailedEvent)][-1]
    assert (last.code, last.fallback) == ("tool_error", "none")
    assert "bug" not in last.says.en
    assert differences(room.log, replay(room.scenario, room.log)) == []


def test_the_key_of_an_answer_and_refused_answers_stay_in_the_log(room: Room) -> None:
    wait = room.open()
    refused = Rejected(seq=len(room.log) + 1, ask_id=wait.ask_id, code="X812", says=both("No."), answer="x")
    room.append([refused])
    assert room.restart() == wait
    room.shell.answer(wait.ask_id, {"number": 60}, "key-1")
    answered = next(event for event in room.log if isinstance(event, Answered))
    assert (answered.seq, answered.key) == (refused.seq + 1, "key-1")
    assert room.restart().node == "carrefour"
    assert differences(room.log, replay(room.scenario, room.log)) == []


def test_settings_keep_the_question(room: Room) -> None:
    wait = hub(room)
    assert room.shell.settings("en", "pupil") == wait
    assert isinstance(room.shell.answer(wait.ask_id, {"option": "clore"}), Done)
    assert room.log[-2].text == "Nobody knows."  # type: ignore[union-attr]


def test_a_checkpoint_holds_json_types_only(room: Room) -> None:
    room.shell.answer(hub(room).ask_id, {"option": "mesurer"})
    kept = room.saver.get_tuple({"configurable": {"thread_id": "jeu"}})
    assert kept is not None
    core = kept.checkpoint["channel_values"]["core"]
    assert json.loads(json.dumps(core)) == core
    assert len(json.dumps(core)) < 3000


def test_checkpoints_are_pruned(room: Room, saver: SqliteSaver) -> None:
    wait: Any = hub(room)
    for _ in range(6):
        wait = room.shell.answer(wait.ask_id, {"option": "tourner"})
    with saver.cursor() as cursor:
        kept = cursor.execute("SELECT count(*) FROM checkpoints").fetchone()[0]
    assert kept == 2
    assert room.restart() == wait


def test_the_call_is_the_nodes(room: Room) -> None:
    room.shell.answer(hub(room).ask_id, {"option": "mesurer"})
    started = next(event for event in room.log if isinstance(event, ToolStarted))
    assert started.call == room.calls[0].call
    assert started.call.seed == 7
    assert room.calls[0].timeout == 60
