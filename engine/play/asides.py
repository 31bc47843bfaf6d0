"""Events beside the story: the guide's words, what a reader asks of the file, measures made on the side.

The core neither makes nor reads them: a play's state is the same without, and a replay carries them over.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.guide.audience import Profile
from engine.guide.evidence import Ground
from engine.play.event import BaseEvent, By
from tools.finding import Call, Finding
from tools.wording import Words


class Said(BaseModel):
    """One sentence that the guide showed, and what it rests on. ``by`` tells whose words it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    by: Literal["backend", "author"]
    rests_on: list[Ground] = Field(default_factory=list)


class RefusedSentence(BaseModel):
    """One sentence that a backend wrote and nobody was shown; ``reasons`` are "reason: detail"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str  # cut at 400 characters
    reasons: list[str]


class Wording(BaseEvent):
    """Shell only: ``seq`` stays 0. The sentences released so far of the text ``of``, while more may come."""

    type: Literal["wording"] = "wording"
    of: int
    said: list[Said] = Field(default_factory=list)


class Worded(BaseEvent):
    """What the guide's backend made of a narrated text (``of`` is its seq).

    ``accepted`` is false where the author's text stands as it is: everything was refused, or the backend
    ``failed`` (what the reader is told then; the operator's line is in the server's log).
    """

    type: Literal["worded"] = "worded"
    of: int
    text: str
    backend: str
    accepted: bool
    broken_rules: list[str] = Field(default_factory=list)
    degree: Literal["select", "rephrase"] = "rephrase"
    model: str = ""
    prompt: str = ""  # "rephrase 1a2b3c4d5e6f": the template and its version
    key: str = ""  # select: the author's text that was chosen, "text_for.pupil"
    said: list[Said] = Field(default_factory=list)
    refused: list[RefusedSentence] = Field(default_factory=list)
    failed: Words | None = None
    code: str = ""
    tokens: int = 0  # asked and written
    first_seconds: float | None = None  # from the question to the first sentence released
    seconds: float = 0.0


class Selected(BaseEvent):
    """What the guide points at beside an open question: authored pieces, chosen by rule or by a model."""

    type: Literal["selected"] = "selected"
    of: int  # the seq of ``offered``
    by_model: str = ""  # the backend that chose; "": the rule
    prompt: str = ""
    chosen: list[str] = Field(default_factory=list)  # references of candidates, "finding:place#caveat.0"


class Profiled(BaseEvent):
    """The reader said, in a form, how they want to be spoken to. The texts told are those of ``like``."""

    type: Literal["profiled"] = "profiled"
    by: By = "reader"
    profile: Profile


class Branched(BaseEvent):
    """The reader came back to a question to answer it otherwise: from here on this is a branch.

    ``of`` is the seq of that question; ``seen`` names the measures whose results the other branch had
    already shown: a bet on one of them is no bet made before seeing.
    """

    type: Literal["branched"] = "branched"
    by: By = "reader"
    of: int
    seen: list[str] = Field(default_factory=list)


class WouldChange(BaseEvent):
    """What the reader says would change their mind, in their own words; the last one stands."""

    type: Literal["would_change"] = "would_change"
    by: By = "reader"
    text: str  # cut at 500 characters


class Questioned(BaseEvent):
    """What the reader asked of the file, in their own words: data, never an instruction."""

    type: Literal["questioned"] = "questioned"
    by: By = "reader"
    text: str  # cut at 500 characters
    key: str = ""  # the client's idempotency key


class QuotedPassage(BaseModel):
    """A passage of the file, quoted as it stands. ``score`` orders; it is no probability."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str  # "finding:place", "dossier:limits.3"
    text: str
    score: float
    rests_on: list[Ground] = Field(default_factory=list)


class OfferedMeasure(BaseModel):
    """A measure that would answer a reader's question. ``awaits``: the story makes it later, after a bet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Words
    asks: Words
    call: Call
    node: str | None = None
    awaits: str | None = None
    seconds: float | None = None  # as it took when it was recorded


class Quoted(BaseEvent):
    """What the file says of a reader's question (``of`` is its seq), in quotations."""

    type: Literal["quoted"] = "quoted"
    of: int
    in_scope: bool
    passages: list[QuotedPassage] = Field(default_factory=list)
    measure: OfferedMeasure | None = None
    says: Words | None = None  # beside them: too long, no question in it


class Measured(BaseEvent):
    """A measure that the reader asked for beside the story (``of``: the seq of ``quoted``). It moves no
    hypothesis: those rest on the exhibits that the author weighed."""

    type: Literal["measured"] = "measured"
    of: int
    finding: Finding | None = None
    says: Words | None = None  # why there is none
