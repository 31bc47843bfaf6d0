"""Names as people write them: either spelling, and the nearest one when a name is unknown."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def plain_name(name: str) -> str:
    """``twitter-crop`` and ``twitter_crop`` name the same thing; files use the second."""
    return name.strip().replace("-", "_")


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.5) -> str | None:
    """The known name that looks most like ``name``, if one does; 0 ≤ ``cutoff`` ≤ 1, higher is stricter."""
    close = difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=cutoff)
    return close[0] if close else None
