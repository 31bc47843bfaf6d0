"""Going back and forking, both branches kept and compared; a play on two devices; consent to counts."""

from __future__ import annotations

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
from sqlmodel import update

from engine.play.log_chain import broken_at
from engine.play.replay import differences, replay
from server.access import CODE_LENGTH, LETTERS
from server.laboratory import Laboratory
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


def test_no_code_breaks_the_form(server: Any) -> None:
    visitor = server.visitor()

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(max_size=40))
    def holds(code: str) -> None:
        answer = visitor.post("/reprendre", data={"code": code.encode("utf-8", "replace").decode()})
        assert answer.status_code == 422
        assert 'id="code-field"' in answer.text

    holds()
    assert CODE_LENGTH == 8
