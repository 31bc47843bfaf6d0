"""Going back and forking, both branches kept and compared; a play on two devices; consent to counts."""

from __future__ import annotations

import io
import json
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlmodel import update

from engine.play.log_chain import broken_at
from engine.play.replay import differences, replay
from server import branching
from server.access import CODE_LENGTH, LETTERS
from server.consent import counted_plays
from server.laboratory import Laboratory
from server.routes import moving
from server.tables import MoveCode
from tools.finding import Finding

RECORD = Path(__file__).resolve().parents[2] / "scenarios" / "recadrage" / "findings" / "regard_photo.json"
PROGRAM = {"accept": "application/json"}


class Recorded(Laboratory):
    """Gives a measure of the genuine network that was recorded, whatever is asked."""

    def runner(self, play: str, cancel: threading.Event, scenario: Any = None) -> Any:
        kept = Finding.model_validate_json(RECORD.read_bytes())
        return lambda wait, progress: kept.model_copy(update={"call": wait.call})


@pytest.fixture
def server(start: Callable[..., Any]) -> Any:
    return start(Recorded)


def asks(log: list[dict[str, Any]]) -> dict[str, str]:
    return {each["node"]: each["ask_id"] for each in log if each["type"] == "offered"}


def fork(visitor: Any, play: str, node: str, key: str = "k") -> str:
    at = asks(visitor.log(play))[node]
    answer = visitor.post(f"{play}/branch", data={"at": at, "key": key})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].split("#")[0])


@pytest.mark.parametrize("node", ["debut", "pari", "photo", "mots"])
def test_a_branch_at_each_kind_of_question_is_a_play_like_any_other(server: Any, node: str) -> None:
    visitor = server.visitor()
    play = visitor.begin()
    visitor.to_the_picture(play)
    visitor.answer(play, skip="1")
    visitor.asked(play, "mots")
    visitor.answer(play, text="un mot")
    before = visitor.until(play, lambda log: log[-1]["type"] == "ended")
    other = fork(visitor, play, node)
    assert other != play
    log = visitor.log(other)
    assert [each["type"] for each in log[-2:]] == ["offered", "branched"]
    assert log[-2]["node"] == node
    assert set(asks(log).values()).isdisjoint(asks(before).values())
    assert visitor.log(play) == before  # the first is left as it was
    name = other.rsplit("/", 1)[1]
    store = server.place.store
    assert broken_at(store.links(name), dict(store.payloads(name))) is None
    if node == "debut":
        visitor.answer(other, option="clore")
        visitor.until(other, lambda log: log[-1]["type"] == "ended")
    else:
        visitor.answer(other, skip="1") if node != "pari" else visitor.answer(other, number="10")
        visitor.until(other, lambda log: log[-1]["type"] == ("ended" if node == "mots" else "offered"))
    events = store.events(name)
    assert differences(events, replay(server.place.scenarios["petite"], events)) == []


def test_the_same_form_twice_makes_one_branch(server: Any) -> None:
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    visitor.asked(play, "pari")
    assert fork(visitor, play, "debut") == fork(visitor, play, "debut")
    assert fork(visitor, play, "debut", "other") != fork(visitor, play, "debut")
    # nothing to choose otherwise at a question that is still open, or that is not there
    for at in (asks(visitor.log(play))["pari"], "nothing", ""):
        assert visitor.post(f"{play}/branch", data={"at": at}).status_code in (409, 422)
    assert visitor.get(f"{play}/branch?at={asks(visitor.log(play))['debut']}").status_code == 200


def test_a_bet_made_after_seeing_is_called_so(server: Any) -> None:
    visitor = server.visitor()
    play = visitor.begin()
    visitor.to_the_picture(play)
    assert "pari fait après avoir vu" not in visitor.get(play).text
    other = fork(visitor, play, "pari")
    assert json.loads(visitor.get(f"{other}/log").text.splitlines()[-1])["seen"] == ["mesure"]


