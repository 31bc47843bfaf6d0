"""What an audit of the guide found, as ``guide-check`` prints it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from tools.wording import Language


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReadingLevel(_Shape):
    """How easy what was shown to one profile reads, beside what that profile asks for.

    ``ease``: Flesch's scale in English, Kandel and Moles's in French; higher is easier.
    """

    profile: str
    language: Language
    ease: float | None
    wanted: float | None
    steps: int
    harder: int  # steps that read harder than wanted


class PlantedCount(_Shape):
    """What became of the planted falsehoods of one kind."""

    kind: str
    planted: int
    stopped: int


class Fault(_Shape):
    """A released sentence that the checker rejects, or a falsehood that nobody stopped."""

    node: str
    profile: str
    language: Language
    text: str
    reasons: list[str]


class GuideCheck(_Shape):
    """What ``guide-check`` prints. The first five fields are the contract; the rest explains them."""

    sentences: int  # proposed, planted ones included
    released: int
    refused: dict[str, int] = Field(default_factory=dict)  # reason → how many; one sentence may have several
    unlicensed: int
    must_say_kept: float  # the share of steps with a `must say` in which all of it is said; 1 without any
    backend: str
    model: str = ""
    steps: int = 0
    sampled: bool = False
    seeds: int = 1
    planted: list[PlantedCount] = Field(default_factory=list)
    reading: list[ReadingLevel] = Field(default_factory=list)
    first_sentence_seconds: float | None = None  # median
    failed: int = 0  # steps at which the backend gave nothing usable
    faults: list[Fault] = Field(default_factory=list)
