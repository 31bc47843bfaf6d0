"""Pages and fragments, from a scenario and the events of a play. Pure: no request, no database, no clock.

Routes call these functions and send what they return. The page of a play and the fragments of its stream
come from the same code, so that following live, reloading and reading without script show the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Protocol
from urllib.parse import urlencode

from markupsafe import Markup

from engine.language.schema import Scenario, Term, Text, ToolNode
from engine.play.asides import Measured, Questioned, Selected, Worded, Wording
from engine.play.events import (
    Answered,
    Ended,
    Entered,
    Event,
    Found,
    Migrated,
    Offered,
    Opened,
    SettingsChanged,
    ToolFailedEvent,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)
from engine.play.retelling import retold
from server.context import PageContext
from server.phrases import listed, phrase
from server.templating import prose, term_title, write
from server.views.board import found_text, notebook_view
from server.views.ending import ending_view
from server.views.enquiry import NOTHING_BESIDE, Beside, question_of, suggested_anew
from server.views.plate import BadgeView, badge_view
from server.views.question import question_view
from server.views.rail import acts_view
from server.views.telling import ENQUIRY, SHOWN, Teller
from tools.catalogue import subject_card
from tools.errors import AutopsieError
from tools.subject import BADGE_WORDS
from tools.wording import Language, Words, typeset

STYLES = (
    *("tokens", "layout", "report", "charts", "forms", "questions", "enquiry"),
    *("licence", "terms", "notebook", "screens", "sheets"),
)
REFRESH = 3  # seconds between two looks of a page without script while something runs


class Row(Protocol):
    """What a page needs of a stored play."""

    id: str
    language: str
    audience: str


@dataclass(frozen=True)
class CatalogueEntry:
    """One line of the register: a scenario, and the visitor's own play of it if there is one."""

    scenario: Scenario
    play: str | None = None
    ended: bool = False


@dataclass
class _Play:
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

    @property
    def sources(self) -> list[str]:
        return list(self.scenario.sources)

    @property
    def waiting(self) -> bool:
        """Something runs on the server and more is to come by itself."""
        return not self.ended and self.question is None

    def picture_url(self, sha256: str) -> str:
        return f"/playthroughs/{self.id}/pictures/{sha256}.png{self.suffix}"

    @property
    def suffix(self) -> str:
        """What addresses under this play end with."""
        return "?" + urlencode({"share": self.token}) if self.token else ""


def home_page(context: PageContext, entries: Sequence[CatalogueEntry]) -> str:
    """The catalogue, honest about what is not here yet."""
    lines = [
        {
            "entry": entry,
            "title": _text(entry.scenario.title, context.language),
            "summary": _text(entry.scenario.summary, context.language),
            "facts": _facts(entry.scenario, context.language),
            "badges": _badges(entry.scenario),
        }
        for entry in entries
    ]
    real = bool(entries) and all(entry.scenario.sources for entry in entries)
    return written("home.html", context, context.language, lines=lines, real=real)


def start_page(context: PageContext, scenario: Scenario) -> str:
    """What an investigation is, and the plain form that opens it."""
    language = context.language
    told = [_text(text, language) for text in scenario.about_subjects.values()]
    about = list(zip_longest(told, _badges(scenario)))
    return written(
        "start.html",
        context,
        language,
        scenario=scenario,
        title=_text(scenario.title, language),
        summary=_text(scenario.summary, language),
        facts=_facts(scenario, language),
        subjects=about,
        audiences=_audiences(scenario, language),
        audience=context.profile or scenario.default_audience,
        hypotheses=[
            prose(*_named(each.text, language), sources=[], block=False)
            for each in scenario.hypotheses.values()
        ],
        sources=list(scenario.sources.values()),
    )


