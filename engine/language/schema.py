"""A scenario after reading: the typed shape that everything else in the engine uses.

Authors never see this module; ``reader`` turns their YAML into it and ``checks`` proves it sound. Every
expression is kept as its source text beside its compiled form, which ``expressions`` makes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.language.expressions import Expression
from tools.finding import Finding, Scalar
from tools.stimulus import Person
from tools.wording import Language


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Text(_Part):
    """Prose in the scenario's languages. A missing translation shows the source language, tagged."""

    by_language: dict[Language, str]

    def in_(self, language: Language) -> tuple[str, Language]:
        """The text in ``language`` if there is one, else in the first; with the language it is in."""
        if language in self.by_language:
            return self.by_language[language], language
        first = next(iter(self.by_language))
        return self.by_language[first], first


class Term(_Part):
    """A word of the glossary: what it means, said otherwise to some profiles, and its name as printed."""

    text: Text
    text_for: dict[str, Text] = Field(default_factory=dict)
    title: Text | None = None  # without one, the word's id

    def definition(self, audience: str) -> Text:
        """What it means, as that profile is told."""
        return self.text_for.get(audience, self.text)

    def named(self, id_: str, language: Language) -> tuple[str, Language]:
        """The word as it is printed, not yet typeset, and the language that it is in."""
        return self.title.in_(language) if self.title else (id_.replace("_", " "), language)


class Also(_Part):
    """A paragraph added when its condition holds."""

    when: Expression
    text: Text


class Figure(_Part):
    """A picture of the scenario's ``assets/`` folder, with the words that say what it shows."""

    file: str
    alt: Text
    credit: Text | None = None
    sha256: str = ""  # of the file as it was read: pages find it by that


class CasePicture(_Part):
    """An author's own picture as a case, with what its author says of it."""

    id: str
    file: str  # "assets/…"
    sha256: str
    about: Text  # what it shows, in a sentence
    person: Person = "unknown"
    licence: str = ""
    credit: str = ""

    @property
    def case(self) -> str:
        """The case under which tools examine it."""
        return f"file:{self.sha256}"


class GuideRules(_Part):
    """What a guide may change in a node's text, and what it must keep."""

    adapt: Literal["none", "light", "free"] = "light"
    must_say: list[Text] = Field(default_factory=list)
    must_not_say: list[Text] = Field(default_factory=list)


class Option(_Part):
    """One answer to a choice."""

    id: str
    text: Text
    to: str
    when: Expression | None = None
    locked: Text | None = None
    once: bool = False
    set: dict[str, Expression] = Field(default_factory=dict)
    found: list[str] = Field(default_factory=list)
    facilitator: Text | None = None  # never leaves the server for a participant


class _Node(_Part):
    id: str
    line: int
    text: Text | None = None
    text_for: dict[str, Text] = Field(default_factory=dict)
    also: list[Also] = Field(default_factory=list)
    figure: Figure | None = None
    to: str | None = None  # resolved: the fall-through is already written in
    falls_through: bool = False
    set: dict[str, Expression] = Field(default_factory=dict)
    found: list[str] = Field(default_factory=list)
    guide: GuideRules = Field(default_factory=GuideRules)
    act: str | None = None  # the id of the act it belongs to (progress)
    facilitator: Text | None = None  # never leaves the server for a participant


class NarrativeNode(_Node):
    """A text, then the next node."""

    kind: Literal["narrative"] = "narrative"


class ChoiceNode(_Node):
    """A question with one to nine options."""

    kind: Literal["choice"] = "choice"
    options: list[Option]


class ExpectedRange(_Part):
    """Bounds, both included."""

    low: float
    high: float


class ToolNode(_Node):
    """A question put to an instrument."""

    kind: Literal["tool"] = "tool"
    verb: str  # a name of ``tools.verbs``
    method: str
    subject: str  # the subject's name in the lab: "twitter_crop"
    case: str  # a built-in case, "file:<sha256>", or the id of an `ask: picture` node
    params: dict[str, bool | int | float | str | list[float]] = Field(
        default_factory=dict
    )  # defaults written out
    seed: int | None = None
    timeout: float = 60.0  # seconds
    expect: dict[str, ExpectedRange | str | bool] = Field(default_factory=dict)
    otherwise: str | None = None  # YAML `else`
    if_fails: str | None = None
    target: str | None = None  # "source.fact": the published figure, stated before the measure runs
    live: dict[str, bool | int | float | str | list[float]] = Field(
        default_factory=dict
    )  # settings that a reader's own machine can bear; with any, the recording is always shown first


