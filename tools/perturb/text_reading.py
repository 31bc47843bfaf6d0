"""Read a subject's answer on many texts, each text once, a few at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.answering.answer import Answer
from tools.answering.given import Given
from tools.finding import Word, WordsFigure, WordsRow
from tools.honesty import finite
from tools.looking import Count
from tools.statistics import rounded
from tools.stimuli.sentences.edits import WORD
from tools.subject import SubjectCard
from tools.wording import Words

# So that a cancelled call is heard within a fifth of a second.
TOGETHER = 64
THRESHOLD = 0.5
NO_DECISION = Words(
    fr="Ce sujet ne décide rien : sans seuil donné (threshold), aucune décision ne change.",
    en="This subject decides nothing: without a given threshold, no decision changes.",
)


def only_texts(card: SubjectCard) -> Words | None:
    """Why an instrument that changes texts cannot examine ``card``; ``None`` when it can."""
    if card.modality == "text":
        return None
    return Words(
        fr=f"« {card.title.fr} » ne lit pas de textes.", en=f"“{card.title.en}” does not read texts."
    )


@dataclass
class TextReader:
    """An answer with a memory: equal texts are read once a call. ``read_again`` asks the subject anew."""

    answer: Answer
    count: Count

    def __post_init__(self) -> None:
        self._known: dict[str, float] = {}

    @property
    def together(self) -> int:
        """How many texts at once: of next words, one."""
        return 1 if self.answer.subject.card.answers == "words" else TOGETHER

    def read(self, texts: Sequence[str]) -> list[float]:
        """One number a text. Raises :class:`~tools.errors.ToolFailed` (``no_answer``, ``not_finite``)."""
        new = [each for each in dict.fromkeys(texts) if each not in self._known]
        self.count(len(texts) - len(new))
        for text, value in zip(new, self._asked(new), strict=True):
            self._known[text] = value
        return [self._known[text] for text in texts]

    def read_again(self, texts: Sequence[str]) -> list[float]:
        """The same question put a second time: what the subject itself adds."""
        return self._asked(texts)

    def _asked(self, texts: Sequence[str]) -> list[float]:
        found: list[float] = []
        for start in range(0, len(texts), self.together):
            batch = texts[start : start + self.together]
            values = self.answer.numbers([Given(text=each) for each in batch])
            for value in values:
                finite({self.answer.card.name: value})
            found += values
            self.count(len(batch))
        return found


def threshold_of(answer: Answer, given: float | None) -> float | None:
    """Where the decision changes: what was asked for; one half of a score or a share; none of next words."""
    if given is not None or answer.subject.card.answers == "words":
        return given
    return THRESHOLD


def decided(value: float, threshold: float | None) -> bool:
    """What the subject decides; never anything without a threshold."""
    return threshold is not None and value > threshold


def before_and_after(rows: Sequence[tuple[Words, str, float]], answer: Answer) -> WordsFigure:
    """Texts word by word, each with what the subject answered on it."""
    return WordsFigure(
        title=Words(fr="Un texte, avant et après", en="One text, before and after"),
        unit=answer.card.unit,
        rows=[
            WordsRow(
                label=label,
                words=[Word(text=each.group()) for each in WORD.finditer(text)][:60],
                answer=rounded(value),
            )
            for label, text, value in rows
        ],
    )
