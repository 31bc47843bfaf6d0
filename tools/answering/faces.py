"""What a reader of faces says of a picture: one label's score of the face, or whether it found one at all.

The face is where we know it to be (a computed bust's, by its geometry: no finder takes part); elsewhere it is
the largest face that the subject's own finder finds.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.answering.answer import Answer, AnswerCard
from tools.answering.boxes import FOUND
from tools.answering.given import Given
from tools.answering.scores import score_card


class FaceScore(Answer):
    """One label's score; none where no face is known or found."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """A score a picture."""
        pictures = [each.pixels for each in given]
        known = [each.face for each in given]
        boxes = [
            [box] if box else list(self.subject.boxes(pixels)[:1])
            for box, pixels in zip(known, pictures, strict=True)
        ]
        faces = self.subject.faces_at(pictures, boxes)
        return [found[0].scores[self.card.name] if found else None for found in faces]


class FaceFound(Answer):
    """1 where the subject's own finder finds a face, else 0."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """A yes or a no a picture."""
        return [float(bool(self.subject.boxes(each.pixels))) for each in given]


def cards(labels: Sequence[str]) -> dict[str, tuple[AnswerCard, type[Answer]]]:
    """Every label's score, and ``found``."""
    made: dict[str, tuple[AnswerCard, type[Answer]]] = {
        label: (score_card(label), FaceScore) for label in labels
    }
    return made | {"found": (FOUND, FaceFound)}
