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

    @property
    def measured(self) -> IntervalRow | None:
        """The line of what was measured here, beside what was published and the controls."""
        return next((each for each in self.rows if each.role == "measured"), None)


class CurvePoint(_Part):
    """One dose and what it does."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    n: int | None = None


class CurveFigure(_Part):
    """A dose and what it does, with the placebo's band (low, high).

    ``more`` are further lines on the same axes, ``label`` names the first beside them; ``ticks`` names doses
    that are not numbers (layers, words), by their x.
    """

    kind: Literal["curve"] = "curve"
    title: Words
    x_label: Words
    y_label: Words
    unit: Unit
    points: list[CurvePoint]
    reference: float | None = None
    band: tuple[float, float] | None = None
    band_label: Words | None = None
    label: Words | None = None
    more: list[CurveSeries] = Field(default_factory=list)
    ticks: dict[str, Words] = Field(default_factory=dict)  # x as printed by %g → its name


class CurveSeries(_Part):
    """One more line of a curve figure: a control, another subject, another level of a second factor."""

    label: Words
    role: Literal["measured", "control", "placebo"] = "measured"
    points: list[CurvePoint]


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


class Word(_Part):
    """One word of an explained text; ``weight`` is ``None`` for what was not read (padding, unknown)."""

    text: str
    weight: float | None = None
    low: float | None = None
    high: float | None = None


class WordsRow(_Part):
    """One text, word by word in reading order, with what the subject answered on it."""

    label: Words
    words: list[Word]
    answer: float | None = None


class WordsFigure(_Part):
    """Texts whose words are coloured by what they bring: above zero for the answer, below against."""

    kind: Literal["words"] = "words"
    title: Words
    unit: Unit
    rows: list[WordsRow]


class Thumbnail(_Part):
    """One picture of a gallery, with a number where it has one."""

    picture: Picture
    caption: Words | None = None
    value: float | None = None


class GalleryRow(_Part):
    """Pictures that go together: what a channel answers to most, the exemplars of a cluster."""

    label: Words
    note: Words | None = None
    pictures: list[Thumbnail]


class GalleryFigure(_Part):
    """Rows of small pictures, each with its number in ``unit``."""

    kind: Literal["gallery"] = "gallery"
    title: Words
    unit: Unit
    value_label: Words | None = None
    rows: list[GalleryRow]


class TableCell(_Part):
    """One number of a table, or nothing."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None


class TableFigure(_Part):
    """Numbers by row and column, with their intervals."""

    kind: Literal["table"] = "table"
    title: Words
    unit: Unit
    row_label: Words
    columns: list[Words]
    rows: list[tuple[Words, list[TableCell]]]


Figure = Annotated[
    IntervalFigure | CurveFigure | MapFigure | WordsFigure | GalleryFigure | TableFigure,
    Field(discriminator="kind"),
]


class Stability(_Part):
    """How well an explanation holds when nothing that matters changes, beside its null.

    Agreements are rank correlations (or shares for a smallest change), medians over what is named; ``None``
    for what could not be tried. ``stable`` is ``agreement`` ≥ ``bar`` and ``agreement`` > ``null``, where
    ``agreement`` is the lowest of those tried. The page shows the spread of an unstable one, never its map.
    """

    seeds: float | None = None  # the method's own chance: noise, samples, trainings
    neighbours: float | None = None  # the same stimulus after harmless changes
    methods: float | None = None  # two other methods that answer the same question
    twins: float | None = None  # the same recipe trained from other seeds
    null: float  # what two unrelated explanations share
    bar: float
    agreement: float
    stable: bool
    says: Words


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
    stability: Stability | None = None
    per_unit: list[float] = Field(default_factory=list)  # what was measured on each unit, in the case's order
    caveats: list[Words] = Field(default_factory=list)
    conclusion: Words
    figures: list[Figure] = Field(default_factory=list)
    seconds: float
    origin: Literal["live", "recorded"] = "live"
    recorded: Recorded | None = None

    def sentence(self, language: Language) -> str:
        """What was found, in one sentence, with its numbers and n."""
        return self.conclusion.in_(language)
