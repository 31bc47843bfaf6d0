"""Which numbers can be asked of a subject, and the one that is asked when nobody says which."""

from __future__ import annotations

from typing import Any

from tools.answering.answer import Answer, AnswerCard
from tools.errors import CallRefused
from tools.names import nearest
from tools.subject import SubjectCard
from tools.wording import Words

# Where the first label is not the one that matters.
_USUAL = {"expression": "happy"}


def answer_of(subject: Any, name: str = "") -> Answer:
    """The answer called ``name`` of a loaded subject; the usual one by default.

    ``score`` of a map; ``overlap``, ``kept``, ``person`` of a matte; ``found``, ``best``, ``count`` of boxes;
    a label or ``found`` of faces; a label of scores; ``log_probability``, ``next:WORD`` of next words.
    Raises :class:`CallRefused` (``unknown_answer``) with the nearest name.
    """
    known = _known(subject)
    asked = name or _USUAL.get(subject.card.name, "") or next(iter(known))
    if subject.card.answers == "words" and asked.startswith("next:") and len(asked) > len("next:"):
        from tools.answering.next_words import NextWord, next_word

        return NextWord(subject, next_word(asked))
    if asked in known:
        card, made = known[asked]
        return made(subject, card)
    near = nearest(asked, known)
    raise CallRefused(
        "unknown_answer",
        Words(
            fr=f"« {subject.card.title.fr} » ne donne pas de réponse « {asked} ».",
            en=f"“{subject.card.title.en}” gives no answer “{asked}”.",
        ),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(fr=f"Au choix : {', '.join(known)}.", en=f"One of: {', '.join(known)}."),
    )


def _known(subject: Any) -> dict[str, tuple[AnswerCard, type[Answer]]]:
    card: SubjectCard = subject.card
    # One small module a kind of answer; none imports anything slow.
    from tools.answering import boxes, faces, maps, masks, next_words, scores

    match card.answers:
        case "map":
            return dict(maps.NAMES)
        case "mask":
            return dict(masks.NAMES)
        case "boxes":
            return dict(boxes.NAMES)
        case "faces":
            return faces.cards(subject.labels)
        case "scores":
            return scores.cards(subject.labels)
        case "words":
            return dict(next_words.NAMES)
