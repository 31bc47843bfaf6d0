"""The contract of an answer: what a subject says of one stimulus, as one number or none."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

from tools.answering.given import Given
from tools.errors import ToolFailed
from tools.finding import Unit
from tools.wording import Words


class AnswerCard(NamedTuple):
    """``label`` follows an article-less list ("the score “toxic”"); ``low`` and ``high`` bound the number."""

    name: str
    label: Words
    unit: Unit
    low: float
    high: float


class Answer(ABC):
    """One number a stimulus, of a loaded subject."""

    def __init__(self, subject: Any, card: AnswerCard) -> None:
        self.subject = subject
        self.card = card

    @abstractmethod
    def read(self, given: Sequence[Given]) -> list[float | None]:
        """The numbers, in order; ``None`` where the subject gives none (no face, nothing to compare)."""

    def numbers(self, given: Sequence[Given]) -> list[float]:
        """The numbers, where each must be there.

        Raises :class:`~tools.errors.ToolFailed` (``no_answer``) saying how many are not.
        """
        found = self.read(given)
        missing = sum(each is None for each in found)
        if missing:
            raise ToolFailed(
                "no_answer",
                Words(
                    fr=f"Le sujet ne répond rien sur {missing} des {len(found)} stimuli.",
                    en=f"The subject answers nothing on {missing} of {len(found)} stimuli.",
                ),
                Words(
                    fr="Choisissez d’autres stimuli, ou demandez « found » (trouvé ou non).",
                    en="Choose other stimuli, or ask for “found” (found or not).",
                ),
            )
        return [each for each in found if each is not None]
