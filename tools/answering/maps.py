"""What a cropping network says of a picture: the score of its best cell."""

from __future__ import annotations

from collections.abc import Sequence

from tools.answering.answer import Answer, AnswerCard
from tools.answering.given import Given
from tools.wording import Words

SCORE = AnswerCard(
    "score", Words(fr="la note de la case choisie", en="the score of the chosen cell"), "score", -1000, 1000
)


class BestCell(Answer):
    """The map's maximum."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """One score a picture."""
        from tools.looking import look_at

        pictures = [each.pixels for each in given if each.pixels is not None]
        return [seen.score for seen in look_at(self.subject, pictures)]


NAMES = {"score": (SCORE, BestCell)}
