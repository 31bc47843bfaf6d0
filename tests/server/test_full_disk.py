"""A full disk: a clear sentence, nothing lost, and the server lives."""

from __future__ import annotations

import errno
import sqlite3

import pytest
from sqlalchemy import event

from engine.play.asides import Worded
from server.errors import StorageFull
from server.store import Store
from server.tables import Playthrough, Turn

PROGRAM = {"accept": "application/json"}


def _fill(store: Store) -> None:
    """Let the database grow no further, in every connection."""

    def limit(connection, _record) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    store.engine.dispose()
    store._limit = limit
    event.listen(store.engine, "connect", limit)


def _to_the_brim(store: Store) -> None:
    """Use up what is free in the pages of the log, however long its rows came to be."""
    size, seq = 2000, 1
    while size > 40:
        try:
            store.append("filler", [Worded(seq=seq, of=1, text="x" * size, backend="", accepted=False)])
            seq += 1
        except StorageFull:
            size //= 2


def _free(store: Store) -> None:
    event.remove(store.engine, "connect", store._limit)
    store.engine.dispose()


def _row(name: str) -> tuple[Playthrough, Turn]:
    row = Playthrough(
        id=name, owner="o" * 3000, scenario="s", version=1, sha="", language="fr", audience="a", seed=1,
        created=0, updated=0,
    )  # fmt: skip
    return row, Turn(id=name, playthrough=name, ask_id="open", answer="{}", at=0)


def test_the_store_says_so_and_writes_nothing_of_it(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'd.sqlite'}")
    _fill(store)
    kept = -1

    def add() -> None:
        nonlocal kept
        kept += 1
        store.add_play(*_row(f"p{kept}"))

    with pytest.raises(StorageFull):
        [add() for _ in range(200)]
    assert store.play(f"p{kept}") is None
    assert store.turn(f"p{kept}", "open") is None
    assert all(store.play(f"p{each}") for each in range(kept))
    _free(store)
    store.add_play(*_row("after"))
    assert store.play("after")
    store.close()


def test_an_answer_on_a_full_disk_can_be_sent_again(server):
    visitor = server.visitor()
    play = visitor.begin()
    visitor.to_the_picture(play)
    visitor.answer(play, skip="1")
    ask = visitor.asked(play, "mots")
    before = visitor.log(play)
    store = server.place.store
    store.add_play(*_row("filler"))
    _fill(store)
    _to_the_brim(store)
    words = "x" * 1900  # larger than what is free in the pages that there are
    codes = set()
    for number in range(6):
        answered = visitor.answer(play, PROGRAM, ask_id=ask, text=f"{number}{words}")
        codes.add(answered.status_code)
        if answered.status_code == 507:
            break
    assert answered.status_code == 507, codes
    assert answered.json()["code"] == "H507"
    page = visitor.answer(play, ask_id=ask, text=words)
    assert page.status_code == 507
    assert "disque" in page.text
    assert visitor.log(play)[: len(before)] == before
    assert visitor.get(play).status_code == 200
    _free(store)
    assert visitor.answer(play, PROGRAM, ask_id=ask, text=words).status_code == 202
    log = visitor.until(play, lambda log: log[-1]["type"] == "ended")
    assert sum(each["type"] == "answered" for each in log) == 4


def test_beginning_on_a_full_disk_says_so(server, monkeypatch):
    visitor = server.visitor()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(server.place.store.engine.dialect), "do_commit", full)
    form = {"scenario": "petite", "language": "fr", "audience": "curious"}
    refused = visitor.post("/playthroughs", data=form, headers=PROGRAM)
    assert refused.status_code == 507
    monkeypatch.undo()


def test_a_full_disk_in_the_middle_of_a_turn_is_taken_up_later(server):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.question(play)
    store = server.place.store
    append = store.append
    from server.errors import storage_full

    def full(*_: object) -> None:
        raise storage_full()

    store.append = full
    assert visitor.answer(play, PROGRAM, ask_id=ask, option="mesurer").status_code == 507
    assert visitor.question(play) == ask
    store.append = append
    assert visitor.answer(play, PROGRAM, ask_id=ask, option="clore").status_code == 202  # or otherwise
    log = visitor.until(play, lambda log: log[-1]["type"] == "ended")
    assert [each["answer"] for each in log if each["type"] == "answered"] == [{"option": "clore"}]


def test_a_full_disk_for_checkpoints_is_taken_up_by_the_same_answer(server):
    visitor = server.visitor()
    play = visitor.begin()
    ask = visitor.question(play)

    def full() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    server.place.laboratory.checkpointer = full
    assert visitor.answer(play, ask_id=ask, option="mesurer").status_code == 507
    del server.place.laboratory.checkpointer
    assert visitor.answer(play, PROGRAM, ask_id=ask, option="mesurer").status_code == 202
    assert visitor.asked(play, "pari")


def test_the_database_being_away_is_another_sentence(tmp_path):
    from tools.errors import AutopsieError

    (tmp_path / "file").write_text("")
    with pytest.raises(AutopsieError) as refused:
        Store(f"sqlite:///{tmp_path / 'file' / 'd.sqlite'}")
    assert refused.value.code == "H503"
