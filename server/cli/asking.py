"""How the terminal asks the questions that take several lines: sorting, a curve, a budget, signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from engine.play.events import Offer
from server.cli.telling import in_words, say, told
from tools.figures import point_label
from tools.wording import Language, format_number

Read = Callable[[str], str]
"""Asks for one typed line. Raises EOFError at the end of the input."""

Plain = Callable[[str], str]
"""A text without its marks."""

SKIP = {"skipped": True}


class Asking:
    """Asks one question, line by line, until what was typed can be an answer."""

    def __init__(self, offer: Offer, language: Language, read: Read, plain: Plain) -> None:
        self._offer = offer
        self._language = language
        self._read = read
        self._plain = plain

    def sort(self) -> dict[str, Any]:
        """A pile for each item, by its number."""
        piles = self._offer.piles
        for place, pile in enumerate(piles, 1):
            say(f"{place}. {self._plain(told(pile.text))}", indent=2)
        placed: dict[str, str] = {}
        for at, item in enumerate(self._offer.items, 1):
            asked = f"({at}/{len(self._offer.items)}) {self._plain(told(item.text))} [1–{len(piles)}]"
            while item.id not in placed:
                typed = self._read(asked + (self._or_skip() if at == 1 else ""))
                if not typed and at == 1 and self._offer.optional:
                    return SKIP
                if typed.isdecimal() and 1 <= int(typed) <= len(piles):
                    placed[item.id] = piles[int(typed) - 1].id
                else:
                    say(in_words(f"Un numéro de 1 à {len(piles)}.", f"A number from 1 to {len(piles)}."))
        return {"sorted": placed}

    def slider(self) -> dict[str, Any]:
        """A position, beside what was measured at each place."""
        offer = self._offer
        if offer.table:
            say(in_words("Ce qui a été mesuré :", "What was measured:"))
            for position, value in offer.table.items():
                say(f"{point_label(position, self._language)} → {self._figure(value)}", indent=2)
        pace = ""
        if offer.step is not None:
            pace = in_words(f", de {self._figure(offer.step)} en {self._figure(offer.step)}",
                            f", by {self._figure(offer.step)}")  # fmt: skip
        number = self._number(in_words("Votre position", "Your position"), pace, may_skip=True)
        return SKIP if number is None else {"number": number}

    def curve(self) -> dict[str, Any]:
        """A height for each point."""
        if self._offer.seals:
            say(in_words("Votre pronostic, point par point.", "Your prediction, point by point."))
        drawn: list[float] = []
        for point in self._offer.points:
            label = in_words("À ", "At ") + point_label(point, self._language)
            height = self._number(label, "", may_skip=not drawn)
            if height is None:
                return SKIP
            drawn.append(height)
        return {"curve": drawn}

    def budget(self) -> dict[str, Any]:
        """How many of each, with what is left."""
        offer, total = self._offer, self._offer.total or 0
        say(in_words(f"{total} à dépenser.", f"{total} to spend."))
        spent: dict[str, int] = {}
        for at, item in enumerate(offer.items):
            cost, most = offer.costs[item.id], offer.mosts[item.id]
            while item.id not in spent:
                left = total - sum(offer.costs[name] * count for name, count in spent.items())
                asked = self._plain(told(item.text)) + in_words(
                    f" (coûte {cost}, 0–{most}, reste {left})", f" (costs {cost}, 0–{most}, {left} left)"
                )
                typed = self._read(asked + (self._or_skip() if at == 0 else ""))
                if not typed and at == 0 and offer.optional:
                    return SKIP
                count = int(typed) if typed.isdecimal() else 0 if not typed else -1
                if not 0 <= count <= most:
                    say(in_words(f"Un nombre de 0 à {most}.", f"A number from 0 to {most}."))
                elif count * cost > left:
                    say(
                        in_words(
                            f"Il ne reste que {left} : {count} coûtent {count * cost}.",
                            f"Only {left} is left: {count} cost {count * cost}.",
                        )
                    )
                else:
                    spent[item.id] = count
        return {"spent": spent}

    def sign(self, pieces: Mapping[int, str]) -> dict[str, Any]:
        """The numbers of the sentences signed, under each of which stands what it rests on."""
        items = self._offer.items
        for place, item in enumerate(items, 1):
            say(f"{place}. {self._plain(told(item.text))}", indent=2)
            grounds = self._offer.grounds.get(item.id, [])
            for piece in grounds:
                say(in_words(f"– Pièce {piece} : ", f"– Exhibit {piece}: ") + pieces.get(piece, ""), indent=5)
            if not grounds:
                say(in_words("– Aucune pièce de votre carnet.", "– No exhibit in your notebook."), indent=5)
            elif lacking := self._offer.lacking.get(item.id):
                say(
                    in_words(
                        f"– Pièces qui lui manquent encore : {lacking}",
                        f"– Exhibits it still lacks: {lacking}",
                    ),
                    indent=5,
                )
        pass_by = in_words(" [- : passer]", " [-: skip]") if self._offer.optional else ""
        while True:
            typed = self._read(
                in_words("Vous signez (1 3…, Entrée : aucune)", "You sign (1 3…, Enter: none)") + pass_by
            )
            if typed == "-" and self._offer.optional:
                return SKIP
            numbers = [int(number) for number in re.findall(r"\d+", typed)]
            if (numbers or not typed) and all(1 <= number <= len(items) for number in numbers):
                return {"signed": [items[number - 1].id for number in dict.fromkeys(numbers)]}
            say(in_words(f"Des numéros de 1 à {len(items)}.", f"Numbers from 1 to {len(items)}."))

    def _number(self, about: str, pace: str, *, may_skip: bool) -> float | None:
        offer = self._offer
        unit = f" {told(offer.unit)}" if offer.unit else ""
        low, high = self._figure(offer.low), self._figure(offer.high)
        asked = f"{about} ({in_words(f'de {low} à {high}', f'{low} to {high}')}{unit}{pace})"
        while True:
            typed = self._read(asked + (self._or_skip() if may_skip else ""))
            if not typed and may_skip and offer.optional:
                return None
            try:
                return float(typed.replace(",", ".").replace("\u2212", "-"))
            except ValueError:
                say(in_words("Écrivez un nombre.", "Write a number."))

    def _figure(self, value: float | None) -> str:
        return "" if value is None else format_number(value, "number", self._language)

    def _or_skip(self) -> str:
        return in_words(" [Entrée : passer]", " [Enter: skip]") if self._offer.optional else ""
