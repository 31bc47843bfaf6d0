"""What a scoring subject says of a picture or of a text: one label's score."""

from __future__ import annotations

from collections.abc import Sequence

from tools.answering.answer import Answer, AnswerCard
from tools.answering.given import Given
from tools.wording import Words

# As they are said of people who read the page; other labels are quoted as the model has them.
_SAID = {
    "toxic": Words(fr="la note « toxique »", en="the score “toxic”"),
    "insult": Words(fr="la note « insulte »", en="the score “insult”"),
    "interview": Words(fr="la note d’entretien", en="the interview score"),
    "happy": Words(fr="la note « joie »", en="the score “happy”"),
    "angry": Words(fr="la note « colère »", en="the score “angry”"),
    "sad": Words(fr="la note « tristesse »", en="the score “sad”"),
    "fear": Words(fr="la note « peur »", en="the score “fear”"),
    "disgust": Words(fr="la note « dégoût »", en="the score “disgust”"),
    "surprise": Words(fr="la note « surprise »", en="the score “surprise”"),
    "neutral": Words(fr="la note « neutre »", en="the score “neutral”"),
}


def score_card(label: str) -> AnswerCard:
    """The card of a label's score."""
    said = _SAID.get(label, Words(fr=f"la note « {label} »", en=f"the score “{label}”"))
    return AnswerCard(label, said, "score", -1000, 1000)


class LabelScore(Answer):
    """One label's score, of pictures or of texts as the subject reads."""

    def read(self, given: Sequence[Given]) -> list[float | None]:
        """A score a stimulus."""
        if self.subject.card.modality == "text":
            rows = self.subject.scores([each.text for each in given])
        else:
            rows = self.subject.scores([each.pixels for each in given])
        column = list(self.subject.labels).index(self.card.name)
        return [float(row[column]) for row in rows]


def cards(labels: Sequence[str]) -> dict[str, tuple[AnswerCard, type[Answer]]]:
    """Every label's score."""
    return {label: (score_card(label), LabelScore) for label in labels}
