"""A question that is not a choice: a number, a scale, a text, a ranking, estimates, a picture."""

from __future__ import annotations

import math
import re
from typing import Any, Literal

from engine.guide.render import words_of
from engine.language.schema import AskNode, Scenario
from engine.nodes import QuestionKind
from engine.play.environment import Values
from engine.play.events import Believed, InvalidAnswer, Offer, OfferedOption
from engine.play.state import PlayState
from engine.play.turn import Turn
from tools.wording import Words, both, format_number, french_typography

MAX_TEXT = 2000
_SHA = re.compile(r"[0-9a-f]{64}")


class Ask(QuestionKind[AskNode]):
    """Puts the question and keeps the answer; it never decides a path."""

    def enter(self, turn: Turn, node: AskNode) -> str | None:
        """Tell and wait."""
        turn.narrate(node)
        turn.find(node.found, node)
        return None

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """The question as data."""
        values = Values(scenario, state)
        names = [item.id for item in node.items]
        if node.ask == "beliefs":
            names = list(scenario.hypotheses)
        low, high = node.low, node.high
        if node.ask == "scale":
            low, high = low if low is not None else 1.0, high if high is not None else 5.0
        return Offer(
            kind=node.ask,
            low=low,
            high=high,
            unit=words_of(scenario, node.unit, values) if node.unit else None,
            items=[OfferedOption(id=name, text=_item(scenario, name, values)) for name in names],
            optional=node.optional or (node.ask == "picture" and node.default_case is not None),
            seals=node.seals,
            axis=_axis(node),
        )

    def check(self, node: AskNode, offer: Offer, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer to this kind of question, or a skip where that is allowed."""
        if answer.get("skipped") is True:
            if not offer.optional:
                raise _invalid(
                    "X817", "Cette question demande une réponse.", "This question needs an answer."
                )
            return {"skipped": True}
        match offer.kind:
            case "number" | "scale":
                return {"number": _number(answer.get("number"), offer)}
            case "text":
                return {"text": checked_text(answer.get("text"))}
            case "rank":
                return {"ranking": _ranking(answer.get("ranking"), offer)}
            case "beliefs":
                return {"beliefs": _beliefs(answer.get("beliefs"), offer)}
            case _:
                return {"picture": _picture(answer.get("picture"))}

    def answered(self, turn: Turn, node: AskNode, answer: dict[str, Any]) -> str | None:
        """Save what is to be saved."""
        if "beliefs" in answer:
            turn.emit(Believed(node=node.id, stated=answer["beliefs"]))
        if node.save is not None:
            for kind in ("number", "text", "ranking"):
                if kind in answer:
                    value = answer[kind]
                    turn.assign_value(node.save, value[0] if kind == "ranking" else value)
        return node.to


def _invalid(code: str, fr: str, en: str) -> InvalidAnswer:
    return InvalidAnswer(code, Words(fr=french_typography(fr), en=en))


def _axis(node: AskNode) -> Literal["share", "number"] | None:
    if node.ask not in ("number", "scale"):
        return None
    return "share" if node.ask == "number" and (node.low, node.high) in ((0, 1), (0, 100)) else "number"


def _item(scenario: Scenario, name: str, values: Values) -> Words:
    part = scenario.hypotheses.get(name) or scenario.exhibits.get(name)
    return words_of(scenario, part.text, values) if part else both(name)


def _as_number(given: Any) -> float | None:
    """A finite number, also as a form writes it ("57,5"); a whole one stays whole."""
    if isinstance(given, str):
        try:
            given = float(re.sub(r"[\s\u00a0\u202f]", "", given).replace(",", ".").replace("\u2212", "-"))
        except ValueError:
            return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        return None
    return int(given) if float(given).is_integer() else float(given)


def _number(given: Any, offer: Offer) -> float:
    number = _as_number(given)
    if number is None:
        raise _invalid("X812", "Cette réponse n'est pas un nombre.", "This answer is not a number.")
    low, high = offer.low, offer.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise InvalidAnswer("X813", Words(fr=_range_fr(low, high), en=_range_en(low, high)))
    if offer.kind == "scale" and not float(number).is_integer():
        raise _invalid(
            "X812", "Cette échelle ne prend que des nombres entiers.", "This scale takes whole numbers only."
        )
    return number


def _range_fr(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        first, last = format_number(low, "number", "fr"), format_number(high, "number", "fr")
        return f"Ce nombre doit être compris entre {first} et {last}."
    bound = format_number(low if low is not None else high or 0.0, "number", "fr")
    return f"Ce nombre doit être d'au {'moins' if low is not None else 'plus'} {bound}."


def _range_en(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        first, last = format_number(low, "number", "en"), format_number(high, "number", "en")
        return f"This number must be between {first} and {last}."
    bound = format_number(low if low is not None else high or 0.0, "number", "en")
    return f"This number must be at {'least' if low is not None else 'most'} {bound}."


def checked_text(given: Any) -> str:
    """A text that somebody wrote. Raises :class:`InvalidAnswer` (X814) for an empty or too long one."""
    if not isinstance(given, str) or not given.strip():
        raise _invalid("X814", "Cette réponse est vide.", "This answer is empty.")
    if len(given) > MAX_TEXT:
        raise _invalid(
            "X814",
            f"Ce texte compte {format_number(len(given), 'int', 'fr')} caractères ; "
            f"{format_number(MAX_TEXT, 'int', 'fr')} au plus.",
            f"This text has {format_number(len(given), 'int', 'en')} characters; "
            f"{format_number(MAX_TEXT, 'int', 'en')} at most.",
        )
    return given


def _ranking(given: Any, offer: Offer) -> list[str]:
    names = [item.id for item in offer.items]
    if not isinstance(given, list) or sorted(map(str, given)) != sorted(names):
        raise _invalid(
            "X815",
            "Ce classement doit contenir chaque élément une fois.",
            "This ranking must hold each item once.",
        )
    return [str(name) for name in given]


def _beliefs(given: Any, offer: Offer) -> dict[str, float]:
    names = {item.id for item in offer.items}
    if not isinstance(given, dict) or not given or not names.issuperset(given):
        raise _invalid(
            "X818",
            "Ces estimations ne portent pas sur les hypothèses affichées.",
            "These estimates are not about the hypotheses shown.",
        )
    stated = {name: _as_number(p) for name, p in given.items()}
    sound = {name: float(p) for name, p in stated.items() if p is not None and 0 <= p <= 1}
    if len(sound) < len(stated):
        raise _invalid("X818", "Chaque estimation va de 0 à 1.", "Each estimate goes from 0 to 1.")
    return sound


def _picture(given: Any) -> str:
    if not isinstance(given, str) or not _SHA.fullmatch(given):
        raise _invalid(
            "X816",
            "Aucune image lisible n'accompagne cette réponse.",
            "No readable picture came with this answer.",
        )
    return given
