"""The catalogue for programs: a JSON listing of the dossiers, and an Atom feed of them (RFC 4287)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from engine.language.schema import Scenario, ToolNode
from server.facts import text_of
from tools.catalogue import card_of
from tools.wording import Language

ATOM = "http://www.w3.org/2005/Atom"
TITLES: Mapping[Language, str] = {"fr": "Autopsie : les dossiers", "en": "Autopsie: the cases"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ListedSubject(_Part):
    """A model on the table of a dossier."""

    name: str
    badge: str
    sha256: str


class ListedDossier(_Part):
    """One dossier: ``url`` is its page, ``pack`` and ``findings`` what may be taken away."""

    id: str
    version: int
    sha: str
    titles: dict[Language, str]
    summaries: dict[Language, str]
    languages: list[Language]
    minutes: float | None
    short_minutes: float | None
    subjects: list[ListedSubject]
    url: str
    pack: str
    findings: str


class Listing(_Part):
    """``/dossiers.json``."""

    format: str = "autopsie-dossiers/1"
    dossiers: list[ListedDossier]


def listing(scenarios: Iterable[Scenario], address: str) -> Listing:
    """Every dossier of this place, which is found at ``address``."""
    return Listing(dossiers=[_listed(each, address) for each in scenarios])


def feed(
    scenarios: Iterable[Scenario], language: Language, address: str, updated: Mapping[str, float]
) -> bytes:
    """The dossiers as an Atom feed. ``updated``: when the file of each last changed, seconds since 1970.

    An entry is named for its dossier and version: a new version is news.
    """
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language})
    listed = list(scenarios)
    latest = max((updated.get(each.id, 0.0) for each in listed), default=0.0)
    _add(root, "id", f"{address}/")
    _add(root, "title", TITLES[language])
    _add(root, "updated", _time(latest))
    author = ET.SubElement(root, f"{{{ATOM}}}author")
    _add(author, "name", "Autopsie")
    ET.SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "href": f"{address}/feed.xml?lang={language}"})
    ET.SubElement(root, f"{{{ATOM}}}link", {"rel": "alternate", "href": f"{address}/?lang={language}"})
    for each in listed:
        entry = ET.SubElement(root, f"{{{ATOM}}}entry")
        _add(entry, "id", f"{address}/incidents/{each.id}#version-{each.version}")
        _add(entry, "title", text_of(each.title, language))
        _add(entry, "updated", _time(updated.get(each.id, 0.0)))
        where = f"{address}/incidents/{each.id}?lang={language}"
        ET.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": where})
        _add(entry, "summary", text_of(each.summary, language))
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _listed(scenario: Scenario, address: str) -> ListedDossier:
    names = dict.fromkeys(node.subject for node in scenario.nodes.values() if isinstance(node, ToolNode))
    cards = [card for card in map(card_of, names) if card is not None]
    page = f"{address}/incidents/{scenario.id}"
    spoken = scenario.languages
    return ListedDossier(
        id=scenario.id,
        version=scenario.version,
        sha=scenario.sha,
        titles={language: text_of(scenario.title, language) for language in spoken},
        summaries={language: text_of(scenario.summary, language) for language in spoken},
        languages=list(spoken),
        minutes=scenario.duration_minutes,
        short_minutes=scenario.short_minutes,
        subjects=[ListedSubject(name=each.slug, badge=each.badge, sha256=each.sha256) for each in cards],
        url=page,
        pack=f"{page}/pack.zip",
        findings=f"{page}/findings.zip",
    )


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
