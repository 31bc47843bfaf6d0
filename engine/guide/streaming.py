"""What a backend writes, as whole sentences, within deadlines: nobody waits longer than was promised.

The backend writes in a thread of its own, so that one that hangs holds up that thread and nothing else; it
is told to stop, and bounds its own reading.
"""

from __future__ import annotations

import contextlib
import queue
import re
import threading
import time
from collections.abc import Generator, Iterator

from engine.guide.backend import GuideBackend, Prompt
from engine.guide.sentences import sentences_of
from engine.guide.troubles import trouble
from tools.errors import AutopsieError

_BULLET = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•]|s\d+[.:])\s+")
LONGEST = 2_000
"""Characters of a sentence that never ends: what comes after them is no sentence."""


def sentences_from(
    backend: GuideBackend, prompt: Prompt, *, first: float, whole: float, stop: threading.Event | None = None
) -> Iterator[str]:
    """The sentences that ``backend`` writes, each as soon as it is whole.

    ``first`` and ``whole`` are seconds from now to the first sentence and to the last. Raises
    :class:`~engine.guide.backend.BackendFailed` (its own, ``guide_slow``, ``guide_broke``); ends early once
    ``stop`` is set.
    """
    writing = _Writing(backend, prompt)
    began = time.monotonic()
    given, held = 0, ""
    try:
        while True:
            limit = began + (whole if given else min(first, whole))
            piece = writing.next(limit, stop)
            if piece is None:
                break
            held += piece
            ready, held = _whole_ones(held)
            for sentence in ready:
                given += 1
                yield sentence
        for sentence in _cleaned(held):
            yield sentence
    finally:
        writing.end()


def _whole_ones(held: str) -> tuple[list[str], str]:
    """The sentences of ``held`` that are whole, and what remains to be finished."""
    lines = held.split("\n")
    ready = [sentence for line in lines[:-1] for sentence in _cleaned(line)]
    rest = _BULLET.sub("", lines[-1])
    found = sentences_of(rest)
    if len(found) > 1:
        ready += [sentence for each in found[:-1] for sentence in _cleaned(each)]
        rest = rest[rest.rindex(found[-1]) :]  # with the space that it ends on
    if len(rest) > LONGEST:
        ready.append(rest[:LONGEST])
        rest = ""
    return ready, rest


def _cleaned(line: str) -> list[str]:
    return [bare for each in sentences_of(_BULLET.sub("", line)) if (bare := each.strip())]


class _Writing:
    """The thread in which a backend writes."""

    def __init__(self, backend: GuideBackend, prompt: Prompt) -> None:
        self._backend, self._prompt = backend, prompt
        self._pieces: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
        self._over = threading.Event()
        threading.Thread(target=self._write, name="guide-writing", daemon=True).start()

    def _write(self) -> None:
        try:
            with contextlib.closing(_as_generator(self._backend.write(self._prompt))) as pieces:
                for piece in pieces:
                    if self._over.is_set():
                        return
                    self._pieces.put(piece)
        except BaseException as broken:
            self._pieces.put(broken)
        else:
            self._pieces.put(None)

    def next(self, until: float, stop: threading.Event | None) -> str | None:
        """The next piece; ``None`` at the end, or once ``stop`` is set."""
        while True:
            if stop is not None and stop.is_set():
                return None
            left = until - time.monotonic()
            if left <= 0:
                raise trouble("guide_slow", f"{self._backend.name}: no sentence in the time allowed")
            with contextlib.suppress(queue.Empty):
                piece = self._pieces.get(timeout=min(left, 0.1))
                if isinstance(piece, AutopsieError):
                    raise piece
                if isinstance(piece, BaseException):
                    detail = f"{self._backend.name}: {type(piece).__name__}"
                    raise trouble("guide_broke", detail) from piece
                return piece

    def end(self) -> None:
        """Nothing more is wanted."""
        self._over.set()


def _as_generator(pieces: Iterator[str]) -> Generator[str, None, None]:
    yield from pieces
