"""The contract of a backend: what words the guide's sentences, or chooses among an author's.

A backend is one file of ``engine/guide/backends``, its class ``Backend``, made from the settings. It starts
nothing and asks nothing of a network before it is used. It gives raw text; whether that may be shown is the
gate's business, never its own.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict, Field

from engine.guide.settings import GuideSettings
from tools.errors import AutopsieError, CallRefused
from tools.wording import Language, Words

Degree = Literal["verbatim", "select", "rephrase"]
"""What a backend may be asked: nothing, to choose among authored pieces, to word freely behind the gate."""


class Prompt(BaseModel):
    """One question to a model. What a reader typed only ever stands in ``user``, quoted as data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str  # the template of engine/guide/prompts
    version: str  # SHA-256 of the template, 12 hex digits
    system: str
    user: str
    language: Language
    most_tokens: int = Field(400, ge=1, le=4000)
    temperature: float = 0.0
    seed: int = 0

    @property
    def versioned(self) -> str:
        """The template and its version, as logs keep it: "rephrase 1a2b3c4d5e6f"."""
        return f"{self.name} {self.version}"


class Readiness(NamedTuple):
    """Whether a backend would work on this machine, and what it is."""

    ready: bool
    says: Words  # what it is, or why it would not work
    cure: Words | None = None  # what to do about it
    model: str = ""  # as named on the page: a file's name, a model's id; never an address with a key
    languages: tuple[Language, ...] = ("fr", "en")  # those that it may write
    degrees: tuple[Degree, ...] = ("verbatim",)


class BackendFailed(AutopsieError):
    """A backend gave nothing usable: the author's text is said instead, and the play goes on.

    ``says`` is for the reader; ``detail`` is one precise line for the operator's log, without any key.
    """

    status = 502

    def __init__(self, code: str, says: Words, cure: Words | None = None, *, detail: str = "") -> None:
        super().__init__(code, says, cure)
        self.detail = detail


class GuideBackend(Protocol):
    """What writes or chooses for the guide. Used by several threads; one play asks one thing at a time."""

    name: str
    verbatim: bool  # true: gives the author's text back, so that nothing needs to be checked or logged

    def readiness(self) -> Readiness:
        """Whether it would work here; cheap, loads no model, raises nothing."""
        ...

    def write(self, prompt: Prompt) -> Iterator[str]:
        """Pieces of text as they come. Raises :class:`BackendFailed`; closing the iterator stops it."""
        ...

    def choose(self, prompt: Prompt, options: Sequence[str]) -> str:
        """One of ``options`` (short ids), held to them by a grammar. Raises :class:`BackendFailed`."""
        ...

    def close(self) -> None:
        """Free what it holds; it may be used again afterwards."""
        ...


def backend_named(name: str, settings: GuideSettings | None = None) -> GuideBackend:
    """The backend of ``engine/guide/backends/<name>.py`` (its class ``Backend``).

    Raises :class:`CallRefused` (``unknown_backend``) when there is none.
    """
    plain = name.replace("-", "_")
    if re.fullmatch(r"[a-z][a-z0-9_]*", plain):
        try:
            module = importlib.import_module(f"engine.guide.backends.{plain}")
        except ModuleNotFoundError as error:
            if error.name != f"engine.guide.backends.{plain}":
                raise
        else:
            backend: GuideBackend = module.Backend(settings or GuideSettings())
            return backend
    raise CallRefused(
        "unknown_backend",
        Words(fr=f"Aucun guide ne s’appelle « {name} ».", en=f"No guide is called “{name}”."),
        Words(fr="« authored » est toujours là.", en="“authored” is always here."),
    )


def backend_names() -> list[str]:
    """Every backend that there is a file for; *authored* first."""
    from importlib.resources import files

    found = sorted(
        each.name.removesuffix(".py")
        for each in files("engine.guide.backends").iterdir()
        if each.name.endswith(".py") and each.name != "__init__.py"
    )
    return sorted(found, key=lambda name: (name != "authored", name))
