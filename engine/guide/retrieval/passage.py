"""A passage: a piece of the file that may be quoted as it stands, and the words under which it is found."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.guide.evidence import Ground
from engine.guide.sentences import sentences_of
from tools.wording import Language

PassageKind = Literal["node", "finding", "exhibit", "hypothesis", "source", "glossary", "subject", "dossier"]

_CITE = re.compile(r"[ \u00a0]*\[@[^\]\n]*\]")
_GLOSS = re.compile(r"\[\[([^\]\n|]+)(?:\|[^\]\n]+)?\]\]")


class Passage(BaseModel):
    """``sentences`` are what may be quoted of ``text``, word for word, each with what it rests on.

    ``views`` are what is searched: the same words in every language and for every reader, a tool's question,
    a title. They are never shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str  # "node:<id>", "finding:<tool node>", "dossier:limits.3"
    text: str
    language: Language  # that the text is in: the scenario's own where a translation lacks
    kind: PassageKind
    grounds: tuple[Ground, ...] = ()
    sentences: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()  # quoted whenever any is: a conclusion, a control that fails
    offered: tuple[str, ...] = ()  # the options of a question, quoted behind the question itself
    views: tuple[str, ...] = Field(default=(), repr=False)
    topic: tuple[str, ...] = Field(default=(), repr=False)  # how people speak of the measure that it tells of
    part: str = ""  # the part of the file that it stands in, where the kind alone does not tell

    @property
    def name(self) -> str:
        """What stands behind the kind: the node, the exhibit, "limits.3"."""
        return self.id.partition(":")[2]

    @property
    def subject_matter(self) -> str:
        """What it is about (a measure, else itself): three quotations are not to say one thing."""
        if self.kind == "node":
            own = Ground(kind="finding", name=self.name)
            return self.name if own in self.grounds else self.id
        measured = [each.name for each in self.grounds if each.kind == "finding"]
        return measured[0] if measured else self.id

    @property
    def section(self) -> str:
        """Where passages of its sort stand: "node", "dossier:limits", "node:picture"."""
        if self.part:
            return self.part
        if self.kind == "exhibit":
            return "finding"  # it tells one
        return f"dossier:{re.sub(r'[.][0-9]+$', '', self.name)}" if self.kind == "dossier" else self.kind


def plain(text: str) -> str:
    """An author's text as it reads: no references, no marks of terms, no stars."""
    return _GLOSS.sub(r"\1", _CITE.sub("", text)).replace("**", "").strip()


def views_of(*texts: str) -> tuple[str, ...]:
    """What is searched of these texts: each whole, then each of its sentences; each once."""
    return tuple(dict.fromkeys(view for text in texts for view in _views_of(text)))


@functools.lru_cache(maxsize=16384)
def _views_of(text: str) -> tuple[str, ...]:
    bare = plain(text)
    if not bare:
        return ()
    sentences = (" ".join(each.split()) for each in sentences_of(bare) if len(each) > 3)
    return tuple(dict.fromkeys((" ".join(bare.split()), *sentences)))


@functools.lru_cache(maxsize=16384)
def cut(text: str) -> tuple[str, ...]:
    """The sentences of a text: the same few texts are cut up again for each question."""
    return tuple(sentences_of(text))


def once(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """Each ground once, in order."""
    return tuple(dict.fromkeys(grounds))
