"""The verdict: what the pieces allow to claim, what they do not, what is missing. Nothing authored here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from engine.guide.render import render
from engine.language.schema import EndingNode, Scenario
from engine.play.asides import WouldChange
from engine.play.beliefs import board
from engine.play.environment import Values
from engine.play.events import (
    Answered,
    Ended,
    Event,
    Found,
    Offered,
    ToolFailedEvent,
    ToolFinished,
    ToolStarted,
)
from engine.play.migration import state_today
from server.phrases import phrase
from server.templating import prose
from server.views.board import found_text
from server.views.replies import answer_words
from tools.wording import Language, typeset

MOST_CAVEATS = 6


@dataclass(frozen=True)
class EndingView:
    """What the template of the ending reads. ``claimed`` pairs a sentence with its piece's number."""

    status: str
    title: str
    claimed: list[tuple[Markup, int]]
    unclaimed: list[Markup]
    limits: list[Markup]
    missing: list[Markup]
    remember: list[Markup]
    next_steps: list[Markup]
    reopens: list[Markup]
    path: list[str]
    would_change: str = ""  # in the reader's own words


def ending_view(
    scenario: Scenario, events: Sequence[Event], language: Language, sources: list[str]
) -> EndingView | None:
    """The verdict of a play that has ended, else ``None``."""
    ended = next((event for event in events if isinstance(event, Ended)), None)
    if ended is None:
        return None
    found = [event for event in events if isinstance(event, Found)]
    return EndingView(
        status=ended.status,
        title=phrase(f"end.{ended.status}", language),
        claimed=[(found_text(scenario, each, language, sources), each.piece) for each in found],
        unclaimed=_unclaimed(scenario, events, language, sources),
        limits=_limits(events, language),
        missing=_missing(scenario, events, language, sources),
        remember=_authored(scenario, ended.node, "remember", events, language, sources),
        next_steps=_authored(scenario, ended.node, "next_steps", events, language, sources),
        reopens=_authored(scenario, ended.node, "reopens", events, language, sources),
        path=_path(events, language),
        would_change=next((each.text for each in reversed(events) if isinstance(each, WouldChange)), ""),
    )


def _unclaimed(
    scenario: Scenario, events: Sequence[Event], language: Language, sources: list[str]
) -> list[Markup]:
    """Hypotheses that lost."""
    said: list[Markup] = []
    for standing in board(scenario, [event.exhibit for event in events if isinstance(event, Found)]):
        if standing.word in ("set_aside", "weakened") and standing.moved_by:
            word = phrase(f"word.{standing.word}", language)
            said.append(
                Markup(
                    phrase(
                        "end.set_aside",
                        language,
                        name=_name(scenario, standing.hypothesis, language, sources),
                        word=word,
                    )
                )
            )
    return said


def _limits(events: Sequence[Event], language: Language) -> list[Markup]:
    """The caveats that the findings themselves carry, each once."""
    caveats: dict[str, None] = {}
    for event in events:
        if isinstance(event, ToolFinished):
            caveats.update(dict.fromkeys(each.in_(language) for each in event.finding.caveats))
    listed = list(caveats)[:MOST_CAVEATS]
    return [Markup.escape(typeset(each, language)) for each in listed]


def _missing(
    scenario: Scenario, events: Sequence[Event], language: Language, sources: list[str]
) -> list[Markup]:
    """Hypotheses that nothing settled, and measures that did not take place."""
    said: list[Markup] = []
    for standing in board(scenario, [event.exhibit for event in events if isinstance(event, Found)]):
        if standing.word == "open" or not standing.moved_by:
            name = _name(scenario, standing.hypothesis, language, sources)
            said.append(Markup(phrase("end.still_open", language, name=name)))
    titles = {event.node: event.title for event in events if isinstance(event, ToolStarted)}
    finished = {event.node for event in events if isinstance(event, ToolFinished)}
    for event in events:
        if isinstance(event, ToolFailedEvent) and event.node not in finished and event.node in titles:
            name = Markup.escape(titles[event.node].in_(language))
            said.append(Markup(phrase("end.not_run", language, name=name)))
    return said


def _name(scenario: Scenario, hypothesis: str, language: Language, sources: list[str]) -> Markup:
    text, shown_in = scenario.hypotheses[hypothesis].text.in_(language)
    return prose(text.rstrip("."), shown_in, sources=sources, block=False)


def _authored(
    scenario: Scenario, node: str, field: str, events: Sequence[Event], language: Language, sources: list[str]
) -> list[Markup]:
    part = scenario.nodes.get(node)  # an ending reached in an earlier version may be gone
    if not isinstance(part, EndingNode):
        return []
    values = Values(scenario, state_today(scenario, events))
    said: list[Markup] = []
    for index in range(len(getattr(part, field))):
        rendered = render(scenario, node, f"{field}.{index}", language, values)
        said.append(prose(rendered.text, rendered.language_shown, sources=sources, block=False))
    return said


def _path(events: Sequence[Event], language: Language) -> list[str]:
    """The reader's choices, in order; bets, texts and pictures are in the report itself."""
    offers = {event.ask_id: event for event in events if isinstance(event, Offered)}
    return [
        answer_words(offers.get(event.ask_id), event, language)
        for event in events
        if isinstance(event, Answered) and "option" in event.answer
    ]
