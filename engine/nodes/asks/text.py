"""What a reader writes: kept as data, shown escaped, never an instruction to anything."""

from __future__ import annotations

import random
from typing import Any

from engine.nodes.asks import AskForm, invalid
from engine.play.events import Offer
from tools.wording import format_number

MAX_TEXT = 2000
_WORDS = ("lumière", "contraste", "bord", "light", "contrast", "edge")


class Text(AskForm):
    """``{"text": s}``, 2,000 characters at most."""

    field = "text"

    def admit(self, given: Any, offer: Offer) -> str:
        """A text that is neither empty nor too long (X814)."""
        return checked_text(given)

    def start(self, offer: Offer, held: Any) -> str:
        """What the variable holds, else a dash."""
        return str(held) if held else "–"

    def by_chance(self, offer: Offer, chance: random.Random) -> str:
        """A few words."""
        return " ".join(chance.choices(_WORDS, k=5))


def checked_text(given: Any) -> str:
    """A text that somebody wrote. Raises :class:`InvalidAnswer` (X814) for an empty or too long one."""
    if not isinstance(given, str) or not given.strip():
        raise invalid("X814", "Cette réponse est vide.", "This answer is empty.")
    if len(given) > MAX_TEXT:
        raise invalid(
            "X814",
            f"Ce texte compte {format_number(len(given), 'int', 'fr')} caractères ; "
            f"{format_number(MAX_TEXT, 'int', 'fr')} au plus.",
            f"This text has {format_number(len(given), 'int', 'en')} characters; "
            f"{format_number(MAX_TEXT, 'int', 'en')} at most.",
        )
    return given
