"""The side of the process apart: it loads one model, answers one request at a time, until its parent is gone.

Nothing is read but the socket, and nothing written to it but frames: what a library prints is caught by the
parent.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from tools.subjects.external.frames import Fault, Garbled, Gone, receive, send

Header: TypeAlias = dict[str, Any]
Say = Callable[[Header], None]
Over = Callable[[], bool]
Answer = tuple[Header, Sequence[Any]]
"""What a request's last message says, and its arrays."""
Answering = Callable[[Header, Say, Over], Answer]
"""One request: ``say`` sends a piece of the answer, ``over()`` is whether nobody wants it any more."""


class _Serving:
    def __init__(self, pipe: socket.socket, load: Callable[[Header], Answering]) -> None:
        self._pipe = pipe.dup()  # a time-out is a socket's own: one to listen with, one to answer
        self._listening = pipe
        self._load = load
        self._asked: queue.SimpleQueue[Header] = queue.SimpleQueue()
        self._cancelled: set[int] = set()

    def serve(self) -> None:
        threading.Thread(target=self._listen, name="listen", daemon=True).start()
        answering: Answering | None = None
        while True:
            header = self._asked.get()
            number = int(header.get("id", 0))
            try:
                with _faults():
                    if header["do"] == "load":
                        answering = self._load(header)
                        self._send({"say": "loaded", "id": number})
                    else:
                        assert answering is not None
                        last, arrays = answering(header, self._piece(number), self._over(number))
                        self._send({"say": "done", "id": number, **last}, arrays)
            except Fault as fault:
                self._send({"say": "fault", "id": number, "code": fault.code, "facts": fault.facts})
            self._cancelled.discard(number)

    def _piece(self, number: int) -> Say:
        return lambda header: self._send({"say": "piece", "id": number, **header})

    def _over(self, number: int) -> Over:
        return lambda: number in self._cancelled

    def _listen(self) -> None:
        while True:
            try:
                header, _ = receive(self._listening)
            except (Gone, Garbled):
                os._exit(0)  # in the middle of an answer, too: nobody waits for it
            if header.get("do") == "cancel":
                self._cancelled.add(int(header["id"]))
            else:
                self._asked.put(header)

    def _send(self, header: Header, arrays: Sequence[Any] = ()) -> None:
        try:
            send(self._pipe, header, arrays)
        except Gone:
            os._exit(0)


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """What a model's library raises, as a fault: its type and its sentence."""
    try:
        yield
    except Fault:
        raise
    except MemoryError:
        raise Fault("out_of_memory") from None
    except Exception as error:
        traceback.print_exc()  # into what the parent catches
        said = " ".join(str(error).split())[:300]
        raise Fault("raised", kind=type(error).__name__, said=said) from None


def serve(load: Callable[[Header], Answering]) -> None:
    """Answer on the socket whose descriptor is the first argument; ``load`` makes the model of the job."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):  # where memory runs out, this process goes rather than the server
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    pipe = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(pipe.fileno(), False)
    _Serving(pipe, load).serve()
