"""Vectors kept on disk, by encoder and text, so that what does not change is encoded once on a machine.

One file an encoder, ``cache/encodings/<hash>.npz``: hashes of texts, never the texts, and their vectors. Only
passages are kept: what readers ask is not written anywhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.home import findings_cache

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 20_000
"""Vectors in one file (41 MB of 512 numbers each); beyond that the oldest go."""


class Kept:
    """The kept vectors of one encoder. Thread-safe; a file that cannot be read or written is done without."""

    def __init__(self, encoder: str) -> None:
        """``encoder`` is the ``id`` of :class:`tools.encoders.reference.Named`."""
        self._path = findings_cache() / "encodings" / f"{_hash(encoder)}.npz"
        self._lock = threading.Lock()
        self._known: dict[str, NDArray[Any]] | None = None

    def find(self, texts: Sequence[str]) -> dict[str, NDArray[Any]]:
        """The vectors (d,) of those of ``texts`` that are kept."""
        with self._lock:
            known = self._read()
        return {text: known[hashed] for text in texts if (hashed := _hash(text)) in known}

    def keep(self, found: Mapping[str, NDArray[Any]]) -> None:
        """Keep the vectors of these texts, and write the file anew."""
        import numpy as np

        if not found:
            return
        with self._lock:
            known = self._read() | {_hash(text): vector for text, vector in found.items()}
            self._known = known = dict(list(known.items())[-MOST:])
            with contextlib.suppress(OSError):  # a full disk costs time, not answers
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._write(np.array(list(known)), np.stack(list(known.values())))

    def _write(self, hashes: NDArray[Any], vectors: NDArray[Any]) -> None:
        import numpy as np

        descriptor, name = tempfile.mkstemp(dir=self._path.parent, suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                np.savez(file, hashes=hashes, vectors=vectors)
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _read(self) -> dict[str, NDArray[Any]]:
        if self._known is None:
            self._known = _held(self._path)
        return self._known


def _held(path: Path) -> dict[str, NDArray[Any]]:
    """What the file holds; nothing where it is not there, or is not what we write."""
    import zipfile

    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as held:
            hashes, vectors = held["hashes"], held["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if hashes.ndim != 1 or vectors.ndim != 2 or len(hashes) != len(vectors) or vectors.dtype != np.float32:
        return {}
    return {str(each): vector for each, vector in zip(hashes, vectors, strict=True)}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
