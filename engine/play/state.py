"""Where a play stands: small JSON, the fold of its events.

Every change of state is an event applied here, in the core as in a fold, so the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field

from engine.language.answers import fields_in
from engine.language.schema import AskNode, Scenario
from engine.play.events import (
    Answered,
    Detoured,
    Ended,
    Entered,
    Event,
    Found,
    HypothesisAdded,
    Migrated,
    Offered,
    Opened,
    Set,
    SettingsChanged,
    ToolFailedEvent,
    ToolFinished,
)
from engine.play.reads import reads
from tools.wording import Language

STATE_FORMAT = 2  # 2: `given`


class PlayState(BaseModel):
    """All that the next turn depends on (under 3 kB of JSON).

    Not here: beliefs (computed from ``found``), texts, what the reader wrote at length: they are in the log.
    """

    model_config = ConfigDict(extra="forbid")

    v: int = STATE_FORMAT  # a checkpoint of another format is made again from the log
    scenario: str
    version: int
    sha: str
    play: str
    seed: int
    audience: str
    language: Language
    group: bool = False  # a room plays, not one reader
    cursor: str = ""
    pending: str | None = None  # the ask_id of the open question
    turn: int = 0
    seq: int = 0  # of the last event
    entries: int = 0  # nodes entered, in all
    turn_entries: int = 0  # in this turn
    vars: dict[str, Any] = Field(default_factory=dict)
    count: dict[str, int] = Field(default_factory=dict)
    chose: dict[str, str] = Field(default_factory=dict)
    taken: list[str] = Field(default_factory=list)  # "node.option" of the `once` options used up
    via: str | None = None  # the `once` option that this turn began with, until a tool succeeds
    found: list[str] = Field(default_factory=list)
    results: dict[str, dict[str, Any]] = Field(default_factory=dict)
    given: dict[str, dict[str, Any]] = Field(default_factory=dict)  # answered question → fields read
    pictures: dict[str, str] = Field(default_factory=dict)  # `ask: picture` node → SHA-256
    predicted: dict[str, float] = Field(default_factory=dict)  # tool node → the sealed prediction
    drawn: dict[str, dict[str, float]] = Field(default_factory=dict)  # tool node → the sealed curve, by point
    phase: int = 0  # of the activity at the cursor: how many are closed
    added: dict[str, str] = Field(default_factory=dict)  # hypotheses that the room added → their text
    carried: bool = False  # the scenario changed under this play: it may lack what all paths now give
    back: dict[str, str] = Field(default_factory=dict)  # node played out of turn → where the play goes then
    tried: list[str] = Field(default_factory=list)  # those so played since the last answer
    ended: str | None = None  # the ending's status

    # Only this module and a turn write to a state, in place, some twenty times a turn, and nothing is
    # validated on the way: pydantic's own way of doing it would cost a fifth of an exploration.
    __setattr__ = object.__setattr__

    def apart(self) -> PlayState:
        """A copy that :func:`apply` may change: its lists and maps are its own, their contents stay."""
        twin = self.__copy__()
        own = twin.__dict__
        for name in _HELD:
            own[name] = own[name].copy()
        return twin


_HELD = tuple(name for name, field in PlayState.model_fields.items() if field.default_factory is not None)
"""The fields that are lists and maps."""


def apply(scenario: Scenario, state: PlayState, event: Event) -> None:
    """Change ``state`` in place by one event. The only writer of a state."""
    state.seq = event.seq
    match event:
        case Entered():
            entered(state, event.node, event.visit)
        case Offered():
            state.pending = event.ask_id
        case Answered():
            answered(scenario, state, event.node, event.answer, event.turn)
        case ToolFinished():
            measured(scenario, state, event.node, event.finding)
        case ToolFailedEvent():
            if event.fallback != "recorded" and state.via in state.taken:
                state.taken.remove(state.via)  # a lead lost to a breakdown can be followed again
                state.via = None
        case Set():
            state.vars[event.var] = event.value
        case Found():
            state.found.append(event.exhibit)
        case HypothesisAdded():
            state.added[event.hypothesis] = event.text
        case SettingsChanged():
            state.language, state.audience = event.language, event.audience
        case Migrated():
            carried = PlayState.model_validate(event.state) if event.state else state
            state.__dict__.update(carried.__dict__, seq=event.seq)
        case Detoured():
            state.back[event.node] = event.back
            state.tried.append(event.node)
        case Ended():
            state.ended = event.status
        case _:
            pass


def entered(state: PlayState, node: str, visit: int) -> None:
    """The cursor arrives at a node."""
    if state.back:
        state.back.pop(state.cursor, None)
    state.cursor = node
    state.phase = 0
    state.entries += 1
    state.turn_entries += 1
    state.count[node] = visit


class Measured(Protocol):
    """Of a finding, what a play depends on."""

    @property
    def result(self) -> Mapping[str, Any]:
        """The fields, by name."""

    @property
    def origin(self) -> str:
        """``live`` or ``recorded``."""

    @property
    def seconds(self) -> float:
        """What it took."""


def measured(scenario: Scenario, state: PlayState, node: str, finding: Measured) -> None:
    """A measure came to its end."""
    state.results[node] = kept(scenario, node, finding)
    state.via = None


def answered(scenario: Scenario, state: PlayState, name: str, answer: dict[str, Any], turn: int) -> None:
    """A question was answered; ``turn`` is the number of the turn that begins so."""
    state.pending = None
    state.turn = turn
    state.turn_entries = 0
    state.tried = []
    state.via = None
    node = scenario.nodes[name]
    if node.kind == "choice":  # not isinstance: pydantic's classes answer that in Python, at length
        chosen = answer["option"]
        state.chose[node.id] = chosen
        if any(option.id == chosen and option.once for option in node.options):
            state.via = f"{node.id}.{chosen}"
            state.taken.append(state.via)
    elif node.kind == "activity":
        state.phase += 1
    elif node.kind == "ask":
        _given(scenario, state, node, answer)
        if node.seals is not None:
            state.predicted.pop(node.seals, None)
            if "number" in answer:
                state.predicted[node.seals] = as_predicted(node, answer["number"])
            state.drawn.pop(node.seals, None)
            if "curve" in answer:
                heights = (as_predicted(node, y) for y in answer["curve"])
                state.drawn[node.seals] = dict(zip(node.points, heights, strict=True))
        if node.ask == "picture":
            state.pictures.pop(node.id, None)
            if "picture" in answer:
                state.pictures[node.id] = answer["picture"]


def _given(scenario: Scenario, state: PlayState, node: AskNode, answer: dict[str, Any]) -> None:
    """Keep of an answer what the scenario reads. A skipped question counts as one that was never put."""
    if answer.get("skipped") is True:
        state.given.pop(node.id, None)
        return
    read = reads(scenario).fields(node.id)
    fields = fields_in(node, answer) if read else {}
    state.given[node.id] = {field: value for field, value in fields.items() if field in read}


def as_predicted(node: AskNode, number: float) -> float:
    """A prediction in the unit of the finding: what was asked out of a hundred becomes a share."""
    return number / 100 if (node.low, node.high) in ((0, 100), (-100, 100)) else number


def kept(scenario: Scenario, node: str, finding: Measured) -> dict[str, Any]:
    """The fields of a finding that the scenario reads, with where it came from."""
    read = reads(scenario).fields(node)
    fields = {name: value for name, value in finding.result.items() if name in read}
    return {**fields, "ok": True, "origin": finding.origin, "seconds": finding.seconds}


def opening_state(scenario: Scenario, event: Opened) -> PlayState:
    """The state right after ``opened``."""
    return PlayState(
        scenario=event.scenario,
        version=event.version,
        sha=event.sha,
        play=event.play,
        seed=event.seed,
        audience=event.audience,
        language=event.language,
        group=event.group,
        seq=event.seq,
        vars={name: var.start for name, var in scenario.vars.items()},
    )


def fold(scenario: Scenario, events: Iterable[Event]) -> PlayState:
    """The state after ``events``, which begin with ``opened``.

    Raises :class:`ValueError` for a log that does not begin so.
    """
    log = list(events)
    if not log or not isinstance(log[0], Opened):
        raise ValueError("a log begins with the event 'opened'")
    state = opening_state(scenario, log[0])
    # What stands before a migration is another scenario's: the event holds all that is left of it.
    last = next((at for at in range(len(log) - 1, 0, -1) if _is_whole(log[at])), 1)
    for event in log[last:]:
        apply(scenario, state, event)
    return state


def _is_whole(event: Event) -> bool:
    return isinstance(event, Migrated) and bool(event.state)
