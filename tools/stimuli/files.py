"""Pictures that come with a story rather than with a reader: kept in the lab's home under their own hash.

Whoever loads the story hands its files over (:func:`keep`); from then on a picture is named by the SHA-256 of
its file alone, ``file:<sha256>``, so a call says all that the lab and its worker process need. The file is
kept as it came, and decoded within bounds each time that its pixels are asked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools import home
from tools.errors import MissingAsset
from tools.stimuli.cases import is_sha256
from tools.wording import Words

if TYPE_CHECKING:
    from tools.stimuli.picture_file import PictureFile

MOST_BYTES = 5_000_000
MOST_PIXELS = 12_000_000


def keep(content: bytes) -> str:
    """Keep a file, whatever it is; its SHA-256. Keeping it twice is fine.

    Raises :class:`OSError` where the home cannot be written.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(sha256)
    if _sound(path, sha256) is not None:
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
    return sha256


def kept(sha256: str) -> bytes:
    """The file of that hash. Raises :class:`MissingAsset` (``picture_not_kept``) when it is not here."""
    content = _sound(_path(sha256), sha256) if is_sha256(sha256) else None
    if content is None:
        raise MissingAsset(
            "picture_not_kept",
            Words(
                fr="L’image de cette enquête n’est pas sur cette machine.",
                en="The picture of this investigation is not on this machine.",
            ),
            Words(
                fr="Remettez le fichier dans le dossier assets/ de l’enquête, et rechargez-la.",
                en="Put the file back into the investigation's assets/ folder, and load it again.",
            ),
        )
    return content


def decoded(content: bytes) -> PictureFile:
    """The pixels of such a file: at most 5 MB and 12 million pixels, no drawing of lines (SVG).

    Size and pixel count are checked before anything is decoded. Raises :class:`StimulusRefused` with the
    codes of :func:`tools.stimuli.picture_file.open_picture`.
    """
    from tools.stimuli.picture_file import open_picture

    return open_picture(content, most_pixels=MOST_PIXELS, most_bytes=MOST_BYTES)


def _path(sha256: str) -> Path:
    return home.kept_files() / sha256


def _sound(path: Path, sha256: str) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None
