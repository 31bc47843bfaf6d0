"""A YAML file beside a scenario or shared by several: read within bounds, its faults told in it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from engine.language.diagnostics import Diagnostics, Place
from engine.language.tree import MAX_BYTES, StoppedError, Tree, decode
from engine.language.yaml_source import tree_of


class OwnFile(NamedTuple):
    """What could be read: the text, and its tree (``None`` where it is empty)."""

    text: str
    tree: Tree | None


def read_file(path: Path, own: Diagnostics) -> OwnFile | None:
    """The file, or ``None`` where it cannot be read at all: ``own`` then says why."""
    try:
        if path.stat().st_size > MAX_BYTES:
            own.report("Y101", Place(1, 1, 2), size=f"{path.stat().st_size} bytes")
            return None
        text = decode(path.read_bytes(), own)
        return OwnFile(text, tree_of(text, own))
    except (OSError, StoppedError):
        return None
