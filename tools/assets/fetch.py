"""Fetch an asset once from its public origin into the user's cache: resumable, checked, atomic.

Called on a person's request only; neither an import nor the server's start ever comes here.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tools.assets.manifest import Manifest, Published, manifest
from tools.assets.store import sha256_of, wrong_hash
from tools.errors import MissingAsset
from tools.home import assets_cache
from tools.wording import NO_BREAK_SPACE, Words, format_number

if TYPE_CHECKING:
    import httpx

Received = Callable[[int, int], None]
"""Called with (bytes received, bytes in all)."""

_ATTEMPTS = 3  # a line that breaks is resumed where it broke
_LONGEST_WAIT = 600.0  # for another process that fetches the same file


def fetch(
    name: str,
    *,
    progress: Received | None = None,
    base_url: str | None = None,
    timeout: float = 10.0,
    within: float | None = None,
) -> Path:
    """Bring the asset ``name`` into the cache and return its path; nothing is asked if it is there already.

    ``base_url`` replaces the origin's folder (a mirror; the hash stays the pinned one). ``timeout`` bounds
    each wait for the network in seconds, ``within`` the whole. What was received before a break is kept
    and resumed by the next call. Raises :class:`~tools.errors.MissingAsset` (``fetch_failed``,
    ``fetch_refused``, ``fetch_too_slow``, ``disk_full``) or :class:`~tools.errors.AssetRefused`
    (``asset_wrong_hash``).
    """
    job = _Job(name, progress or (lambda done, total: None), base_url, timeout, within)
    if within is None:
        return job.run()
    # In a thread, because the look-up of a name has no time limit of its own.
    worker = threading.Thread(target=job.run_quietly, daemon=True)
    worker.start()
    worker.join(within)
    if worker.is_alive():
        job.given_up.set()
        raise job.too_slow()
    if job.failure is not None:
        raise job.failure
    assert job.path is not None
    return job.path


class _Job:
    """One fetch, in whichever thread it runs."""

    def __init__(
        self, name: str, progress: Received, base_url: str | None, timeout: float, within: float | None
    ) -> None:
        self.pinned: Manifest = manifest(name)
        self.name = name
        self.slug = name.replace("_", "-")
        self.progress = progress
        self.timeout = timeout
        self.within = within
        self.until = None if within is None else time.monotonic() + within
        origin = self.pinned.origin
        self.url = origin.url if isinstance(origin, Published) else ""
        if base_url:
            self.url = f"{base_url.rstrip('/')}/{self.pinned.file}"
        self.given_up = threading.Event()
        self.path: Path | None = None
        self.failure: BaseException | None = None

    def run_quietly(self) -> None:
        """Keep the outcome for the thread that waits."""
        try:
            self.path = self.run()
        except BaseException as failure:
            self.failure = failure

    def run(self) -> Path:
        """Fetch unless it is there, alone among all processes."""
        import filelock

        whole = assets_cache() / self.pinned.file
        part = whole.with_name(f"{whole.name}.part")
        wait = _LONGEST_WAIT if self.within is None else self.within
        try:
            whole.parent.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(whole.with_name(f"{whole.name}.lock"), timeout=wait):
                if not (whole.is_file() and sha256_of(whole) == self.pinned.sha256):
                    self._download(part)
                    self._keep(part, whole)
        except filelock.Timeout as busy:
            raise self.too_slow() from busy
        except OSError as full:
            raise self._disk(full) from full
        return whole

    def _download(self, part: Path) -> None:
        import httpx  # slow import

        last: Exception | None = None
        for _ in range(_ATTEMPTS):
            try:
                with httpx.Client(timeout=self.timeout, follow_redirects=True) as client:
                    self._receive(client, part)
                return
            except (httpx.HTTPError, httpx.InvalidURL) as broken:  # no network, line cut, time-out
                last = broken
                # Where nothing came, asking again at once would be in vain.
                if not (part.is_file() and part.stat().st_size):
                    break
        raise self._failed(last) from last

    def _receive(self, client: httpx.Client, part: Path) -> None:
        total = self.pinned.bytes
        have = part.stat().st_size if part.is_file() else 0
        if have >= total:
            if have == total and sha256_of(part) == self.pinned.sha256:
                return
            part.unlink()
            have = 0
        # Without compression, so that a position in the stream is a position in the file.
        headers = {"Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        with client.stream("GET", self.url, headers=headers) as answer:
            resumed = answer.status_code == 206 and _starts_at(answer.headers.get("Content-Range"), have)
            if answer.status_code not in (200, 206) or (answer.status_code == 206 and not resumed):
                part.unlink(missing_ok=True)
                raise self._refused(answer.status_code)
            done = have if resumed else 0
            with part.open("ab" if resumed else "wb") as file:
                for chunk in answer.iter_raw():
                    self._check_time()
                    file.write(chunk)
                    done += len(chunk)
                    self.progress(min(done, total), total)
                    if done > total:  # not our file: do not fill the disk with it
                        break
                file.flush()
                os.fsync(file.fileno())

    def _keep(self, part: Path, whole: Path) -> None:
        found, size = sha256_of(part), part.stat().st_size
        if found != self.pinned.sha256:
            part.unlink()
            raise wrong_hash(self.name, self.pinned, found, size)
        part.replace(whole)

    def _check_time(self) -> None:
        if self.given_up.is_set() or (self.until is not None and time.monotonic() > self.until):
            raise self.too_slow()

    def too_slow(self) -> MissingAsset:
        """The whole took longer than the caller allows."""
        seconds = self.within if self.within is not None else _LONGEST_WAIT
        return MissingAsset(
            "fetch_too_slow",
            Words(
                fr=f"{self.slug}{NO_BREAK_SPACE}: rien de complet n’est arrivé en "
                f"{format_number(seconds, 'number', 'fr')}{NO_BREAK_SPACE}s.",
                en=f"{self.slug}: nothing complete arrived within "
                f"{format_number(seconds, 'number', 'en')} s.",
            ),
            self._again(),
        )

    def _failed(self, cause: Exception | None) -> MissingAsset:
        host = self.url.split("/")[2]
        kind = type(cause).__name__
        return MissingAsset(
            "fetch_failed",
            Words(
                fr=f"{self.slug}{NO_BREAK_SPACE}: {host} ne répond pas, ou la ligne est coupée ({kind}).",
                en=f"{self.slug}: {host} does not answer, or the line was cut ({kind}).",
            ),
            self._again(),
        )

    def _refused(self, status: int) -> MissingAsset:
        return MissingAsset(
            "fetch_refused",
            Words(
                fr=f"{self.slug}{NO_BREAK_SPACE}: {self.url} répond {status}.",
                en=f"{self.slug}: {self.url} answers {status}.",
            ),
            self._again(),
        )

    def _disk(self, cause: OSError) -> MissingAsset:
        return MissingAsset(
            "disk_full",
            Words(
                fr=f"{self.slug}{NO_BREAK_SPACE}: impossible d’écrire dans le dossier de données "
                f"({cause.strerror}).",
                en=f"{self.slug}: the data folder cannot be written ({cause.strerror}).",
            ),
            Words(
                fr="Libérez de la place, ou nommez un autre dossier par AUTOPSIE_HOME.",
                en="Make room, or name another folder with AUTOPSIE_HOME.",
            ),
        )

    def _again(self) -> Words:
        return Words(
            fr=f"Réessayez plus tard{NO_BREAK_SPACE}: autopsie subjects fetch {self.slug}\u202f; ou posez "
            f"{self.pinned.file} dans un dossier que nomme AUTOPSIE_ASSETS.",
            en=f"Try again later: autopsie subjects fetch {self.slug}; or put {self.pinned.file} in a folder "
            "that AUTOPSIE_ASSETS names.",
        )


def _starts_at(content_range: str | None, start: int) -> bool:
    return content_range is not None and content_range.replace("bytes=", "bytes ").startswith(
        f"bytes {start}-"
    )
