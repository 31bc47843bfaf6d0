"""Every text of a scenario as a play would tell it, on its recorded findings: what an audit goes through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.guide.evidence import Evidence
from engine.guide.licensed import evidence_of
from engine.guide.render import render
from engine.language.schema import Scenario
from engine.play.environment import Values
from engine.play.events import Event, Found, Narrated, ToolFinished
from engine.play.playthrough import open_play
from engine.play.reads import names_in
from engine.play.state import PlayState
from tools.wording import Language


class Step(NamedTuple):
    """One text told to one reader: its event, and the log that it stands on."""

    narrated: Narrated
    events: list[Event]


def steps_of(scenario: Scenario, language: Language, audience: str) -> Iterator[Step]:
    """Each node's own text for that reader, then its further paragraphs, with all recorded findings there.

    What only a reader could have given (a bet, a picture) shows as missing.
    """
    state = state_of(scenario, language, audience)
    values = Values(scenario, state)
    measured: list[Event] = [
        ToolFinished(seq=at, node=node, finding=finding, met=True)
        for at, (node, finding) in enumerate(scenario.fixtures.items(), start=2)
    ]
    last = len(measured) + 2
    for node in scenario.nodes.values():
        if node.text is None:
            continue
        keys = [f"text_for.{audience}" if audience in node.text_for else "text"]
        keys += [f"also.{at}" for at in range(len(node.also))]
        for key in keys:
            said = render(scenario, node.id, key, language, values)
            narrated = Narrated(
                seq=last, node=node.id, key=key, values=said.values, sha=said.sha, text=said.text,
                bindings=said.bindings, cites=said.cites,
                shown_in=said.language_shown if said.language_shown != language else None,
            )  # fmt: skip
            yield Step(narrated, [*measured, *_filed(scenario, node.found, node.id, values, last + 1)])


def evidence_at(scenario: Scenario, node: str, key: str, language: Language, audience: str) -> Evidence:
    """The evidence of one of those steps. Raises :class:`KeyError` where there is none."""
    for step in steps_of(scenario, language, audience):
        if (step.narrated.node, step.narrated.key) == (node, key):
            return evidence_of(scenario, step.narrated, step.events, language=language, audience=audience)
    raise KeyError(f"{node} has no text {key} for {audience}")


def state_of(scenario: Scenario, language: Language, audience: str) -> PlayState:
    """A play in which everything was visited, measured and found, for whoever fills in texts beside one."""
    begun = open_play(scenario, play="audit", seed=1, audience=audience, language=language).state
    results = {node: dict(finding.result) for node, finding in scenario.fixtures.items()}
    counts = dict.fromkeys(scenario.nodes, 1)
    return begun.model_copy(
        update={
            "results": results,
            "found": list(scenario.exhibits),
            "count": counts,
        }
    )


def _filed(scenario: Scenario, exhibits: list[str], node: str, values: Values, seq: int) -> Iterator[Found]:
    for at, name in enumerate(exhibits):
        reads = names_in(scenario.exhibits[name].text)
        known = {each: values[each] for each in reads if each in values}
        yield Found(seq=seq + at, exhibit=name, node=node, piece=at + 1, values=known)