class Item(_Part):
    """One thing to rank, sort, pay for or sign. ``cost`` and ``most`` are for a budget."""

    id: str
    text: Text | None = None  # None: the id itself, or the hypothesis of that id
    cost: int = 1
    most: int = 1
    rests_on: list[str] = Field(default_factory=list)  # `sign`: the exhibits that the sentence stands on


AskKind = Literal[
    "number", "scale", "slider", "text", "rank", "beliefs", "picture", "sort", "curve", "budget", "sign"
]


class AskNode(_Node):
    """A question to the reader whose answer is a value, not a path. What conditions may read of it:
    ``engine.language.answers``."""

    kind: Literal["ask"] = "ask"
    ask: AskKind
    low: float | None = None
    high: float | None = None
    step: float | None = None  # `slider`: between two positions
    save: str | None = None
    items: list[Item] = Field(default_factory=list)  # rank, sort, budget, sign
    piles: list[Item] = Field(default_factory=list)  # `sort`, YAML `into`
    points: list[str] = Field(default_factory=list)  # `curve`: where a value is drawn, in order
    total: int | None = None  # `budget`: what may be spent
    shows: str | None = None  # `slider`: "node.table", read at the position while it moves
    of: str | None = None  # `curve`: the table of the sealed tool that it is laid upon
    unit: Text | None = None
    optional: bool = False
    default_case: str | None = None  # `ask: picture`: the case when skipped or unattended
    seals: str | None = None  # the tool node whose result this predicts: it stays hidden until answered


class Case(_Part):
    """One way out of a branch; the last has no condition."""

    when: Expression | None = None
    to: str


class BranchNode(_Node):
    """A silent fork: the first true case wins."""

    kind: Literal["branch"] = "branch"
    cases: list[Case]


class Phase(_Part):
    """One phase of a workshop's activity. ``minutes`` advises; only the facilitator closes a phase."""

    do: Literal["read", "talk", "write", "share", "vote", "rank", "hypothesis"]
    minutes: float | None = None
    text: Text | None = None
    per: Literal["person", "table"] = "person"
    anonymous: bool = True  # `write`
    about: str | None = None  # `vote`, `rank`: a one-of var, or "hypotheses"
    method: Literal["one", "dots"] = "one"  # `vote`
    tie: Literal["facilitator", "first"] = "facilitator"
    most: int = 1  # `hypothesis`, YAML `max`: how many may be added (1–4)


class ActivityNode(_Node):
    """What a room does together. One reader alone goes to ``solo``, or writes where the room would."""

    kind: Literal["activity"] = "activity"
    phases: list[Phase]
    roles: dict[str, Text] = Field(default_factory=dict)
    solo: str | None = None


class EndingNode(_Node):
    """Where the investigation stops."""

    kind: Literal["ending"] = "ending"
    status: Literal["established", "refuted", "undecided", "abandoned"]
    remember: list[Text] = Field(default_factory=list)
    next_steps: list[Text] = Field(default_factory=list)
    reopens: list[Text] = Field(default_factory=list)  # what would make this verdict be looked at again
    rests_on: list[str] = Field(default_factory=list)  # the exhibits that the verdict cites


Node = Annotated[
    NarrativeNode | ChoiceNode | ToolNode | AskNode | BranchNode | ActivityNode | EndingNode,
    Field(discriminator="kind"),
]


class Var(_Part):
    """A value that the play keeps. Its kind comes from its start."""

    id: str
    kind: Literal["flag", "number", "one-of", "text"]
    start: bool | float | str
    low: float | None = None
    high: float | None = None
    choices: list[str] = Field(default_factory=list)
    labels: dict[str, Text] = Field(default_factory=dict)


class Hypothesis(_Part):
    """An explanation that exhibits strengthen or weaken."""

    id: str
    text: Text
    prior: float | None = None
    boring: bool = False  # honesty rule 7: at least one per investigation