def test_two_branches_are_compared_and_are_nobody_elses(server: Any) -> None:
    visitor = server.visitor()
    play = visitor.begin()
    visitor.to_the_picture(play)
    other = fork(visitor, play, "debut")
    visitor.answer(other, option="clore")
    visitor.until(other, lambda log: log[-1]["type"] == "ended")
    tree = visitor.get(f"{play}/branches").text
    assert other.rsplit("/", 1)[1] in tree
    assert "Clore" in tree
    page = visitor.get(f"{other}/branches/compare?other={play.rsplit('/', 1)[1]}").text
    assert "Clore" in page
    assert "Mesurer" in page
    assert "Elles se séparent dès le début" in page
    assert Finding.model_validate_json(RECORD.read_bytes()).conclusion.fr[:20] in page
    stranger = server.visitor()
    begun = stranger.begin()
    for address in (f"{play}/branches", f"{play}/branch?at=x", f"{play}/move", f"{play}/count"):
        assert stranger.get(address).status_code == 404, address
    for address in ("branch", "move", "move/withdraw", "count"):
        assert stranger.post(f"{play}/{address}", data={"at": "x"}).status_code == 404, address
    assert stranger.get(f"{begun}/branches/compare?other={play.rsplit('/', 1)[1]}").status_code == 404


def test_a_code_opens_the_play_elsewhere_once(server: Any) -> None:
    phone, laptop, third = server.visitor(), server.visitor(), server.visitor()
    play = phone.begin()
    code = phone.post(f"{play}/move", headers=PROGRAM).json()["code"]
    assert set(code) <= {*LETTERS, "-"}
    assert not {"0", "O", "1", "I", "L"} & set(LETTERS)
    typed = code.replace("-", " ").lower()
    answer = laptop.post("/reprendre", data={"code": f" {typed} "})
    assert answer.headers["location"].startswith(play)
    assert laptop.get(play).status_code == 200
    laptop.answer(play, option="mesurer")
    assert phone.asked(play, "pari")  # both go on
    late = third.post("/reprendre", data={"code": code})
    assert late.status_code == 422
    assert "quinze minutes" in late.text or "fifteen minutes" in late.text
    assert "un autre appareil" in phone.get(f"{play}/move").text
    phone.post(f"{play}/move/withdraw")
    assert laptop.get(play).status_code == 404


def test_a_code_runs_out_and_a_newer_one_replaces_it(server: Any) -> None:
    phone, laptop = server.visitor(), server.visitor()
    play = phone.begin()
    first = phone.post(f"{play}/move", headers=PROGRAM).json()["code"]
    second = phone.post(f"{play}/move", headers=PROGRAM).json()["code"]
    assert laptop.post("/reprendre", data={"code": first}).status_code == 422
    with server.place.store.session() as session:
        session.execute(update(MoveCode).values(until=time.time() - 1))
    assert laptop.post("/reprendre", data={"code": second}).status_code == 422


def test_the_start_form_asks_and_a_yes_can_be_taken_back(server: Any) -> None:
    visitor = server.visitor()
    box = re.search(r'<input type="checkbox" name="counted"[^>]*>', visitor.get("/incidents/petite").text)
    assert box
    assert "checked" not in box[0]
    form = {"scenario": "petite", "language": "fr", "audience": "curious", "counted": "1"}
    play = visitor.post("/playthroughs", data=form).headers["location"]
    name = play.rsplit("/", 1)[1]
    assert server.place.store.play(name).counted
    assert "Votre partie est comptée" in visitor.get(f"{play}/count").text
    visitor.post(f"{play}/count", data={"counted": ""})
    assert not server.place.store.play(name).counted


def test_no_code_breaks_the_form(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = server.visitor()
    monkeypatch.setattr(moving, "CODES_PER_MINUTE", 1000)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(max_size=40))
    def holds(code: str) -> None:
        answer = visitor.post("/reprendre", data={"code": code.encode("utf-8", "replace").decode()})
        assert answer.status_code == 422
        assert 'id="code-field"' in answer.text

    holds()
    assert CODE_LENGTH == 8


def test_codes_are_not_tried_out_one_after_the_other(server: Any) -> None:
    visitor = server.visitor()
    play = visitor.begin()
    tried = [visitor.post("/reprendre", data={"code": "AAAA"}) for _ in range(moving.CODES_PER_MINUTE + 1)]
    assert {each.status_code for each in tried[:-1]} == {422}
    assert tried[-1].status_code == 429
    assert visitor.get(play).status_code == 200


def test_the_other_device_holds_the_branches_too(server: Any) -> None:
    phone, laptop = server.visitor(), server.visitor()
    play = phone.begin()
    phone.answer(play, option="mesurer")
    phone.asked(play, "pari")
    before = fork(phone, play, "debut", "before")
    code = phone.post(f"{play}/move", headers=PROGRAM).json()["code"]
    assert laptop.get(before).status_code == 404
    laptop.post("/reprendre", data={"code": code})
    assert laptop.get(before).status_code == 200  # made before the code
    there = fork(laptop, play, "debut", "there")
    assert laptop.get(there).status_code == phone.get(there).status_code == 200
    for visitor in (phone, laptop):
        tree = visitor.get(f"{play}/branches").text
        assert all(each.rsplit("/", 1)[1] in tree for each in (play, before, there))
    assert laptop.post(f"{play}/move/withdraw").status_code == 303
    assert laptop.get(play).status_code == 200  # only the device where it began closes the others
    phone.post(f"{play}/move/withdraw")
    assert {laptop.get(each).status_code for each in (play, before, there)} == {404}


