"""What comes in its own time, in a thread of its own, taken by somebody who does not wait for ever."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator
from typing import TypeVar

from engine.guide.troubles import trouble
from tools.errors import AutopsieError

_Piece = TypeVar("_Piece")
MARGIN = 1.0
"""Seconds beyond its own time that a source has to say that it is late."""


class _End:
    """The end of what comes, or what went wrong."""

    def __init__(self, failure: BaseException | None) -> None:
        self.failure = failure


def pumped(source: Callable[[], AsyncIterator[_Piece]], seconds: float) -> Generator[_Piece, None, None]:
    """What ``source()`` gives, for ``seconds`` at most; closing the generator stops it wherever it is.

    A name that no resolver answers cannot be interrupted: its thread is left behind, and nobody waits for it.
    Raises what the source raises; ``guide_slow``; ``guide_broke`` for an error of ours.
    """
    pieces: queue.SimpleQueue[_Piece | _End] = queue.SimpleQueue()
    loop = asyncio.new_event_loop()
    task: asyncio.Task[None] | None = None

    async def give() -> None:
        async with contextlib.aclosing(source()) as coming:  # type: ignore[type-var]  # a generator, in fact
            async for piece in coming:
                pieces.put(piece)

    def run() -> None:
        nonlocal task
        failure: BaseException | None = None
        try:
            task = loop.create_task(give())
            loop.run_until_complete(task)
        except BaseException as raised:
            failure = raised
        pieces.put(_End(failure))
        with contextlib.suppress(Exception):
            loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    threading.Thread(target=run, name="guide-asking", daemon=True).start()
    until = time.monotonic() + seconds + MARGIN
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.01, until - time.monotonic()))
            except queue.Empty:
                raise trouble("guide_slow", "no end in the time allowed") from None
            if not isinstance(piece, _End):
                yield piece
                continue
            if isinstance(piece.failure, AutopsieError):
                raise piece.failure
            if piece.failure is not None:
                raise trouble("guide_broke", type(piece.failure).__name__)
            return
    finally:
        with contextlib.suppress(RuntimeError):  # it is over already
            loop.call_soon_threadsafe(lambda: task is not None and task.cancel())
