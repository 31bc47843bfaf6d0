"""A sentence encoder in a process of its own: texts in, unit vectors out, those of passages kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tools.encoders.kept import Kept
from tools.encoders.reference import encoder_named
from tools.hosted.hosted import Header, Hosted
from tools.hosted.troubles import ENCODER, failed

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 64
"""Texts sent at once."""
MOST_CHARACTERS = 4_000
"""Of one text: what comes after is not read."""
_SETTINGS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1",
             "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}  # fmt: skip


class EncoderProcess:
    """The encoder that ``reference`` names (:func:`encoder_named`). Thread-safe; one request at a time."""

    def __init__(self, reference: str = "", *, idle_seconds: float = 600.0) -> None:
        """Starts nothing. Raises as :func:`encoder_named`."""
        self.named = encoder_named(reference)
        job: Header = {
            "runtime": self.named.runtime,
            "path": str(self.named.path or ""),
            "threads": 1,  # one query is small: more threads wait for each other (measured: 40 times slower)
        }
        self._hosted = Hosted(
            ENCODER, "tools.encoders.host", job, idle_seconds=idle_seconds, settings=_SETTINGS
        )
        self._kept = Kept(self.named.id)

    def encode(self, texts: Sequence[str], *, keep: bool = False, seconds: float = 60.0) -> NDArray[Any]:
        """Unit vectors (n, d), float32. ``seconds`` bounds waiting, loading and encoding together.

        With ``keep`` they are looked for on disk and left there: for authored passages only, never for what
        a reader typed. Raises :class:`~tools.hosted.troubles.HostedFailed`; without texts,
        :class:`ValueError`.
        """
        import numpy as np

        if not texts:
            raise ValueError("no text to encode")
        until = time.monotonic() + seconds
        known = self._kept.find(texts) if keep else {}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        made: dict[str, NDArray[Any]] = {}
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            made |= dict(zip(batch, self._asked(batch, until), strict=True))
        if keep:
            self._kept.keep(made)
        return np.stack([(known | made)[text] for text in texts])

    @property
    def pid(self) -> int | None:
        """The process's number, while the encoder is loaded."""
        return self._hosted.pid

    def resident_bytes(self) -> int | None:
        """Memory that the process holds now; ``None`` where it is not loaded, or the system does not say."""
        return self._hosted.resident_bytes()

    def close(self) -> None:
        """Unload; the next request loads again."""
        self._hosted.close()

    def _asked(self, texts: Sequence[str], until: float) -> NDArray[Any]:
        request: Header = {"do": "encode", "texts": [text[:MOST_CHARACTERS] for text in texts]}
        with closing(self._hosted.ask(request, until=until)) as answers:
            arrays = next((found for header, found in answers if header["say"] == "done"), [])
        if len(arrays) != 1 or arrays[0].ndim != 2 or len(arrays[0]) != len(texts):
            raise failed(ENCODER, "garbled")
        return arrays[0]