def play_page(
    context: PageContext,
    scenario: Scenario,
    row: Row,
    events: Sequence[Event],
    progress: ToolProgress | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> str:
    """The investigation: rail, report, notebook, the open question. In the language of the play.

    ``beside``: the box for questions, and what is under way beside the story.
    """
    play = _play(scenario, row, events)
    play.beside = beside
    typed = context.notice.typed if context.notice else {}
    live = _live(play, progress, typed)
    return written("play.html", context, play.language, **_report(play), **live, printed=False)


def report_page(context: PageContext, scenario: Scenario, row: Row, events: Sequence[Event]) -> str:
    """The report alone, everything open, with what is needed to replay it; made to be printed."""
    play = _play(scenario, row, events)
    play.token, play.printed = context.query.get("share", ""), True
    findings = [event.finding for event in events if isinstance(event, ToolFinished | Measured)]
    subjects = {each.subject.name: each.subject for each in findings if each is not None}
    return written(
        "report.html",
        context,
        play.language,
        **_report(play),
        subjects=list(subjects.values()),
        badge_words=BADGE_WORDS,
        printed=True,
    )


def message_page(context: PageContext, status: int, code: str, says: Words, cure: Words | None = None) -> str:
    """One clear sentence and what to do: an error, or a page that is not there."""
    return written("message.html", context, context.language, status=status, code=code, says=says, cure=cure)


def event_fragments(
    scenario: Scenario,
    row: Row,
    events: Sequence[Event],
    event: Event,
    wordings: Mapping[int, Wording] | None = None,
) -> dict[str, Any]:
    """The data of one server-sent event.

    ``html`` is what the event adds to the report (or, for a running tool, what stands in its place);
    ``step`` says that ``html`` begins a new step. ``next``, ``notebook`` and ``progress`` replace the open
    question, the notebook and the act rail; ``None`` leaves them as they are and "" empties them.
    ``question`` is the one that an event beside the story is about, ``after`` says that it comes after the
    ending, and ``offer`` replaces the measure that was offered for it.
    ``suggested`` replaces the questions that are offered beside the box.
    ``events`` must hold the play up to ``event``; a ``tool_progress`` need not be among them. ``of`` is the
    text that ``html`` replaces, while it is being worded (``wordings``: those under way) and once it is.
    """
    until = [each for each in events if each.seq <= event.seq] if event.seq else list(events)
    play = _play(scenario, row, until)
    play.beside = Beside(wordings=wordings or {})
    until = list(play.events)
    shown = next((each for each in until if each.seq == event.seq), None)
    withdrawn = event.seq > 0 and shown is None  # an exhibit of an earlier version: no longer on file
    event = shown or event
    data = _no_change(play, event)
    if withdrawn:
        return data
    if isinstance(event, Wording | Worded):
        play.beside = Beside(wordings={event.of: event} if isinstance(event, Wording) else {})
        return data | {"of": event.of, "html": str(_teller(play).told_anew(until, event.of))}
    if isinstance(event, ToolProgress) and question_of(event) is not None:
        play.beside = Beside(progress=event)
        return data | _teller(play).asides.changes(event, until)
    if isinstance(event, ToolStarted | ToolProgress):
        data["html"] = _waiting(play, event if isinstance(event, ToolProgress) else None)
        data["next"] = ""
    elif isinstance(event, Ended):
        data["html"] = write(
            "events/ended.html", play.language, ending=_ending(play), play=play, printed=False
        )
    elif isinstance(event, SHOWN):
        teller = _teller(play)
        teller.asides.know(until)
        for each in until[:-1] if until and until[-1].seq == event.seq else until:
            teller.take(each, silent=True)
        html, begins = teller.take(event)
        data["step"] = begins
        data["html"] = (
            write("step.html", play.language, step=teller.steps[-1], printed=False) if begins else str(html)
        )
        if isinstance(event, ENQUIRY):
            data |= teller.asides.changes(event, until) | {"after": teller.over}
    if isinstance(event, Offered):
        data["next"] = write(
            "events/offered.html",
            play.language,
            question=question_view(event, play.language, pieces=_pieces(play)),
            play=play,
            notice=None,
        )
    elif isinstance(event, Answered | Ended):
        data["next"] = ""
    if isinstance(event, Offered | Questioned | Selected):
        data["suggested"] = suggested_anew(play.scenario, play.events, play.id, play.language)
    if event.type in ("found", "moved", "answered"):
        data["notebook"] = write("notebook.html", play.language, notebook=_notebook(play))
    if isinstance(event, Entered | Ended) or data["step"]:
        data["progress"] = write(
            "rail.html",
            play.language,
            acts=acts_view(play.scenario, play.events, play.language, ended=play.ended),
        )
    return data


def _no_change(play: _Play, event: Event) -> dict[str, Any]:
    """The data of an event that leaves the page as it is."""
    return {
        "seq": event.seq,
        "type": event.type,
        "html": "",
        "step": False,
        "next": None,
        "notebook": None,
        "progress": None,
        "question": None,
        "after": False,
        "offer": None,
        "suggested": None,
        "ended": play.ended,
        "reload": isinstance(event, SettingsChanged | Migrated),
    }


def written(template: str, context: PageContext, language: Language, **values: Any) -> str:
    """A page from its template, with what every page needs."""
    return write(template, language, context=context, styles=STYLES, refresh=REFRESH, **values)


def _play(scenario: Scenario, row: Row, events: Sequence[Event]) -> _Play:
    # The row speaks until the play's first event is written.
    spoken: Language = "fr" if row.language == "fr" else "en"
    events = retold(scenario, events)
    play = _Play(row.id, scenario, events, language=spoken, audience=row.audience)
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


def _report(play: _Play) -> dict[str, Any]:
    language = play.language
    teller = _teller(play)
    steps = teller.tell(play.events)
    return {
        "after": teller.after,
        "play": play,
        "scenario": play.scenario,
        "title": _text(play.scenario.title, language),
        "facts": _facts(play.scenario, language),
        "steps": steps,
        "notebook": _notebook(play),
        "ending": _ending(play),
        "sources": list(play.scenario.sources.values()),
        "terms": [
            (name, term_title(play.scenario.glossary, name, language)[0], _defined(play, term))
            for name, term in play.scenario.glossary.items()
        ],
    }


def _defined(play: _Play, term: Term) -> Markup:
    """What a glossary word means, as this reader is told."""
    return prose(*term.definition(play.audience).in_(play.language), sources=play.sources, block=False)


def _live(play: _Play, progress: ToolProgress | None, typed: Mapping[str, str]) -> dict[str, Any]:
    question = None
    if play.question:
        question = question_view(play.question, play.language, pieces=_pieces(play), typed=typed)
    return {
        "acts": acts_view(play.scenario, play.events, play.language, ended=play.ended),
        "question": question,
        "waiting": _waiting(play, progress) if play.running else "",
        "audiences": _audiences(play.scenario, play.language),
        "box": play.beside.box,
    }


def _teller(play: _Play) -> Teller:
    teller = Teller(
        play.scenario, play.language, play.id, play.picture_url, play.suffix, play.printed, play.audience
    )
    teller.asides.progress = play.beside.progress
    teller.under_way = play.beside.wordings
    return teller


def _pieces(play: _Play) -> dict[int, Markup]:
    """The sentences of the notebook by number: what a sentence to sign may rest on."""
    if play.question is None or play.question.offer.kind != "sign":
        return {}
    return {
        event.piece: found_text(play.scenario, event, play.language, play.sources)
        for event in play.events
        if isinstance(event, Found)
    }


def _notebook(play: _Play) -> Any:
    return notebook_view(play.scenario, play.events, play.language, play.audience, play.sources)


def _ending(play: _Play) -> Any:
    return ending_view(play.scenario, play.events, play.language, play.sources)


def _waiting(play: _Play, progress: ToolProgress | None) -> str:
    started = play.running
    if started is None:
        return ""
    node = play.scenario.nodes.get(started.node)
    badge = _badge_of(node.subject if isinstance(node, ToolNode) else started.call.subject)
    return write(
        f"events/{progress.type if progress else started.type}.html",
        play.language,
        started=started,
        progress=progress,
        badge=badge,
        play=play,
    )


def _audiences(scenario: Scenario, language: Language) -> list[tuple[str, str, str]]:
    """Id, name and help of each profile."""
    return [
        (each.id, _text(each.title, language), _usual("audience.help", each.id, language))
        for each in scenario.audiences
    ]


def _badges(scenario: Scenario) -> list[BadgeView]:
    names = dict.fromkeys(node.subject for node in scenario.nodes.values() if isinstance(node, ToolNode))
    return [badge for badge in map(_badge_of, names) if badge]


def _badge_of(subject: str) -> BadgeView | None:
    try:
        card = subject_card(subject)
    except AutopsieError:
        return None
    return badge_view(card.badge, card.title, card.sha256, card.name)


def _facts(scenario: Scenario, language: Language) -> list[tuple[str, str]]:
    """The fact sheet, label and text."""
    return [(_label(name, language), _text(fact, language)) for name, fact in scenario.facts.items()]


def _label(name: str, language: Language) -> str:
    """The usual label of a fact, else the author's own name for it."""
    return _usual("fact", name, language) or name.replace("_", " ").capitalize()


def _usual(family: str, name: str, language: Language) -> str:
    """The phrase of a name that authors may give as they like; nothing for one that we do not know."""
    key = f"{family}.{name}"
    return phrase(key, language) if listed(key) else ""


def _text(text: Text | None, language: Language) -> str:
    """A text of a scenario, typeset."""
    if text is None:
        return ""
    shown, shown_in = text.in_(language)
    return typeset(shown, shown_in)


def _named(text: Text, language: Language) -> tuple[str, Language]:
    return text.in_(language)
