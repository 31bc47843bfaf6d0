"""From node to node until something is awaited: a question, a measure, or nothing more at all."""

from __future__ import annotations

import hashlib
import json
from typing import Literal

from engine.language.schema import Node, Scenario
from engine.nodes import QuestionKind, kind_named, question_of
from engine.play.detour import next_node
from engine.play.events import Ended, Event, Offer, Offered
from engine.play.records import Record
from engine.play.state import PlayState
from engine.play.turn import Turn

MAX_ENTRIES = 500  # nodes entered in a play
MAX_ENTRIES_A_TURN = 60

Halt = Literal["waits", "nowhere", "too_long"]
"""Why a walk stopped: something is awaited or the play has ended; nothing follows; it would never stop."""


class OpenQuestion(Record):
    """→ ``offered``. What is asked is drawn up when somebody wants to see it, and then once."""

    __slots__ = ("_kind", "_node", "_offer", "ask_id")

    def __init__(self, ask_id: str, node: Node, kind: QuestionKind[Node]) -> None:
        self.ask_id, self._node, self._kind = ask_id, node, kind
        self._offer: Offer | None = None

    def offer(self, scenario: Scenario, state: PlayState) -> Offer:
        """What is asked, in ``state``, which the question has left as it was."""
        if self._offer is None:
            self._offer = self._kind.offer(scenario, state, self._node)
        return self._offer

    def event(self, scenario: Scenario, state: PlayState, seq: int) -> Event:
        """The event, with the offer."""
        return Offered(
            seq=seq, turn=state.turn, ask_id=self.ask_id, node=self._node.id,
            offer=self.offer(scenario, state),
        )  # fmt: skip


def walk(turn: Turn, following: str | None) -> Halt:
    """Enter ``following`` and what comes after it. A play that would walk for ever, or has nowhere to go,
    ends as abandoned where it stands."""
    state = turn.state
    while following is not None:
        if state.carried:
            following = next_node(turn, following)
        if state.entries >= MAX_ENTRIES or state.turn_entries >= MAX_ENTRIES_A_TURN:
            _give_up(turn)
            return "too_long"
        node = turn.scenario.nodes[following]
        turn.enter(node)
        following = kind_named(node.kind).enter(turn, node)
        if following is None:
            return wait_at(turn, node)
    _give_up(turn)  # nothing follows: the checks refuse such scenarios
    return "nowhere"


def wait_at(turn: Turn, node: Node) -> Halt:
    """Open the question of ``node``; tools and endings have said what they wait for."""
    kind = question_of(node)
    if kind is not None:
        ask_id = ask_id_of(turn.state)
        turn.state.pending = ask_id
        turn.record(OpenQuestion(ask_id, node, kind))
    elif node.kind != "tool" and turn.state.ended is None:
        _give_up(turn)
        return "nowhere"
    return "waits"


def _give_up(turn: Turn) -> None:
    turn.emit(Ended(node=turn.state.cursor, status="abandoned"))


def ask_id_of(state: PlayState) -> str:
    """The same question at the same moment of the same play has the same id."""
    place = [state.play, state.cursor, state.count.get(state.cursor, 0), state.turn]
    return hashlib.sha256(json.dumps(place).encode()).hexdigest()[:32]
