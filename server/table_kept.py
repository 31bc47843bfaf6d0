"""What the free table keeps: findings by the key of their call, and a visitor's own picture for one hour.

A finding about a built-in case or a text that stands in the address is anybody's. What was measured on a
visitor's picture lies beside that picture, in a folder of that visitor, and goes with it.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from contextlib import suppress
from pathlib import Path

from server.table_state import Side, TableState
from tools import home
from tools.cache import FindingCache
from tools.finding import Finding
from tools.stimuli.uploads import folder_of

MOST_BYTES = 64 * 2**20  # of findings; the oldest go first
_PREFIX = "table-"
_FINDINGS = "findings"


def visitors_folder_name(owner: str) -> str:
    """Under what name a visitor's pictures of the table lie: not the owner that the cookie stands for."""
    return _PREFIX + hashlib.sha256(f"table {owner}".encode()).hexdigest()[:40]


class Kept:
    """The findings of the table. ``seconds`` is how long a visitor's own picture is kept."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._caches: dict[Path, FindingCache] = {}

    def finding(self, key: str, side: Side, owner: str | None) -> Finding | None:
        """The finding of one side, if it is kept and this visitor may see it."""
        if side.stimulus.picture:
            return self._own(owner).get(key) if self.has_picture(side.stimulus.picture, owner) else None
        return self._shared().get(key)

    def findings(self, state: TableState, owner: str | None) -> list[Finding | None]:
        """The findings of the table's sides, in their order."""
        return [self.finding(key, side, owner) for key, side in zip(state.keys(), state.sides, strict=True)]

    def by_key(self, key: str, owner: str | None) -> Finding | None:
        """A finding by its key alone: everybody's, else this visitor's own while their picture is kept."""
        found = self._shared().get(key)
        if found is None and owner is not None:
            found = self._own(owner).get(key)
            if found is not None and not self.has_picture(found.call.case.partition(":")[2], owner):
                return None
        return found

    def keep(self, key: str, side: Side, owner: str | None, finding: Finding) -> None:
        """Keep a finding where it belongs; one about a picture that has gone meanwhile, nowhere."""
        if not side.stimulus.picture:
            self._shared().put(key, finding)
        elif owner is not None and self.has_picture(side.stimulus.picture, owner):
            self._own(owner).put(key, finding)

    def has_picture(self, sha256: str, owner: str | None) -> bool:
        """Whether a visitor brought this picture, less than an hour ago."""
        if owner is None:
            return False
        file = folder_of(visitors_folder_name(owner)) / f"{sha256}.png"
        with suppress(OSError):
            return time.time() - file.stat().st_mtime < self._seconds
        return False

    def pictures(self, owner: str | None) -> Path | None:
        """The folder of a visitor's own pictures."""
        return folder_of(visitors_folder_name(owner)) if owner is not None else None

    def sweep(self) -> int:
        """Erase visitors' pictures that have had their time, with what was measured on them; how many."""
        erased = 0
        limit = time.time() - self._seconds
        for folder in (home.home() / "uploads").glob(f"{_PREFIX}*"):
            old = [file for file in folder.glob("*.png") if _older(file, limit)]
            for file in old:
                file.unlink(missing_ok=True)
                file.with_suffix(".json").unlink(missing_ok=True)
                erased += 1
            if not any(folder.glob("*.png")) and not any(folder.glob(".*.part")):
                shutil.rmtree(folder, ignore_errors=True)
            elif old:  # which finding is of which picture is in the findings alone
                shutil.rmtree(folder / _FINDINGS, ignore_errors=True)
        return erased

    def _shared(self) -> FindingCache:
        folder = home.home() / "table"  # looked up at each use: the home belongs to whoever runs us
        return self._caches.setdefault(folder, FindingCache(folder, MOST_BYTES))

    def _own(self, owner: str | None) -> FindingCache:
        return FindingCache(folder_of(visitors_folder_name(owner or "")) / _FINDINGS, MOST_BYTES // 8)


def _older(file: Path, limit: float) -> bool:
    try:
        return file.stat().st_mtime < limit
    except OSError:
        return False
