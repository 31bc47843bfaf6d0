"""What a reader wrote in a play, and the same log without it.

A text, a question or a profile in one's own words is the reader's; a choice among ours, a number, an order
is not. Where the author's sentences quote the reader back, the quotation goes too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from engine.guide.audience import profile_of
from engine.play.asides import Profiled, Questioned, WouldChange
from engine.play.events import EVENTS, Answered, Event
from tools.wording import typeset

GONE = "[…]"
"""What stands where words were."""

LEAST_QUOTED = 4
"""Letters: a shorter text ("oui") is replaced where it stands alone, or half of all sentences would go."""


def words_of(events: Iterable[Event]) -> set[str]:
    """Everything that the reader wrote in their own words."""
    found: set[str] = set()
    for event in events:
        if isinstance(event, Answered) and isinstance(event.answer.get("text"), str):
            found.add(event.answer["text"])
        elif isinstance(event, Questioned | WouldChange):
            found.add(event.text)
    return {words for words in found if words and words != GONE}


def without_words(events: Sequence[Event]) -> list[Event]:
    """The log with :data:`GONE` where the reader's words stood; events without any are the same objects."""
    words = words_of(events)
    forms = {form for each in words for form in (each, each.strip(), typeset(each, "fr"))}
    quoted = sorted((form for form in forms if len(form) >= LEAST_QUOTED), key=len, reverse=True)
    return [_cleared(event, words, quoted) for event in events]


def _cleared(event: Event, words: set[str], quoted: Sequence[str]) -> Event:
    if isinstance(event, Profiled):
        usual = profile_of(event.profile.told_as)
        kept = {name: getattr(event.profile, name) for name in ("id", "like", "sentence_words", "figures")}
        return event.model_copy(update={"profile": usual.model_copy(update=kept)})
    payload = event.model_dump(mode="json")
    cleared = {
        name: value if name == "type" else _replaced(value, words, quoted) for name, value in payload.items()
    }
    return event if cleared == payload else EVENTS.validate_json(json.dumps(cleared))


def _replaced(value: Any, words: set[str], quoted: Sequence[str]) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(each, words, quoted) for name, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, words, quoted) for each in value]
    if not isinstance(value, str):
        return value
    if value in words:
        return GONE
    for form in quoted:
        value = value.replace(form, GONE)
    return value
