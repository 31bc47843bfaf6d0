"""The shapes of what is said of plays tried, replayed, compared and carried over."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DriftedField(_Shape):
    """One field that a measure made again gives otherwise. ``within``: it still is what is relied on."""

    field: str
    before: Any
    now: Any
    expected: str | None
    within: bool


class MeasuredAgain(_Shape):
    """``replay --live``, ``test --live``: one measure made again."""

    node: str
    status: Literal["same", "moved", "out"]
    drift: list[DriftedField]


class ReplayReport(_Shape):
    """``replay``: whether the engine says the same again; ``differs_at`` is the first event that does not.

    ``carried`` counts the events of earlier versions of the scenario, which are taken as they stand.
    """

    same: bool
    events: int
    differs_at: int | None = None
    carried: int = 0
    measured: list[MeasuredAgain] = Field(default_factory=list)  # --live


class TrialFault(_Shape):
    """P620: where a play of the scenario goes otherwise than it says."""

    code: str
    line: int
    node: str
    message: str
    fix: str
    expected: str | None
    found: str | None
    offered: list[str]


class TrialLine(_Shape):
    """One play of the scenario, tried."""

    play: str
    passed: bool
    ending: str | None
    answers: int
    measures: int
    seconds: float
    visited: list[str]
    faults: list[TrialFault]
    notes: list[str]
    measured: list[MeasuredAgain] = Field(default_factory=list)  # --live, beside the records


class TestReport(_Shape):
    """``test``."""

    scenario: str
    passed: bool
    live: bool
    plays: list[TrialLine]


class RenamedName(_Shape):
    """``probably``: guessed by likeness; ``changes`` does not say it."""

    before: str
    now: str
    probably: bool
    likeness: float


class FamilyOfNames(_Shape):
    """Names of one family that came, went or changed."""

    added: list[str]
    removed: list[str]
    renamed: list[RenamedName]


class ChangedThing(_Shape):
    """One thing that is not what it was. ``where`` is in the new names."""

    kind: Literal[
        "target", "condition", "measure", "question", "evidence", "ending", "variable", "text", "play",
        "record", "other",
    ]  # fmt: skip
    where: str
    before: Any
    now: Any
    by_moving: bool  # a target that fell through, and changed because a node was moved


class BoardShift(_Shape):
    """Where a hypothesis stands at the end of a play, before and now."""

    hypothesis: str
    before: str | None
    now: str | None
    p_before: float | None
    p_now: float | None


class OwnPlay(_Shape):
    """One of the scenario's own plays on both versions."""

    play: str
    ending_before: str | None
    ending_now: str | None
    passed_before: bool
    passes: bool
    faults: list[str]
    board: list[BoardShift]


class SavedPlay(_Shape):
    """What becomes of a saved play. ``breaks``: its reader loses a place, a result or an exhibit."""

    file: str
    fate: Literal["unchanged", "over", "goes_on", "asked_again", "moved", "displaced", "other", "unreadable"]
    breaks: bool
    dropped: list[str]  # measures that no longer count
    withdrawn: list[str]  # exhibits taken out, as readers saw them
    moved_from: str | None
    reopened: str | None
    written: str | None = None  # ``migrate``: the log that carries it over


class DiffReport(_Shape):
    """``diff``: two versions, compared by meaning. ``draft`` is the ``changes:`` block to paste."""

    scenario: str
    from_version: int
    version: int
    same: bool
    names: dict[str, FamilyOfNames]
    changes: list[ChangedThing]
    texts: dict[str, int]
    plays: list[OwnPlay]
    undeclared: list[str]
    draft: str
    saved: list[SavedPlay]


class MigrateReport(_Shape):
    """``migrate``: ``format`` is the file's; ``upgraded`` whether it had to be written anew."""

    file: str
    format: str
    upgraded: bool
    saved: list[SavedPlay]
