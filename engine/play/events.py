"""What happens in a play, as it is appended to the log. The log is the truth: state = fold(events).

Every event is JSON, versioned as ``event/1``. ``at`` is information only; replay regenerates all the rest of
what the engine itself said.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from engine.play.asides import (
    Branched,
    Measured,
    Profiled,
    Questioned,
    Quoted,
    Selected,
    Worded,
    Wording,
    WouldChange,
)
from engine.play.event import BaseEvent as _Event
from engine.play.event import By
from tools.errors import AutopsieError
from tools.finding import Call, Finding
from tools.wording import Language, Words

HypothesisWord = Literal["set_aside", "weakened", "open", "strengthened", "established"]


class Binding(BaseModel):
    """What one shown figure rests on (honesty rule 12). ``shown`` is as printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    placeholder: str  # "{measure.rate:percent}"
    shown: str
    value: Any
    rests_on: Literal["finding", "source", "reader", "board"]
    name: str  # the tool node, the source id, the var or the hypothesis


class Opened(_Event):
    """The play begins: all that it depends on."""

    type: Literal["opened"] = "opened"
    play: str
    scenario: str
    version: int
    sha: str
    audience: str
    language: Language
    seed: int
    group: bool = False  # a room plays: activities open their phases


class Entered(_Event):
    """The cursor arrives at a node."""

    type: Literal["entered"] = "entered"
    node: str
    visit: int


class Narrated(_Event):
    """The author's text for this profile, numbers filled. ``values`` let it be told in the other language."""

    type: Literal["narrated"] = "narrated"
    node: str
    key: str  # "text", "text_for.pupil", "also.0", "locked.…"
    values: dict[str, Any]
    sha: str
    text: str
    bindings: list[Binding] = Field(default_factory=list)
    cites: list[str] = Field(default_factory=list)
    shown_in: Language | None = None  # the source language, where the translation asked for is missing


class OfferedOption(BaseModel):
    """One thing to choose, rank or estimate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: Words
    locked: Words | None = None  # greyed, with its reason


class PhaseOffer(BaseModel):
    """A phase of a workshop's activity that is open: ``at`` counts from 0, of ``of``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Literal["read", "talk", "write", "share", "vote", "rank", "hypothesis"]
    at: int
    of: int
    text: Words | None = None
    minutes: float | None = None
    per: Literal["person", "table"] = "person"
    anonymous: bool = True
    method: Literal["one", "dots"] = "one"
    tie: Literal["facilitator", "first"] = "facilitator"
    most: int = 1


class Offer(BaseModel):
    """What is asked, as data that any client can draw: a page, a terminal, a test."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal[
        "choice", "number", "scale", "slider", "text", "rank", "beliefs", "picture", "sort", "curve",
        "budget", "sign", "phase",
    ]  # fmt: skip
    options: list[OfferedOption] = Field(default_factory=list)
    low: float | None = None
    high: float | None = None
    unit: Words | None = None
    items: list[OfferedOption] = Field(default_factory=list)  # rank, beliefs, sort, budget, sign
    piles: list[OfferedOption] = Field(default_factory=list)  # sort
    points: list[str] = Field(default_factory=list)  # curve
    step: float | None = None  # slider
    table: dict[str, float] | None = None  # slider: what was measured at each position
    total: int | None = None  # budget
    costs: dict[str, int] = Field(default_factory=dict)  # budget: item → cost of one
    mosts: dict[str, int] = Field(default_factory=dict)  # budget: item → how many at most
    grounds: dict[str, list[int]] = Field(default_factory=dict)  # sign: sentence → pieces it stands on
    lacking: dict[str, int] = Field(default_factory=dict)  # sign: sentence → exhibits not found yet
    phase: PhaseOffer | None = None  # phase: only where a room plays
    optional: bool = False  # may be skipped
    seals: str | None = None  # the tool node whose result this prediction precedes
    axis: Literal["share", "number"] | None = None  # how a number is drawn


class Offered(_Event):
    """A question is open."""

    type: Literal["offered"] = "offered"
    ask_id: str
    node: str
    offer: Offer


class Answered(_Event):
    """``answer`` is one of: {"option": id}, {"number": x}, {"text": s}, {"ranking": [ids]},
    {"beliefs": {id: p}}, {"picture": sha256}, {"sorted": {item: pile}}, {"curve": [y, …]},
    {"spent": {item: n}}, {"signed": [ids]}, {"phase": {"winner"?, "ranking"?, "added"?}},
    {"skipped": true}."""

    type: Literal["answered"] = "answered"
    by: By = "reader"
    ask_id: str
    node: str
    answer: dict[str, Any]
    key: str = ""  # the client's idempotency key


class Rejected(_Event):
    """An answer that was not admitted; the question stays open."""

    type: Literal["rejected"] = "rejected"
    ask_id: str
    code: str
    says: Words
    answer: str  # cut at 200 characters


class ToolStarted(_Event):
    """A measure is asked of the lab."""

    type: Literal["tool_started"] = "tool_started"
    node: str
    call: Call
    title: Words


class ToolProgress(_Event):
    """Shell only: ``seq`` stays 0, it is published and never logged."""

    type: Literal["tool_progress"] = "tool_progress"
    node: str
    done: int
    total: int
    place: int | None = None  # in the queue


class ToolFinished(_Event):
    """A measure came to its end."""

    type: Literal["tool_finished"] = "tool_finished"
    node: str
    finding: Finding
    met: bool  # `expect` holds
    predicted: float | None = None  # the sealed prediction about this result, if one was made
    predicted_curve: dict[str, float] | None = None  # the curve drawn by hand before it, by point


class ToolFailedEvent(_Event):
    """A measure gave nothing; ``fallback`` is what happens instead."""

    type: Literal["tool_failed"] = "tool_failed"
    node: str
    code: str
    says: Words
    fallback: Literal["if_fails", "recorded", "none"]


class Set(_Event):
    """A variable takes a value."""

    type: Literal["set"] = "set"
    var: str
    value: Any
    clamped: bool = False


class Found(_Event):
    """An exhibit is filed in the notebook. ``piece`` is its number there, from 1."""

    type: Literal["found"] = "found"
    exhibit: str
    node: str
    piece: int
    rests_on: list[str] = Field(default_factory=list)  # tool nodes and sources
    key: str = "text"
    values: dict[str, Any] = Field(default_factory=dict)  # of the exhibit's own text
    text: str = ""
    bindings: list[Binding] = Field(default_factory=list)


class Move(BaseModel):
    """What one exhibit did to one hypothesis."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hypothesis: str
    before: HypothesisWord
    after: HypothesisWord
    direction: Literal["up", "down", "unchanged"]
    exhibit: str
    piece: int
    p: float  # engineer's profile and export only


