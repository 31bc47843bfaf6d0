"""The catalogue's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.language.schema import Scenario
from server.context import PageContext
from server.facts import badges_of, facts_of, text_of
from server.layout import written


@dataclass(frozen=True)
class CatalogueEntry:
    """One line of the register: a scenario, and the visitor's own play of it if there is one."""

    scenario: Scenario
    play: str | None = None
    ended: bool = False


def home_page(context: PageContext, entries: Sequence[CatalogueEntry]) -> str:
    """The catalogue, honest about what is not here yet."""
    lines = [
        {
            "entry": entry,
            "title": text_of(entry.scenario.title, context.language),
            "summary": text_of(entry.scenario.summary, context.language),
            "facts": facts_of(entry.scenario, context.language),
            "badges": badges_of(entry.scenario),
        }
        for entry in entries
    ]
    real = bool(entries) and all(entry.scenario.sources for entry in entries)
    return written("home.html", context, context.language, lines=lines, real=real)
