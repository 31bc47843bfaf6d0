"""The open question as a form: what a template needs to draw it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from engine.play.events import Answered, Offer, Offered
from server.phrases import phrase
from tools import figures
from tools.finding import Unit
from tools.wording import Language, Words, format_number, typeset


@dataclass(frozen=True)
class QuestionView:
    """One open question. ``key`` makes a second post of the same form the same answer."""

    ask_id: str
    offer: Offer
    key: str
    is_bet: bool
    unit: str
    after: str  # what follows a number: the unit with the space that the language wants
    low: float
    high: float
    step: float
    middle: float
    wide: Markup
    narrow: Markup


def question_view(offered: Offered, language: Language) -> QuestionView:
    """The view of ``offered``, with the empty axis where a number is asked on one."""
    offer = offered.offer
    low = offer.low if offer.low is not None else 0.0
    high = offer.high if offer.high is not None else 100.0
    is_bet = offer.seals is not None
    share = offer.axis == "share"
    wide = narrow = Markup("")
    if offer.kind == "number" and high > low:
        unit: Unit = "share" if share else "score"
        scale = 100.0 if share and high > 1 else 1.0
        wide, narrow = (
            Markup(figures.draw_bet(low / scale, high / scale, unit, language, narrow=small))
            for small in (False, True)
        )
    shown = _say(offer.unit, language) if offer.unit else "%" if share and high > 1 else ""
    step = 1.0 if high - low > 5 else 0.01
    return QuestionView(
        ask_id=offered.ask_id,
        offer=offer,
        key=secrets.token_hex(8),
        is_bet=is_bet,
        unit=shown,
        after=_after(shown, language),
        low=low,
        high=high,
        step=step,
        middle=low + (high - low) / 2,
        wide=wide,
        narrow=narrow,
    )


def _after(unit: str, language: Language) -> str:
    if unit == "%":
        return "\u202f%" if language == "fr" else "%"
    return f"\u00a0{unit}" if unit else ""


def answer_words(offered: Offered | None, answered: Answered, language: Language) -> str:
    """What the reader answered, as the report prints it. What they typed stays as typed."""
    answer: dict[str, Any] = answered.answer
    offer = offered.offer if offered else None
    if answer.get("skipped"):
        if offer and offer.kind == "picture":
            return phrase("you.skipped_picture", language)
        if offer and offer.seals:
            return phrase("you.skipped_bet", language)
        return phrase("you.skipped", language)
    if "option" in answer:
        return _option_text(offer, str(answer["option"]), language)
    if "number" in answer:
        return _number_words(offer, float(answer["number"]), language)
    if "text" in answer:
        return str(answer["text"])
    if "ranking" in answer:
        names = [_item_text(offer, str(name), language) for name in answer["ranking"]]
        return phrase("you.rank", language, items=" > ".join(name.rstrip(".") for name in names))
    if "beliefs" in answer:
        lines = []
        for name, p in answer["beliefs"].items():
            shown = _item_text(offer, name, language).rstrip(".")
            lines.append(
                phrase("you.belief", language, name=shown, p=format_number(float(p), "percent", language))
            )
        return "\n".join(lines)
    return phrase("you.picture", language)


def _number_words(offer: Offer | None, number: float, language: Language) -> str:
    shown = format_number(number, "number", language)
    if offer is None:
        return shown
    if offer.kind == "scale" and offer.high is not None:
        return phrase("you.scale", language, x=shown, high=format_number(offer.high, "number", language))
    if offer.unit:
        return f"{shown}\u00a0{_say(offer.unit, language)}"
    if offer.axis == "share":
        share = number / 100 if (offer.high or 1) > 1 else number
        return format_number(share, "percent", language)
    return shown


def _option_text(offer: Offer | None, name: str, language: Language) -> str:
    found = next((option for option in offer.options if option.id == name), None) if offer else None
    return _say(found.text, language) if found else name


def _item_text(offer: Offer | None, name: str, language: Language) -> str:
    found = next((item for item in offer.items if item.id == name), None) if offer else None
    return _say(found.text, language) if found else name


def _say(words: Words, language: Language) -> str:
    return typeset(words.in_(language), language)
