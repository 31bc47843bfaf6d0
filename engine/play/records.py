"""What happened in a turn, before anyone asks to read it.

A turn keeps records: small, with the values that their words read captured as they were at that moment.
Sentences, hashes, bindings and boards are only made when the events are asked for; an exploration of ten
thousand plays never asks.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from engine.guide.render import render_text
from engine.language.schema import Exhibit, Scenario, Text
from engine.play.beliefs import moves
from engine.play.events import Answered, Entered, Event, Found, Moved, Narrated, Set
from engine.play.reads import reads
from engine.play.state import PlayState
from tools.wording import Language


class Record(ABC):
    """Something that happened, from which its event can be made."""

    __slots__ = ()

    @abstractmethod
    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event number ``seq``. ``state`` is that at the end of the step."""


class Arrival(Record):
    """→ ``entered``."""

    __slots__ = ("node", "visit")

    def __init__(self, node: str, visit: int) -> None:
        self.node, self.visit = node, visit

    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event."""
        return Entered(seq=seq, turn=state.turn, node=self.node, visit=self.visit)


class Reply(Record):
    """→ ``answered``."""

    __slots__ = ("answer", "ask_id", "key", "node")

    def __init__(self, ask_id: str, node: str, answer: dict[str, Any], key: str) -> None:
        self.ask_id, self.node, self.answer, self.key = ask_id, node, answer, key

    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event."""
        return Answered(
            seq=seq, turn=state.turn, ask_id=self.ask_id, node=self.node, answer=self.answer, key=self.key
        )


class Assignment(Record):
    """→ ``set``."""

    __slots__ = ("clamped", "value", "var")

    def __init__(self, var: str, value: Any, clamped: bool) -> None:
        self.var, self.value, self.clamped = var, value, clamped

    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event."""
        return Set(seq=seq, turn=state.turn, var=self.var, value=self.value, clamped=self.clamped)


class Telling(Record):
    """→ ``narrated``."""

    __slots__ = ("key", "language", "node", "text", "values")

    def __init__(self, node: str, key: str, text: Text, language: Language, values: dict[str, Any]) -> None:
        self.node, self.key, self.text = node, key, text
        self.language, self.values = language, values

    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event, with its sentences."""
        said = render_text(scenario, self.text, self.language, self.values)
        return Narrated(
            seq=seq, turn=state.turn, node=self.node, key=self.key, values=said.values, sha=said.sha,
            text=said.text, bindings=said.bindings, cites=said.cites,
            shown_in=said.language_shown if said.language_shown != self.language else None,
        )  # fmt: skip


class Filing(Record):
    """→ ``found``. ``grounds`` are the names that led here, for what the exhibit rests on."""

    __slots__ = ("exhibit", "grounds", "language", "node", "piece", "values")

    def __init__(
        self,
        exhibit: Exhibit,
        node: str,
        piece: int,
        language: Language,
        values: dict[str, Any],
        grounds: tuple[str, ...],
    ) -> None:
        self.exhibit, self.node, self.piece = exhibit, node, piece
        self.language, self.values, self.grounds = language, values, grounds

    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event, with the exhibit's sentence."""
        said = render_text(scenario, self.exhibit.text, self.language, self.values)
        basis = [*said.values, *said.cites, *self.exhibit.cites, *self.grounds]
        return Found(
            seq=seq, turn=state.turn, exhibit=self.exhibit.id, node=self.node, piece=self.piece,
            rests_on=reads(scenario).rests_on(basis),
            values=said.values, text=said.text, bindings=said.bindings,
        )  # fmt: skip


class Weighing(Record):
    """→ ``moved``. ``found`` is the notebook with ``exhibit`` as its last piece."""

    __slots__ = ("exhibit", "found")

    def __init__(self, exhibit: str, found: tuple[str, ...]) -> None:
        self.exhibit, self.found = exhibit, found

    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event, with what the exhibit did to each hypothesis."""
        return Moved(seq=seq, turn=state.turn, moves=moves(scenario, self.found, self.exhibit))
