"""A real server, in a thread or in a process, on a small investigation of our own."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from server.app import create_app
from server.enquiries import Answerer
from server.laboratory import Laboratory
from server.place import Place
from server.run import _server
from server.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = Path(__file__).parent / "scenarios"
BROWSER = {"accept": "text/html,application/xhtml+xml", "sec-fetch-site": "same-origin"}
PROGRAM = {"accept": "application/json"}


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until ``holds``."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "never came"
        time.sleep(0.02)


class Visitor(httpx.Client):
    """A browser without script: it keeps cookies, and asks for pages."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, headers=BROWSER, timeout=20)

    def begin(self, language: str = "fr", audience: str = "curious", scenario: str = "petite") -> str:
        """Begin an investigation, the small one unless another is named; the path of its page."""
        form = {"scenario": scenario, "language": language, "audience": audience}
        answered = self.post("/playthroughs", data=form)
        assert answered.status_code == 303, answered.text
        path = answered.headers["location"]
        self.until(path, lambda log: log[-1]["type"] == "offered")
        return path

    def log(self, play: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.get(f"{play}/log").text.splitlines()]

    def question(self, play: str) -> str:
        """The open question's id."""
        return next(each["ask_id"] for each in reversed(self.log(play)) if each["type"] == "offered")

    def answer(self, play: str, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
        """Post an answer to the open question, unless ``ask_id`` names another."""
        form = {"ask_id": fields.pop("ask_id", None) or self.question(play), **fields}
        return self.post(f"{play}/turns", data=form, headers=headers)

    def until(
        self, play: str, reached: Callable[[list[dict[str, Any]]], bool], seconds: float = 20
    ) -> list[dict[str, Any]]:
        """The log, once ``reached`` holds of it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            log = self.log(play)
            if log and reached(log):
                return log
            time.sleep(0.03)
        raise AssertionError(f"not reached: {[each['type'] for each in self.log(play)][-6:]}")

    def asked(self, play: str, node: str) -> str:
        """Wait until ``node`` asks; its question's id."""
        log = self.until(play, lambda log: log[-1]["type"] == "offered" and log[-1]["node"] == node)
        return str(log[-1]["ask_id"])

    def to_the_picture(self, play: str) -> str:
        """Play up to the question that asks for a picture."""
        self.answer(play, option="mesurer")
        self.answer(play, ask_id=self.asked(play, "pari"), number="62,5")
        return self.asked(play, "photo")


class Running:
    """A server in a thread of this process."""

    def __init__(self, app: FastAPI) -> None:
        self.place: Place = app.state.place
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen(256)
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        ready = threading.Event()
        self._server = _server(app, ready.set)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]})
        self._thread.start()
        assert ready.wait(20)
        self._visitors: list[Visitor] = []

    def visitor(self) -> Visitor:
        self._visitors.append(Visitor(self.url))
        return self._visitors[-1]

    def settled(self) -> None:
        """Wait until no turn is under way."""
        until(lambda: self.place.turns.count() == 0)

    def watched(self, play: str, by: int) -> None:
        """Wait until so many streams listen to a play."""
        waiting = self.place.turns.bells._waiting
        until(lambda: len(waiting.get(play.rsplit("/", 1)[1], ())) == by)

    def stop(self) -> None:
        for visitor in self._visitors:
            visitor.close()
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture(autouse=True)
def _small_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own investigation, and no weights."""
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(SCENARIOS))
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)


@pytest.fixture
def start() -> Iterator[Callable[..., Running]]:
    """Start servers; all are stopped after the test."""
    running: list[Running] = []

    def begin(
        laboratory: Callable[[Settings], Laboratory] | None = None,
        *,
        answerer: Answerer | None = None,
        **settings: Any,
    ) -> Running:
        made = Settings(**{"in_process": True, "warm": False, "live_seconds": 600, **settings})
        app = create_app(made, laboratory(made) if laboratory else None, answerer=answerer)
        running.append(Running(app))
        return running[-1]

    yield begin
    for server in running:
        server.stop()


@pytest.fixture
def server(start: Callable[..., Running]) -> Running:
    """One server with the usual settings."""
    return start()


class Process:
    """A server in a process of its own, which can be killed."""

    def __init__(self, script: Path, errors: Path, **environment: str) -> None:
        with errors.open("ab") as written:
            self.process = subprocess.Popen(
                [sys.executable, str(script)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
                stdout=subprocess.PIPE,
                stderr=written,
                text=True,
            )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip().removeprefix("Autopsie: ").rstrip("/")
        assert self.url.startswith("http"), errors.read_text()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Launch servers as processes; what is left of them is killed after the test."""
    launched: list[Process] = []

    def begin(script: str, **environment: str) -> Process:
        launched.append(Process(Path(__file__).parent / script, tmp_path / "errors.log", **environment))
        return launched[-1]

    yield begin
    for each in launched:
        each.kill()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], type[Laboratory]]:
    """The laboratory of ``slow_server.py``, whose measures take so many seconds."""
    spec = importlib.util.spec_from_file_location("slow_server", Path(__file__).parent / "slow_server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def taking(seconds: float) -> type[Laboratory]:
        monkeypatch.setenv("SLOW", str(seconds))
        return module.SlowLaboratory  # type: ignore[no-any-return]

    return taking


@pytest.fixture
def visitor_of() -> Iterator[Callable[[str], Visitor]]:
    """Visitors of servers that are processes."""
    visitors: list[Visitor] = []

    def make(url: str) -> Visitor:
        visitors.append(Visitor(url))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.close()
