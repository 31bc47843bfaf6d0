"""How we speak to someone: what a profile may be shown."""

from __future__ import annotations

NUMBERS_SHOWN_TO = frozenset({"engineer"})
"""Profiles that see the computed value behind a hypothesis' word; for all others it is false precision."""


def shows_numbers(audience: str) -> bool:
    """Whether the board's computed values may be shown."""
    return audience in NUMBERS_SHOWN_TO
