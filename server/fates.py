"""What became of the hypotheses across all plays of a dossier: counts, and only of readers who said yes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.language.schema import Scenario
from engine.play.beliefs import board
from engine.play.events import Event, HypothesisWord
from engine.play.retelling import retold
from server.consent import counted_plays
from server.store import Store

LEAST = 5
"""Fewer plays than that are not shown: a count of one is somebody."""

KEPT_SECONDS = 300.0


@dataclass(frozen=True)
class Fates:
    """Of ``plays`` that ended and are counted: how often each hypothesis stood where, and each ending."""

    plays: int = 0
    words: dict[str, dict[HypothesisWord, int]] = field(default_factory=dict)
    endings: dict[str, int] = field(default_factory=dict)

    @property
    def shown(self) -> bool:
        """Whether there are enough plays to show any count."""
        return self.plays >= LEAST


class CountedFates:
    """Counts by dossier, made anew every few minutes and not at every look."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[tuple[str, str], tuple[float, Fates]] = {}

    def of(self, scenario: Scenario) -> Fates:
        """The counts of the plays of this version of the scenario."""
        now = time.monotonic()
        made, kept = self._kept.get((scenario.id, scenario.sha), (float("-inf"), Fates()))
        if now - made > KEPT_SECONDS:
            kept = count(self._store, scenario)
            self._kept[scenario.id, scenario.sha] = (now, kept)
        return kept


def count(store: Store, scenario: Scenario) -> Fates:
    """Count now. One reader's branches count once: the one that ended last."""
    plays = counted_plays(store, scenario)
    words: dict[str, Counter[HypothesisWord]] = {name: Counter() for name in scenario.hypotheses}
    endings: Counter[str] = Counter()
    for row in plays:
        events = retold(scenario, store.events(row.id))
        for standing in board(scenario, _found(events)):
            words[standing.hypothesis][standing.word] += 1
        endings.update(event.node for event in events if event.type == "ended")
    return Fates(len(plays), {name: dict(each) for name, each in words.items()}, dict(endings))


def _found(events: Sequence[Event]) -> list[str]:
    """The exhibits that stand at the end, in the order found."""
    return [event.exhibit for event in events if event.type == "found"]
