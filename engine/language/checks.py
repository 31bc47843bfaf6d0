"""Every check that needs the whole file: names, types, paths, prose, evidence."""

from __future__ import annotations

from engine.language.header import Header
from engine.language.nodes import Nodes
from engine.language.reading import Reading
from engine.language.tree import Fields


def check(reading: Reading, root: Fields, header: Header, nodes: Nodes, start: str | None) -> None:
    """Run every family of checks; each reports what it finds, none stops another."""
