"""A model in a process of its own, seen from our side: one request at a time, in pieces, within a deadline.

The process is started at the first request, unloaded when nobody has asked for a while, ended with us, and
started again by the request after the one during which it died.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tools.hosted.life import Life, bare_environment
from tools.hosted.troubles import HostedFailed, failed
from tools.subjects.external.frames import Garbled, Gone, TooLate, receive, send
from tools.wording import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

Header: TypeAlias = dict[str, Any]
START_SECONDS = 180.0
"""To load a model: several gigabytes from a slow disk."""
GRACE = 2.0
"""Seconds that a process has to stop what it was told to stop, before it is ended."""


class Hosted:
    """The process of one model. Thread-safe: a second request waits for its turn, within its own deadline."""

    def __init__(
        self,
        who: Words,
        module: str,
        job: Header,
        *,
        idle_seconds: float = 600.0,
        start_seconds: float = START_SECONDS,
        settings: dict[str, str] | None = None,
    ) -> None:
        """``module`` is run with ``settings`` in its environment and loads what ``job`` says."""
        self._who, self._module, self._job = who, module, job
        self._settings = settings or {}
        self._idle_seconds, self._start_seconds = idle_seconds, start_seconds
        self._turn = threading.Lock()
        self._life: Life | None = None
        self._loading_since: float | None = None
        self._asked = 0
        self._spent = 0
        self._idle: threading.Timer | None = None

    @property
    def pid(self) -> int | None:
        """The process's number, while there is one."""
        life = self._life
        return life.process.pid if life is not None and life.alive() else None

    @property
    def spent(self) -> int:
        """What all answers took, by their last messages (``asked`` and ``written``); it only rises."""
        return self._spent

    def resident_bytes(self) -> int | None:
        """Memory that the process holds now; ``None`` where there is no process, or no /proc."""
        if (pid := self.pid) is None:
            return None
        try:
            import resource

            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
            return pages * resource.getpagesize()
        except (ImportError, OSError, ValueError, IndexError):
            return None

    def close(self) -> None:
        """End the process, in the middle of an answer too; the next request starts another."""
        if (life := self._life) is not None:
            life.kill()
        with self._turn:
            self._end()
            self._rest()

    def ask(
        self, request: Header, arrays: Sequence[NDArray[Any]] = (), *, until: float
    ) -> Generator[tuple[Header, list[NDArray[Any]]], None, None]:
        """Each message that answers ``request``, the last one (``"say": "done"``) among them.

        ``until`` is a monotonic time, for waiting, loading and answering together. Closing the iterator
        cancels. Raises :class:`HostedFailed`.
        """
        if not self._turn.acquire(timeout=max(0.0, until - time.monotonic())):
            raise self._failed("busy")
        try:
            self._rest()
            while True:
                used = self._life
                life = self._ready(until)
                try:
                    yield from self._answers(life, request, arrays, until)
                    return
                except _DiedBefore as dead:
                    if life is not used:  # it died of this request
                        raise self._failed("died", **dead.facts) from None
        finally:
            self._tire()
            self._turn.release()

    def _answers(
        self, life: Life, request: Header, arrays: Sequence[NDArray[Any]], until: float
    ) -> Generator[tuple[Header, list[NDArray[Any]]], None, None]:
        self._asked += 1
        number, over, heard = self._asked, False, False
        try:
            send(life.pipe, {**request, "id": number}, arrays, until)
            while not over:
                header, found = receive(life.pipe, until, life.alive)
                if header.get("id") != number:
                    raise Garbled
                over, heard = header.get("say") in ("done", "fault"), True
                self._count(header)
                if header.get("say") == "fault":
                    raise self._failed(str(header.get("code")), **_plain(header.get("facts")))
                yield header, found
        except TooLate:
            raise self._failed("slow") from None
        except Gone:
            over = True
            facts = life.last_words()
            self._end()
            raise self._failed("died", **facts) if heard else _DiedBefore(facts) from None
        except Garbled:
            over = True
            self._end()
            raise self._failed("garbled") from None
        finally:
            if not over:
                self._cancel(life, number)

    def _cancel(self, life: Life, number: int) -> None:
        """Have the answer stopped; a process that does not stop is ended."""
        until = time.monotonic() + GRACE
        try:
            send(life.pipe, {"do": "cancel", "id": number}, (), until)
            while True:
                header, _ = receive(life.pipe, until, life.alive)
                if header.get("id") == number and header.get("say") in ("done", "fault"):
                    self._count(header)
                    return
        except (TooLate, Gone, Garbled):
            self._end()

    def _count(self, header: Header) -> None:
        if header.get("say") == "done":  # of a cancelled answer, too: it was computed
            self._spent += int(header.get("asked", 0)) + int(header.get("written", 0))

    def _ready(self, until: float) -> Life:
        life = self._life
        if life is None or not life.alive():
            self._end()
            try:
                life = Life(self._module, bare_environment(settings=self._settings))
            except OSError as refused:
                raise self._failed("died", how=refused.strerror or "fork") from None
            self._life, self._loading_since = life, time.monotonic()
            with contextlib.suppress(Gone, TooLate):  # told below, by what is not received
                send(life.pipe, {"do": "load", "id": 0, **self._job}, (), until)
        if self._loading_since is not None:
            self._await_loading(life, self._loading_since + self._start_seconds, until)
            self._loading_since = None
        return life

    def _await_loading(self, life: Life, latest: float, until: float) -> None:
        """Wait for the model; a request that gives up leaves it loading, for the next one."""
        try:
            header, _ = receive(life.pipe, min(until, latest), life.alive)
        except TooLate:
            if time.monotonic() < latest:
                raise self._failed("loading") from None
            self._end()
            raise self._failed("slow_start", seconds=self._start_seconds) from None
        except Gone:
            facts = life.last_words()
            self._end()
            raise self._failed("died", **facts) from None
        except Garbled:
            self._end()
            raise self._failed("garbled") from None
        if header.get("say") == "fault":
            self._end()
            raise self._failed(str(header.get("code")), **_plain(header.get("facts")))

    def _failed(self, trouble: str, /, **facts: Any) -> HostedFailed:
        return failed(self._who, trouble, **facts)

    def _end(self) -> None:
        life, self._life, self._loading_since = self._life, None, None
        if life is not None:
            life.kill()

    def _rest(self) -> None:
        """Unload no more by the clock that runs."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _tire(self) -> None:
        """Unload in a while, unless somebody asks."""
        if self._life is None:
            return
        self._idle = threading.Timer(self._idle_seconds, _unload, [weakref.ref(self)])
        self._idle.daemon = True
        self._idle.start()

    def unload(self) -> None:
        """End the process if nobody is being answered; by the clock, when it was left idle."""
        if self._turn.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._turn.release()


class _DiedBefore(Exception):
    """The process was dead before it said anything: it may have died while nobody asked."""

    def __init__(self, facts: dict[str, str]) -> None:
        super().__init__()
        self.facts = facts


def _unload(owner: weakref.ref[Hosted]) -> None:
    # The clock must not keep what it would unload alive.
    if (hosted := owner()) is not None:
        hosted.unload()


def _plain(facts: object) -> dict[str, Any]:
    """Facts as a fault carries them, by name."""
    return {str(name): value for name, value in facts.items()} if isinstance(facts, dict) else {}
