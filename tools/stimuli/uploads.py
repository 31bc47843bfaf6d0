"""Pictures that readers bring: checked, decoded, written again as PNG without metadata, erased on demand.

One folder a playthrough holds ``<sha256>.png`` and ``<sha256>.json`` (size and notes); the hash is that of
the PNG that we wrote, so a picture is also its recipe's name.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from tools import home
from tools.errors import StimulusRefused
from tools.stimuli.cases import UPLOAD_PREFIX, Case, case_named, is_sha256
from tools.stimuli.picture_file import open_picture
from tools.stimuli.render import png
from tools.wording import Words

MOST_BYTES = 5_000_000
MOST_PIXELS = 12_000_000
_PLAYTHROUGH = re.compile(r"[A-Za-z0-9_-]{1,80}")


class Accepted(BaseModel):
    """A picture that was taken in. ``notes`` say what was done to it on the way (turned, flattened…)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    width: int
    height: int
    notes: tuple[Words, ...]

    @property
    def case(self) -> str:
        """The case under which tools examine it."""
        return f"{UPLOAD_PREFIX}{self.sha256}"


COPIED_JPEG = Words(
    fr="Image JPEG recopiée sans perte : le programme d’origine l’aurait réduite en la décodant, d’où de "
    "petits écarts possibles.",
    en="JPEG picture copied without loss: the original program would have shrunk it while decoding, hence "
    "possible small differences.",
)


def accept(content: bytes, playthrough: str) -> Accepted:
    """Take in a picture file: at most 5 MB and 12 million pixels, no SVG.

    Size and pixel count are checked before anything is decoded, so decoding is bounded (about 160 MB of
    memory and a second or two of one core at the limit). Raises :class:`StimulusRefused` with the codes of
    :func:`tools.stimuli.picture_file.open_picture`, or ``disk_full``.
    """
    folder = folder_of(playthrough)
    opened = open_picture(content, most_pixels=MOST_PIXELS, most_bytes=MOST_BYTES)
    data = png(opened.pixels, effort=1)  # large pictures, short lives
    notes = opened.notes + ((COPIED_JPEG,) if opened.format in ("JPEG", "MPO") else ())
    accepted = Accepted(
        sha256=hashlib.sha256(data).hexdigest(), width=opened.width, height=opened.height, notes=notes
    )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(folder / f"{accepted.sha256}.png", data)
        _write(folder / f"{accepted.sha256}.json", accepted.model_dump_json().encode())
    except OSError as error:
        raise StimulusRefused(
            "disk_full",
            Words(
                fr="Votre image n’a pas pu être gardée : le disque du serveur est plein ou fermé.",
                en="Your picture could not be kept: the server's disk is full or closed.",
            ),
            Words(fr="Passez cette étape, ou réessayez plus tard.", en="Skip this step, or try again later."),
        ) from error
    return accepted


def accepted_picture(sha256: str, uploads: Path) -> Accepted | None:
    """What is known of an uploaded picture; ``None`` once it is erased."""
    if not is_sha256(sha256) or not (uploads / f"{sha256}.png").is_file():
        return None
    try:
        return Accepted.model_validate_json((uploads / f"{sha256}.json").read_bytes())
    except (OSError, ValidationError):
        return None


def upload_case(sha256: str, uploads: Path | None) -> Case:
    """The case ``upload:<sha256>`` with the notes of the picture's arrival.

    Raises :class:`StimulusRefused` (``upload_gone``) when the picture is not, or no longer, there.
    """
    accepted = accepted_picture(sha256, uploads) if uploads is not None else None
    if accepted is None:
        raise StimulusRefused(
            "upload_gone",
            Words(
                fr="L’image que vous aviez apportée n’est plus là.",
                en="The picture that you brought is gone.",
            ),
            Words(fr="Apportez-la de nouveau.", en="Bring it again."),
        )
    case = case_named(accepted.case)
    return case.model_copy(update={"notes": (*accepted.notes, *case.notes)})


def folder_holding(sha256: str) -> Path | None:
    """The folder, of whichever playthrough, that holds a picture; who knows the hash had the picture."""
    if not is_sha256(sha256):
        return None
    everywhere = home.home() / "uploads"
    return next((found.parent for found in everywhere.glob(f"*/{sha256}.png")), None)


def erase(playthrough: str) -> int:
    """Erase every picture of a playthrough; how many there were. Erasing twice is fine."""
    folder = folder_of(playthrough)
    count = len(list(folder.glob("*.png"))) if folder.is_dir() else 0
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():  # never say "erased" of what is still there
        raise OSError(f"could not erase the pictures of {playthrough}")
    return count


def folder_of(playthrough: str) -> Path:
    """The folder of one playthrough's pictures. Raises :class:`ValueError` for a name that is not one."""
    if not _PLAYTHROUGH.fullmatch(playthrough):
        raise ValueError("a playthrough is named with letters, digits, hyphens and underscores")
    return home.uploads_folder(playthrough)


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
