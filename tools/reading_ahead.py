"""Make or read the next inputs while a network works on the ones before; order is kept.

Decoding a picture and drawing a portrait release Python's lock, so one thread beside the network's own hides
whichever of the two stages is the shorter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

_Named = TypeVar("_Named")
_Read = TypeVar("_Read")

AHEAD = 32  # inputs held at most: memory stays bounded however long the list is


def read_ahead(
    names: Iterable[_Named], read: Callable[[_Named], _Read], *, ahead: int = AHEAD, threads: int = 1
) -> Iterator[tuple[_Named, _Read]]:
    """Each name with what ``read`` gives of it, in order, at most ``ahead`` of them waiting.

    What ``read`` raises is raised here, at the name's turn; the ones that wait are then dropped.
    """
    waiting: deque[tuple[_Named, Future[_Read]]] = deque()
    coming = iter(names)
    with ThreadPoolExecutor(threads, thread_name_prefix="read-ahead") as pool:
        try:
            while True:
                for name in islice(coming, ahead - len(waiting)):
                    waiting.append((name, pool.submit(read, name)))
                if not waiting:
                    return
                name, future = waiting.popleft()
                yield name, future.result()
        finally:
            for _, future in waiting:
                future.cancel()
