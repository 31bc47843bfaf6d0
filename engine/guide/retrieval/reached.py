"""What one play has met of its scenario: the nodes told, what was measured, what was found, what was bet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.language.schema import Scenario
from engine.play.events import (
    Answered,
    Entered,
    Event,
    Found,
    Migrated,
    Narrated,
    Offered,
    ToolFinished,
)
from tools.finding import Finding


@dataclass
class Reached:
    """What a reader may be quoted. Everything by its id; ``told`` and ``exhibits`` keep the values shown."""

    nodes: set[str] = field(default_factory=set)
    told: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)  # node → key, values
    findings: dict[str, Finding] = field(default_factory=dict)
    exhibits: dict[str, dict[str, Any]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)  # node → the options that were shown, open
    answered: set[str] = field(default_factory=set)  # questions, skipped ones among them


def reached_in(scenario: Scenario, events: Iterable[Event]) -> Reached:
    """What the log ``events`` has met. What a change of scenario took away is not in it."""
    reached = Reached()
    for event in events:
        match event:
            case Entered():
                reached.nodes.add(event.node)
            case Narrated() if event.key == "text" or event.key.startswith("text_for."):
                reached.told[event.node] = event.key, event.values
            case ToolFinished():
                reached.findings[event.node] = event.finding
            case Found():
                reached.exhibits[event.exhibit] = event.values
            case Offered():
                known = reached.offered.setdefault(event.node, [])
                open_ = (each.id for each in event.offer.options if each.locked is None)
                known.extend(each for each in open_ if each not in known)
            case Answered():
                reached.answered.add(event.node)
            case Migrated():
                reached = _carried(reached, event)
            case _:
                pass
    return _known(scenario, reached)


def _carried(reached: Reached, event: Migrated) -> Reached:
    """The same under the names of a later version. No text told before: it may have changed."""
    nodes, exhibits = event.names.nodes, event.names.exhibits
    return Reached(
        nodes={new for old in reached.nodes if (new := nodes.get(old, old)) is not None},
        told={},
        findings={
            new: each
            for old, each in reached.findings.items()
            if (new := nodes.get(old, old)) is not None
            and old not in event.dropped
            and new not in event.dropped
        },
        exhibits={
            new: each for old, each in reached.exhibits.items() if (new := exhibits.get(old, old)) is not None
        },
        offered={},
        answered={new for old in reached.answered if (new := nodes.get(old, old)) is not None},
    )


def _known(scenario: Scenario, reached: Reached) -> Reached:
    """Without what this version of the scenario does not have."""
    nodes = scenario.nodes
    return Reached(
        nodes={each for each in reached.nodes if each in nodes},
        told={name: each for name, each in reached.told.items() if name in nodes},
        findings={name: each for name, each in reached.findings.items() if name in nodes},
        exhibits={name: each for name, each in reached.exhibits.items() if name in scenario.exhibits},
        offered={name: each for name, each in reached.offered.items() if name in nodes},
        answered={each for each in reached.answered if each in nodes},
    )
