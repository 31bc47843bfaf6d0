"""Findings kept on disk by the key of their call, so that the same question is computed once.

Nothing here is needed: a missing, damaged or unwritable cache only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from tools.finding import Finding

_log = logging.getLogger("autopsie.cache")

MOST_BYTES = 256 * 2**20
_KEPT_SHARE = 0.8  # of MOST_BYTES, once the oldest were dropped


def key_of(parts: Mapping[str, object]) -> str:
    """SHA-256 of the parts as canonical JSON: sorted keys, no spaces, UTF-8.

    Raises :class:`ValueError` for a number that is not finite.
    """
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_version() -> str:
    """Hash of the sources of ``tools``: when an instrument changes, what it found before is asked anew."""
    folder = Path(__file__).parent
    told = hashlib.sha256()
    for source in sorted(folder.rglob("*.py")):
        told.update(f"{source.relative_to(folder).as_posix()}\n".encode())
        told.update(source.read_bytes())
    return told.hexdigest()


class FindingCache:
    """A folder of findings: ``<first two digits>/<key>.json``, a hash line then the finding.

    Safe for several threads and processes: entries are written whole and replaced atomically.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self._held: int | None = None  # bytes, counted at the first write
        self._lock = threading.Lock()

    def get(self, key: str) -> Finding | None:
        """The finding kept under ``key``; a damaged entry is dropped and reads as none."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        told, _, body = content.partition(b"\n")
        try:
            if told.decode("ascii", "replace") != hashlib.sha256(body).hexdigest():
                raise ValueError("hash differs")
            finding = Finding.model_validate_json(body)
        except (ValidationError, ValueError) as damaged:
            _log.warning("dropped a damaged finding %s: %s", key, type(damaged).__name__)
            path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the least recently used go first
        return finding

    def put(self, key: str, finding: Finding) -> None:
        """Keep a finding; a full or closed disk is logged, never raised."""
        body = finding.model_dump_json().encode()
        content = hashlib.sha256(body).hexdigest().encode() + b"\n" + body
        if len(content) > self.most_bytes:
            return
        path = self._path(key)
        temporary: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).replace(path)
        except OSError as error:
            _log.warning("a finding could not be kept: %s", error)
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)
            return
        with self._lock:
            self._held = self._counted() if self._held is None else self._held + len(content)
            if self._held > self.most_bytes:
                self._held = self._drop_oldest()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def _entries(self) -> list[tuple[float, int, Path]]:
        entries = []
        for path in self.folder.glob("??/*.json"):
            try:
                stat = path.stat()
            except OSError:
                continue  # another process dropped it
            entries.append((stat.st_mtime, stat.st_size, path))
        return sorted(entries)

    def _counted(self) -> int:
        return sum(size for _, size, _ in self._entries())

    def _drop_oldest(self) -> int:
        entries = self._entries()
        held = sum(size for _, size, _ in entries)
        for _, size, path in entries:
            if held <= self.most_bytes * _KEPT_SHARE:
                break
            path.unlink(missing_ok=True)
            held -= size
        return held
