"""The log that a report carries with it, and how it is found again in the file years later.

A report is HTML that anybody may have changed: it is read with the standard parser and never run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.play.events import EVENTS, Event
from engine.play.log_chain import START, Link
from tools.errors import AutopsieError
from tools.wording import Words

ELEMENT = "autopsie-log"
"""The id of the ``script`` element, of a type that no browser runs."""

MOST_BYTES = 64_000_000


class NotAReport(AutopsieError):
    """V901: a file in which no log of ours can be read."""

    exit_code = 2
    status = 422

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(
            "V901",
            Words(fr=fr, en=en),
            Words(
                fr="Prenez le fichier donné par « Compte rendu en un seul fichier » au bas d'une enquête.",
                en="Take the file given by “Report in a single file” at the foot of an investigation.",
            ),
        )


class ChainedEvent(BaseModel):
    """One event of the log. ``payload`` is its JSON to the letter; ``None`` where it was not given away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int
    salt: str
    digest: str
    chain: str
    payload: str | None


class ReportLog(BaseModel):
    """All that a check of a report needs. ``head`` is the last link of the chain, as it is also printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["autopsie-report/1"] = "autopsie-report/1"
    product: str  # version of Autopsie
    made: str  # ISO 8601, UTC
    scenario: str
    version: int
    sha: str
    head: str
    events: list[ChainedEvent] = Field(max_length=200_000)

    def links(self) -> list[Link]:
        """The chain alone."""
        return [Link(each.seq, each.salt, each.digest, each.chain) for each in self.events]

    def payloads(self) -> dict[int, str]:
        """The events whose words are here, by number."""
        return {each.seq: each.payload for each in self.events if each.payload is not None}

    def log(self) -> list[Event]:
        """The events that are here. Raises :class:`NotAReport` for one that is not an event."""
        events = []
        for seq, payload in self.payloads().items():
            try:
                events.append(EVENTS.validate_json(payload))
            except ValidationError:
                raise NotAReport(
                    f"L'événement {seq} n'est pas lisible.", f"Event {seq} cannot be read."
                ) from None
        return events

    def embedded(self) -> str:
        """The JSON as it may stand inside a ``script`` element: nothing in it can close the element."""
        return self.model_dump_json().replace("<", "\\u003c")


def chained_events(links: Sequence[Link], payloads: dict[int, str]) -> list[ChainedEvent]:
    """The events with what the chain holds of each; without a salt where the words were changed since."""
    return [ChainedEvent(**each._asdict(), payload=payloads.get(each.seq)) for each in links]


def read_report(text: str) -> ReportLog:
    """The log of a report, from its HTML or from the JSON alone. Raises :class:`NotAReport`."""
    if len(text) > MOST_BYTES:
        raise NotAReport("Ce fichier est trop gros.", "This file is too large.")
    found = text if text.lstrip().startswith("{") else _embedded(text)
    if not found:
        raise NotAReport("Ce fichier ne contient pas de journal.", "This file holds no log.")
    try:
        read = ReportLog.model_validate_json(found)
    except (ValidationError, json.JSONDecodeError, RecursionError):
        raise NotAReport("Le journal de ce fichier est abîmé.", "The log in this file is damaged.") from None
    return read


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and dict(attrs).get("id") == ELEMENT

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)


def _embedded(text: str) -> str:
    finder = _Finder()
    try:
        finder.feed(text)
    except (AssertionError, ValueError):  # what the parser raises at markup that is none
        return ""
    return "".join(finder.found)


def head_of(links: Sequence[Link]) -> str:
    """The last link: whoever noted it can tell later that nothing was changed."""
    return links[-1].chain if links else START
