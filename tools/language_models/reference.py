"""Which model a reference names, and what runs it: a GGUF file, or a folder as transformers saves one."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from tools.hosted.troubles import MODEL, HostedFailed, failed

Runtime = Literal["gguf", "transformers"]

OURS = "language_model"
"""The asset that stands for no reference: SmolLM2-135M-Instruct."""
_NEEDS: dict[Runtime, tuple[tuple[str, ...], str]] = {
    "gguf": (("xllamacpp",), "autopsie[guide-local]"),
    "transformers": (("torch", "transformers", "tokenizers"), "autopsie[language-model]"),
}


class Named(NamedTuple):
    """A model that is on this machine."""

    path: Path
    runtime: Runtime
    name: str  # for people: no folder of the machine


def model_named(reference: str) -> Named:
    """The model of ``reference``: a path, or empty for the asset :data:`OURS`. Loads nothing.

    Raises :class:`HostedFailed` (``not_here``, ``not_a_model``, ``no_runtime``) and, for the asset, what
    :func:`tools.assets.store.locate` raises.
    """
    if not reference:
        from tools.assets.store import locate

        return _runnable(Named(locate(OURS).path, "gguf", "SmolLM2-135M-Instruct"))
    path = Path(reference).expanduser()
    if path.is_dir():
        if not (path / "config.json").is_file():
            raise failed(MODEL, "not_a_model", name=path.name, reason="config.json ?")
        if not any(path.glob("*.safetensors")):
            # What is pickled runs code when it is read.
            raise failed(MODEL, "not_a_model", name=path.name, reason="*.safetensors ?")
        return _runnable(Named(path, "transformers", path.resolve().name))
    if not path.is_file():
        raise failed(MODEL, "not_here", name=path.name)
    try:
        with path.open("rb") as file:
            sound = file.read(4) == b"GGUF"
    except OSError as refused:
        raise failed(MODEL, "not_a_model", name=path.name, reason=refused.strerror or "?") from None
    if not sound:
        raise failed(MODEL, "not_a_model", name=path.name, reason="GGUF ?")
    return _runnable(Named(path, "gguf", path.name))


def missing_packages(
    runtime: Runtime, find: Callable[[str], object | None] = importlib.util.find_spec
) -> HostedFailed | None:
    """What is not installed of what ``runtime`` needs, as the failure that it would be; imports nothing."""
    packages, install = _NEEDS[runtime]
    missing = [package for package in packages if find(package) is None]
    return failed(MODEL, "no_runtime", packages=missing, install=install) if missing else None


def _runnable(named: Named) -> Named:
    if (missing := missing_packages(named.runtime)) is not None:
        raise missing
    return named
