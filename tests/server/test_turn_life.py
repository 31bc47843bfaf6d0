"""What becomes of an answer: taken once, refused with a sentence, never lost."""

from __future__ import annotations

import threading
import time

from engine.language.reader import find_scenario, read_scenario
from engine.play.events import parse_event
from engine.play.replay import ASIDE, replay

PROGRAM = {"accept": "application/json"}


def test_a_play_goes_from_its_opening_to_its_end(server):
    visitor = server.visitor()
    play = visitor.begin()
    visitor.to_the_picture(play)
    visitor.answer(play, skip="1")
    visitor.answer(play, ask_id=visitor.asked(play, "mots"), text="l'ordre, <b>surtout</b>")
    log = visitor.until(play, lambda log: log[-1]["type"] == "ended")
    assert [each["seq"] for each in log] == list(range(1, len(log) + 1))
    failed = [each for each in log if each["type"] == "tool_failed"]
    assert [each["fallback"] for each in failed] == ["if_fails", "if_fails"]  # no weights here
    assert server.place.store.play(play.rsplit("/", 1)[1]).status == "ended"


def test_the_exported_log_is_events_and_replays(server):
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="clore")
    log = visitor.until(play, lambda log: log[-1]["type"] == "ended")
    events = [parse_event(each) for each in log]
    scenario, _ = read_scenario(find_scenario("petite"))
    again = replay(scenario, events)
    plain = [each.model_copy(update={"at": ""}) for each in events if not isinstance(each, ASIDE)]
    assert [each.model_copy(update={"at": ""}) for each in again if not isinstance(each, ASIDE)] == plain


def test_the_same_answer_twice_is_one_turn(server):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.question(play)
    first = visitor.answer(play, PROGRAM, ask_id=ask, option="mesurer")
    second = visitor.answer(play, PROGRAM, ask_id=ask, option="mesurer")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    log = visitor.until(play, lambda log: log[-1].get("node") == "pari")
    assert [each["type"] for each in log].count("answered") == 1


def test_the_same_key_is_the_same_turn(server):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.question(play)
    first = visitor.answer(play, PROGRAM, ask_id=ask, option="mesurer", key="k1")
    second = visitor.answer(play, PROGRAM, ask_id=ask, option="mesurer", key="k1")
    assert first.json()["turn"] == second.json()["turn"]


def test_another_answer_to_an_answered_question_is_stale(server):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.question(play)
    visitor.answer(play, ask_id=ask, option="mesurer")
    late = visitor.answer(play, PROGRAM, ask_id=ask, option="clore")
    assert late.status_code == 409
    assert late.headers["content-type"] == "application/problem+json"
    assert late.json()["code"] == "X802"
    assert "traceback" not in late.text.lower()


def test_an_answer_to_a_question_never_asked_is_stale(server):
    visitor = server.visitor()
    play = visitor.begin()
    assert visitor.answer(play, PROGRAM, ask_id="f" * 32, option="mesurer").status_code == 409


def test_a_stale_answer_shows_the_current_page_to_a_browser(server):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.question(play)
    visitor.answer(play, ask_id=ask, option="mesurer")
    visitor.asked(play, "pari")
    late = visitor.answer(play, ask_id=ask, option="clore")
    assert late.status_code == 409
    assert "Votre pari." in late.text
    assert "déjà" in late.text


def test_an_invalid_answer_says_why_and_leaves_the_question_open(server):
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    ask = visitor.asked(play, "pari")
    refused = visitor.answer(play, ask_id=ask, number="300")
    assert refused.status_code == 422
    assert "entre 0 et 100" in refused.text
    assert "Votre pari." in refused.text
    log = visitor.log(play)
    assert log[-1]["type"] == "rejected"
    assert visitor.answer(play, ask_id=ask, number="30").status_code == 303
    visitor.asked(play, "photo")


def test_a_program_is_told_of_an_invalid_answer_in_the_play_s_language(server):
    visitor = server.visitor()
    play = visitor.begin(language="en")
    refused = visitor.answer(play, PROGRAM, option="nowhere")
    assert refused.status_code == 422
    assert "not on offer" in refused.json()["detail"]


def test_refused_answers_do_not_fill_the_log(server):
    visitor = server.visitor()
    play = visitor.begin()
    for _ in range(15):
        visitor.answer(play, PROGRAM, option="nowhere")
    assert sum(each["type"] == "rejected" for each in visitor.log(play)) == 10


