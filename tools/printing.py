"""Give a finding's French its printed spaces and apostrophes, in one place, when the finding is made."""

from __future__ import annotations

from typing import Any

from tools.finding import Finding
from tools.wording import french_typography

# Large, and without prose.
_SKIPPED = {"grid", "result", "recipe", "call"}


def printed(finding: Finding) -> Finding:
    """The same finding with :func:`~tools.wording.french_typography` applied to every French text."""
    return Finding.model_validate(_printed(finding.model_dump()))


def _printed(part: Any) -> Any:
    if isinstance(part, dict):
        if part.keys() == {"fr", "en"}:
            return {"fr": french_typography(part["fr"]), "en": part["en"]}
        return {key: value if key in _SKIPPED else _printed(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_printed(item) for item in part]
    return part
