"""Make one deterministic ZIP archive of chosen members of a wheel: equal members give equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from fnmatch import translate
from re import compile as compiled

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows


def bundle(wheel: zipfile.ZipFile, members: Sequence[str]) -> bytes:
    """The bytes of a ZIP archive that holds ``members`` of the wheel: stored, sorted by path, dated 1980.

    A member is a path, or a pattern in which ``*`` stands for any characters, ``/`` included. Stored rather
    than compressed, because the bytes that zlib writes depend on its version. Raises :class:`KeyError` for a
    member, or a pattern, that the wheel does not hold.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for path in chosen(wheel.namelist(), members):
            entry = zipfile.ZipInfo(path, _DATE)
            entry.create_system = 3  # Unix, on whatever machine the archive is made
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, wheel.read(path))
    return file.getvalue()


def chosen(paths: Iterable[str], members: Sequence[str]) -> list[str]:
    """The paths that the members name, sorted, each once; :class:`KeyError` for one that names none."""
    held = [path for path in paths if not path.endswith("/")]
    found: set[str] = set()
    for member in members:
        pattern = compiled(translate(member))
        named = [path for path in held if pattern.match(path)]
        if not named:
            raise KeyError(member)
        found.update(named)
    return sorted(found)
