"""Words in the two languages, and numbers as those languages write them.

Everything a tool says to a person is a :class:`Words`; everything a person reads as a number
goes through :func:`format_number`, so that a figure looks the same in a sentence, a table and a plot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

NumberFormat = Literal["percent", "percent1", "points", "int", "number", "number1", "number2", "signed"]

NARROW_SPACE = "\u202f"  # French: before ; ! ? %, inside « », between thousands
NO_BREAK_SPACE = "\u00a0"  # French: before : and before a unit
NO_BREAK_HYPHEN = "\u2011"
MINUS = "\u2212"


class Words(BaseModel):
    """One sentence or label in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fr: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in ``language``."""
        return self.fr if language == "fr" else self.en


def both(text: str) -> Words:
    """Words that read the same in both languages (a name, a file)."""
    return Words(fr=text, en=text)


def in_both(write: Callable[[Language], str]) -> Words:
    """The same sentence written in each language."""
    return Words(fr=write("fr"), en=write("en"))


def enumeration(names: Sequence[str], language: Language) -> str:
    """ "A", "A et B", "A, B et C"."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + (" et " if language == "fr" else " and ") + names[-1]


def format_number(value: float, style: NumberFormat, language: Language) -> str:
    """Write ``value`` in one of the formats of the scenario language.

    ``percent`` and ``points`` take a share in 0..1 (or −1..1) and print it out of a hundred.
    """
    if style == "percent":
        return _decimal(value * 100, 0, language) + _percent_sign(language)
    if style == "percent1":
        return _decimal(value * 100, 1, language) + _percent_sign(language)
    if style == "points":
        shown = _decimal(value * 100, 0, language)
        plural = shown.strip(MINUS) not in ("0", "1") if language == "fr" else shown.strip(MINUS) != "1"
        return f"{shown}{NO_BREAK_SPACE}point{'s' if plural else ''}"
    if style == "int":
        return _decimal(value, 0, language)
    if style == "number1":
        return _decimal(value, 1, language)
    if style == "number2":
        return _decimal(value, 2, language)
    if style == "signed":
        shown = _decimal(value, 2, language)
        return shown if shown.startswith(MINUS) else f"+{shown}"
    shown = f"{value:.3f}".rstrip("0").rstrip(".")
    return _localise(shown, language)


def format_chance(value: float, language: Language) -> str:
    """A share or a probability to a tenth of a per cent; a small one never looks like none: "< 0.1%"."""
    if 0 < value < 0.001:
        return f"<{NO_BREAK_SPACE}" + format_number(0.001, "percent1", language)
    shown = format_number(value, "percent1", language)
    return shown.replace(",0" + NARROW_SPACE, NARROW_SPACE).replace(".0%", "%")


def _percent_sign(language: Language) -> str:
    return f"{NARROW_SPACE}%" if language == "fr" else "%"


def _decimal(value: float, digits: int, language: Language) -> str:
    shown = f"{value:.{digits}f}"
    if float(shown) == 0:
        shown = shown.lstrip("-")  # no "−0"
    return _localise(shown, language)


def _localise(shown: str, language: Language) -> str:
    whole, _, fraction = shown.lstrip("-").partition(".")
    groups = re.sub(r"(?<=\d)(?=(\d{3})+$)", NARROW_SPACE if language == "fr" else ",", whole)
    mark = "," if language == "fr" else "."
    sign = MINUS if shown.startswith("-") else ""
    return sign + groups + (mark + fraction if fraction else "")


def typeset(text: str, language: Language) -> str:
    """``text`` as it is printed in ``language``: French with its own spaces and apostrophes."""
    return french_typography(text) if language == "fr" else text


def french_typography(text: str) -> str:
    """Put the no-break spaces and the apostrophes that French printing wants.

    Apply to prose only, never to what a reader typed, to an address or to code.
    """
    text = text.replace("'", "\u2019")
    text = re.sub(r"[ \u00a0\u202f]+([;!?%])", NARROW_SPACE + r"\1", text)
    text = re.sub(r"(?<=[^\W\d_])([;!?])(?=\s|$|»)", NARROW_SPACE + r"\1", text)
    text = re.sub(r"[ \u202f]+:(?=\s|$)", NO_BREAK_SPACE + ":", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NARROW_SPACE, text)
    text = re.sub(r"[ \u00a0\u202f]*»", NARROW_SPACE + "»", text)
    return re.sub(
        r"(?<=\w)-(t-)(?=(?:il|elle|on|ils|elles)\b)", NO_BREAK_HYPHEN + "t" + NO_BREAK_HYPHEN, text
    )