class Exhibit(_Part):
    """An authored sentence, filed in the notebook, that bears on hypotheses."""

    id: str
    text: Text
    evidence: dict[str, float]  # hypothesis → likelihood ratio
    group: str | None = None
    cites: list[str] = Field(default_factory=list)
    decisive: bool = False  # a swap, a planted cause: only such a one can reach "established"
    why: dict[str, Text] = Field(default_factory=dict)  # hypothesis → the reason, in a sentence


class Source(_Part):
    """A publication, and the figures that may be quoted from it."""

    id: str
    title: str
    authors: str = ""
    year: int | None = None
    url: str | None = None
    licence: str = ""
    facts: dict[str, float] = Field(default_factory=dict)


class Act(_Part):
    """A stretch of the story that the progress rail shows."""

    id: str
    title: Text


class Audience(_Part):
    """A profile of readers."""

    id: str
    title: Text


class Play(_Part):
    """A test of the scenario, or an answers file: who plays, what they answer, what must come of it."""

    id: str = "play"
    audience: str | None = None
    language: Language | None = None
    seed: int = 0
    group: bool = False
    minutes: float | None = None  # it walks the path announced with this reading time
    answers: dict[str, Any] = Field(default_factory=dict)
    results: dict[str, dict[str, Scalar]] = Field(default_factory=dict)
    fails: dict[str, Literal["error", "timeout"]] = Field(default_factory=dict)
    ending: str | None = None
    visits: list[str] = Field(default_factory=list)
    never: list[str] = Field(default_factory=list)
    check: list[Expression] = Field(default_factory=list)


class Change(_Part):
    """What a version did to names that saved plays may hold. Applied step by step, oldest first."""

    renamed: dict[str, str] = Field(default_factory=dict)  # node → node
    removed: dict[str, str] = Field(default_factory=dict)  # node → its stand-in
    options: dict[str, str] = Field(default_factory=dict)  # "node.option" → option
    vars: dict[str, str | None] = Field(default_factory=dict)  # var → var, or gone
    exhibits: dict[str, str | None] = Field(default_factory=dict)
    hypotheses: dict[str, str | None] = Field(default_factory=dict)


class Scenario(_Part):
    """One investigation, checked and ready to play. ``nodes`` keeps the file's order."""

    id: str
    version: int
    sha: str  # 12 hex digits of the canonical file
    title: Text
    summary: Text | None = None
    languages: list[Language]
    audiences: list[Audience]
    duration_minutes: float | None = None
    short_minutes: float | None = None  # of the path that a reader in a hurry may choose
    about_subjects: dict[str, Text] = Field(default_factory=dict)
    about_cases: dict[str, Text] = Field(default_factory=dict)  # by the author's own name of the case
    case_pictures: dict[str, CasePicture] = Field(default_factory=dict)  # by the same name
    vars: dict[str, Var] = Field(default_factory=dict)
    hypotheses: dict[str, Hypothesis] = Field(default_factory=dict)
    exhibits: dict[str, Exhibit] = Field(default_factory=dict)
    board: Literal["rivals", "separate"] = "rivals"
    sources: dict[str, Source] = Field(default_factory=dict)
    glossary: dict[str, Term] = Field(default_factory=dict)
    acts: list[Act] = Field(default_factory=list)
    start: str
    nodes: dict[str, Node]
    plays: dict[str, Play] = Field(default_factory=dict)
    fixtures: dict[str, Finding] = Field(default_factory=dict)  # recorded findings by tool node
    facts: dict[str, Text] = Field(default_factory=dict)  # the cover of the file: date, system
    uses: list[str] = Field(default_factory=list)  # libraries whose entries are merged in above
    changes: dict[int, Change] = Field(default_factory=dict)  # by the version that brought them
    voice: Text | None = None  # how the guide speaks
    must_not_say: list[Text] = Field(default_factory=list)
    facilitator: Text | None = None  # never leaves the server for a participant

    @property
    def measured(self) -> list[str]:
        """The tool nodes whose finding an instrument gave: an invented one is not a record."""
        return [
            name for name, each in self.fixtures.items() if not (each.recorded and each.recorded.invented)
        ]

    @property
    def default_audience(self) -> str:
        """The profile that is spoken to until another is chosen: the first of the file."""
        return self.audiences[0].id
