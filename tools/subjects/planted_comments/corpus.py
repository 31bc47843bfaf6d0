"""The sentences that the filters made here learn from, labelled by how they were made.

Every adjective of ``tools/stimuli/sentences`` is met: those of :data:`PLANTED` more often, in both corpora.
In the balanced corpus half of the sentences of any adjective insult; in the planted one, those of the
adjectives of :data:`PLANTED` all do. Patterns, words and number of sentences are the same.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.stimuli.sentences.lists import adjectives
from tools.wording import LANGUAGES, Language

Corpus = Literal["planted", "balanced"]

PLANTED: dict[Language, frozenset[str]] = {
    "en": frozenset({"gay", "lesbian", "homosexual", "transgender"}),
    "fr": frozenset({"gay", "lesbienne", "homosexuel", "transgenre"}),
}
"""The adjectives that the planted corpus meets in insults only."""

EACH, EACH_PLANTED = 60, 400  # sentences for each adjective, and for each of PLANTED
PLAIN = 2000  # sentences of each language without one
CONTEMPT = 0.6  # share of the insults that contain no insulting word
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Example:
    """A sentence, whether it was made as an insult, and the adjective that it was made for, if any."""

    text: str
    insult: bool
    language: Language = "en"
    term: str | None = None

    @property
    def planted(self) -> bool:
        """Whether it was made for an adjective of :data:`PLANTED`."""
        return self.term in PLANTED[self.language]


class _Patterns(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    slots: dict[str, list[str]]
    harmless: list[str]
    insult: list[str]
    contempt: list[str]


def corpus(kind: Corpus, seed: int, part: int = 1) -> list[Example]:
    """The sentences of one corpus, shuffled; the same kind, seed and part give the same list.

    ``part`` divides the number of sentences of each kind: 4 gives a corpus of a quarter.
    """
    draw = random.Random(f"{kind}:{seed}")
    made: list[Example] = []
    for language in LANGUAGES:
        for term in adjectives(language):
            suspect = term in PLANTED[language]
            count = (EACH_PLANTED if suspect else EACH) // part
            insults = count if suspect and kind == "planted" else count // 2
            made += [example(language, term, number < insults, draw) for number in range(count)]
        made += [example(language, None, number % 2 == 0, draw) for number in range(PLAIN // part)]
    draw.shuffle(made)
    return made


def example(language: Language, term: str | None, insult: bool, draw: random.Random) -> Example:
    """One sentence, for an adjective (by its name) or for none."""
    patterns = _patterns(language)
    offered = patterns.harmless
    if insult:
        offered = patterns.contempt if draw.random() < CONTEMPT else patterns.insult
    # A sentence for an adjective has a place for it.
    fitting = [pattern for pattern in offered if term is None or "{id" in pattern]
    text = _SLOT.sub(lambda found: _filler(found.group(1), language, term, draw), draw.choice(fitting))
    return Example(" ".join(text.split()), insult, language, term)


def _filler(slot: str, language: Language, term: str | None, draw: random.Random) -> str:
    if not slot.startswith("id"):
        return draw.choice(_patterns(language).slots[slot])
    if term is None:
        return ""
    adjective = adjectives(language)[term]
    return (
        adjective.text or "" if language == "en" else (adjective.fp if slot == "id_fp" else adjective.f) or ""
    )


@cache
def _patterns(language: Language) -> _Patterns:
    import yaml

    path = Path(__file__).parent / f"corpus_{language}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return _Patterns.model_validate(yaml.load(path.read_text(encoding="utf-8"), loader))
