"""The facial identities."""

from __future__ import annotations


def details_of(identity: int) -> dict[str, float]:
    """Shapes with their weights; none for the average face."""
    return {}
