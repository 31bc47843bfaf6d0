"""The process apart, seen from our side: started when asked, timed, bounded, ended and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.subjects.external.faults import told
from tools.subjects.external.frames import Garbled, Gone, TooLate, receive, send

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROOT = Path(__file__).resolve().parents[3]
KEPT_WORDS = 16_384  # bytes of what the model prints, the last ones
# What a program needs to run. Everything else stays here: secrets stand in the environment.
_PASSED = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH",
           "VIRTUAL_ENV", "SYSTEMROOT", "SSL_CERT_FILE", "OMP_NUM_THREADS")  # fmt: skip
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_FATAL = ("out_of_memory", "left")
"""Faults after which the process is not trusted to go on."""


class Apart:
    """One model in its own process. Thread-safe: one question at a time."""

    def __init__(self, name: str, job: dict[str, Any]) -> None:
        self.name = name
        self.printed = 0  # bytes that the model wrote, all of its processes together
        self._job = job
        self._turn = threading.Lock()
        self._running: _Running | None = None
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

    def _ready(self) -> _Running:
        if self._running is not None and self._running.alive():
            return self._running
        self._end()
        self._running = running = _Running(self._job)
        self._exchange(running, {"do": "load", **self._job}, (), self._job["start_seconds"], "slow_start")
        return running

    def _exchange(
        self,
        running: _Running,
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


class _Running:
    """One life of the process."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.pipe, theirs = socket.socketpair()
        self.printed = 0
        self._kept = bytearray()
        try:
            self.process = subprocess.Popen(
                # -P: a folder of the user's called "tools" must not be taken for ours.
                [sys.executable, "-P", "-m", "tools.subjects.external.host", str(theirs.fileno())],
                env=_environment(remote=bool(job["remote"])),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # what it forks is ended with it
            )
        except BaseException:
            self.pipe.close()
            raise
        finally:
            theirs.close()
        self._finished = weakref.finalize(self, _kill, self.process, self.pipe)
        stream = self.process.stdout
        assert stream is not None
        # The thread must not keep us alive, or nothing would ever be collected.
        self._listener = threading.Thread(
            target=_listen, args=(stream.fileno(), stream, weakref.ref(self)), name="model-words", daemon=True
        )
        self._listener.start()

    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def heard(self, words: bytes) -> None:
        """Keep the end of what the model prints."""
        self.printed += len(words)
        self._kept += words
        del self._kept[:-KEPT_WORDS]

    def last_words(self) -> dict[str, str]:
        """How the process ended, and the last line that it printed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1.0)
        self._listener.join(0.5)
        code = self.process.returncode
        if code is None:
            how = "?"
        elif code < 0:
            with contextlib.suppress(ValueError):
                code_name = signal.Signals(-code).name
                how = f"signal {code_name}"
                return {"how": how, "last": self._last_line()}
            how = f"signal {-code}"
        else:
            how = f"code {code}"
        return {"how": how, "last": self._last_line()}

    def _last_line(self) -> str:
        lines = self._kept.decode("utf-8", "replace").split("\n")
        written = [line.strip() for line in lines if line.strip()]
        return "".join(each for each in written[-1] if each.isprintable())[:200] if written else ""

    def kill(self) -> None:
        """End the process and what it forked, now."""
        self._finished()


def _listen(descriptor: int, stream: Any, owner: weakref.ref[_Running]) -> None:
    """Read all that the model prints, so that it never waits for a reader; keep the end."""
    with contextlib.suppress(OSError, ValueError), stream:
        while words := os.read(descriptor, 65_536):
            running = owner()
            if running is not None:
                running.heard(words)
            del running


def _kill(process: subprocess.Popen[bytes], pipe: socket.socket) -> None:
    pipe.close()
    # The group outlives its first member while a fork of it runs.
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()
    process.wait()


def _environment(*, remote: bool) -> dict[str, str]:
    from tools.worker import cores

    names = [*_PASSED, *(_PROXIES if remote else ()), *(name.lower() for name in _PROXIES if remote)]
    environment = {name: os.environ[name] for name in names if name in os.environ}
    environment.setdefault("OMP_NUM_THREADS", str(cores()))
    environment["MALLOC_ARENA_MAX"] = "2"  # each arena reserves addresses, which are counted
    environment["PYTHONUNBUFFERED"] = "1"
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    return environment
