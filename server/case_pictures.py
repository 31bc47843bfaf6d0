"""Pictures of cases: checked and copied like a reader's, then kept apart until the case closes.

They lie in ``cases/<case>/<sha256>.png`` under the home, which neither the hourly sweep nor any public
address looks at.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from server import case_store
from server.case_refusals import closed, refused, unknown
from server.case_tables import CaseRow
from server.intake import take_in
from server.store import Store
from tools import home
from tools.stimuli import uploads
from tools.stimuli.cases import is_sha256

MOST_PICTURES = 6
_PREFIX = "case-"  # of the folder in which a picture arrives, before it is set apart
_ARRIVES_WITHIN = 600.0  # seconds


def keep(store: Store, row: CaseRow, content: bytes) -> str:
    """Check, copy without metadata and keep a picture of a case; its SHA-256.

    Raises :class:`~tools.errors.StimulusRefused`, or
    :class:`~server.case_refusals.CaseRefused` (``case_pictures``) for more than :data:`MOST_PICTURES`.
    """
    if len(case_store.pictures(store, row.id)) >= MOST_PICTURES:
        raise refused(
            "case_pictures",
            f"Un signalement porte {MOST_PICTURES} images au plus.",
            f"A case carries {MOST_PICTURES} pictures at most.",
        )
    arrival = _PREFIX + row.id
    sha = take_in(content, arrival)
    try:
        case_store.note_picture(store, row.id, sha)
    except IntegrityError:  # the case was erased meanwhile
        shutil.rmtree(uploads.folder_of(arrival), ignore_errors=True)
        raise unknown() from None
    folder = folder_of(row.id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    arrived = uploads.folder_of(arrival)
    with contextlib.suppress(FileNotFoundError):  # the same picture sent twice at once has been moved
        (arrived / f"{sha}.png").replace(folder / f"{sha}.png")
    (arrived / f"{sha}.json").unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # another picture is arriving
        arrived.rmdir()
    _still_open(store, row.id)
    return sha


def _still_open(store: Store, case: str) -> None:
    """Whoever closes or erases a case while a picture arrives must not find it there afterwards."""
    now = case_store.case_of(store, case)
    if now is None or now.closed is not None:
        erase(store, case)
        raise closed() if now is not None else unknown()


def file_of(case: str, sha: str) -> Path | None:
    """The file of a picture of this case; ``None`` once it is erased."""
    file = folder_of(case) / f"{sha}.png"
    return file if is_sha256(sha) and file.is_file() else None


def erase(store: Store, case: str) -> None:
    """Erase every picture of a case, then forget it. Raises :class:`OSError` where one stays."""
    for folder in (folder_of(case), uploads.folder_of(_PREFIX + case)):
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():  # never say "erased" of what is still there
            raise OSError("could not erase the pictures of a case")
    case_store.forget_pictures(store, case)


def tidy(store: Store) -> int:
    """Erase what a kill left behind: pictures of cases that are closed or gone, or that never arrived.

    Returns how many folders went.
    """
    gone = 0
    for folder in _folders(home.home() / "cases"):
        row = case_store.case_of(store, folder.name)
        if row is None or row.closed is not None:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    for folder in _folders(home.home() / "uploads"):
        old = folder.stat().st_mtime < time.time() - _ARRIVES_WITHIN
        if folder.name.startswith(_PREFIX) and old:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def folder_of(case: str) -> Path:
    """The folder of one case's pictures. ``case`` is the id of a row."""
    return home.home() / "cases" / case


def _folders(under: Path) -> list[Path]:
    return [each for each in under.iterdir() if each.is_dir()] if under.is_dir() else []
