"""The process apart that holds a sentence encoder: ``python -m tools.encoders.host DESCRIPTOR``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tools.hosted.serving import Answer, Answering, Header, Over, Say, serve
from tools.subjects.external.frames import Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray


def load(job: Header) -> Answering:
    """The encoder of ``job``, by the runtime that it names. Raises :class:`Fault`."""
    if job["runtime"] == "universal":
        from tools.encoders.runtimes.universal import load as load_universal

        return _answering(load_universal(job))
    if job["runtime"] == "sentence-transformers":
        from tools.encoders.runtimes.sentence_transformers_folder import load as load_folder

        return _answering(load_folder(job))
    raise Fault("raised", said=f"no runtime {job['runtime']}")


def _answering(encode: Callable[[Sequence[str]], NDArray[Any]]) -> Answering:
    def answer(request: Header, say: Say, over: Over) -> Answer:
        del say
        return {}, () if over() else (unit(encode(request["texts"])),)

    return answer


def unit(vectors: NDArray[Any]) -> NDArray[Any]:
    """Vectors (n, d) as float32 of length one; one that is nothing stays nothing.

    Raises :class:`Fault` (``garbled``) for another shape, and for what is no number.
    """
    import numpy as np

    found = np.asarray(vectors, dtype=np.float32)
    if found.ndim != 2 or not np.isfinite(found).all():
        raise Fault("garbled", said=f"shape {found.shape}")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    made: NDArray[Any] = (found / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return made


if __name__ == "__main__":
    serve(load)
