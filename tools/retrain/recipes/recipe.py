"""The contract of a recipe: how one kind of model is trained again, and what it is asked afterwards."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from tools.retrain.recipes.job import Action, Asked, Cause, Job, Trained
from tools.stimuli.cases import Case
from tools.stimulus import Picture, Sentence
from tools.wording import Words

Tell = Callable[[int], None]
"""Told how many passes of ``Recipe.passes`` are done."""


class Trial(NamedTuple):
    """What is measured: the test, how it is said, and the stimuli that a finding keeps."""

    asked: Asked
    shown: Sequence[Picture | Sentence]
    sought: Words  # the answer: "insult", "invited"
    marked: Words  # "harmless sentences that say “gay”…"
    unmarked: Words
    planted: Words  # the cause, as it was planted or removed
    placebo: Words  # the cause that should change nothing
    unit: Words
    units: Words


class Recipe(ABC):
    """How the models of one kind are trained, in small. Declarations import no torch."""

    passes: ClassVar[int]
    small: ClassVar[Words]
    """In what the training differs from the one that made the subject."""

    @abstractmethod
    def refuses(self, subject: str, cause: Cause, action: Action) -> Words | None:
        """Why this cause cannot be planted in, or removed from, this subject; ``None`` when it can."""

    @abstractmethod
    def trial(self, case: Case, subject: str, cause: Cause, action: Action) -> Trial:
        """What is measured on a case.

        Raises :class:`~tools.errors.CallRefused` (``wrong_case``), naming a case that fits.
        """

    @abstractmethod
    def train(self, job: Job, tell: Tell) -> Trained:
        """Make the examples, train, answer the test. Equal jobs give equal answers on one machine."""
