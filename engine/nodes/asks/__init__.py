"""The questions to a reader that are not a choice; one file per kind, found by its name.

Each says what is offered, which answers it admits, and what is answered where nobody sits at the table.
"""

from __future__ import annotations

import functools
import importlib
import math
import random
import re
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from engine.guide.render import words_of
from engine.language.schema import AskNode, Item, Scenario
from engine.play.environment import Values
from engine.play.events import InvalidAnswer, Offer, OfferedOption
from engine.play.state import PlayState
from tools.wording import Words, both, format_number, french_typography


class AskForm(ABC):
    """How one kind of question is put and answered. It keeps nothing between calls.

    ``field`` is the key of its answer, whose value ``admit`` gives in canonical shape. ``is_list`` says that
    the value is a list, which an answers file must not take for one answer a visit.
    """

    field: ClassVar[str]
    is_list: ClassVar[bool] = False

    def offer(self, scenario: Scenario, state: PlayState, node: AskNode) -> Offer:
        """The question as data; kinds add to it what they need."""
        values = Values(scenario, state)
        return Offer(
            kind=node.ask,
            low=node.low,
            high=node.high,
            unit=words_of(scenario, node.unit, values) if node.unit else None,
            items=offered(scenario, node.items, values),
            optional=node.optional,
            seals=node.seals,
        )

    @abstractmethod
    def admit(self, given: Any, offer: Offer) -> Any:
        """The answer's value in its canonical shape.

        ``given`` may come from a form, where numbers are text. Raises
        :class:`~engine.play.events.InvalidAnswer` for what the offer does not admit.
        """

    @abstractmethod
    def start(self, offer: Offer, held: Any) -> Any:
        """The value where nobody answers; ``held`` is what the variable it is saved in begins with."""

    @abstractmethod
    def by_chance(self, offer: Offer, chance: random.Random) -> Any:
        """Any admitted value."""


@functools.cache
def form_named(name: str) -> AskForm:
    """The one form that ``engine/nodes/asks/<name>.py`` holds. Raises :class:`ModuleNotFoundError`."""
    module = importlib.import_module(f"engine.nodes.asks.{name}")
    found = [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, AskForm) and each.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise TypeError(f"engine/nodes/asks/{name}.py must hold exactly one form, not {len(found)}")
    return found[0]()


def invalid(code: str, fr: str, en: str) -> InvalidAnswer:
    """An answer that is not admitted, in words set as French is printed."""
    return InvalidAnswer(code, Words(fr=french_typography(fr), en=en))


def offered(scenario: Scenario, items: list[Item], values: Values) -> list[OfferedOption]:
    """Items as they are shown: their own text, else that of the hypothesis or exhibit they name."""
    return [OfferedOption(id=item.id, text=_words(scenario, item, values)) for item in items]


def _words(scenario: Scenario, item: Item, values: Values) -> Words:
    if item.text is not None:
        return words_of(scenario, item.text, values)
    part = scenario.hypotheses.get(item.id) or scenario.exhibits.get(item.id)
    return words_of(scenario, part.text, values) if part else both(item.id)


def as_number(given: Any) -> float | None:
    """A finite number, also as a form writes it ("57,5"); a whole one stays whole."""
    if isinstance(given, str):
        try:
            given = float(re.sub(r"[\s\u00a0\u202f]", "", given).replace(",", ".").replace("\u2212", "-"))
        except ValueError:
            return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        return None
    return int(given) if float(given).is_integer() else float(given)


def in_range(number: float, offer: Offer) -> bool:
    """Whether ``number`` lies between the offer's bounds, where it has some."""
    low, high = offer.low, offer.high
    return (low is None or number >= low) and (high is None or number <= high)


def number_within(given: Any, offer: Offer) -> float:
    """A number in the offer's range. Raises :class:`InvalidAnswer` (X812, X813)."""
    number = as_number(given)
    if number is None:
        raise invalid("X812", "Cette réponse n'est pas un nombre.", "This answer is not a number.")
    if not in_range(number, offer):
        raise out_of_range(offer)
    return number


def out_of_range(offer: Offer) -> InvalidAnswer:
    """X813, with the bounds."""
    low, high = offer.low, offer.high
    return InvalidAnswer("X813", Words(fr=_range_fr(low, high), en=_range_en(low, high)))


def bounds(offer: Offer) -> tuple[float, float]:
    """The ends of the offer's range; a range of a hundred where one is not given."""
    low = offer.low if offer.low is not None else 0.0
    return low, offer.high if offer.high is not None else low + 100.0


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
