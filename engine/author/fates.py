"""What a new version of a scenario does to plays that readers have saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from engine.language.schema import Scenario
from engine.play.events import Ended, Event, Migrated, Opened
from engine.play.migration import carry_over, is_behind
from engine.play.retelling import Steps, since_last, version_of

Fate = Literal["unchanged", "over", "goes_on", "asked_again", "moved", "displaced", "other"]
"""``unchanged``: it is of this very version. ``over``: it had ended. ``goes_on``: the same question stays
open. ``asked_again``: its question changed, or wants a measure first. ``moved``: to the stand-in that the
author names. ``displaced``: its node is gone without a word. ``other``: it is of another scenario."""


class Saved(NamedTuple):
    """One saved play: what becomes of it. ``step`` holds the events that carry it over, if any."""

    fate: Fate
    events: list[Event]
    dropped: list[str]
    withdrawn: list[str]
    moved_from: str | None
    reopened: str | None

    @property
    def breaks(self) -> bool:
        """Whether the reader loses something: a place, a result, an exhibit."""
        return self.fate == "displaced" or bool(self.dropped or self.withdrawn)


def fate_of(scenario: Scenario, events: Sequence[Event]) -> Saved:
    """What becomes of a saved play on ``scenario``. Raises :class:`ValueError` where a log does not begin."""
    if not events or not isinstance(events[0], Opened):
        raise ValueError("a log begins with the event 'opened'")
    if events[0].scenario != scenario.id:
        return _plain("other")
    if any(isinstance(event, Ended) for event in since_last(events)):
        return _plain("over")
    if not is_behind(scenario, events):
        return _plain("unchanged")
    step = carry_over(scenario, events)
    migrated = step.events[0]
    assert isinstance(migrated, Migrated)
    return Saved(
        _fate(scenario, migrated, version_of(events)[0]), step.events, migrated.dropped, migrated.withdrawn,
        migrated.moved_from, migrated.reopened,
    )  # fmt: skip


def _fate(scenario: Scenario, migrated: Migrated, version: int) -> Fate:
    if migrated.reopened is None:
        return "goes_on"
    stood = migrated.moved_from
    if stood is None or migrated.names.nodes.get(stood, stood) == migrated.reopened:
        return "asked_again"
    return "moved" if Steps(scenario, version).stand_in(stood) is not None else "displaced"


def _plain(fate: Fate) -> Saved:
    return Saved(fate, [], [], [], None, None)
