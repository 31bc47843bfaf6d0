"""Every save is kept, thinned with age, bounded, and given back whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.author import history as module
from engine.author.history import History, NoSuchSave, replace_file

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "scenario.yaml")


def test_saves_are_kept_latest_first_and_the_same_twice_is_one(history: History) -> None:
    first = history.keep(b"one", at=NOW)
    assert history.keep(b"one", at=NOW) is None
    history.keep(b"two", why="edited", at=NOW + timedelta(seconds=1))
    history.keep(b"one", why="restored", at=NOW + timedelta(seconds=2))
    saves = history.saves()
    assert [save.why for save in saves] == ["restored", "edited", "saved"]
    assert first is not None
    assert history.content(first.sha) == b"one"
    assert history.difference(saves[1].sha, b"one\n")[-2:] == ["-two", "+one"]
    assert (history.folder / ".gitignore").read_text() == "*\n"


def test_two_files_of_one_folder_do_not_mix(tmp_path: Path) -> None:
    one, other = History(tmp_path / "a.yaml"), History(tmp_path / "b.yaml")
    one.keep(b"1", at=NOW)
    other.keep(b"2", at=NOW)
    assert [one.content(save.sha) for save in one.saves()] == [b"1"]
    assert [other.content(save.sha) for save in other.saves()] == [b"2"]


def test_the_last_day_stays_whole_then_one_an_hour_then_one_a_day(history: History) -> None:
    for minute in range(0, 60 * 24 * 12, 20):
        history.keep(str(minute).encode(), at=NOW - timedelta(days=12) + timedelta(minutes=minute))
    last = NOW - timedelta(minutes=20)
    ages = [last - save.at for save in history.saves()]
    assert sum(age <= timedelta(days=1) for age in ages) == 73
    week = [age for age in ages if timedelta(days=1) < age <= timedelta(days=7)]
    assert 24 * 6 - 1 <= len(week) <= 24 * 6 + 1
    older = [age for age in ages if age > timedelta(days=7)]
    assert 4 <= len(older) <= 6
    held = {file.name for file in history.folder.iterdir() if len(file.name) == 64}
    assert held == {save.sha for save in history.saves()}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(module, "MOST_BYTES", 4000)
    return


@pytest.mark.usefixtures("small")
def test_the_history_is_bounded_and_never_empty(history: History) -> None:
    import random

    chance = random.Random(3)
    for at in range(12):
        history.keep(chance.randbytes(1000), at=NOW + timedelta(seconds=at))
    size = sum(file.stat().st_size for file in history.folder.iterdir() if len(file.name) == 64)
    assert 0 < size <= 4000
    history.keep(chance.randbytes(9000), at=NOW + timedelta(minutes=1))
    assert len(history.saves()) == 1


def test_what_is_not_there_or_not_whole_is_refused(history: History, tmp_path: Path) -> None:
    save = history.keep(b"one", at=NOW)
    assert save is not None
    (tmp_path / "secret").write_bytes(b"secret")
    for name in ("../secret", "..%2fsecret", "0" * 64, "saves.jsonl", ""):
        with pytest.raises(NoSuchSave):
            history.content(name)
    (history.folder / save.sha).write_bytes(b"cut")
    with pytest.raises(NoSuchSave):
        history.content(save.sha)


def test_a_line_cut_short_does_not_lose_the_others(history: History) -> None:
    history.keep(b"one", at=NOW)
    with (history.folder / "saves.jsonl").open("a") as index:
        index.write('{"at": "2026\n')
    history.keep(b"two", at=NOW)
    assert len(history.saves()) == 2


def test_a_file_beyond_reason_is_not_kept(history: History) -> None:
    assert history.keep(b"x" * (module.LARGEST + 1), at=NOW) is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60 * 24 * 400), st.binary(max_size=20)), min_size=1, max_size=40))
def test_pruning_keeps_the_last_and_all_that_is_fresh(
    tmp_path_factory: pytest.TempPathFactory, given_saves: list[tuple[int, bytes]]
) -> None:
    kept = History(tmp_path_factory.mktemp("draft") / "scenario.yaml")
    written = []
    for minutes, content in sorted(given_saves, key=lambda each: -each[0]):
        save = kept.keep(content, at=NOW - timedelta(minutes=minutes))
        written += [save] if save is not None else []
    kept.prune(NOW)
    saves = kept.saves()
    assert saves[0] == written[-1]
    fresh = [save for save in written if NOW - save.at <= timedelta(days=1)]
    assert set(fresh) <= set(saves)
    for save in saves:
        kept.content(save.sha)


def test_a_file_is_replaced_whole_with_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]
