"""The process apart, seen from our side: started when asked, timed, bounded, ended and started again."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tools.hosted.life import Life, bare_environment
from tools.subjects.external.faults import told
from tools.subjects.external.frames import Garbled, Gone, TooLate, receive, send

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FATAL = ("out_of_memory", "left")
"""Faults after which the process is not trusted to go on."""


class Apart:
    """One model in its own process. Thread-safe: one question at a time."""

    def __init__(self, name: str, job: dict[str, Any]) -> None:
        self.name = name
        self.printed = 0  # bytes that the model wrote, all of its processes together
        self._job = job
        self._turn = threading.Lock()
        self._running: Life | None = None
        self._asked = 0

    def load(self) -> None:
        """Start and load now, rather than at the first question. Raises what :func:`told` makes."""
        with self._turn:
            self._ready()

    def ask(
        self, arrays: Sequence[NDArray[Any]], texts: list[str] | None, count: int
    ) -> NDArray[Any] | list[str]:
        """What the model returns of ``count`` inputs: one array, or one word each.

        Raises the error of :func:`told`; whatever went wrong, the next question finds a process again.
        """
        with self._turn:
            running = self._ready()
            self._asked += 1
            header = {"do": "run", "id": self._asked, "count": count, "texts": texts}
            answer, found = self._exchange(running, header, arrays, self._job["seconds"], "hung")
            if answer.get("id") != self._asked:
                self._end()
                raise told("garbled", {}, self.name)
            words = answer.get("texts")
            if words is not None:
                return [str(each) for each in words]
            if len(found) != 1:
                self._end()
                raise told("garbled", {}, self.name)
            return found[0]

    @property
    def pid(self) -> int | None:
        """The process's number, while there is one."""
        return self._running.process.pid if self._running else None

    def close(self) -> None:
        """End the process."""
        with self._turn:
            self._end()

    def _ready(self) -> Life:
        if self._running is not None and self._running.alive():
            return self._running
        self._end()
        environment = bare_environment(remote=bool(self._job["remote"]))
        self._running = running = Life("tools.subjects.external.host", environment)
        self._exchange(running, {"do": "load", **self._job}, (), self._job["start_seconds"], "slow_start")
        return running

    def _exchange(
        self,
        running: Life,
        header: dict[str, Any],
        arrays: Sequence[NDArray[Any]],
        seconds: float,
        late: str,
    ) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        # An address is timed by the process itself, which can say more: it is given a moment to do so.
        until = time.monotonic() + seconds + (2 if self._job["runtime"] == "http" else 0)
        try:
            send(running.pipe, header, arrays, until)
            answer, found = receive(running.pipe, until, running.alive)
        except TooLate:
            self._end()
            raise told(late, {"seconds": seconds}, self.name) from None
        except Gone:
            facts = running.last_words()
            self._end()
            raise told("died", facts, self.name) from None
        except Garbled:
            self._end()
            raise told("garbled", {}, self.name) from None
        if answer.get("say") == "fault":
            code, facts = str(answer.get("code")), dict(answer.get("facts") or {})
            if header["do"] == "load" or code in _FATAL:
                self._end()
            raise told(code, {"memory_mb": self._job["memory"] // 2**20, **facts}, self.name)
        return answer, found

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            self.printed += running.printed
