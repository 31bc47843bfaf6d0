"""A folder as sentence-transformers saves one, in safetensors; the package is not among ours."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.subjects.external.frames import Fault

if TYPE_CHECKING:
    from numpy.typing import NDArray


def load(job: dict[str, Any]) -> Callable[[Sequence[str]], NDArray[Any]]:
    """The encoder of the folder ``job["path"]``. Raises :class:`Fault` (``not_a_model``)."""
    import torch  # slow import

    # Not among our dependencies: whoever names such a folder brings the package.
    package = importlib.import_module("sentence_transformers")  # slow import
    torch.set_num_threads(job["threads"])
    folder = Path(job["path"])
    try:
        encoder = package.SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
        )
    except (OSError, ValueError, KeyError, ImportError) as refused:
        reason = " ".join(str(refused).split())[:120]
        raise Fault("not_a_model", name=folder.name, reason=reason) from None

    def encode(texts: Sequence[str]) -> NDArray[Any]:
        vectors: NDArray[Any] = encoder.encode(
            list(texts), convert_to_numpy=True, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors

    return encode
