"""Where scenarios and what they share are kept."""

from __future__ import annotations

import os
from pathlib import Path


def scenarios_folder() -> Path:
    """Where the scenarios are: ``AUTOPSIE_SCENARIOS``, else ``scenarios/`` beside the packages."""
    named = os.environ.get("AUTOPSIE_SCENARIOS")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "scenarios"
