"""The contract of a tool: declare your parameters, your results and what you accept; then ``run``.

A tool is one file, ``tools/<verb>/<method>.py``, with one public class. Declarations import no torch;
``run`` may.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from tools.finding import Call, Finding
from tools.subject import SubjectCard
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

Control = Literal["placebo", "identical", "random_network", "chance"]
"""What a measure is held against: a harmless change, twice the same picture, networks of random weights, the
same computation on what chance draws (labels, groups, clusters, another channel)."""

FieldKind = Literal["flag", "number", "share", "one-of", "text", "list-of", "table"]


class ResultField(BaseModel):
    """A field that scenarios may read. ``low``/``high`` bound what the tool can ever return."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: FieldKind
    about: Words
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


class Params(BaseModel):
    """Base of a tool's parameters. Field descriptions are what ``explain`` prints."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Progress = Callable[[int, int], None]
"""Called with (done, total); raises :class:`Cancelled` when the caller no longer wants the answer."""


class Cancelled(Exception):
    """The caller gave up; nothing is kept of the call."""


class Tool(ABC):
    """One way of asking a subject one kind of question."""

    verb: ClassVar[Verb]
    method: ClassVar[str]
    version: ClassVar[str] = "1"
    title: ClassVar[Words]
    about: ClassVar[Words]
    params: ClassVar[type[Params]]
    results: ClassVar[tuple[ResultField, ...]]
    default_case: ClassVar[str]
    controls: ClassVar[frozenset[Control]] = frozenset()
    """The controls that every call can carry; scenarios are checked for paths on which none is met."""

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Why this tool cannot examine ``subject``; ``None`` when it can."""
        return None

    def what_it_can_show(self, call: Call) -> Words | None:
        """What as many units as ``call`` asks for would miss, said before anything runs; ``None`` where the
        tool has nothing to say. Cheap: no subject is loaded and no picture drawn.

        Raises :class:`~tools.errors.CallRefused` for a case that there is not.
        """
        return None

    def others(self, params: Params) -> tuple[str, ...]:
        """The subjects that a call with these parameters loads besides its own, as they are named."""
        return ()

    @abstractmethod
    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Measure.

        ``bench`` gives the loaded subject and the stimuli. Numbers in the finding are rounded to six digits.
        Raises :class:`~tools.errors.CallRefused` for parameters or cases that make no sense,
        :class:`~tools.errors.ToolFailed` for non-finite outputs, :class:`Cancelled` through ``progress``.
        """
