"""The process that holds the models: it answers calls one at a time, over a pipe, until its parent is gone.

Messages are JSON, never pickles. The parent's side is :class:`Worker`; ``python -m tools.worker`` is the
other side. Standard output is never written: it may be a terminal's or a protocol's.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, TypeAlias

from tools import errors
from tools.errors import AutopsieError, ToolFailed
from tools.execution import CATALOGUE, execute, find_tools
from tools.finding import Call
from tools.tool import Cancelled
from tools.wording import Words

Message: TypeAlias = dict[str, Any]

# Page faults cost torch half its speed at these batch sizes: let the allocator keep what it has (measured
# ×1.8). Only the worker lives with it: a server would keep memory that it never uses again.
ALLOCATOR = {
    "MALLOC_MMAP_THRESHOLD_": "4294967296",
    "MALLOC_TRIM_THRESHOLD_": "17179869184",
    "MALLOC_TOP_PAD_": "268435456",
}
PROGRESS_EVERY = 0.05  # seconds between two progress messages of one call
_ROOT = Path(__file__).resolve().parent.parent


class Worker:
    """One worker process, seen from its parent. Not thread-safe: one thread speaks to it."""

    def __init__(self, *, weights: Path | None = None, tools: str = CATALOGUE) -> None:
        ours, theirs = Pipe()
        settings = {"tools": tools, "weights": str(weights) if weights else None}
        self._pipe = ours
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tools.worker", str(theirs.fileno()), json.dumps(settings)],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,  # a Ctrl-C in the terminal is the parent's business
            )
        except BaseException:
            ours.close()
            raise
        finally:
            # Ours alone must keep the pipe open, or the worker would never learn of our death.
            theirs.close()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def send(self, message: Message) -> None:
        """Raises :class:`OSError` when the worker is gone."""
        self._pipe.send_bytes(json.dumps(message).encode())

    def receive(self, wait: float) -> Message | None:
        """The next message, or ``None`` after ``wait`` seconds. Raises :class:`EOFError` once it is gone."""
        try:
            if not self._pipe.poll(wait):
                return None
            message: Message = json.loads(self._pipe.recv_bytes())
        except OSError as gone:
            raise EOFError from gone
        return message

    def kill(self) -> None:
        """End the process now, and wait for its end."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()

    def close(self, patience: float = 2.0) -> None:
        """Let the process end by itself, then kill it."""
        self._pipe.close()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def pack_error(error: AutopsieError) -> Message:
    """An error as JSON."""
    return {
        "kind": type(error).__name__,
        "code": error.code,
        "says": error.says.model_dump(),
        "cure": error.cure.model_dump() if error.cure else None,
    }


def unpack_error(message: Message) -> AutopsieError:
    """The error that :func:`pack_error` packed."""
    kind = getattr(errors, message["kind"], ToolFailed)
    cure = Words(**message["cure"]) if message["cure"] else None
    error: AutopsieError = kind(message["code"], Words(**message["says"]), cure)
    return error


def _environment() -> dict[str, str]:
    environment = {**os.environ, **ALLOCATOR}
    environment.setdefault("OMP_NUM_THREADS", str(cores()))
    paths = [str(_ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    return environment


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Serving:
    """The worker's own side: a thread listens, the main thread computes."""

    def __init__(self, pipe: Connection, tools: str, weights: Path | None) -> None:
        from tools.bench import Bench

        self._pipe = pipe
        self._find_tool = find_tools(tools)
        self._bench = Bench(weights=weights)
        self._asked: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._sending = threading.Lock()
        self._cancelled: set[int] = set()

    def serve(self) -> None:
        """Answer until the parent is gone (the listening thread then ends the process)."""
        threading.Thread(target=self._listen, name="listen", daemon=True).start()
        self._send({"say": "ready"})
        while True:
            message = self._asked.get()
            if message["do"] == "warm":
                self._warm(message["subject"])
            else:
                self._run(message)

    def _listen(self) -> None:
        while True:
            try:
                message = json.loads(self._pipe.recv_bytes())
            except (EOFError, OSError):
                os._exit(0)  # in the middle of a computation, too: nobody waits for it
            if message["do"] == "cancel":
                self._cancelled.add(message["id"])
            else:
                self._asked.put(message)

    def _send(self, message: Message) -> None:
        try:
            with self._sending:
                self._pipe.send_bytes(json.dumps(message).encode())
        except OSError:
            os._exit(0)

    def _warm(self, subject: str) -> None:
        try:
            loaded = self._bench.subject(subject)
            _ = getattr(loaded, "module", None)  # builds the torch module, where there is one
        except Exception:
            # Whoever asks for a measure hears of it in words; warming is a courtesy.
            logging.getLogger("autopsie.lab").info("could not load %s ahead", subject)

    def _run(self, message: Message) -> None:
        number: int = message["id"]
        if number in self._cancelled:
            self._cancelled.discard(number)
            self._send({"say": "cancelled", "id": number})
            return
        self._send({"say": "started", "id": number})
        told = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal told
            if number in self._cancelled:
                raise Cancelled
            now = time.monotonic()
            if now - told >= PROGRESS_EVERY or done >= total:
                told = now
                self._send({"say": "progress", "id": number, "done": done, "total": total})

        try:
            call = Call.model_validate(message["call"])
            uploads = Path(message["uploads"]) if message["uploads"] else None
            tool = self._find_tool(call.verb, call.method)
            finding = execute(tool, call, self._bench.with_uploads(uploads), progress)
        except Cancelled:
            self._send({"say": "cancelled", "id": number})
        except AutopsieError as error:
            self._send({"say": "error", "id": number, "error": pack_error(error)})
        else:
            self._send({"say": "finding", "id": number, "finding": finding.model_dump_json()})
        finally:
            self._cancelled.discard(number)


def main() -> None:
    """Serve on the pipe whose descriptor is the first argument; the second is JSON settings."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = Connection(int(sys.argv[1]))
    settings = json.loads(sys.argv[2])
    sys.stdout = sys.stderr
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    weights = Path(settings["weights"]) if settings["weights"] else None
    _Serving(pipe, settings["tools"], weights).serve()


if __name__ == "__main__":
    main()
