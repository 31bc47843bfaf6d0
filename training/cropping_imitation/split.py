"""Which photographs are never trained on: listed by hash in a file beside the script, and their copies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from training.cropping_imitation.pictures import Source

UNSEEN = Path(__file__).parent / "unseen.json"


def unseen_hashes() -> frozenset[str]:
    """SHA-256 of the files that are never trained on."""
    return frozenset(entry["sha256"] for entry in _listed())


def unseen_files(folders: Sequence[Path]) -> list[Path]:
    """The files that are never trained on, in the order of their hashes, wherever under ``folders`` they lie.

    Raises :class:`FileNotFoundError` where one is not there.
    """
    wanted, names = unseen_hashes(), {entry["file"] for entry in _listed()}
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.name in names and path.is_file():
                sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
                if sha256 in wanted:
                    found[sha256] = path
    if missing := wanted - found.keys():
        raise FileNotFoundError(f"{len(missing)} of the unseen photographs: give every folder")
    return [found[sha256] for sha256 in sorted(found)]


def _listed() -> list[dict[str, str]]:
    listed: list[dict[str, str]] = json.loads(UNSEEN.read_text(encoding="utf-8"))["photographs"]
    return listed


def split(sources: Sequence[Source]) -> tuple[list[Source], list[Source]]:
    """(to train on, never trained on). Whoever is a near-copy of an unseen picture is not trained on."""
    hashes = unseen_hashes()
    unseen = [source for source in sources if source.sha256 in hashes]
    kept_out = {source.group for source in unseen}
    return [source for source in sources if source.group not in kept_out], unseen