def test_of_two_answers_at_once_one_wins(server):
    for _ in range(5):
        visitor = server.visitor()
        play = visitor.begin()
        ask = visitor.question(play)
        codes: list[int] = []
        barrier = threading.Barrier(2)

        def post(option: str, play: str = play, ask: str = ask, visitor=visitor) -> None:
            barrier.wait()  # noqa: B023
            answered = visitor.answer(play, PROGRAM, ask_id=ask, option=option)
            codes.append(answered.status_code)  # noqa: B023

        threads = [threading.Thread(target=post, args=(option,)) for option in ("mesurer", "clore")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(codes) == [202, 409]
        server.settled()
        assert sum(each["type"] == "answered" for each in visitor.log(play)) == 1


def test_an_answer_is_acknowledged_while_its_measure_runs(start, slow):
    server = start(slow(3.0))
    visitor = server.visitor()
    taken = []
    for _ in range(3):  # the bound holds at the best of three: the machine may be busy with something else
        play = visitor.begin()
        visitor.answer(play, option="mesurer")
        ask = visitor.asked(play, "pari")
        began = time.perf_counter()
        assert visitor.answer(play, PROGRAM, ask_id=ask, number="10").status_code == 202
        taken.append(time.perf_counter() - began)
        assert visitor.get(play).status_code == 200
        assert "tool_failed" not in [each["type"] for each in visitor.log(play)]
    assert min(taken) < 0.6
    assert visitor.asked(play, "photo")


def test_settings_change_and_the_question_stays(server):
    visitor = server.visitor()
    play = visitor.begin(language="fr")
    ask = visitor.question(play)
    changed = visitor.post(f"{play}/settings", data={"language": "en", "audience": "engineer"})
    assert changed.status_code == 303
    log = visitor.until(play, lambda log: any(each["type"] == "settings_changed" for each in log))
    assert log[-1]["language"] == "en"
    assert visitor.answer(play, ask_id=ask, option="mesurer").status_code == 303
    assert visitor.asked(play, "pari")


def test_settings_that_the_scenario_lacks_are_refused(server):
    visitor = server.visitor()
    play = visitor.begin()
    assert visitor.post(f"{play}/settings", data={"audience": "nobody"}).status_code == 422
    wrong = {"scenario": "petite", "language": "fr", "audience": "nobody"}
    assert visitor.post("/playthroughs", data=wrong).status_code == 422


def test_erasing_forgets_everything(server):
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    assert visitor.post(f"{play}/erase").status_code == 303
    assert visitor.get(play).status_code == 404
    identity = play.rsplit("/", 1)[1]
    assert server.place.store.payloads(identity) == []
    assert server.place.store.turn(identity, "open") is None
    saver = server.place.laboratory.checkpointer()
    assert saver.get_tuple({"configurable": {"thread_id": identity}}) is None


def test_erasing_breaks_off_a_measure(start, slow):
    server = start(slow(30))
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    visitor.answer(play, ask_id=visitor.asked(play, "pari"), number="1")
    visitor.until(play, lambda log: log[-1]["type"].startswith("tool_"))
    began = time.monotonic()
    visitor.post(f"{play}/erase")
    assert time.monotonic() - began < 5
    assert visitor.get(play).status_code == 404


def test_a_turn_that_broke_off_is_taken_up_when_its_reader_comes_back(server):
    visitor = server.visitor()
    play = visitor.begin()
    store = server.place.store
    append = store.append
    told = 0

    def broken(name, events) -> None:
        nonlocal told
        told += 1
        if told == 2:
            raise RuntimeError("once")
        append(name, events)

    visitor.answer(play, option="mesurer")
    ask = visitor.asked(play, "pari")
    store.append = broken
    failed = visitor.answer(play, PROGRAM, ask_id=ask, number="5")
    assert failed.status_code in (202, 503)
    visitor.until(play, lambda log: log[-1]["type"] == "tool_started")
    server.settled()
    store.append = append
    assert visitor.get(play).status_code == 200
    assert visitor.asked(play, "photo")
    assert sum(each["type"] == "answered" for each in visitor.log(play)) == 2


def test_a_play_whose_opening_failed_opens_when_its_reader_comes_back(server):
    visitor = server.visitor()
    visitor.begin()  # for the cookie
    store = server.place.store
    append = store.append

    def broken(*_: object) -> None:
        raise RuntimeError("once")

    store.append = broken
    visitor.post("/playthroughs", data={"scenario": "petite", "language": "fr", "audience": "curious"})
    server.settled()
    store.append = append
    plays = list(store.plays_of(server.place.seals.owner(visitor.cookies["autopsie"])))
    empty = next(each for each in plays if store.last_seq(each.id) == 0)
    assert visitor.get(f"/playthroughs/{empty.id}").status_code == 200
    assert visitor.asked(f"/playthroughs/{empty.id}", "debut")
