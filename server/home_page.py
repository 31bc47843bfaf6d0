"""The catalogue's page: the register of dossiers, searched and narrowed by the words in its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.language.schema import Scenario
from server.catalogue_search import FACETS, counts, filed, label, search
from server.context import PageContext
from server.dossiers import dossier_of_file
from server.facts import badges_of, facts_of, text_of
from server.layout import written
from server.views.frontispiece import frontispiece
from tools.wording import Words

LONGEST_QUERY = 200


@dataclass(frozen=True)
class CatalogueEntry:
    """One line of the register: a scenario, and the visitor's own play of it if there is one."""

    scenario: Scenario
    play: str | None = None
    ended: bool = False


@dataclass(frozen=True)
class FacetView:
    """One way to narrow the register: its terms with how many dossiers each would leave."""

    name: str
    chosen: str
    terms: list[tuple[str, Words, int]]


def home_page(context: PageContext, entries: Sequence[CatalogueEntry]) -> str:
    """The catalogue. Its address says what is searched (``q``) and which terms are chosen."""
    query = context.query.get("q", "")[:LONGEST_QUERY].strip()
    shelf = [filed(each.scenario, dossier_of_file(each.scenario)) for each in entries]
    known = {facet: {term for each in shelf for term in each.terms.get(facet, ())} for facet in FACETS}
    chosen = {
        facet: term for facet in FACETS if (term := context.query.get(facet, "")) and term in known[facet]
    }
    left = search(shelf, query, chosen)
    order = {name: rank for rank, name in enumerate(left)}
    shown = sorted(
        (each for each in entries if each.scenario.id in order), key=lambda e: order[e.scenario.id]
    )
    lines = [
        {
            "entry": entry,
            "title": text_of(entry.scenario.title, context.language),
            "summary": text_of(entry.scenario.summary, context.language),
            "facts": facts_of(entry.scenario, context.language),
            "badges": badges_of(entry.scenario),
        }
        for entry in shown
    ]
    real = bool(entries) and all(entry.scenario.sources for entry in entries)
    return written(
        "home.html",
        context,
        context.language,
        lines=lines,
        real=real,
        total=len(entries),
        query=query,
        narrowed=bool(query or chosen),
        cover=None if query or chosen else frontispiece([e.scenario for e in entries], context.language),
        facets=_facets(counts(shelf, query, chosen), chosen),
    )


def _facets(found: Mapping[str, Mapping[str, int]], chosen: Mapping[str, str]) -> list[FacetView]:
    return [
        FacetView(facet, chosen.get(facet, ""), [(term, label(facet, term), n) for term, n in terms.items()])
        for facet, terms in found.items()
        if terms
    ]
