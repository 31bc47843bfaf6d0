"""A play as it stands after its events, and what its report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from markupsafe import Markup

from engine.language.schema import Scenario, Term
from engine.play.events import (
    Answered,
    Ended,
    Event,
    Migrated,
    Offered,
    Opened,
    SettingsChanged,
    ToolFailedEvent,
    ToolFinished,
    ToolStarted,
)
from engine.play.retelling import retold
from server.facts import facts_of, text_of
from server.templating import prose, term_title
from server.views.board import notebook_view
from server.views.ending import ending_view
from server.views.enquiry import NOTHING_BESIDE, Beside
from server.views.telling import Teller
from tools.wording import Language

PATIENCE = 2.0  # seconds that a measure may take before its record is shown instead; the operator sets it


class Row(Protocol):
    """What a page needs of a stored play."""

    id: str
    language: str
    audience: str


@dataclass
class Standing:
    """A play as it stands: its settings, what is open, what runs."""

    id: str
    scenario: Scenario
    events: Sequence[Event]
    language: Language = "en"
    audience: str = ""
    question: Offered | None = None
    running: ToolStarted | None = None
    ended: bool = False
    seq: int = 0
    opened: Opened | None = None
    printed: bool = False
    token: str = ""  # of the export link, so that a shared report finds its pictures
    beside: Beside = NOTHING_BESIDE
    patience: float = PATIENCE

    @property
    def sources(self) -> list[str]:
        """The sources by id, in the order of their numbers."""
        return list(self.scenario.sources)

    @property
    def waiting(self) -> bool:
        """Something runs on the server and more is to come by itself."""
        return not self.ended and self.question is None

    def picture_url(self, sha256: str) -> str:
        """Where a picture of this play is found."""
        return f"/playthroughs/{self.id}/pictures/{sha256}.png{self.suffix}"

    @property
    def suffix(self) -> str:
        """What addresses under this play end with."""
        return "?" + urlencode({"share": self.token}) if self.token else ""


def standing_of(scenario: Scenario, row: Row, events: Sequence[Event]) -> Standing:
    """The play as its events leave it."""
    # The row speaks until the play's first event is written.
    spoken: Language = "fr" if row.language == "fr" else "en"
    events = retold(scenario, events)
    play = Standing(row.id, scenario, events, language=spoken, audience=row.audience)
    for event in events:
        play.seq = max(play.seq, event.seq)
        if isinstance(event, Opened):
            play.opened, play.language, play.audience = event, event.language, event.audience
        elif isinstance(event, SettingsChanged):
            play.language, play.audience = event.language, event.audience
        elif isinstance(event, Migrated):
            play.question = play.running = None
            play.audience = event.state.get("audience", play.audience)
            play.language = event.state.get("language", play.language)
        elif isinstance(event, Offered):
            play.question = event
        elif isinstance(event, Answered) and play.question and event.ask_id == play.question.ask_id:
            play.question = None
        elif isinstance(event, ToolStarted):
            play.running = event
        elif isinstance(event, ToolFinished | ToolFailedEvent):
            play.running = None
        elif isinstance(event, Ended):
            play.ended, play.question, play.running = True, None, None
    return play


def report_of(play: Standing) -> dict[str, Any]:
    """What a template needs to write the report: steps, notebook, ending, sources, words."""
    language = play.language
    teller = teller_of(play)
    steps = teller.tell(play.events)
    return {
        "after": teller.after,
        "play": play,
        "scenario": play.scenario,
        "title": text_of(play.scenario.title, language),
        "facts": facts_of(play.scenario, language),
        "steps": steps,
        "notebook": notebook_of(play),
        "ending": ending_of(play),
        "sources": list(play.scenario.sources.values()),
        "terms": [
            (name, term_title(play.scenario.glossary, name, language)[0], _defined(play, term))
            for name, term in play.scenario.glossary.items()
        ],
    }


def teller_of(play: Standing) -> Teller:
    """Who tells the events of this play."""
    teller = Teller(
        play.scenario, play.language, play.id, play.picture_url, play.suffix, play.printed, play.audience
    )
    teller.asides.progress = play.beside.progress
    teller.under_way = play.beside.wordings
    return teller


def notebook_of(play: Standing) -> Any:
    """Its notebook."""
    return notebook_view(play.scenario, play.events, play.language, play.audience, play.sources)


def ending_of(play: Standing) -> Any:
    """Its ending; ``None`` before it."""
    return ending_view(play.scenario, play.events, play.language, play.sources)


def _defined(play: Standing, term: Term) -> Markup:
    """What a glossary word means, as this reader is told."""
    return prose(*term.definition(play.audience).in_(play.language), sources=play.sources, block=False)
