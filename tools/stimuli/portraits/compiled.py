"""Compile the studio's inner loops once, and keep what was compiled beside the sources or in the home.

Numba's own cache looks at the file of a function only: when one that it calls in another file changes, it
goes on with the old one. Here the folder of the cache is named by the hash of all files that hold kernels.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

from tools.home import home

_HERE = Path(__file__).parent
_MARK = "@kernel"
_UNUSED = 3600.0  # seconds

R = TypeVar("R")


def kernel(function: Callable[..., R]) -> Callable[..., R]:
    """Compile a function of numbers and arrays to machine code; it runs without the interpreter's lock.

    No fast mathematics: sums stay in the written order, so that the bytes are equal on every machine. For
    the same reason a kernel uses only + − × ÷, square roots, comparisons and tables.
    """
    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = _cache_folder()  # read when the function is decorated
    try:
        compiled: Any = numba.njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)(function)
    finally:
        settings.CACHE_DIR = before
    return cast(Callable[..., R], compiled)


@cache
def _cache_folder() -> str:
    told = hashlib.sha256(numba.__version__.encode())
    for source in sorted(_HERE.glob("*.py")):
        text = source.read_bytes()
        if _MARK.encode() in text:
            told.update(text)
    name = f"kernels-{told.hexdigest()[:16]}"
    beside = _HERE / "__pycache__"
    if os.access(beside if beside.is_dir() else _HERE, os.W_OK):
        _forget_old(beside, name)
        return str(beside / name)
    return str(home() / "cache" / "portraits" / name)


def _forget_old(folder: Path, current: str) -> None:
    """Drop what was compiled from earlier sources, once nobody has used it for an hour."""
    for old in folder.glob("kernels-*"):
        try:
            if old.name != current and time.time() - old.stat().st_mtime > _UNUSED:
                shutil.rmtree(old, ignore_errors=True)
        except OSError:  # another process dropped it
            continue
