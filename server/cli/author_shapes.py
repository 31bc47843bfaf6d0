"""The shapes of what the author's verbs print under ``--json`` about a scenario as a whole."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Share = Annotated[float, Field(ge=0, le=1)]


class ExploredShares(_Shape):
    """What was reached of all that there is."""

    nodes: Share
    options: Share
    outcomes: Share


class ExploredSpread(_Shape):
    """Of the plays that came to an ending."""

    least: float
    median: float
    mean: float
    most: float


class UnreachedPlace(_Shape):
    """A node, an option (``node.option``) or an outcome (``branch.2``, ``tool.else``) never reached."""

    place: str
    line: int
    why: str
    conditions: list[str]  # that did not hold
    code: str | None = None  # G540: an ending


class ExploreReport(_Shape):
    """``explore``. ``endings`` and ``verdicts`` count plays, ``lines`` how often each text was told."""

    scenario: str
    plays: int
    seconds: float
    seed: int
    coverage: ExploredShares
    endings: dict[str, int]
    shares: dict[str, Share]  # of the plays by chance alone that ended
    rare: list[str]  # the endings under three in a hundred of them
    verdicts: dict[str, int]
    dead_ends: list[str]
    loops: list[str]
    unreached: list[UnreachedPlace]
    words: ExploredSpread
    minutes: ExploredSpread
    lines: dict[str, int]
    found_last: int  # the play that reached something for the last time


class LongText(_Shape):
    """The longest text that readers read at once, in the source language."""

    path: str
    line: int
    words: int


class StatsReport(_Shape):
    """``stats``. ``words`` and ``minutes`` are of all that readers may read, in the source language; what one
    reader reads is what ``explore`` measures."""

    scenario: str
    version: int
    nodes: int
    words: int
    minutes: float
    kinds: dict[str, int]
    options: int
    outcomes: int
    words_by_language: dict[str, int]
    words_by_profile: dict[str, int]  # of the nodes, as each profile is told them
    words_by_kind: dict[str, int]
    ease: dict[str, dict[str, float]]  # by language, the reading ease of what each profile is told
    untranslated: dict[str, int]  # by language, texts without their translation
    longest: LongText | None
    hypotheses: int
    exhibits: int
    exhibits_by_hypothesis: dict[str, int]
    sources: int
    variables: int
    acts: int
    endings: dict[str, int]  # by status
    tools: dict[str, int]  # by verb
    recorded: int
    plays: int


AUTHOR_SHAPES: dict[str, Any] = {"explore": ExploreReport, "stats": StatsReport}
