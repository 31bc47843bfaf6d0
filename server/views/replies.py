"""What a reader answered, in words: as the record of the play and its report print it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.play.events import Answered, Offer, Offered
from server.phrases import phrase
from server.views.question import say
from tools.figures import point_label
from tools.wording import Language, Words, enumeration, format_number


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
        asked = [item.id for item in offer.items] if offer else []
        given = sorted(
            answer["beliefs"].items(),
            key=lambda each: asked.index(each[0]) if each[0] in asked else len(asked),
        )
        for name, p in given:
            shown = _item_text(offer, name, language).rstrip(".")
            lines.append(
                phrase("you.belief", language, name=shown, p=format_number(float(p), "percent", language))
            )
        return "\n".join(lines)
    for field, words in _SAID.items():
        if field in answer and offer is not None:
            return words(offer, answer[field], language)
    return phrase("you.phase" if "phase" in answer else "you.picture", language)


def _number_words(offer: Offer | None, number: float, language: Language) -> str:
    shown = format_number(number, "number", language)
    if offer is None:
        return shown
    if offer.kind == "slider":
        unit = f"\u00a0{say(offer.unit, language)}" if offer.unit else ""
        return phrase("you.position", language, x=shown + unit)
    if offer.kind == "scale" and offer.high is not None:
        return phrase("you.scale", language, x=shown, high=format_number(offer.high, "number", language))
    if offer.unit:
        return f"{shown}\u00a0{say(offer.unit, language)}"
    if offer.axis == "share":
        share = number / 100 if (offer.high or 1) > 1 else number
        return format_number(share, "percent", language)
    return shown


def _option_text(offer: Offer | None, name: str, language: Language) -> str:
    found = next((option for option in offer.options if option.id == name), None) if offer else None
    return say(found.text, language) if found else name


def _item_text(offer: Offer | None, name: str, language: Language) -> str:
    found = next((item for item in offer.items if item.id == name), None) if offer else None
    return say(found.text, language) if found else name


def _sorted(offer: Offer, placed: dict[str, str], language: Language) -> str:
    """A line for each pile, with what lies on it."""
    lines = [phrase("you.sorted", language)]
    for pile in offer.piles:
        names = [_bare(item.text, language) for item in offer.items if placed.get(item.id) == pile.id]
        told = _side_by_side(names, language) if names else phrase("you.sorted.none", language)
        lines.append(phrase("you.sorted.pile", language, pile=_bare(pile.text, language), items=told))
    return "\n".join(lines)


def _curve(offer: Offer, drawn: list[float], language: Language) -> str:
    points = _side_by_side(
        [
            phrase(
                "you.curve.point",
                language,
                point=point_label(point, language),
                y=format_number(float(y), "number", language),
            )
            for point, y in zip(offer.points, drawn, strict=False)
        ],
        language,
    )
    if offer.unit is None:
        return phrase("you.curve", language, points=points)
    return phrase("you.curve.unit", language, points=points, unit=say(offer.unit, language))


def _spent(offer: Offer, spent: dict[str, int], language: Language) -> str:
    """What was paid, then what for."""
    paid = sum(offer.costs.get(name, 1) * count for name, count in spent.items())
    if not any(spent.values()):
        return phrase("you.spent.none", language, total=offer.total)
    lines = [phrase("you.spent", language, paid=paid, total=offer.total)]
    for item in offer.items:
        count = spent.get(item.id, 0)
        if count == 1:
            lines.append(say(item.text, language))
        elif count:
            lines.append(phrase("you.spent.times", language, item=_bare(item.text, language), n=count))
    return "\n".join(lines)


def _signed(offer: Offer, signed: list[str], language: Language) -> str:
    """How many sentences were signed, then which, each with the pieces that it stood on."""
    total, count = len(offer.items), len(signed)
    if count == 0:
        return phrase("you.signed.none.one" if total == 1 else "you.signed.none", language, total=total)
    lines = [phrase("you.signed.one" if count == 1 else "you.signed.many", language, n=count, total=total)]
    return "\n".join(lines + [_on_its_pieces(offer, name, language) for name in signed])


def _on_its_pieces(offer: Offer, name: str, language: Language) -> str:
    pieces = [str(piece) for piece in offer.grounds.get(name, [])]
    many = "none" if not pieces else "one" if len(pieces) == 1 else "many"
    on = phrase(f"you.signed.on.{many}", language, pieces=enumeration(pieces, language))
    return f"{_item_text(offer, name, language)} ({on})"


def _side_by_side(parts: list[str], language: Language) -> str:
    """Parts that may hold commas, side by side."""
    return ("\u202f; " if language == "fr" else "; ").join(parts)


def _bare(words: Words, language: Language) -> str:
    """Without its full stop, to stand inside a sentence."""
    return say(words, language).rstrip(".")


_SAID: dict[str, Callable[[Offer, Any, Language], str]] = {
    "sorted": _sorted,
    "curve": _curve,
    "spent": _spent,
    "signed": _signed,
}
