"""Processes apart that misbehave in every way: each is told, in time, and the next is fine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tools.hosted.hosted import GRACE, Hosted
from tools.hosted.troubles import MODEL, HostedFailed

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[2]
PATHS = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(FOLDER)])}
started: list[Hosted] = []


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    yield
    while started:
        started.pop().close()


def hosted(how: str) -> Hosted:
    made = Hosted(MODEL, "misbehaving", {"how": how}, settings=PATHS)
    started.append(made)
    return made


def said(process: Hosted, seconds: float = 20.0) -> list[str]:
    with closing(process.ask({"do": "it"}, until=time.monotonic() + seconds)) as answers:
        return [header["say"] for header, _ in answers]


def failure(process: Hosted, seconds: float = 20.0) -> HostedFailed:
    with pytest.raises(HostedFailed) as failed:
        said(process, seconds)
    return failed.value


def test_one_that_behaves_is_counted() -> None:
    process = hosted("behaves")
    assert said(process) == ["piece", "done"]
    assert process.spent == 5


@pytest.mark.parametrize("how", ["dies at once", "dies later"])
def test_one_that_dies_of_the_request_is_not_asked_for_ever(how: str) -> None:
    process = hosted(how)
    for _ in range(2):  # the next request starts it again
        dead = failure(process)
        assert dead.trouble == "died"
        assert "code 3" in dead.says.fr
        assert "these are my last words" in dead.detail
        assert process.pid is None


def test_one_that_dies_while_nobody_asks_is_missed_by_nobody() -> None:
    process = hosted("behaves")
    said(process)
    assert process.pid is not None
    os.kill(process.pid, 9)
    assert said(process) == ["piece", "done"]


@pytest.mark.parametrize("how", ["babbles", "misnumbers"])
def test_one_that_babbles_or_answers_something_else_is_ended(how: str) -> None:
    process = hosted(how)
    assert failure(process).trouble == "garbled"
    assert process.pid is None


def test_one_that_hangs_is_ended_soon_after_its_time() -> None:
    process = hosted("hangs")
    before = time.monotonic()
    assert failure(process, 2.0).trouble == "slow"
    assert time.monotonic() - before < 2.0 + GRACE + 1.0
    assert process.pid is None


def test_what_it_raises_is_for_the_operator_and_it_lives_on() -> None:
    process = hosted("raises")
    broken = failure(process)
    assert broken.trouble == "raised"
    assert "out of ideas" in broken.detail
    assert "out of ideas" not in broken.sentence("fr")
    assert process.pid is not None


def test_memory_that_runs_out_while_loading_is_told() -> None:
    assert failure(hosted("out of memory")).trouble == "out_of_memory"


def test_what_it_prints_reaches_no_terminal_and_stops_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert said(hosted("shouts")) == ["piece", "done"]
    assert capfd.readouterr() == ("", "")


def test_what_is_dropped_is_ended() -> None:
    process = hosted("behaves")
    said(process)
    pid = process.pid
    started.clear()
    del process
    assert not Path(f"/proc/{pid}").exists()
