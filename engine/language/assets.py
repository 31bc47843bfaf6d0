"""The files of a scenario's ``assets/`` folder: where they may lie, what they may be, how the lab gets them.

A file is known by its SHA-256. Checks read it; whoever plays the scenario hands it over
(:func:`keep_assets`), so that measures and pages find it by its hash, whatever becomes of the folder.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path, PurePosixPath

from engine.language.reading import Reading
from engine.language.saying import words
from engine.language.schema import Scenario
from engine.language.tree import Leaf
from tools.wording import Words

MOST_BYTES = 5_000_000  # of one file: what readers may send, too
MOST_SVG_BYTES = 500_000
NOT_READ = "0" * 64  # the hash of a file that could not be read, where one is needed

_log = logging.getLogger("autopsie.assets")
_WHY: dict[str, Words] = {
    "picture_svg": words(
        "un dessin SVG n'a pas de pixels à montrer à un modèle, et peut contenir du code",
        "an SVG drawing has no pixels to show to a model, and may hold code",
    ),
    "picture_too_heavy": words("elle pèse plus de 5 Mo", "it weighs more than 5 MB"),
    "picture_too_large": words(
        "elle compte plus de 12 millions de pixels", "it has more than 12 million pixels"
    ),
    "picture_not_read": words(
        "ce n'est pas une image que nous savons lire, quel que soit son nom",
        "it is not a picture that we can read, whatever its name",
    ),
    "picture_broken": words("elle est abîmée ou tronquée", "it is damaged or cut short"),
}
_GONE = words("elle ne peut pas être lue", "it cannot be read")
SVG = "image/svg+xml"
_BAD_SVG = words(
    "ce SVG dépasse 500 ko ou déclare des entités", "this SVG is over 500 kB or declares entities"
)


def read_asset(reading: Reading, leaf: Leaf, folder: Path | None, *, drawing: bool = False) -> str | None:
    """The SHA-256 of the file that ``leaf`` names; ``None`` once its fault was reported.

    S230 for one that is not in ``assets/``, S232 for one that is no picture within bounds. ``drawing``: the
    picture is for people, so an SVG may do. Without a ``folder`` to look in, only the path is judged.
    """
    path = leaf.value
    if not inside_assets(path, folder):
        shown = PurePosixPath(path.replace("\\", "/")).name[:60] or "image.png"
        reading.report("S230", leaf, path=path[:80], name=shown)
        return None
    if folder is None:
        return NOT_READ
    content, why = _content(folder / path)
    if why is None:
        why = _flaw(content, drawing)
    if why is not None:
        reading.report("S232", leaf, path=path[:80], why=why)
        return None
    return hashlib.sha256(content).hexdigest()


def inside_assets(path: str, folder: Path | None) -> bool:
    """Whether a path names a file of ``assets/`` (or could, where there is no folder to look in)."""
    parts = path.split("/")
    odd = "\\" in path or ":" in path or "\0" in path or any(part in ("", ".", "..") for part in parts)
    if odd or parts[0] != "assets" or len(parts) < 2:
        return False
    if folder is None:
        return True
    try:
        real = (folder / path).resolve()
        # Both resolved: a link that leads out of the folder is as good as "..".
        return real.is_file() and real.is_relative_to((folder / "assets").resolve())
    except (OSError, RuntimeError):  # too long a name, links in a circle
        return False


def media_type(content: bytes) -> str | None:
    """What a page may show a file as, from its first bytes; ``None`` for anything else."""
    from tools.stimuli.picture_head import picture_head

    head = picture_head(content)
    return head.kind if head is not None else SVG if _is_svg(content) else None


def keep_assets(scenario: Scenario, folder: Path) -> None:
    """Hand the scenario's pictures over to the lab, under their hashes.

    A file that changed since the scenario was read, or that cannot be kept, is left out and logged: what
    rests on it then says that the picture is missing.
    """
    wanted = {each.file: each.sha256 for each in scenario.case_pictures.values()}
    wanted |= {
        node.figure.file: node.figure.sha256 for node in scenario.nodes.values() if node.figure is not None
    }
    if not wanted:
        return
    from tools.stimuli.files import keep

    for file, sha256 in wanted.items():
        content, why = _content(folder / file) if inside_assets(file, folder) else (b"", _GONE)
        if why is not None or hashlib.sha256(content).hexdigest() != sha256:
            _log.warning("a picture changed or went", extra={"scenario": scenario.id, "file": file})
            continue
        try:
            keep(content)
        except OSError:
            _log.warning("a picture could not be kept", extra={"scenario": scenario.id, "file": file})


def _content(path: Path) -> tuple[bytes, Words | None]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # never more, whatever the disk says of its size
    except OSError:
        return b"", _GONE
    return content, _WHY["picture_too_heavy"] if len(content) > MOST_BYTES else None


def _flaw(content: bytes, drawing: bool) -> Words | None:
    """Why a file cannot serve, from its head alone: only a measure decodes it, within the same bounds."""
    from tools.stimuli.files import MOST_PIXELS
    from tools.stimuli.picture_head import picture_head

    head = picture_head(content)
    if head is None and _is_svg(content):
        if not drawing:
            return _WHY["picture_svg"]
        # Entities are how a small drawing becomes a huge one in the reader's browser.
        return _BAD_SVG if len(content) > MOST_SVG_BYTES or b"<!ENTITY" in content.upper() else None
    if head is None:
        return _WHY["picture_not_read"]
    if head.width * head.height > MOST_PIXELS:
        return _WHY["picture_too_large"]
    return None if head.whole and head.width and head.height else _WHY["picture_broken"]


def _is_svg(content: bytes) -> bool:
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in start
