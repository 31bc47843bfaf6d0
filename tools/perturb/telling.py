"""How a change of an answer is written: in points for shares, with enough digits not to look like nothing."""

from __future__ import annotations

import math

from tools.finding import Unit
from tools.wording import MINUS, NO_BREAK_SPACE, Language, format_number


def amount(value: float, language: Language) -> str:
    """A size of two decimals, or of one significant digit where two would read 0.00; "0" for nothing."""
    if value == 0:
        return "0"
    if abs(value) >= 0.005:
        return format_number(value, "number2", language)
    shown = f"{abs(value):.{min(12, math.ceil(-math.log10(abs(value))))}f}"
    return (MINUS if value < 0 else "") + (shown.replace(".", ",") if language == "fr" else shown)


def size(value: float, unit: Unit, language: Language) -> str:
    """How large a change is, sign left out: "0.35", "2.4 points"."""
    return amount(abs(value), language) if unit != "share" else _points(abs(value), language)


def change(value: float, unit: Unit, language: Language) -> str:
    """A signed change: "−1.19", "+12 points"."""
    shown = size(value, unit, language)
    if value == 0:
        return shown
    return (MINUS if value < 0 else "+") + shown


def bare(value: float, unit: Unit, language: Language) -> str:
    """A signed change without its unit, for the ends of an interval."""
    return change(value, unit, language).split(NO_BREAK_SPACE)[0]


def _points(share: float, language: Language) -> str:
    points = share * 100
    if points >= 10:
        shown = format_number(points, "int", language)
    elif points >= 0.05:
        shown = format_number(points, "number1", language)
        shown = shown.removesuffix(",0").removesuffix(".0")
    else:
        shown = amount(points, language)
    several = points >= 2 if language == "fr" else shown != "1"
    return f"{shown}{NO_BREAK_SPACE}point{'s' if several else ''}"