class Moved(_Event):
    """The board after an exhibit: one move per hypothesis that the exhibit bears on."""

    type: Literal["moved"] = "moved"
    moves: list[Move]


class Believed(_Event):
    """The reader's own estimates; they never change the board."""

    type: Literal["believed"] = "believed"
    by: By = "reader"
    node: str
    stated: dict[str, float]


class SettingsChanged(_Event):
    """The reader chose another language or profile in the middle of a play."""

    type: Literal["settings_changed"] = "settings_changed"
    by: By = "reader"
    language: Language
    audience: str


class Renaming(BaseModel):
    """What became of the names that a play had met, from one version to another. ``None``: gone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nodes: dict[str, str | None] = Field(default_factory=dict)
    options: dict[str, str | None] = Field(default_factory=dict)  # "node.option", old names → option
    vars: dict[str, str | None] = Field(default_factory=dict)
    exhibits: dict[str, str | None] = Field(default_factory=dict)
    hypotheses: dict[str, str | None] = Field(default_factory=dict)


class Migrated(_Event):
    """The scenario changed under the play, which was carried over (X803).

    It carries the whole state that the play goes on from, so that a log folds and replays from here on with
    the new scenario alone: the one that made what stands before is not needed any more.
    """

    type: Literal["migrated"] = "migrated"
    from_version: int
    from_sha: str = ""
    version: int
    sha: str
    names: Renaming = Field(default_factory=Renaming)
    withdrawn: list[str] = Field(default_factory=list)  # what readers saw of the exhibits that are gone
    dropped: list[str] = Field(default_factory=list)  # tools whose result no longer counts
    moved_from: str | None = None  # the node where the play stood, if it cannot stay there
    reopened: str | None = None  # the node that it goes on with; None: the same question stays open
    state: dict[str, Any] = Field(default_factory=dict)


class Detoured(_Event):
    """A carried play lacks what ``back`` reads: ``node`` is played first, and the play then goes there."""

    type: Literal["detoured"] = "detoured"
    node: str
    back: str


class HypothesisAdded(_Event):
    """A hypothesis that a room adds to the board; it weighs nothing until the room weighs it."""

    type: Literal["hypothesis_added"] = "hypothesis_added"
    by: By = "reader"
    hypothesis: str
    text: str
    refuted_by: str = ""  # what would refute it, in the room's words


class Ended(_Event):
    """The play is over."""

    type: Literal["ended"] = "ended"
    node: str
    status: Literal["established", "refuted", "undecided", "abandoned"]


Event = Annotated[
    Opened | Entered | Narrated | Offered | Answered | Rejected | ToolStarted | ToolProgress
    | Branched | WouldChange | Wording | Worded | Selected | Profiled | Questioned | Quoted | Measured
    | ToolFinished | ToolFailedEvent | Set | Found | Moved | Believed | SettingsChanged | Migrated
    | Detoured | HypothesisAdded | Ended,
    Field(discriminator="type"),
]  # fmt: skip

EVENTS: TypeAdapter[Event] = TypeAdapter(Event)


def parse_event(payload: dict[str, Any]) -> Event:
    """One event of a log. Raises :class:`pydantic.ValidationError` for anything that is not one."""
    return EVENTS.validate_python(payload)


class StaleAnswer(AutopsieError):
    """X802: an answer to a question that is no longer open."""

    status = 409


class InvalidAnswer(AutopsieError):
    """An answer that the open question does not admit."""

    status = 422
