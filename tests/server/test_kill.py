"""Stops, gentle and not: what was begun is finished once, by the next server."""

from __future__ import annotations

import signal
import time

import httpx

BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin"}


def _in_the_middle(server, visitor) -> str:
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    visitor.answer(play, ask_id=visitor.asked(play, "pari"), number="62")
    visitor.until(play, lambda log: log[-1]["type"] == "tool_started")
    return play


def _moved(visitor, url: str):
    visitor.base_url = httpx.URL(url)
    for cookie in list(visitor.cookies.jar):
        cookie.domain = "127.0.0.1"
    return visitor


def test_a_measure_that_a_kill_cut_short_is_finished_by_the_next_start(launch, visitor_of):
    first = launch("slow_server.py", SLOW="60")
    visitor = visitor_of(first.url)
    play = _in_the_middle(first, visitor)
    first.kill()
    second = launch("slow_server.py", SLOW="0.3")
    _moved(visitor, second.url)
    assert visitor.asked(play, "photo")
    log = visitor.log(play)
    kinds = [each["type"] for each in log]
    assert kinds.count("answered") == 2
    assert kinds.count("tool_failed") == 1
    assert [each["seq"] for each in log] == list(range(1, len(log) + 1))
    assert next(each for each in log if each["type"] == "answered" and each["node"] == "pari")["answer"] == {
        "number": 62
    }


def test_an_answer_claimed_but_not_yet_logged_is_played_at_the_next_start(start, slow):
    server = start(slow(0.2))
    visitor = server.visitor()
    play = visitor.begin()
    row = server.place.store.play(play.rsplit("/", 1)[1])
    ask = visitor.question(play)
    server.place.turns._start = lambda turn: None  # the kill comes right after the claim
    server.place.turns.post(row, ask, {"option": "mesurer"}, "")
    assert visitor.question(play) == ask
    again = start(slow(0.2))
    _moved(visitor, again.url)
    assert visitor.asked(play, "pari")
    again.settled()
    assert server.place.store.claimed() == []


def test_a_turn_that_kills_the_server_each_time_is_given_up(start, slow):
    server = start(slow(60))
    visitor = server.visitor()
    play = _in_the_middle(server, visitor)
    identity = play.rsplit("/", 1)[1]
    server.stop()
    from server.store import Store

    store = Store(server.place.settings.database_url)
    (turn,) = store.claimed()
    for _ in range(3):
        store.reclaim(turn)
    store.close()
    again = start(slow(60))
    _moved(visitor := again.visitor(), again.url)
    visitor.cookies = server._visitors[0].cookies
    visitor.asked(play, "photo")
    again.settled()
    assert again.place.store.turn(identity, turn.ask_id).status == "done"


def test_an_interruption_from_the_keyboard_ends_well(launch, visitor_of):
    server = launch("slow_server.py", SLOW="60")
    visitor = visitor_of(server.url)
    _in_the_middle(server, visitor)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(15) == 0


def test_a_gentle_stop_sends_streams_home_and_keeps_the_claim(launch, visitor_of):
    first = launch("slow_server.py", SLOW="60")
    visitor = visitor_of(first.url)
    play = _in_the_middle(first, visitor)
    with visitor.stream("GET", f"{play}/events?after=100000"):
        began = time.monotonic()
        first.process.send_signal(signal.SIGTERM)
        first.process.wait(15)
        assert time.monotonic() - began < 8
    second = launch("slow_server.py", SLOW="0.1")
    _moved(visitor, second.url)
    assert visitor.asked(play, "photo")
