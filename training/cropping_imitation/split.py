"""Which photographs are never trained on: listed by hash in a file beside the script, and their copies."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from training.cropping_imitation.pictures import Source

UNSEEN = Path(__file__).parent / "unseen.json"


def unseen_hashes() -> frozenset[str]:
    """SHA-256 of the files that are never trained on."""
    listed = json.loads(UNSEEN.read_text(encoding="utf-8"))["photographs"]
    return frozenset(entry["sha256"] for entry in listed)


def split(sources: Sequence[Source]) -> tuple[list[Source], list[Source]]:
    """(to train on, never trained on). Whoever is a near-copy of an unseen picture is not trained on."""
    hashes = unseen_hashes()
    unseen = [source for source in sources if source.sha256 in hashes]
    kept_out = {source.group for source in unseen}
    return [source for source in sources if source.group not in kept_out], unseen
