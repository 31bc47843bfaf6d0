"""One life of a process apart, from its start to its end: what it is told, what it prints, how it died."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
KEPT_WORDS = 16_384  # bytes of what the process prints, the last ones
# What a program needs to run. Everything else stays here: secrets stand in the environment.
_PASSED = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH",
           "VIRTUAL_ENV", "SYSTEMROOT", "SSL_CERT_FILE", "OMP_NUM_THREADS",
           "CUDA_VISIBLE_DEVICES")  # fmt: skip
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


class Life:
    """The process of ``python -m module DESCRIPTOR``, with one socket between it and us."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.pipe, theirs = socket.socketpair()
        self.printed = 0
        self._kept = bytearray()
        try:
            self.process = subprocess.Popen(
                # -P: a folder of the user's called "tools" must not be taken for ours.
                [sys.executable, "-P", "-m", module, str(theirs.fileno())],
                env=environment,
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
        """Keep the end of what the process prints."""
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
            how = f"signal {-code}"
            with contextlib.suppress(ValueError):
                how = f"signal {signal.Signals(-code).name}"
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


def _listen(descriptor: int, stream: Any, owner: weakref.ref[Life]) -> None:
    """Read all that the process prints, so that it never waits for a reader; keep the end."""
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


def bare_environment(*, remote: bool = False, settings: dict[str, str] | None = None) -> dict[str, str]:
    """What a process apart is told of our environment, and ``settings``; with ``remote`` the proxies too."""
    from tools.worker import cores

    names = [*_PASSED, *(_PROXIES if remote else ()), *(name.lower() for name in _PROXIES if remote)]
    environment = {name: os.environ[name] for name in names if name in os.environ}
    environment.setdefault("OMP_NUM_THREADS", str(cores()))
    environment["MALLOC_ARENA_MAX"] = "2"  # each arena reserves addresses, which are counted
    environment["PYTHONUNBUFFERED"] = "1"
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    return environment | (settings or {})
