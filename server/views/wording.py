"""A text that a model words: its sentences as they come, then what is said of how it was made."""

from __future__ import annotations

from dataclasses import dataclass

from engine.play.asides import Worded, Wording
from server.phrases import phrase
from tools.wording import Language, typeset


@dataclass(frozen=True)
class WordedView:
    """The line under a text that a model worded, or should have. ``failed`` sets it off."""

    says: str
    failed: bool


def wording_view(wording: Wording | None, language: Language) -> list[str] | None:
    """The sentences released so far; ``None`` where the text is not being worded."""
    return [typeset(each.text, language) for each in wording.said] if wording is not None else None


def worded_view(worded: Worded, language: Language) -> WordedView:
    """Who worded it and how much was refused; or why the author's text stands."""
    if worded.failed is not None:
        reason = typeset(worded.failed.in_(language), language)
        key = "worded.cut" if worded.accepted else "worded.failed"
        return WordedView(f"{reason} {phrase(key, language)}", True)
    refused = len(worded.refused)
    if not worded.accepted:
        return WordedView(phrase("worded.refused", language, n=refused), False)
    model = worded.model or worded.backend
    theirs = sum(each.by == "backend" for each in worded.said)
    says = phrase("worded.by", language, model=model, n=theirs, total=len(worded.said))
    if refused:
        says = f"{says} {phrase('worded.some_refused', language, n=refused)}"
    return WordedView(says, False)
