"""Portraits kept on disk: pixels, matte and landmarks. Damage, or a full disk, only costs time."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.home import home

MOST_BYTES = 1 << 30
_KEPT_SHARE = 0.8  # of MOST_BYTES, once the oldest were dropped
_COUNT_EVERY = 200  # portraits written between two counts of what the folder holds

Landmarks = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Render:
    """A portrait. ``pixels`` uint8 (H, W, 3) sRGB, ``matte`` uint8 (H, W): alpha × 255, in ninths.

    ``landmarks``: x, y in pixels from the upper left corner, fractions included, whether hidden or not.
    ``left_…`` is the bust's own left, at the picture's right when it faces us.
    """

    pixels: NDArray[np.uint8]
    matte: NDArray[np.uint8]
    landmarks: Landmarks


def folder() -> Path:
    """Where portraits are kept."""
    return home() / "cache" / "portraits"


def read(key: str) -> Render | None:
    """The portrait of that key, or none where nothing, or something broken, is kept."""
    try:
        with np.load(_path(key), allow_pickle=False) as kept:
            pixels, matte, names, places = (kept[name] for name in ("pixels", "matte", "names", "places"))
        if pixels.dtype != np.uint8 or pixels.ndim != 3 or matte.shape != pixels.shape[:2]:
            return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile):
        return None
    pixels.setflags(write=False)
    matte.setflags(write=False)
    landmarks = {str(name): (float(x), float(y)) for name, (x, y) in zip(names, places, strict=True)}
    return Render(pixels, matte, landmarks)


def write(key: str, made: Render) -> None:
    """Keep a portrait whole or not at all, and drop the oldest when there are too many."""
    path = _path(key)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez_compressed(
                    file,
                    pixels=made.pixels,
                    matte=made.matte,
                    names=np.array(list(made.landmarks)),
                    places=np.array(list(made.landmarks.values())),
                )
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
        _drop_oldest()


def _path(key: str) -> Path:
    return folder() / key[:2] / f"{key}.npz"


_written = 0
_lock = threading.Lock()


def _drop_oldest() -> None:
    global _written
    with _lock:
        _written += 1
        if _written % _COUNT_EVERY:
            return
    found = []
    for path in folder().glob("*/*.npz"):
        with contextlib.suppress(OSError):  # another process may drop it too
            stat = path.stat()
            found.append((stat.st_mtime_ns, stat.st_size, path))
    held = sum(size for _, size, _ in found)
    if held <= MOST_BYTES:
        return
    for _, size, path in sorted(found):
        if held <= MOST_BYTES * _KEPT_SHARE:
            break
        path.unlink(missing_ok=True)
        held -= size
