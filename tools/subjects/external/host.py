"""The process apart: it loads one model and answers over one socket, until its parent is gone.

``python -m tools.subjects.external.host DESCRIPTOR``. Limits bound accidents, not malice: the model runs with
the rights of whoever started it, and is told nothing of our environment.
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
from pathlib import Path
from typing import Any

from tools.subjects.external.frames import DTYPES, MOST_BODY, Fault, Garbled, Gone, receive, send
from tools.subjects.external.runtimes.contract import Answer, Model, Request

Message = tuple[dict[str, Any], list[Any]]
_US = os.getpid()
_ROOT = Path(__file__).resolve().parents[3]


class _Host:
    """One model, loaded at the first message and called at each of the next."""

    def __init__(self, pipe: socket.socket) -> None:
        self._pipe = pipe.dup()  # a time-out is a socket's own: one to listen with, one to answer
        self._listening = pipe
        self._asked: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._model: Model | None = None
        self._job: dict[str, Any] = {}

    def serve(self) -> None:
        """Answer until the parent is gone (the listening thread then ends the process)."""
        threading.Thread(target=self._listen, name="listen", daemon=True).start()
        while True:
            header, arrays = self._asked.get()
            try:
                if header["do"] == "load":
                    self._load(header)
                    self._say({"say": "loaded"})
                else:
                    answer = self._answer(header, arrays)
                    self._say({"say": "answer", "id": header["id"], "texts": answer.texts}, answer.arrays)
            except Fault as fault:
                self._say({"say": "fault", "id": header.get("id"), "code": fault.code, "facts": fault.facts})
            finally:
                _flush()

    def _listen(self) -> None:
        while True:
            try:
                self._asked.put(receive(self._listening))
            except (Gone, Garbled):
                os._exit(0)  # in the middle of a computation, too: nobody waits for it

    def _say(self, header: dict[str, Any], arrays: tuple[Any, ...] = ()) -> None:
        if os.getpid() != _US:
            os._exit(0)  # a child that the model forked has come back here: its parent answers, not it
        try:
            send(self._pipe, header, arrays)
        except Gone:
            os._exit(0)

    def _load(self, job: dict[str, Any]) -> None:
        self._job = job
        load = _runtime(job["runtime"])
        limit_memory(job["memory"])
        limit_time(job["start_seconds"])
        if job["runtime"] == "python":
            _make_room(job)
        with _faults():
            self._model = load(job)

    def _answer(self, header: dict[str, Any], arrays: list[Any]) -> Answer:
        assert self._model is not None
        limit_time(self._job["seconds"])
        with _faults():
            given = self._model(Request(arrays, header.get("texts")))
            return sound(given)


def sound(given: object) -> Answer:
    """What a model returned, as one array of numbers or a list of words that can be sent.

    Raises :class:`Fault`: ``bad_output``, ``too_large_output``.
    """
    import numpy as np

    if isinstance(given, str):
        raise Fault("bad_output", what="str")
    if isinstance(given, list | tuple) and given and all(isinstance(each, str) for each in given):
        if sum(len(each) for each in given) > 1_000_000:
            raise Fault("too_large_output", bytes=sum(len(each) for each in given), most=1_000_000)
        return Answer((), list(given))
    if hasattr(given, "detach"):  # a tensor, of whatever library
        given = given.detach().cpu().numpy()
    if isinstance(given, dict) or given is None:
        raise Fault("bad_output", what=type(given).__name__)
    try:
        array = given if isinstance(given, np.ndarray) else np.asarray(given)
    except ValueError:
        raise Fault("bad_output", what="ragged") from None
    if array.dtype.kind in "US":
        return Answer((), [str(each) for each in array.reshape(-1)])
    if array.nbytes > MOST_BODY:
        raise Fault("too_large_output", bytes=int(array.nbytes), most=MOST_BODY)
    if str(array.dtype) not in DTYPES:
        raise Fault("wrong_dtype", dtype=str(array.dtype))
    return Answer((np.ascontiguousarray(array.astype(array.dtype.newbyteorder("="))),), None)


@contextlib.contextmanager
def _faults() -> Any:
    """What a model raises, as a fault: the type, the sentence, the file and line of its own code."""
    try:
        yield
    except Fault:
        raise
    except MemoryError:
        raise Fault("out_of_memory") from None
    except SystemExit as left:
        raise Fault("left", status=str(left.code)) from None
    except BaseException as error:
        said = str(error).strip() or type(error).__name__
        if "bad_alloc" in said or "can't allocate memory" in said or "Failed to allocate memory" in said:
            raise Fault("out_of_memory") from None
        traceback.print_exc()  # into what is captured
        raise Fault(
            "raised", kind=type(error).__name__, said=" ".join(said.split())[:300], where=_where(error)
        ) from None


def _where(error: BaseException) -> str:
    """ "model.py, 12": the last line of the traceback that is neither ours nor a library's."""
    ours = Path(__file__).resolve().parent
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_file() and ours not in path.resolve().parents and "site-packages" not in path.parts:
            return f"{path.name}, {frame.lineno}"
    return ""


def _runtime(name: str) -> Any:
    """The loader of a runtime; its library is imported here, before memory is counted."""
    if name == "onnx":
        from tools.subjects.external.runtimes import onnx_file as runtime
    elif name == "torchscript":
        from tools.subjects.external.runtimes import torchscript_file as runtime  # type: ignore[no-redef]
    elif name == "python":
        from tools.subjects.external.runtimes import python_function as runtime  # type: ignore[no-redef]
    else:
        from tools.subjects.external.runtimes import http_address as runtime  # type: ignore[no-redef]
    runtime.start()
    return runtime.load


def _make_room(job: dict[str, Any]) -> None:
    """Let the model's own modules be found first: even one that is called ``tools``, as ours is."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "tools"]:
        _kept.append(sys.modules.pop(name))
    sys.path[:] = [path for path in sys.path if Path(path).resolve() != _ROOT]
    sys.path[:0] = job["paths"]


_kept: list[Any] = []


def limit_memory(most: int) -> None:
    """Let this process take ``most`` bytes of addresses beyond those it has now, where the system can."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        ceiling = pages * resource.getpagesize() + most
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return


def limit_time(seconds: float) -> None:
    """End this process when the next computation has taken that much of every core.

    The parent's clock comes first; this one is for a parent that is gone.
    """
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        cores = os.cpu_count() or 1
        soft = int(used.ru_utime + used.ru_stime + (seconds + 5) * cores) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    except (ImportError, OSError, ValueError):
        return


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()


def main() -> None:
    """Serve on the socket whose descriptor is the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(pipe.fileno(), False)
    _Host(pipe).serve()


if __name__ == "__main__":
    main()
