"""Pages and fragments, from a scenario and the events of a play. Pure: no request, no database, no clock.

Routes call these functions and send what they return. The page of a play and the fragments of its stream
come from the same code, so that following live, reloading and reading without script show the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from engine.language.schema import Scenario, ToolNode
from engine.play.asides import Questioned, Selected, Worded, Wording
from engine.play.events import (
    Answered,
    Ended,
    Entered,
    Event,
    Found,
    Migrated,
    Offered,
    SettingsChanged,
    ToolProgress,
    ToolStarted,
)
from server.context import PageContext
from server.facts import audiences_of, badge_of
from server.layout import written
from server.standing import PATIENCE, Row, Standing, ending_of, notebook_of, report_of, standing_of, teller_of
from server.templating import write
from server.views.board import found_text
from server.views.enquiry import NOTHING_BESIDE, Beside, question_of, suggested_anew
from server.views.price import prices
from server.views.question import QuestionView, question_view
from server.views.rail import acts_view
from server.views.telling import ENQUIRY, SHOWN


def play_page(
    context: PageContext,
    scenario: Scenario,
    row: Row,
    events: Sequence[Event],
    progress: ToolProgress | None = None,
    beside: Beside = NOTHING_BESIDE,
    *,
    patience: float = PATIENCE,
) -> str:
    """The investigation: rail, report, notebook, the open question. In the language of the play.

    ``beside``: the box for questions, and what is under way beside the story. ``patience``: seconds beyond
    which a measure is shown from its record.
    """
    play = standing_of(scenario, row, events)
    play.beside, play.patience = beside, patience
    typed = context.notice.typed if context.notice else {}
    live = _live(play, progress, typed)
    return written("play.html", context, play.language, **report_of(play), **live, printed=False)


def event_fragments(
    scenario: Scenario,
    row: Row,
    events: Sequence[Event],
    event: Event,
    wordings: Mapping[int, Wording] | None = None,
    patience: float = PATIENCE,
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
    play = standing_of(scenario, row, until)
    play.beside, play.patience = Beside(wordings=wordings or {}), patience
    until = list(play.events)
    shown = next((each for each in until if each.seq == event.seq), None)
    withdrawn = event.seq > 0 and shown is None  # an exhibit of an earlier version: no longer on file
    event = shown or event
    data = _no_change(play, event)
    if withdrawn:
        return data
    if isinstance(event, Wording | Worded):
        play.beside = Beside(wordings={event.of: event} if isinstance(event, Wording) else {})
        return data | {"of": event.of, "html": str(teller_of(play).told_anew(until, event.of))}
    if isinstance(event, ToolProgress) and question_of(event) is not None:
        play.beside = Beside(progress=event)
        return data | teller_of(play).asides.changes(event, until)
    if isinstance(event, ToolStarted | ToolProgress):
        data["html"] = _waiting(play, event if isinstance(event, ToolProgress) else None)
        data["next"] = ""
    elif isinstance(event, Ended):
        data["html"] = write(
            "events/ended.html", play.language, ending=ending_of(play), play=play, printed=False
        )
    elif isinstance(event, SHOWN):
        teller = teller_of(play)
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
            question=_view(play, event),
            play=play,
            notice=None,
        )
    elif isinstance(event, Answered | Ended):
        data["next"] = ""
    if isinstance(event, Offered | Questioned | Selected):
        data["suggested"] = suggested_anew(play.scenario, play.events, play.id, play.language)
    if event.type in ("found", "moved", "answered"):
        data["notebook"] = write("notebook.html", play.language, notebook=notebook_of(play))
    if isinstance(event, Entered | Ended) or data["step"]:
        data["progress"] = write(
            "rail.html",
            play.language,
            acts=acts_view(play.scenario, play.events, play.language, ended=play.ended),
        )
    return data


def _no_change(play: Standing, event: Event) -> dict[str, Any]:
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


def _live(play: Standing, progress: ToolProgress | None, typed: Mapping[str, str]) -> dict[str, Any]:
    question = _view(play, play.question, typed) if play.question else None
    return {
        "acts": acts_view(play.scenario, play.events, play.language, ended=play.ended),
        "question": question,
        "waiting": _waiting(play, progress) if play.running else "",
        "audiences": audiences_of(play.scenario, play.language),
        "box": play.beside.box,
    }


def _view(play: Standing, offered: Offered, typed: Mapping[str, str] | None = None) -> QuestionView:
    return question_view(
        offered,
        play.language,
        pieces=_pieces(play),
        typed=typed,
        audience=play.audience,
        prices=prices(play.scenario, offered.node, play.language, play.patience),
    )


def _pieces(play: Standing) -> dict[int, Markup]:
    """The sentences of the notebook by number: what a sentence to sign may rest on."""
    if play.question is None or play.question.offer.kind != "sign":
        return {}
    return {
        event.piece: found_text(play.scenario, event, play.language, play.sources)
        for event in play.events
        if isinstance(event, Found)
    }


def _waiting(play: Standing, progress: ToolProgress | None) -> str:
    started = play.running
    if started is None:
        return ""
    node = play.scenario.nodes.get(started.node)
    badge = badge_of(node.subject if isinstance(node, ToolNode) else started.call.subject)
    return write(
        f"events/{progress.type if progress else started.type}.html",
        play.language,
        started=started,
        progress=progress,
        badge=badge,
        play=play,
    )
