"""The acts of the story, and where the play stands among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.language.schema import Scenario
from engine.play.events import Entered, Event
from server.views.telling import SHOWN
from tools.wording import Language, typeset


@dataclass(frozen=True)
class ActView:
    """One act on the rail; ``state`` is done, here or later."""

    id: str
    rank: int
    title: str
    state: str
    anchor: str = ""


def acts_view(
    scenario: Scenario, events: Sequence[Event], language: Language, *, ended: bool
) -> list[ActView]:
    """The rail. An act can be followed once something of it was told; the current one is marked at once."""
    current, entered, told = "", set(), set()
    for event in events:
        node = scenario.nodes.get(event.node) if isinstance(event, Entered) else None
        if node and node.act:
            current = node.act
            entered.add(current)
        elif isinstance(event, SHOWN):
            told.add(current)
    views = []
    for rank, act in enumerate(scenario.acts, start=1):
        here = act.id == current and not ended
        state = "here" if here else "done" if act.id in entered else "later"
        anchor = f"#act-{act.id}" if act.id in told else ""
        views.append(ActView(act.id, rank, typeset(*act.title.in_(language)), state, anchor))
    return views
