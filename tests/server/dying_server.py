"""A server that kills itself right after the KILL_AT-th time it wrote to a log that it began itself.

Its measures are one recorded finding; WRITES is the file in which it counts what it wrote. Every line on the
standard input is one KILL_AT and one server, a process of its own, forked once the imports are done; after
its address comes, when it has died, how. An empty line ends the server under way.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from engine.language.schema import Scenario
from engine.play.asides import QuotedPassage
from engine.play.events import Event
from server.app import create_app
from server.enquiries import Reply
from server.laboratory import Laboratory
from server.run import serve
from server.settings import Settings
from server.store import Store
from server.tables import Playthrough, Turn
from tools.finding import Finding
from tools.wording import Language

RECORD = Path(__file__).resolve().parents[2] / "scenarios" / "recadrage" / "findings" / "regard_photo.json"


class Recorded(Laboratory):
    """Gives one measure of the genuine network, whatever is asked."""

    def runner(self, play: str, cancel: threading.Event, scenario: Any = None) -> Any:
        kept = Finding.model_validate_json(RECORD.read_bytes())
        return lambda wait, progress: kept.model_copy(update={"call": wait.call})


class OnePassage:
    """Answers every question with the same passage."""

    def prepare(self, scenarios: Iterable[Scenario]) -> None: ...

    def close(self) -> None: ...

    def reply(self, scenario: Scenario, events: Sequence[Event], question: str, language: Language) -> Reply:
        text = scenario.exhibits["regarde"].text.in_(language)[0]
        return Reply(True, [QuotedPassage(id="exhibit:regarde", text=text, score=1.0)], None)


class DyingStore(Store):
    """Counts what it wrote, and dies."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._own: set[str] = set()
        self._writes = 0

    def add_play(self, play: Playthrough, turn: Turn, events: Sequence[Event] = ()) -> None:
        super().add_play(play, turn, events)
        if play.parent is None or play.parent in self._own:
            self._own.add(play.id)
        self._wrote(play.id)

    def append(self, play: str, events: Sequence[Event]) -> None:
        super().append(play, events)
        self._wrote(play)

    def _wrote(self, play: str) -> None:
        if play not in self._own:
            return
        self._writes += 1
        Path(os.environ["WRITES"]).write_text(str(self._writes))
        if self._writes == int(os.environ["KILL_AT"]):
            os.kill(os.getpid(), signal.SIGKILL)


def _make(settings: Settings) -> FastAPI:
    import server.app
    import server.turns

    server.turns.secrets.randbits = lambda bits: 7  # type: ignore[attr-defined]  # every play the same seed
    server.app.Store = DyingStore  # type: ignore[misc,attr-defined]
    return create_app(settings, Recorded(settings), answerer=OnePassage())


def _one_after_the_other() -> None:
    import langgraph.checkpoint.sqlite  # noqa: F401

    import engine.play.graph  # noqa: F401

    for line in iter(sys.stdin.readline, ""):
        os.environ["KILL_AT"] = line.strip()
        child = os.fork()
        if child == 0:
            serve(port=0, make_app=_make)
            os._exit(0)
        if line.strip() == "0":
            sys.stdin.readline()
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print(f"died {os.waitstatus_to_exitcode(status)}", flush=True)


if __name__ == "__main__":
    _one_after_the_other()
