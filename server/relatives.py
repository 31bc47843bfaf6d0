"""The plays that share a beginning: one investigation of one reader, however many branches it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import select

from server.store import Store
from server.tables import Playthrough


def relatives(store: Store, play: Playthrough) -> list[Playthrough]:
    """``play`` and all its branches, near and far, oldest first."""
    with store.session() as session:
        chosen = select(Playthrough).where(
            Playthrough.owner == play.owner, Playthrough.scenario == play.scenario
        )
        rows: dict[str, Playthrough] = {each.id: each for each in session.exec(chosen)}
    return _of_one_root(rows, play)


def root_of(plays: Mapping[str, Playthrough], play: Playthrough) -> str:
    """The oldest ancestor's id: that of an erased one too, as long as a branch of it names it."""
    while play.parent is not None:
        if play.parent not in plays:
            return play.parent
        play = plays[play.parent]
    return play.id


def children(plays: Sequence[Playthrough], play: Playthrough) -> list[Playthrough]:
    """The branches that begin in ``play``."""
    return [each for each in plays if each.parent == play.id]


def _of_one_root(plays: Mapping[str, Playthrough], play: Playthrough) -> list[Playthrough]:
    root = root_of(plays, play)
    same = (each for each in plays.values() if root_of(plays, each) == root)
    return sorted(same, key=lambda each: each.created)
