"""What to put before this reader, among pieces that authors and instruments wrote: by rule, or by a model.

The rule looks at what the reader asked, what they got wrong, and their profile, in that order. A model is
held to the letters of the candidates by a grammar: it can choose badly, it cannot invent.
"""

from __future__ import annotations

import math
import string
from collections import Counter
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.guide.audience import Profile
from engine.guide.backend import GuideBackend, Prompt
from engine.guide.grounding.alignment import stems_of
from engine.guide.prompting import prompt
from tools.wording import Language

MOST_CANDIDATES = 9
_LONGEST = 400  # characters of a candidate that a model is shown
ASKED, MISSED, WRITTEN_FOR, FIGURES = 4.0, 2.0, 1.0, 0.5
"""Weights of the rule: words shared with what was asked, a control of the measure that was bet on wrongly, a
text written for this profile, and numbers for who wants them."""


class Candidate(BaseModel):
    """One authored piece. ``ref`` names it: "node:place#text_for.pupil", "finding:place#caveat.0"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ref: str
    text: str

    @property
    def kind(self) -> str:
        """node, finding, exhibit, glossary or question."""
        return self.ref.partition(":")[0]


class Situation(BaseModel):
    """Who is to be helped, at which step, and with which pieces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["variant", "finding", "card", "question"]
    language: Language
    node: str
    asked: list[str] = Field(default_factory=list)  # in the reader's words: data
    missed: str | None = None  # the tool node whose result they bet on wrongly
    candidates: list[Candidate] = Field(min_length=1, max_length=MOST_CANDIDATES)


def by_rule(situation: Situation, profile: Profile) -> int:
    """The place of the chosen candidate, from 0; the first of those that weigh the same."""
    language = situation.language
    asked = set(stems_of(" ".join(situation.asked), language))
    texts = [set(stems_of(each.text, language)) for each in situation.candidates]
    spread = Counter(one for each in texts for one in each)

    def weight(at: int) -> float:
        candidate = situation.candidates[at]
        shared = sum(1.0 / spread[one] for one in asked & texts[at])
        told = ASKED * shared / math.sqrt(len(asked) + 1.0) if asked else 0.0
        aspect = candidate.ref.partition("#")[2]
        if situation.missed and candidate.ref.startswith(f"finding:{situation.missed}#c"):
            told += MISSED if aspect.startswith("control") else MISSED / 2
        elif situation.missed and situation.missed in candidate.ref:
            told += MISSED / 2
        if aspect == f"text_for.{profile.told_as}":
            told += WRITTEN_FOR
        elif aspect == "text":
            told += WRITTEN_FOR / 2
        if aspect == "says" and not asked and not situation.missed:
            told += WRITTEN_FOR
        if profile.figures == "computed":
            told += FIGURES * any(sign.isdigit() for sign in candidate.text)
        return told

    return max(range(len(situation.candidates)), key=lambda at: (weight(at), -at))


def by_model(situation: Situation, profile: Profile, backend: GuideBackend) -> tuple[int, Prompt]:
    """The place that a model chooses, and the prompt that it was asked with.

    Raises :class:`~engine.guide.backend.BackendFailed`.
    """
    letters = string.ascii_lowercase[: len(situation.candidates)]
    shown = [
        {"id": letter, "text": each.text[:_LONGEST]}
        for letter, each in zip(letters, situation.candidates, strict=True)
    ]
    question = prompt(
        "select",
        situation.language,
        profile=profile,
        step=situation.node,
        asked=situation.asked,
        missed=situation.missed or "",
        candidates=shown,
        most_tokens=4,
    )
    return letters.index(backend.choose(question, list(letters))), question
