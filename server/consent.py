"""Who said yes to being counted, and which of their plays stands for them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select, update

from engine.language.schema import Scenario
from server.relatives import relatives, root_of
from server.store import Store
from server.tables import Playthrough


def set_counted(store: Store, play: Playthrough, counted: bool) -> None:
    """A reader's yes or no: it holds for the play and for all its branches."""
    names = [each.id for each in relatives(store, play)]
    with store.session() as session:
        where = col(Playthrough.id).in_(names)
        session.execute(update(Playthrough).where(where).values(counted=counted))


def counted_plays(store: Store, scenario: Scenario) -> Sequence[Playthrough]:
    """The plays of this version of a scenario that ended and may be counted.

    One for each reader's investigation: of its branches, the one that ended last. A branch that is still
    open, or of another version, may lie between two that ended: they are one reader's all the same.
    """
    with store.session() as session:
        chosen = select(Playthrough).where(Playthrough.scenario == scenario.id)
        rows: dict[str, Playthrough] = {each.id: each for each in session.exec(chosen)}
    ended = [
        each for each in rows.values() if each.status == "ended" and each.counted and each.sha == scenario.sha
    ]
    return list({root_of(rows, each): each for each in sorted(ended, key=lambda one: one.updated)}.values())
