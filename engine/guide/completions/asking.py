"""One question to a server of completions: tried again while nothing was said, until its time is over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from engine.guide.backend import BackendFailed
from engine.guide.completions.address import Address
from engine.guide.completions.reading import MOST_BYTES_A_TOKEN, Piece, completion, event, lines
from engine.guide.troubles import trouble

if TYPE_CHECKING:
    import httpx

TRIES = 3
BACKOFF = 0.5
"""Seconds before the second try; twice as many before the third."""
LONGEST_WAIT = 5.0
"""Seconds that we wait when a server asks us to; one that asks for more is not asked again."""
CONNECT_SECONDS = 5.0
_ERROR_BYTES = 16_384
# What not every server knows, and what to send in its place.
_OPTIONAL: dict[str, str | None] = {
    "max_tokens": "max_completion_tokens",
    "stream_options": None,
    "response_format": None,
    "seed": None,
    "temperature": None,
}


class Again(Exception):
    """A failure that may pass: it is worth another try after ``wait`` seconds."""

    def __init__(self, failure: BackendFailed, wait: float | None = None) -> None:
        super().__init__()
        self.failure, self.wait = failure, wait


async def ask(
    address: Address, key: str, body: dict[str, Any], *, most_tokens: int, seconds: float
) -> AsyncIterator[Piece]:
    """What the server answers to ``body``, piece by piece, for ``seconds`` at most, all tries together.

    Raises :class:`BackendFailed`. After the first piece nothing is tried again: it has been read.
    """
    import httpx  # slow import

    until = asyncio.get_running_loop().time() + seconds
    # One's own machine is reached without the proxies of the environment.
    async with httpx.AsyncClient(
        trust_env=not address.here,
        follow_redirects=False,  # the key is for one address
        timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
    ) as client:
        tries, body = 0, dict(body)
        while True:
            try:
                async for piece in _once(client, address, key, body, most_tokens, until):
                    yield piece
                return
            except _Unknown as refused:
                body = refused.body
            except Again as passing:
                tries += 1
                wait = BACKOFF * 2 ** (tries - 1) if passing.wait is None else passing.wait
                late = wait > LONGEST_WAIT or asyncio.get_running_loop().time() + wait >= until
                if tries >= TRIES or late:
                    raise passing.failure from None
                await asyncio.sleep(wait)


class _Unknown(Exception):
    """The server does not know part of what was asked; ``body`` is the question without it."""

    def __init__(self, body: dict[str, Any]) -> None:
        super().__init__()
        self.body = body


async def _once(
    client: httpx.AsyncClient,
    address: Address,
    key: str,
    body: dict[str, Any],
    most_tokens: int,
    until: float,
) -> AsyncIterator[Piece]:
    """One try. ``until`` is the loop's time."""
    import httpx  # slow import

    headers = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    said = ended = False
    try:
        async with (
            asyncio.timeout_at(until),
            client.stream("POST", address.url, json=body, headers=headers) as got,
        ):
            if got.status_code != 200:
                await _refused(got, body)
            kind = got.headers.get("content-type", "").partition(";")[0].strip().lower()
            most = 65_536 + most_tokens * MOST_BYTES_A_TOKEN
            if kind == "application/json":
                whole = b"\n".join([line async for line in lines(got.aiter_raw(), most)])
                yield completion(whole)
                return
            if kind != "text/event-stream":
                raise trouble("guide_garbled", f"content type {kind[:60]!a}")
            async for line in lines(got.aiter_raw(), most):
                piece = event(line)
                if piece is None:
                    continue
                said, ended = said or bool(piece.text), ended or piece.ended
                yield piece
                if ended and line.endswith(b"[DONE]"):
                    return
            if not ended:
                raise (
                    trouble("guide_cut", "the stream ended before the answer did")
                    if said
                    else Again(trouble("guide_answered_nothing", "an empty stream"))
                )
    except TimeoutError:
        raise trouble("guide_slow", "not finished in the time allowed") from None
    except httpx.ConnectError as refused:
        raise Again(trouble("guide_unreachable", type(refused).__name__)) from None
    except httpx.TimeoutException as late:
        code = "guide_unreachable" if isinstance(late, httpx.ConnectTimeout) else "guide_slow"
        raise Again(trouble(code, type(late).__name__)) if not said else trouble(code) from None
    except (httpx.TransportError, httpx.DecodingError) as broken:
        failure = trouble("guide_cut" if said else "guide_unreachable", type(broken).__name__)
        raise failure if said else Again(failure) from None
    except (httpx.HTTPError, httpx.InvalidURL) as wrong:
        raise trouble("guide_unset", type(wrong).__name__) from None


async def _refused(got: httpx.Response, body: dict[str, Any]) -> None:
    """What a status other than 200 means; its text is read for names of ours, and never repeated."""
    status = got.status_code
    detail = f"status {status}"
    if status in (401, 403):
        raise trouble("guide_key_refused", detail)
    if status == 429:
        raise Again(trouble("guide_busy", detail), _wait_asked(got))
    if status in (408, 409, 425) or status >= 500:
        raise Again(trouble("guide_server_error", detail), _wait_asked(got))
    if status == 413:
        raise trouble("guide_too_much", detail)
    if status == 404:
        raise trouble("guide_model_missing", detail)
    text = (await _start_of(got)).lower()
    for name, instead in _OPTIONAL.items():
        if name in body and name in text.replace("json_schema", "response_format"):
            other = {key: value for key, value in body.items() if key != name}
            if instead:
                other[instead] = body[name]
            raise _Unknown(other)
    if "context" in text and status in (400, 422):
        raise trouble("guide_too_much", detail)
    raise trouble("guide_server_error", detail)


async def _start_of(got: httpx.Response) -> str:
    taken = b""
    async for chunk in got.aiter_raw():
        taken += chunk
        if len(taken) >= _ERROR_BYTES:
            break
    return taken[:_ERROR_BYTES].decode("utf-8", "replace")


def _wait_asked(got: httpx.Response) -> float | None:
    """Seconds that the server asks us to wait; a date is not read."""
    asked = got.headers.get("retry-after", "").strip()
    return float(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else None


def named_choice(text: str, options: tuple[str, ...]) -> str | None:
    """The option that an answer names: as JSON ``{"choice": …}``, or bare; ``None`` where it names none."""
    bare = text.strip().strip("`").removeprefix("json").strip()
    try:
        found = json.loads(bare)
    except (ValueError, RecursionError):
        found = bare.strip("\"'«» .")
    if isinstance(found, dict):
        found = found.get("choice")
    return found if isinstance(found, str) and found in options else None
