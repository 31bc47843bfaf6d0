"""Reading time as announced, against what the plays that walk the announced path take.

A play of the file that says ``minutes: 7`` walks the path that is announced with that time (``duration``,
or ``short`` for the path that a reader takes by choosing it). Its time is computed from what that reader
is shown with the recorded findings, at the speeds that :mod:`engine.author.reading_time` states.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from engine.author.reading_time import (
    SECONDS_A_FIGURE,
    SECONDS_AN_ANSWER,
    minutes,
    plain_text,
    words_in,
    words_of_text,
)
from engine.author.rehearse import finding_for
from engine.author.source import any_tree, decoded
from engine.language.diagnostics import Diagnostic, Diagnostics, Place
from engine.language.schema import EndingNode, Play, Scenario, Text, ToolNode
from engine.language.tree import Fields
from engine.play.attend import attend
from engine.play.events import Answered, Event, Found, Narrated, Offer, Offered, ToolFinished
from engine.play.playthrough import ToolWait
from tools.finding import Finding
from tools.wording import Language, Words, format_number, in_both

TOLERANCE = 0.25  # of the announced time


class Walked(NamedTuple):
    """How long one play takes one reader, in minutes, and what that is made of."""

    play: str
    announced: float | None
    minutes: float
    words: int
    answers: int
    figures: int

    @property
    def fits(self) -> bool:
        """Whether the time is within a quarter of what was announced; yes where nothing was."""
        return self.announced is None or abs(self.minutes - self.announced) <= TOLERANCE * self.announced


def walked(
    scenario: Scenario, script: Play, language: Language | None = None, audience: str | None = None
) -> Walked:
    """The time of a play for the reader that it names, or as another reads it.

    A tool without a record gives an invented finding, without figures.
    """
    spoken = language or script.language or scenario.languages[0]

    def run(wait: ToolWait) -> Finding:
        node = scenario.nodes[wait.node]
        assert isinstance(node, ToolNode)
        return finding_for(scenario, node, wait.call, {})

    done = attend(scenario, run, answers=script, language=spoken, audience=audience)
    words = _words_read(done.events, spoken)
    if done.ending is not None:
        words += _closing(scenario, done.ending, spoken)
    answers = sum(isinstance(event, Answered) for event in done.events)
    figures = sum(len(event.finding.figures) for event in done.events if isinstance(event, ToolFinished))
    seconds = answers * SECONDS_AN_ANSWER + figures * SECONDS_A_FIGURE
    return Walked(script.id, script.minutes, minutes(words, spoken, seconds), words, answers, figures)


def misannounced(scenario: Scenario, raw: bytes, file: str) -> list[Diagnostic]:
    """P630: the plays of the file whose time is off by more than a quarter, in the source language."""
    diagnostics = Diagnostics(file)
    for script in scenario.plays.values():
        if script.minutes is None:
            continue
        found = walked(scenario, script)
        if not found.fits:
            diagnostics.report(
                "P630", _place(raw, script.id), play=script.id, announced=_number(script.minutes),
                computed=_number(found.minutes), words=found.words, answers=found.answers,
                figures=found.figures,
            )  # fmt: skip
    return diagnostics.in_order()


def _words_read(events: Iterable[Event], language: Language) -> int:
    """What is narrated, filed and concluded, and what is offered: an option counts once a play."""
    count = 0
    offered: set[tuple[str, str]] = set()
    for event in events:
        if isinstance(event, Narrated | Found):
            count += words_of_text(plain_text(event.text, language))
        elif isinstance(event, ToolFinished):
            said = (event.finding.question, event.finding.conclusion)
            count += sum(words_of_text(words.in_(language)) for words in said)
        elif isinstance(event, Offered):
            for name, words in _options(event.offer):
                if (event.node, name) not in offered:
                    offered.add((event.node, name))
                    count += words_of_text(words.in_(language))
    return count


def _options(offer: Offer) -> list[tuple[str, Words]]:
    return [(each.id, each.text) for each in (*offer.options, *offer.items, *offer.piles)]


def _closing(scenario: Scenario, ending: str, language: Language) -> int:
    node = scenario.nodes[ending]
    if not isinstance(node, EndingNode):
        return 0
    closing: list[Text] = [*node.remember, *node.next_steps, *node.reopens]
    return sum(words_in(text, language) for text in closing)


def _number(value: float) -> Words:
    return in_both(lambda language: format_number(round(value, 1), "number", language))


def _place(raw: bytes, play: str) -> Place:
    """Where the play's name stands in the file."""
    plays = any_tree(decoded(raw)).get("plays")
    return plays.items[play][0].place if isinstance(plays, Fields) else Place(1, 1, 2)
