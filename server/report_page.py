"""The report of a play as a document."""

from __future__ import annotations

from collections.abc import Sequence

from engine.language.schema import Scenario
from engine.play.asides import Measured
from engine.play.events import (
    Event,
    ToolFinished,
)
from server.context import PageContext
from server.layout import written
from server.standing import Row, report_of, standing_of
from tools.subject import BADGE_WORDS


def report_page(context: PageContext, scenario: Scenario, row: Row, events: Sequence[Event]) -> str:
    """The report alone, everything open, with what is needed to replay it; made to be printed."""
    play = standing_of(scenario, row, events)
    play.token, play.printed = context.query.get("share", ""), True
    findings = [event.finding for event in events if isinstance(event, ToolFinished | Measured)]
    subjects = {each.subject.name: each.subject for each in findings if each is not None}
    return written(
        "report.html",
        context,
        play.language,
        **report_of(play),
        subjects=list(subjects.values()),
        badge_words=BADGE_WORDS,
        printed=True,
    )
