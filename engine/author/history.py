"""No draft is ever lost: every save of a scenario's file is kept beside it, in ``.history/``.

Contents are named by their hash, so that a version saved twice takes place once. Everything of the last day
stays; then the last save of each hour for a week, of each day after that; and the whole is bounded. The
folder tells git to ignore it, and archives leave it out because its name begins with a dot.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import os
import re
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tools.errors import AutopsieError
from tools.wording import Words

FOLDER = ".history"
MOST_BYTES = 40 << 20  # of kept contents, compressed
LARGEST = 4 << 20  # a file beyond this is no scenario
EVERY, HOURLY = timedelta(days=1), timedelta(days=7)
_INDEX = "saves.jsonl"
_SHA = re.compile(r"[0-9a-f]{64}")
_lock = threading.RLock()

Why = Literal["saved", "edited", "restored", "laid_out", "translated"]


class Save(BaseModel):
    """One save: when, of which file of the folder, and what it held."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    at: datetime
    file: str
    sha: str
    size: int  # bytes
    why: Why = "saved"


class NoSuchSave(AutopsieError):
    """C841: a version that the history does not hold, or no longer holds whole."""

    status = 404


class History:
    """The saves of one scenario's file. Nothing outside of ``.history/`` beside it is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.folder = path.parent / FOLDER

    def keep(self, content: bytes, *, why: Why = "saved", at: datetime | None = None) -> Save | None:
        """Keep a version; ``None`` where it is the same as the last one, or too large to be a scenario.

        Raises :class:`OSError` where the folder cannot be written.
        """
        if len(content) > LARGEST:
            return None
        with _lock:
            sha = hashlib.sha256(content).hexdigest()
            past = self.saves()
            if past and past[0].sha == sha:
                return None
            self.folder.mkdir(exist_ok=True)
            ignored = self.folder / ".gitignore"
            if not ignored.exists():
                ignored.write_text("*\n", encoding="utf-8")
            held = self.folder / sha
            if not held.exists():
                _write(held, zlib.compress(content, 6))
            now = at or datetime.now(UTC)
            save = Save(at=now, file=self._path.name, sha=sha, size=len(content), why=why)
            with (self.folder / _INDEX).open("a", encoding="utf-8") as index:
                index.write(save.model_dump_json() + "\n")
            self.prune(now)
            return save

    def saves(self) -> list[Save]:
        """The saves of this file, the latest first. A line that cannot be read is passed over."""
        return [save for save in reversed(self._all()) if save.file == self._path.name]

    def content(self, sha: str) -> bytes:
        """What a save held. Raises :class:`NoSuchSave` for one that is not there, or not whole."""
        if not _SHA.fullmatch(sha):
            raise _no_such_save()
        try:
            content = zlib.decompressobj().decompress((self.folder / sha).read_bytes(), LARGEST + 1)
        except (OSError, zlib.error):
            raise _no_such_save() from None
        if hashlib.sha256(content).hexdigest() != sha:
            raise _no_such_save()
        return content

    def difference(self, sha: str, present: bytes) -> list[str]:
        """The lines that change from a save to ``present``, as a unified diff without its head.

        Raises :class:`NoSuchSave`.
        """
        before = self.content(sha).decode("utf-8", "replace").splitlines()
        after = present.decode("utf-8", "replace").splitlines()
        return list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]

    def prune(self, now: datetime) -> int:
        """Thin out what is old, bound what is kept. Returns how many saves are gone."""
        with _lock:
            every = self._all()
            kept = _bounded(self.folder, list(_thinned(every, now)))
            if len(kept) == len(every):
                return 0
            lines = "".join(save.model_dump_json() + "\n" for save in kept)
            _write(self.folder / _INDEX, lines.encode())
            held = {save.sha for save in kept}
            for file in self.folder.iterdir():
                if _SHA.fullmatch(file.name) and file.name not in held:
                    file.unlink(missing_ok=True)
            return len(every) - len(kept)

    def _all(self) -> list[Save]:
        try:
            lines = (self.folder / _INDEX).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []
        found = []
        for line in lines:
            with contextlib.suppress(ValidationError):  # cut short by a full disk
                found.append(Save.model_validate_json(line))
        return found


def replace_file(path: Path, content: bytes) -> None:
    """Write ``path`` whole or not at all, with the rights that it had. Raises :class:`OSError`."""
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    _write(path, content, mode)


def _write(path: Path, content: bytes, mode: int | None = None) -> None:
    part = path.with_name(f".{path.name[:60]}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        with part.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if mode is not None:
            part.chmod(mode)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _thinned(saves: list[Save], now: datetime) -> Iterator[Save]:
    """All of the last day, then the last of each hour, then the last of each day; always the very last."""
    taken: set[tuple[str, str]] = set()
    kept: list[Save] = []
    for save in reversed(saves):
        age = now - save.at
        if age > EVERY:
            span = save.at.strftime("%Y-%m-%d %H" if age <= HOURLY else "%Y-%m-%d")
            if (save.file, span) in taken:
                continue
            taken.add((save.file, span))
        kept.append(save)
    yield from reversed(kept)


def _bounded(folder: Path, saves: list[Save]) -> list[Save]:
    """The latest saves that fit in what the history may take; the very last one always does."""
    total = 0
    seen: set[str] = set()
    kept: list[Save] = []
    for save in reversed(saves):
        if save.sha not in seen:
            seen.add(save.sha)
            with contextlib.suppress(OSError):
                total += (folder / save.sha).stat().st_size
        if kept and total > MOST_BYTES:
            break
        kept.append(save)
    return kept[::-1]


def _no_such_save() -> NoSuchSave:
    return NoSuchSave(
        "C841",
        Words(fr="L'historique ne contient pas cette version.", en="The history does not hold this version."),
        Words(fr="Choisissez dans la liste des versions.", en="Choose from the list of versions."),
    )
