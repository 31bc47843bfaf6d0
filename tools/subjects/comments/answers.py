"""What ``examine`` says of one text: its scores by label, and what was passed over."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from tools.errors import StimulusRefused
from tools.examination import Examination, ScoresResult
from tools.wording import Words, enumeration

LONGEST_TEXT = 20_000  # characters
_NAMED = 8  # words at most in a note


def checked_text(given: Path | str) -> str:
    """The text itself. Raises :class:`StimulusRefused` for a file, an empty text or one that is too long."""
    if isinstance(given, Path):
        raise StimulusRefused(
            "not_a_text",
            Words(fr="Ce sujet lit des textes.", en="This subject reads texts."),
            Words(fr="Donnez-lui un texte, non un fichier.", en="Give it a text, not a file."),
        )
    if not given.strip():
        raise StimulusRefused(
            "empty_text",
            Words(fr="Le texte est vide.", en="The text is empty."),
            Words(fr="Donnez un mot au moins.", en="Give one word at least."),
        )
    if len(given) > LONGEST_TEXT:
        raise StimulusRefused(
            "text_too_long",
            Words(
                fr=f"Le texte a {len(given)} signes ; au plus {LONGEST_TEXT} sont lus.",
                en=f"The text has {len(given)} characters; at most {LONGEST_TEXT} are read.",
            ),
            Words(fr="Coupez-le.", en="Cut it."),
        )
    return given


def scored(
    text: str, labels: Sequence[str], scores: Sequence[float], notes: tuple[Words, ...]
) -> Examination:
    """The examination of one text."""
    return Examination(
        result=ScoresResult(
            scores={label: round(float(score), 6) for label, score in zip(labels, scores, strict=True)}
        ),
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        notes=notes,
    )


_OUTSIDE = Words(fr="Hors du vocabulaire", en="Outside the vocabulary")


def passed_over(known: int, unknown: Sequence[str], cut: int = 0, why: Words = _OUTSIDE) -> tuple[Words, ...]:
    """What the subject did not read of a text of which it knows ``known`` words, and why."""
    notes = []
    if not known:
        notes.append(
            Words(
                fr="Aucun mot de ce texte n’est dans le vocabulaire : le score est celui d’un texte vide.",
                en="No word of this text is in the vocabulary: the score is that of an empty text.",
            )
        )
    elif unknown:
        named = list(unknown[:_NAMED])
        more = len(unknown) - len(named)
        rest_fr, rest_en = (f" (et {more} de plus)", f" (and {more} more)") if more else ("", "")
        notes.append(
            Words(
                fr=f"{why.fr}, donc ignoré : {enumeration(named, 'fr')}{rest_fr}.",
                en=f"{why.en}, so passed over: {enumeration(named, 'en')}{rest_en}.",
            )
        )
    if cut:
        notes.append(
            Words(
                fr=f"Les {cut} premiers mots connus sont ignorés : le modèle lit la fin.",
                en=f"The first {cut} known words are passed over: the model reads the end.",
            )
        )
    return tuple(notes)
