"""A server's answer read as it comes, whatever it sends: lines of bounded length, pieces of text, a count.

Server-sent events are read as servers of completions write them: ``data:`` lines of JSON, ``[DONE]``.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from engine.guide.troubles import trouble

LONGEST_LINE = 262_144
"""Bytes; a piece of text takes some hundreds."""
MOST_BYTES_A_TOKEN = 4_096
"""Of an answer, all told: a piece comes wrapped in its model's name, a number, perhaps its chances."""


class Piece(NamedTuple):
    """What one message says: a piece of text, an end, the count of the server."""

    text: str = ""
    ended: bool = False
    tokens: int | None = None


async def lines(chunks: AsyncIterator[bytes], most: int) -> AsyncIterator[bytes]:
    """The lines of what comes, ``most`` bytes together. Raises ``guide_garbled`` for more, or a long one."""
    held, taken = b"", 0
    async for chunk in chunks:
        taken += len(chunk)
        *whole, held = (held + chunk).split(b"\n")
        if len(held) > LONGEST_LINE or any(len(line) > LONGEST_LINE for line in whole):
            raise trouble("guide_garbled", f"a line of more than {LONGEST_LINE} bytes")
        for line in whole:
            yield line.rstrip(b"\r")
        if taken > most:
            raise trouble("guide_garbled", f"more than {most} bytes")
    if held:
        yield held.rstrip(b"\r")


def event(line: bytes) -> Piece | None:
    """What one line of a stream says; ``None`` of a comment, a blank or another field.

    Raises ``guide_garbled`` for what is not JSON, ``guide_server_error`` for an error that the server tells.
    """
    if not line.startswith(b"data:"):
        return None
    data = line.removeprefix(b"data:").strip()
    if data == b"[DONE]":
        return Piece(ended=True)
    if not data:
        return None
    return _said(_json(data), "delta")


def completion(body: bytes) -> Piece:
    """What a whole answer says, of a server that does not stream. Raises as :func:`event`."""
    return _said(_json(body), "message")._replace(ended=True)


def _json(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise trouble("guide_garbled", "not JSON") from None
    if not isinstance(found, dict):
        raise trouble("guide_garbled", "not a JSON object")
    return found


def _said(message: dict[str, Any], inner: str) -> Piece:
    if message.get("error"):
        raise trouble("guide_server_error", "the server told an error in its stream")
    text, ended = "", False
    choices = message.get("choices")
    for choice in choices if isinstance(choices, list) else ():
        if not isinstance(choice, dict):
            raise trouble("guide_garbled", "a choice that is none")
        held = choice.get(inner)
        said = held.get("content") if isinstance(held, dict) else None
        text += said if isinstance(said, str) else ""
        ended = ended or choice.get("finish_reason") is not None
        break  # one answer was asked for
    return Piece(text, ended, _count(message.get("usage")))


def _count(usage: object) -> int | None:
    if not isinstance(usage, dict):
        return None
    total = usage.get("total_tokens")
    return total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None
