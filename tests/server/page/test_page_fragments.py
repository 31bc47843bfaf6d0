"""The stream: what a page that follows live ends up with is what a reloaded page shows."""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.language.schema import Scenario
from engine.play.events import Event, SettingsChanged, ToolProgress
from server.context import PageContext
from server.page import event_fragments, play_page

Log = Callable[..., list[Event]]


def followed(scenario: Scenario, row: object, events: list[Event]) -> dict[str, str]:
    """Do what ``stream.js`` does with each message."""
    shown = {"record": "", "next": "", "notebook": "", "progress": "", "ended": ""}
    for event in events:
        data = event_fragments(scenario, row, events, event)
        assert data["seq"] == event.seq
        assert data["type"] == event.type
        if data["type"] == "ended":
            shown["ended"] = data["html"]
        elif data["type"] not in ("tool_started", "tool_progress"):
            record = shown["record"]
            if data["step"] or not record:
                shown["record"] = record + data["html"]
            else:
                shown["record"] = record[: record.rindex("</section>")] + data["html"] + "</section>"
        for place in ("next", "notebook", "progress"):
            if data[place] is not None:
                shown[place] = data[place]
    return shown


def words(html: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", html).split()


def between(page: str, start: str, end: str) -> str:
    return page.split(start, 1)[1].split(end, 1)[0]


def test_following_live_and_reloading_show_the_same(scenario: Scenario, row: object, log: Log) -> None:
    for stage in ("choice", "bet", "measured", "ended"):
        events = log(stage)
        page = play_page(PageContext(), scenario, row, events)
        live = followed(scenario, row, events)
        record = between(page, 'aria-live="polite">', '<div id="pending">')
        assert words(record) == words(live["record"]), stage
        steps = re.findall(r'<section class="step" id="([^"]+)"', record)
        assert steps == re.findall(r'<section class="step" id="([^"]+)"', live["record"])
        assert words(between(page, '<div id="next">', '<div id="ending">')) == words(live["next"])
        assert words(between(page, 'id="rail"', "<main").split(">", 1)[1]) == words(live["progress"])


def test_the_notebook_arrives_with_the_piece(scenario: Scenario, row: object, log: Log) -> None:
    events = log("measured")
    live = followed(scenario, row, events)
    assert "Pièce 1" in live["notebook"]
    assert "renforcée" in live["notebook"]


def test_a_running_tool_replaces_its_own_place(scenario: Scenario, row: object, log: Log) -> None:
    events = log("waiting")
    started = event_fragments(scenario, row, events, events[-1])
    assert "La mesure commence." in started["html"]
    assert started["next"] == ""
    progress = ToolProgress(node="regard", done=3, total=10)
    data = event_fragments(scenario, row, events, progress)
    assert "il en reste 7" in data["html"]
    queued = ToolProgress(node="regard", done=0, total=0, place=2)
    assert "place 2 dans la file" in event_fragments(scenario, row, events, queued)["html"]


def test_later_events_do_not_leak_into_an_earlier_fragment(scenario: Scenario, row: object, log: Log) -> None:
    events = log("ended")
    offered = next(event for event in events if event.type == "offered")
    data = event_fragments(scenario, row, events, offered)
    assert data["ended"] is False
    assert "La place" in data["next"]
    assert "64" not in " ".join(words(data["next"]))


def test_a_change_of_settings_asks_for_the_whole_page(scenario: Scenario, row: object, log: Log) -> None:
    changed = SettingsChanged(seq=99, language="en", audience="curious")
    assert event_fragments(scenario, row, [*log("choice"), changed], changed)["reload"] is True


def test_what_comes_first_in_an_act_stands_under_its_title(scenario: Scenario, row: object, log: Log) -> None:
    events = log("choice")
    finished = next(event for event in events if event.type == "tool_finished")  # first of the second act
    data = event_fragments(scenario, row, events, finished)
    assert data["step"] is True
    assert data["html"].index('id="act-machine"') < data["html"].index(f'id="plate-{finished.seq}"')
    assert "2.1" in words(data["html"])
