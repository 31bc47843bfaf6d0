"""Receive one file by HTTPS: resumed where a line broke, never more than what is expected."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets import failures
from tools.assets.manifest import Manifest
from tools.assets.store import sha256_of

if TYPE_CHECKING:
    import httpx

_ATTEMPTS = 3  # a line that breaks is resumed where it broke


def download(
    pinned: Manifest, url: str, part: Path, *, timeout: float, received: Callable[[int, int], None]
) -> None:
    """Bring what ``url`` holds into the file ``part``, after what is there already.

    ``timeout`` bounds each wait for the network, in seconds; ``received`` is told the bytes that came and
    those expected, and may raise to stop. What came before a break is kept. Raises
    :class:`~tools.errors.MissingAsset` (``fetch_failed``, ``fetch_refused``) and :class:`OSError`.
    """
    import httpx  # slow import

    last: Exception | None = None
    for _ in range(_ATTEMPTS):
        try:
            with httpx.Client(timeout=timeout, follow_redirects=True) as client:
                _receive(client, pinned, url, part, received)
            return
        except (httpx.HTTPError, httpx.InvalidURL) as broken:  # no network, line cut, time-out
            last = broken
            # Where nothing came, asking again at once would be in vain.
            if not (part.is_file() and part.stat().st_size):
                break
    raise failures.no_answer(pinned, url.split("/")[2], type(last).__name__) from last


def _receive(
    client: httpx.Client, pinned: Manifest, url: str, part: Path, received: Callable[[int, int], None]
) -> None:
    total = pinned.bytes
    have = part.stat().st_size if part.is_file() else 0
    if have >= total:
        if have == total and sha256_of(part) == pinned.sha256:
            return
        part.unlink()
        have = 0
    # Without compression, so that a position in the stream is a position in the file.
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with client.stream("GET", url, headers=headers) as answer:
        resumed = answer.status_code == 206 and _starts_at(answer.headers.get("Content-Range"), have)
        if answer.status_code not in (200, 206) or (answer.status_code == 206 and not resumed):
            part.unlink(missing_ok=True)
            raise failures.refused(pinned, url, answer.status_code)
        done = have if resumed else 0
        with part.open("ab" if resumed else "wb") as file:
            for chunk in answer.iter_raw():
                file.write(chunk)
                done += len(chunk)
                received(min(done, total), total)
                if done > total:  # not our file: do not fill the disk with it
                    break
            file.flush()
            os.fsync(file.fileno())


def _starts_at(content_range: str | None, start: int) -> bool:
    return content_range is not None and content_range.replace("bytes=", "bytes ").startswith(
        f"bytes {start}-"
    )
