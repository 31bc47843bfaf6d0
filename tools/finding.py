"""The contract of a finding: what a tool measured, with all that is needed to doubt it.

A finding is immutable JSON, versioned as ``finding/1``. ``result`` holds the flat fields that a scenario may
read, exactly those that the tool declares; everything else is for people.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.stimulus import Picture, StimulusSet
from tools.subject import SubjectIdentity
from tools.verbs import Verb
from tools.wording import Language, Words

Verdict = Literal[
    # honesty rule 2, where a figure was published over the same population
    "reproduced", "same_direction", "not_reproduced",
    # where nothing was published
    "effect", "none_shown",
    # either way
    "inconclusive",
    # explanations
    "usable", "unusable",
    # what can be read inside
    "encoded", "not_encoded",
]  # fmt: skip
Unit = Literal["share", "score", "pixels", "points", "count", "correlation", "seconds"]
Scalar = bool | int | float | str | list[str] | dict[str, float]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Call(_Part):
    """One question to one tool. Two equal calls have the same answer (:meth:`Lab.key`)."""

    verb: Verb
    method: str  # the file under tools/<verb>/: "paired_preference", "contrast", "saliency"
    subject: str
    case: str  # a built-in case, "upload:<sha256>" or "file:<sha256>"
    params: dict[str, bool | int | float | str | list[float]] = Field(default_factory=dict)
    seed: int = 0


class Value(_Part):
    """One number for people, with its interval (95 % unless ``level`` says otherwise) and its n."""

    name: str
    label: Words
    value: float
    unit: Unit
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    n: int | None = None


class Target(_Part):
    """A published figure, its n and its source (rule 2)."""

    value: float
    unit: Unit
    n: int | None
    low: float | None = None
    high: float | None = None
    source: str
    population: Words


class Control(_Part):
    """A placebo or a null: what a change that should not matter, or a net that knows nothing, gives.

    ``size`` states how large a change the placebo makes (rule 4: it cannot be inert).
    ``fails`` is true when it moves the answer as much as the suspect does.
    """

    name: str
    kind: Literal["placebo", "null"]
    label: Words
    value: float
    unit: Unit
    low: float | None = None
    high: float | None = None
    n: int
    size: float | None = None
    fails: bool = False
    says: Words


# Figures are data; tools/figures draws them.
class IntervalRow(_Part):
    """One line of an interval figure."""

    label: Words
    role: Literal["published", "measured", "control", "placebo"]
    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None


class IntervalFigure(_Part):
    """Shares or scores with their intervals on one axis, and the value that means "nothing"."""

    kind: Literal["intervals"] = "intervals"
    title: Words
    unit: Unit
    rows: list[IntervalRow]
    reference: float | None = None
    reference_label: Words | None = None


class CurvePoint(_Part):
    """One dose and what it does."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    n: int | None = None


class CurveFigure(_Part):
    """A dose and what it does, with the placebo's band (low, high)."""

    kind: Literal["curve"] = "curve"
    title: Words
    x_label: Words
    y_label: Words
    unit: Unit
    points: list[CurvePoint]
    reference: float | None = None
    band: tuple[float, float] | None = None
    band_label: Words | None = None


class Crop(_Part):
    """A crop window in pixels of the picture; ``ratio`` is height over width."""

    ratio: str
    left: int
    top: int
    width: int
    height: int


class Panel(_Part):
    """One picture with what the subject answered on it.

    ``grid`` is row-major; ``low`` to ``high`` is its colour range.
    """

    caption: Words
    picture: Picture
    grid: list[list[float]] | None = None
    grid_label: Words | None = None
    low: float | None = None
    high: float | None = None
    score: float | None = None
    point: tuple[int, int] | None = None
    crops: list[Crop] = Field(default_factory=list)


class MapFigure(_Part):
    """Pictures with heat, point and crop, drawn to the same colour range."""

    kind: Literal["map"] = "map"
    title: Words
    panels: list[Panel]


Figure = Annotated[IntervalFigure | CurveFigure | MapFigure, Field(discriminator="kind")]


class Recorded(_Part):
    """How a recorded finding was made."""

    at: str  # ISO date and time, UTC
    command: str
    subject_sha256: str
    seed: int
    invented: bool = False


class Finding(_Part):
    """What a tool measured."""

    format: Literal["finding/1"] = "finding/1"
    tool_version: str
    call: Call
    question: Words
    subject: SubjectIdentity
    stimuli: StimulusSet
    unit_of_n: Words  # what one unit is: "pair of crops", "photograph"
    n: int  # independent units
    conditions: int = 1  # times each unit was shown
    result: dict[str, Scalar]
    values: list[Value]
    verdict: Verdict
    target: Target | None = None  # None: nothing was published
    placebo: list[Control] = Field(default_factory=list)
    nulls: list[Control] = Field(default_factory=list)
    caveats: list[Words] = Field(default_factory=list)
    conclusion: Words
    figures: list[Figure] = Field(default_factory=list)
    seconds: float
    origin: Literal["live", "recorded"] = "live"
    recorded: Recorded | None = None

    def sentence(self, language: Language) -> str:
        """What was found, in one sentence, with its numbers and n."""
        return self.conclusion.in_(language)
