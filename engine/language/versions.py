"""What became of the nodes that the published version had: saved plays may stand on any of them."""

from __future__ import annotations

import re

from engine.language.diagnostics import Diagnostic, Diagnostics, Place, did_you_mean
from engine.language.saying import nearest
from engine.language.schema import Scenario


def undeclared_changes(published: Scenario, now: Scenario, source: str, file: str) -> list[Diagnostic]:
    """G541: each node of ``published`` is still there, or ``changes`` says where it went.

    ``source`` is the text of the scenario of now, to show where ``changes`` stands.
    """
    diagnostics = Diagnostics(file)
    for name in published.nodes:
        if _today(name, published.version, now) not in now.nodes:
            added = [each for each in now.nodes if each not in published.nodes]
            near = did_you_mean(nearest(name, added))
            diagnostics.report("G541", _place(source), node=name, n=published.version, near=near)
    return diagnostics.in_order()


def _today(name: str, version: int, now: Scenario) -> str:
    for later, change in sorted(now.changes.items()):
        if later > version:
            name = change.renamed.get(name) or change.removed.get(name) or name
    return name


def _place(source: str) -> Place:
    """Where ``changes`` stands, or the version, or the name of the scenario."""
    for field in ("changes", "version", "id"):
        found = re.search(rf"^{field}:", source, re.MULTILINE)
        if found:
            return Place(source.count("\n", 0, found.start()) + 1, 1, len(field) + 1)
    return Place(1, 1, 2)
