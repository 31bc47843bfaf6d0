"""The report of a play as a document: a page of the site, or one that stands alone in a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.author.reading_time import SECONDS_A_FIGURE, minutes, words_of_text
from engine.language.schema import Scenario
from engine.play.asides import Measured
from engine.play.events import Event, Narrated, ToolFinished
from engine.play.report_log import ReportLog
from server.context import PageContext
from server.layout import written
from server.standing import Row, report_of, standing_of
from server.tables import Share
from tools.subject import BADGE_WORDS


def report_page(
    context: PageContext,
    scenario: Scenario,
    row: Row,
    events: Sequence[Event],
    *,
    head: str = "",
    share: Share | None = None,
    file: ReportLog | None = None,
    own: bool = True,
) -> str:
    """The report alone, everything open, with what is needed to replay and to verify it; made to be printed.

    ``head`` is the last link of the log's hash chain. ``share`` is the link under which a stranger reads it.
    ``file`` is the log that a report in a single file carries.
    """
    play = standing_of(scenario, row, events)
    play.token, play.printed = share.token if share else "", True
    findings = [event.finding for event in events if isinstance(event, ToolFinished | Measured)]
    subjects = {each.subject.name: each.subject for each in findings if each is not None}
    values: dict[str, Any] = report_of(play)
    told = sum(words_of_text(each.text) for each in events if isinstance(each, Narrated))
    return written(
        "report.html",
        context,
        play.language,
        **values,
        layout="report_file.html" if file else "base.html",
        subjects=list(subjects.values()),
        badge_words=BADGE_WORDS,
        printed=True,
        minutes=max(1, round(minutes(told, play.language, SECONDS_A_FIGURE * len(findings)))),
        head=file.head if file else head,
        share=share,
        file=file,
        own=own and file is None,
    )
