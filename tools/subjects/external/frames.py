"""What passes between us and the process apart: frames of JSON and raw numbers, bounded, never pickles.

A frame is ``AUT1``, the length of the header (4 bytes), of the body (8), the header in JSON, the body: the
arrays of ``header["arrays"]`` one after the other, little-endian, row-major.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HEAD = struct.Struct("<4sIQ")
_MAGIC = b"AUT1"
_MOST_HEADER = 8 * 2**20
MOST_BODY = 256 * 2**20
"""Bytes of one answer: a map of 4096 × 4096 in float64, twice."""
_TICK = 0.2
DTYPES = ("float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint64", "uint32", "uint16",
          "uint8", "bool")  # fmt: skip


class Garbled(Exception):
    """What came is not a frame, or a larger one than is allowed."""


class Gone(Exception):
    """The other side has closed."""


class TooLate(Exception):
    """The time is over."""


class Fault(Exception):
    """What is wrong, found inside the process apart: a code and plain facts, put in words outside."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def send(
    pipe: socket.socket,
    header: dict[str, Any],
    arrays: Sequence[NDArray[Any]] = (),
    until: float | None = None,
) -> None:
    """Send one frame, before the monotonic time ``until``. Raises :class:`Gone`, :class:`TooLate`."""
    import numpy as np

    parts = [np.ascontiguousarray(array) for array in arrays]
    header = {**header, "arrays": [{"dtype": str(part.dtype), "shape": list(part.shape)} for part in parts]}
    text = json.dumps(header).encode()
    size = sum(part.nbytes for part in parts)
    try:
        _give(pipe, _HEAD.pack(_MAGIC, len(text), size) + text, until)
        for part in parts:
            if part.nbytes:
                _give(pipe, memoryview(part.reshape(-1).view(np.uint8).data), until)
    except TimeoutError:
        raise TooLate from None
    except OSError:
        raise Gone from None


def _give(pipe: socket.socket, data: bytes | memoryview, until: float | None) -> None:
    pipe.settimeout(None if until is None else max(0.01, until - time.monotonic()))
    pipe.sendall(data)


def receive(
    pipe: socket.socket, until: float | None = None, alive: Callable[[], bool] = lambda: True
) -> tuple[dict[str, Any], list[NDArray[Any]]]:
    """The next frame, before the monotonic time ``until``, as long as ``alive()``.

    Raises :class:`Garbled`, :class:`Gone`, :class:`TooLate`.
    """
    import numpy as np

    magic, header_size, body_size = _HEAD.unpack(bytes(_take(pipe, _HEAD.size, until, alive)))
    if magic != _MAGIC or header_size > _MOST_HEADER or body_size > MOST_BODY:
        raise Garbled
    text, body = bytes(_take(pipe, header_size, until, alive)), _take(pipe, body_size, until, alive)
    try:
        header: dict[str, Any] = json.loads(text)
        arrays: list[NDArray[Any]] = []
        start = 0
        for each in header.get("arrays", ()):
            if each["dtype"] not in DTYPES:
                raise Garbled
            shape = [int(side) for side in each["shape"]]
            dtype = np.dtype(each["dtype"])
            count = int(np.prod(shape, dtype=np.int64))
            arrays.append(np.frombuffer(body, dtype, count, start).reshape(shape))
            start += count * dtype.itemsize
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Garbled from None
    return header, arrays


def _take(pipe: socket.socket, size: int, until: float | None, alive: Callable[[], bool]) -> bytearray:
    taken = bytearray(size)
    view, have = memoryview(taken), 0
    while have < size:
        left = _TICK if until is None else min(_TICK, until - time.monotonic())
        if left <= 0:
            raise TooLate
        pipe.settimeout(left)
        try:
            got = pipe.recv_into(view[have:])
        except TimeoutError:
            # A child that the model forked may hold the other end open after its parent's death.
            if not alive():
                raise Gone from None
            continue
        except OSError:
            raise Gone from None
        if not got:
            raise Gone
        have += got
    return taken
