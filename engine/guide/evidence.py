"""What one step of a play licenses its teller to say: shapes that the guide, its gate and its checker read.

Figures are marks (``{n1}``), never digits: a backend writes the mark and code fills it in, so that no model
ever writes a number. A statement is one sentence that an author or an instrument answers for; what it rests
on are its grounds, and those are what the page lights up.
"""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from tools.wording import Language

GroundKind = Literal["finding", "source", "exhibit", "subject", "reader", "board", "author"]
Origin = Literal["text", "must_say", "finding", "caveat", "exhibit", "source", "glossary"]
Reason = Literal[
    "number",  # a digit or a number in words that the model wrote itself
    "owner",  # a figure given to another subject, group or place than its own
    "unit",  # a figure of pairs told as images, of points as percent
    "direction",  # more for less, towards for away
    "comparison",  # a comparison that no statement makes
    "cause",  # a cause or a proof that no statement claims
    "negation",  # a "not" dropped or added
    "hedge",  # "perceived as" left out where the author says so
    "name",  # a person, firm, product or source that the step does not name
    "source",  # a reference that the file does not hold
    "badge",  # an original called a stand-in, or the other way round
    "ending",  # a verdict or an ending that this play has not reached
    "must_not_say",
    "vocabulary",  # too much that no statement speaks of
    "language",
    "length",
    "format",  # markup, control characters, an unknown mark
    "repetition",
    "empty",
]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ground(_Shape):
    """One thing that a sentence rests on: the finding of a node, a source, an exhibit, a subject's badge."""

    kind: GroundKind
    name: str  # the tool node, the source id, the exhibit id …; "" for the author's own text


class Figure(_Shape):
    """One figure of the step. ``shown`` is as printed ("84,7 %"), ``value`` what was measured or quoted."""

    id: str  # "n1"
    shown: str
    value: Any
    placeholder: str  # "{place.n:int}", as its author wrote it
    format: str  # "percent", "points", "int", "words", "table" …; "" where the author named none
    ground: Ground


class Statement(_Shape):
    """One sentence that may be said, or said otherwise. ``draft`` has marks where ``shown`` has figures."""

    id: str  # "s1"
    draft: str
    shown: str
    origin: Origin
    grounds: tuple[Ground, ...] = ()
    block: int = 0  # the paragraph of its text, from 0


class Evidence(_Shape):
    """All that the teller of one step may draw on, and what it must and must not say."""

    node: str
    language: Language
    audience: str
    text: str  # the author's text for this reader, whole, figures filled, marks of cites and terms kept
    adapt: Literal["none", "light", "free"] = "light"
    statements: tuple[Statement, ...]  # those of ``text`` first, in order, then what else may be drawn on
    figures: dict[str, Figure] = Field(default_factory=dict)
    names: frozenset[str] = frozenset()  # people, firms, products, titles that the step itself may name
    badges: dict[str, str] = Field(default_factory=dict)  # subject → its badge ("original", "stand-in" …)
    must_say: tuple[str, ...] = ()  # filled
    must_not_say: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[Statement, ...]:
        """The sentences of the author's text, in order."""
        return tuple(each for each in self.statements if each.origin == "text")


class Refusal(NamedTuple):
    """Why a sentence was refused, and by what of it."""

    reason: Reason
    detail: str


class Judgement(NamedTuple):
    """What became of one proposed sentence. ``covers`` names the statements that it says over."""

    released: bool
    text: str  # filled, typeset as it would be shown
    refusals: tuple[Refusal, ...]
    grounds: tuple[Ground, ...]
    covers: tuple[str, ...]


MARK = re.compile(r"\{(n\d{1,3})\}")
"""Where a figure goes in a draft."""


def fill(draft: str, figures: dict[str, Figure]) -> str:
    """``draft`` with its figures printed. Raises :class:`KeyError` for a mark that the step does not have."""
    return MARK.sub(lambda mark: figures[mark[1]].shown, draft)
