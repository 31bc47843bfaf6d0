"""The guide: who narrates. The author's text always is the ground; a backend may only word it otherwise.

What a backend writes is accepted by rule, never on trust: a figure, a cite or a forbidden phrase decides,
and after two refusals the author's text stands.
"""

from __future__ import annotations

import importlib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from engine.guide.render import render_text
from engine.language.placeholders import parts_of
from engine.language.schema import GuideRules, Scenario
from engine.play.events import Narrated, Worded
from tools.errors import CallRefused
from tools.wording import Language, Words

ATTEMPTS = 2
_LENGTH = {"none": 1.0, "light": 1.6, "free": 3.0}
_NUMERAL = re.compile(r"\d+(?:[.,\u202f\u00a0 ]\d+)*")


class Brief(BaseModel):
    """All that a backend may know: the rendered text and whom it is for. Nothing else of the play."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    language: Language
    audience: str
    adapt: str = "light"
    must_say: list[str] = Field(default_factory=list)
    must_not_say: list[str] = Field(default_factory=list)
    broken_rules: list[str] = Field(default_factory=list)  # of the attempt before


class GuideBackend(Protocol):
    """What writes for the guide: give sentences, in order, as they come."""

    name: str
    verbatim: bool  # true: gives the author's text back, so that nothing needs to be checked or logged

    def word(self, brief: Brief) -> Iterator[str]:
        """The sentences of the narration."""
        ...


def backend_named(name: str) -> GuideBackend:
    """The backend of ``engine/guide/backends/<name>.py`` (its class ``Backend``).

    Raises :class:`CallRefused` (``unknown_backend``) when there is none.
    """
    if re.fullmatch(r"[a-z][a-z0-9_]*", name):
        try:
            module = importlib.import_module(f"engine.guide.backends.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"engine.guide.backends.{name}":
                raise
        else:
            backend: GuideBackend = module.Backend()
            return backend
    raise CallRefused(
        "unknown_backend",
        Words(fr=f"Aucun guide ne s’appelle « {name} ».", en=f"No guide is called “{name}”."),
        Words(fr="« authored » est toujours là.", en="“authored” is always here."),
    )


class Guide:
    """One backend, held to the rules."""

    def __init__(self, backend: GuideBackend | None = None) -> None:
        self.backend = backend_named("authored") if backend is None else backend

    def word(
        self, scenario: Scenario, narrated: Narrated, *, language: Language, audience: str
    ) -> Worded | None:
        """What the backend makes of ``narrated``; ``None`` where the author's text is what is said."""
        rules = scenario.nodes[narrated.node].guide
        if self.backend.verbatim or rules.adapt == "none":
            return None
        shown_in = narrated.shown_in or language
        brief = _brief(scenario, narrated, rules, shown_in, audience)
        broken: list[str] = []
        for _ in range(ATTEMPTS):
            attempt = brief.model_copy(update={"broken_rules": broken})
            text = " ".join(sentence.strip() for sentence in self.backend.word(attempt)).strip()
            broken = broken_rules(brief, text)
            if not broken:
                return Worded(of=narrated.seq, text=text, backend=self.backend.name, accepted=True)
        return Worded(
            of=narrated.seq,
            text=narrated.text,
            backend=self.backend.name,
            accepted=False,
            broken_rules=broken,
        )


def _brief(
    scenario: Scenario, narrated: Narrated, rules: GuideRules, language: Language, audience: str
) -> Brief:
    def said(texts: list[str]) -> list[str]:
        return [text for text in texts if text]

    values = narrated.values
    return Brief(
        text=narrated.text,
        language=language,
        audience=audience,
        adapt=rules.adapt,
        must_say=said([render_text(scenario, each, language, values).text for each in rules.must_say]),
        must_not_say=said(
            [render_text(scenario, each, language, values).text for each in rules.must_not_say]
        ),
    )


def broken_rules(brief: Brief, text: str) -> list[str]:
    """Why ``text`` may not be said in place of the author's; empty when it may.

    Every figure must stand in the author's text, every cite must be kept, what must be said is there, what
    must not is not, and the length stays within 1.6 times (light) or 3 times (free).
    """
    broken = []
    if not text.strip():
        broken.append("empty")
    known = Counter(_numerals(brief.text))
    for numeral in dict.fromkeys(_numerals(text)):
        if numeral not in known:
            broken.append(f"figure {numeral}")
    kept = set(_cites(text))
    broken += [f"cite {cite}" for cite in _cites(brief.text) if cite not in kept]
    broken += [f"cite {cite}" for cite in kept - set(_cites(brief.text))]
    plain = _plain(text)
    broken += [f"must say “{phrase}”" for phrase in brief.must_say if not _holds(plain, phrase)]
    broken += [f"must not say “{phrase}”" for phrase in brief.must_not_say if _holds(plain, phrase)]
    if len(text) > math.ceil(len(brief.text) * _LENGTH.get(brief.adapt, 1.6)):
        broken.append("length")
    return broken


def _numerals(text: str) -> list[str]:
    """The figures of a text; how thousands and decimals are set apart does not matter."""
    bare = "".join(part.shown for part in parts_of(text) if part.kind != "cite")
    return [re.sub(r"[\u202f\u00a0 ]", "", found).replace(",", ".") for found in _NUMERAL.findall(bare)]


def _cites(text: str) -> list[str]:
    return [part.name for part in parts_of(text) if part.kind == "cite"]


def _plain(text: str) -> str:
    """Without case, accents or the choice of spaces and apostrophes."""
    folded = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    return re.sub(r"\s+", " ", "".join(char for char in folded if not unicodedata.combining(char)))


def _holds(plain: str, phrase: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(_plain(phrase).strip())}(?!\w)", plain) is not None
