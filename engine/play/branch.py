"""A second play out of a first: the same up to one question, which is open again.

The branch is a play of its own, with its own name: what depends on a play's name (the ids of its questions)
is made anew, all else is what the first play's log says, asides and numbers included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from engine.language.schema import Scenario
from engine.play.asides import Branched
from engine.play.events import (
    Answered,
    Event,
    Migrated,
    Offered,
    Opened,
    Rejected,
    StaleAnswer,
    ToolFinished,
)
from engine.play.state import PlayState, apply, opening_state
from engine.play.walk import ask_id_of
from tools.wording import Words


def branch(scenario: Scenario, events: Sequence[Event], ask_id: str, play: str) -> list[Event]:
    """The log of the play ``play``, a branch of ``events`` at the question ``ask_id``, open again.

    Raises :class:`StaleAnswer` where that question was never answered, or belongs to what an earlier version
    of the scenario asked: there is nothing to choose otherwise.
    """
    asked = next((at for at, each in enumerate(events) if _asks(each, ask_id)), None)
    answered = any(isinstance(each, Answered) and each.ask_id == ask_id for each in events)
    later = asked is not None and any(isinstance(each, Migrated) for each in events[asked:])
    if asked is None or not answered or later:
        raise not_a_fork()
    kept = _renamed(scenario, events[: asked + 1], play)
    seen = [each.node for each in events if isinstance(each, ToolFinished)]
    before = {each.node for each in kept if isinstance(each, ToolFinished)}
    last = kept[-1]
    mark = Branched(
        seq=last.seq + 1,
        turn=last.turn,
        of=last.seq,
        seen=sorted({*_seen(kept), *(name for name in seen if name not in before)}),
    )
    return [*kept, mark]


def not_a_fork() -> StaleAnswer:
    """X807: no branch can begin there."""
    return StaleAnswer(
        "X807",
        Words(
            fr="On ne peut pas reprendre l'enquête à cet endroit.",
            en="The investigation cannot be taken up again at that place.",
        ),
        Words(
            fr="Choisissez une réponse de votre enquête, telle que la page la montre aujourd'hui.",
            en="Choose an answer of your investigation, as the page shows it today.",
        ),
    )


def _asks(event: Event, ask_id: str) -> bool:
    return isinstance(event, Offered) and event.ask_id == ask_id


def _seen(events: Sequence[Event]) -> set[str]:
    """What branches before this one had seen already."""
    return {name for each in events if isinstance(each, Branched) for name in each.seen}


def _renamed(scenario: Scenario, events: Sequence[Event], play: str) -> list[Event]:
    new: dict[str, str] = {}
    state: PlayState | None = None
    made: list[Event] = []
    last = max((at for at, each in enumerate(events) if isinstance(each, Migrated)), default=0)
    for at, event in enumerate(events):
        if isinstance(event, Opened):
            event = event.model_copy(update={"play": play})
            if last == 0:
                state = opening_state(scenario, event)
                made.append(event)
                continue
        elif isinstance(event, Offered):
            # What an earlier version asked is not asked again: any name of its own will do.
            name = ask_id_of(state) if state is not None else _another(play, event.ask_id)
            new[event.ask_id] = name
            event = event.model_copy(update={"ask_id": name})
        elif isinstance(event, Answered | Rejected):
            event = event.model_copy(update={"ask_id": new.get(event.ask_id, event.ask_id)})
        elif isinstance(event, Migrated):
            pending = event.state.get("pending")
            carried = {**event.state, "play": play, "pending": new.get(str(pending), pending)}
            event = event.model_copy(update={"state": carried})
            if at == last:
                state = PlayState.model_validate(carried)
        if state is not None:
            apply(scenario, state, event)
        made.append(event)
    return made


def _another(play: str, ask_id: str) -> str:
    return hashlib.sha256(f"{play} {ask_id}".encode()).hexdigest()[:32]
