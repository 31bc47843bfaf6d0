"""Vectors of authored texts, kept; vectors of what a reader typed, made anew and kept nowhere.

The encoder itself is somebody else's (:mod:`tools.encoders.process`): a function from texts to unit vectors.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.encoders.process import EncoderProcess

Encode = Callable[[Sequence[str]], "NDArray[Any]"]
"""Texts to their vectors (n, d), of length one. It may fail with an :class:`~tools.errors.AutopsieError`."""

MOST_KEPT = 40_000
"""Vectors held in memory (2 kB each): those of some ten files."""


class Vectors:
    """Two encoders of one model. Thread-safe."""

    def __init__(self, authored: Encode, typed: Encode | None = None) -> None:
        """``authored`` may keep what it encodes; ``typed``, which may not, is for what readers type."""
        self._authored = authored
        self._typed = typed or authored
        self._known: dict[str, NDArray[Any]] = {}
        self._lock = threading.Lock()

    def of_file(self, texts: Sequence[str]) -> NDArray[Any]:
        """The vectors (n, d) of authored texts, each encoded once."""
        with self._lock:
            missing = [each for each in dict.fromkeys(texts) if each not in self._known]
            if missing:
                if len(self._known) + len(missing) > MOST_KEPT:
                    self._known.clear()
                    missing = list(dict.fromkeys(texts))
                self._known |= dict(zip(missing, self._authored(missing), strict=True))
            known = self._known
            return np.stack([known[each] for each in texts])

    def of_reader(self, texts: Sequence[str]) -> NDArray[Any]:
        """The vectors (n, d) of what a reader typed."""
        return np.asarray(self._typed(texts))


def vectors_by(process: EncoderProcess, *, patience: float = 300.0, seconds: float = 10.0) -> Vectors:
    """Vectors from a process apart: ``patience`` for the passages of a file, ``seconds`` for a question."""
    return Vectors(
        lambda texts: process.encode(texts, keep=True, seconds=patience),
        lambda texts: process.encode(texts, seconds=seconds),
    )
