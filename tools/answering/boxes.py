"""What a face finder says of a picture: whether it found anything, how many, how sure of the best."""

from __future__ import annotations

from collections.abc import Sequence

from tools.answering.answer import Answer, AnswerCard
from tools.answering.given import Given
from tools.wording import Words

FOUND = AnswerCard("found", Words(fr="un visage trouvé", en="a face found"), "share", 0, 1)
COUNT = AnswerCard("count", Words(fr="le nombre de visages trouvés", en="faces found"), "count", 0, 10_000)
BEST = AnswerCard(
    "best",
    Words(fr="la note du visage le plus sûr (0 sans visage)", en="the score of the surest face (0: none)"),
    "score", -1000, 100_000,
)  # fmt: skip


class Found(Answer):
    """1 where at least one face is found, else 0."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """A yes or a no a picture."""
        return [float(bool(boxes)) for boxes in self.subject.boxes([each.pixels for each in given])]


class Count(Answer):
    """How many."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """A count a picture."""
        return [float(len(boxes)) for boxes in self.subject.boxes([each.pixels for each in given])]


class Best(Answer):
    """The finder's own score of the best box, in its own unit; none where boxes carry no score."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """A score a picture."""
        return [
            boxes[0].score if boxes else 0.0 for boxes in self.subject.boxes([each.pixels for each in given])
        ]


NAMES = {"found": (FOUND, Found), "best": (BEST, Best), "count": (COUNT, Count)}
