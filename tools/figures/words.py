"""The few words that a drawing itself needs."""

from __future__ import annotations

from tools.finding import Unit
from tools.wording import (
    NO_BREAK_SPACE,
    Language,
    NumberFormat,
    Words,
    format_chance,
    format_number,
    typeset,
)

ROLE_WORDS: dict[str, Words] = {
    "published": Words(fr="Publié", en="Published"),
    "measured": Words(fr="Mesuré ici", en="Measured here"),
    "control": Words(fr="Contrôle", en="Control"),
    "placebo": Words(fr="Placebo", en="Placebo"),
}
YOUR_BET = Words(fr="Votre pari", en="Your bet")
INTERVAL = Words(fr="Intervalle à 95\u202f%", en="95% interval")
NOT_GIVEN = Words(fr="non donné", en="not given")
MEASURE = Words(fr="Mesure", en="Measure")
VALUE = Words(fr="Valeur", en="Value")
PICTURE = Words(fr="Image", en="Picture")
SCORE = Words(fr="Note", en="Score")
POINT = Words(fr="Point (x\u202f;\u00a0y)", en="Point (x, y)")
CROP = Words(fr="Cadre, hauteur sur largeur", en="Crop, height over width")
LEFT = Words(fr="Gauche", en="Left")
TOP = Words(fr="Haut", en="Top")
WIDTH = Words(fr="Largeur", en="Width")
HEIGHT = Words(fr="Hauteur", en="Height")
BAND = Words(fr="Bande du placebo", en="Placebo band")
SEALED = Words(fr="Axe vide : le résultat est sous scellé.", en="Empty axis: the result is sealed.")

_STYLE: dict[Unit, NumberFormat] = {
    "share": "percent1",
    "score": "number2",
    "pixels": "int",
    "points": "points",
    "count": "int",
    "correlation": "number2",
    "seconds": "number1",
}
_SUFFIX: dict[Unit, Words] = {
    "pixels": Words(fr=f"{NO_BREAK_SPACE}px", en=f"{NO_BREAK_SPACE}px"),
    "seconds": Words(fr=f"{NO_BREAK_SPACE}s", en=f"{NO_BREAK_SPACE}s"),
}


def say(words: Words, language: Language) -> str:
    """``words`` as printed: French ones with their no-break spaces and apostrophes."""
    return typeset(words.in_(language), language)


def show(value: float, unit: Unit, language: Language) -> str:
    """``value`` with its unit, as a sentence or a label would print it."""
    if unit == "share":
        return format_chance(value, language)
    shown = format_number(value, _STYLE[unit], language)
    suffix = _SUFFIX.get(unit)
    return shown + suffix.in_(language) if suffix else shown


def show_bare(value: float, unit: Unit, language: Language) -> str:
    """``value`` without its sign or unit: the ends of an interval, where the unit was just given."""
    if unit in ("share", "points"):
        shown = format_number(value * 100, "number1", language)
        return shown.removesuffix(",0").removesuffix(".0")
    return format_number(value, _STYLE[unit], language)


def show_interval(low: float, high: float, unit: Unit, language: Language) -> str:
    """ "55,3 à 60,4": from the low end to the high one."""
    joint = " à " if language == "fr" else " to "
    return show_bare(low, unit, language) + joint + show_bare(high, unit, language)