def test_a_forged_cookie_opens_and_moves_nothing(server: Any) -> None:
    visitor, forger = server.visitor(), server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    visitor.asked(play, "pari")
    code = visitor.post(f"{play}/move", headers=PROGRAM).json()["code"]
    true = visitor.cookies["autopsie"]
    forger.cookies.set("autopsie", ("A" if true[0] != "A" else "B") + true[1:])
    at = asks(visitor.log(play))["debut"]
    for answer in (
        forger.get(play),
        forger.get(f"{play}/branches"),
        forger.post(f"{play}/branch", data={"at": at, "key": "k"}),
        forger.post(f"{play}/move"),
        forger.post(f"{play}/count", data={"counted": "1"}),
    ):
        assert answer.status_code == 404
    assert not server.place.store.play(play.rsplit("/", 1)[1]).counted
    cross = visitor.post(f"{play}/branch", data={"at": at}, headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 403
    assert visitor.post("/reprendre", data={"code": code}).headers["location"].startswith(play)


def picture() -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((60, 40)).convert("RGB").save(file, "PNG")
    return file.getvalue()


def test_a_picture_follows_into_the_branch_and_lives_no_longer(server: Any) -> None:
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.to_the_picture(play)
    sent = {"picture": ("photo.png", picture())}
    assert visitor.post(f"{play}/turns", data={"ask_id": ask}, files=sent).status_code == 303
    visitor.asked(play, "mots")
    server.settled()
    store, first = server.place.store, play.rsplit("/", 1)[1]
    early = fork(visitor, play, "photo", "early").rsplit("/", 1)[1]
    assert store.uploads(play=early) == []  # that question is open again: no picture comes with it
    (kept,) = store.uploads(play=first)
    branching._copy_pictures(store, first, early, [kept.sha])
    (copied,) = store.uploads(play=early)
    assert (copied.sha, copied.at) == (kept.sha, kept.at)  # erased when the first would be
    files = sorted(each.name for each in branching.folder_of(first).iterdir())
    assert files == sorted(each.name for each in branching.folder_of(early).iterdir())
    assert f"{kept.sha}.png" in files
    branching._copy_pictures(store, first, early, [])
    visitor.answer(play, text="un mot")
    visitor.until(play, lambda log: log[-1]["type"] == "ended")
    server.settled()
    at = asks(visitor.log(play))
    assert "Votre image est effacée" in visitor.get(f"{play}/branch?at={at['mots']}").text
    assert "Votre image est effacée" not in visitor.get(f"{play}/branch?at={at['photo']}").text
    late = fork(visitor, play, "mots")  # what was done with it stays, the picture does not come back
    assert any(each["type"] == "tool_started" and each["node"] == "regard" for each in visitor.log(late))
    assert store.uploads(play=late.rsplit("/", 1)[1]) == []


def test_a_yes_or_a_no_holds_for_all_branches_and_they_count_once(server: Any) -> None:
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="clore")
    visitor.until(play, lambda log: log[-1]["type"] == "ended")
    middle = fork(visitor, play, "debut")
    visitor.answer(middle, option="mesurer")
    visitor.asked(middle, "pari")  # and stays open
    last = fork(visitor, middle, "debut")
    visitor.answer(last, option="clore")
    visitor.until(last, lambda log: log[-1]["type"] == "ended")
    server.settled()
    store, scenario = server.place.store, server.place.scenarios["petite"]
    assert counted_plays(store, scenario) == []
    visitor.post(f"{middle}/count", data={"counted": "1"})
    assert [each.id for each in counted_plays(store, scenario)] == [last.rsplit("/", 1)[1]]
    visitor.post(f"{middle}/erase")  # its branch becomes the first one's
    assert store.play(last.rsplit("/", 1)[1]).parent == play.rsplit("/", 1)[1]
    assert len(counted_plays(store, scenario)) == 1
    assert last.rsplit("/", 1)[1] in visitor.get(f"{play}/branches").text
    visitor.post(f"{last}/count", data={"counted": ""})
    assert counted_plays(store, scenario) == []
    assert "moins de 5 parties" in visitor.get(f"{play}/count").text
