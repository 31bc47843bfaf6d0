"""A model behind an address: one request at a time, no redirect followed, answers bounded."""

from __future__ import annotations

import json
import time
from typing import Any

from tools.subjects.external.frames import Fault
from tools.subjects.external.runtimes.contract import Model, Request

MOST_BYTES = 64 * 2**20


def start() -> None:
    """Import the client."""
    import httpx
    import numpy  # noqa: F401

    del httpx


def load(job: dict[str, Any]) -> Model:
    """Nothing is asked yet: an address that does not answer is told at the first call."""
    import httpx

    # A proxy would carry the pictures away: the environment's is heard for another machine only.
    client = httpx.Client(follow_redirects=False, trust_env=job["remote"])

    def run(request: Request) -> Any:
        until = time.monotonic() + job["seconds"]
        if job["send"] == "instances":
            return _ask(client, job, until, json={"instances": request.arrays[0].tolist()})
        if request.texts is not None:
            return _stacked([_ask(client, job, until, json={"text": text}) for text in request.texts])
        headers = {"Content-Type": "image/png"}
        return _stacked(
            [_ask(client, job, until, content=each.tobytes(), headers=headers) for each in request.arrays]
        )

    return run


def _ask(client: Any, job: dict[str, Any], until: float, **sent: Any) -> Any:
    """Raises :class:`Fault`: ``http_…``."""
    import httpx

    left = max(0.05, until - time.monotonic())
    try:
        with client.stream("POST", job["target"], timeout=left, **sent) as answer:
            if answer.is_redirect or 300 <= answer.status_code < 400:
                raise Fault("http_redirect", to=str(answer.headers.get("location", "?"))[:200])
            if not answer.is_success:
                raise Fault("http_status", status=answer.status_code)
            content = bytearray()
            for part in answer.iter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise Fault("too_large_output", bytes=len(content), most=MOST_BYTES)
                if time.monotonic() > until:
                    raise Fault("http_slow", seconds=job["seconds"])
            kind = answer.headers.get("content-type", "")
    except httpx.TimeoutException:
        raise Fault("http_slow", seconds=job["seconds"]) from None
    except httpx.HTTPError as error:
        raise Fault("http_unreachable", reason=" ".join(str(error).split())[:200]) from None
    return _read(bytes(content), kind, job["output"])


def _read(content: bytes, kind: str, path: str | None) -> Any:
    try:
        given = json.loads(content)
    except (ValueError, RecursionError):
        html = b"<html" in content[:2000].lower() or "html" in kind
        raise Fault("http_not_json", html=html, start=content[:60].decode("utf-8", "replace")) from None
    if path is None:
        if isinstance(given, dict):
            raise Fault("http_no_field", path=None, known=sorted(map(str, given))[:20])
        return given
    for part in path.split("."):
        if isinstance(given, list) and part.isdigit() and int(part) < len(given):
            given = given[int(part)]
        elif isinstance(given, dict) and part in given:
            given = given[part]
        else:
            known = sorted(map(str, given))[:20] if isinstance(given, dict) else []
            raise Fault("http_no_field", path=path, known=known)
    return given


def _stacked(answers: list[Any]) -> Any:
    """One answer an input, as one batch; a word stays a word."""
    import numpy as np

    if all(isinstance(each, str) for each in answers):
        return answers
    try:
        return np.stack([np.asarray(each, dtype=np.float64) for each in answers])
    except (ValueError, TypeError):
        raise Fault("bad_output", what="json") from None
