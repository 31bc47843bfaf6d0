"""What n can show, said before anything runs: the smallest effect that is seen four times in five."""

from __future__ import annotations

import math

from tools.statistics import ALPHA, POWER, smallest_visible_part
from tools.wording import Language, Words, format_number, in_both

MINIMUM_UNITS = 30  # as tools.honesty has it, which this module must not import


def power_of_mean(n: int, effect: float, alpha: float = ALPHA) -> float:
    """How often a two-sided paired t test of ``n`` differences sees a mean of ``effect`` standard deviations.

    Exact for normal differences (non-central t); the sign-flip test has all but the same power.
    """
    from scipy import stats  # slow import

    if n < 2:
        return 0.0
    limit = float(stats.t.ppf(1 - alpha / 2, n - 1))
    away = effect * math.sqrt(n)
    above, below = float(stats.nct.sf(limit, n - 1, away)), float(stats.nct.cdf(-limit, n - 1, away))
    # Far from zero the other tail is too thin for scipy to name.
    return above + (0.0 if math.isnan(below) else below)


def smallest_visible_mean(n: int, power: float = POWER, alpha: float = ALPHA) -> float | None:
    """The mean difference, in standard deviations of the units' differences, seen four times in five.

    ``None`` where ten standard deviations would not do.
    """
    low, high = 0.0, 10.0
    if power_of_mean(n, high, alpha) < power:
        return None
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if power_of_mean(n, middle, alpha) >= power else (middle, high)
    return high


def what_n_can_show_of_a_mean(n: int, units: Words, comparisons: int = 1) -> Words:
    """The sentence that goes with a mean difference over ``n`` units; ``units`` is their plural.

    ``comparisons`` are corrected for as the first step of Holm's method does.
    """
    visible = smallest_visible_mean(n, alpha=ALPHA / max(1, comparisons))

    def say(language: Language) -> str:
        count = format_number(n, "int", language)
        if visible is None:
            if language == "fr":
                return f"Avec {count} {units.fr}, aucune différence ne pourrait se montrer."
            return f"With {count} {units.en}, no difference could show."
        shown = format_number(visible, "number2", language)
        if language == "fr":
            said = (
                f"Avec {count} {units.fr}, une différence moyenne de moins de {shown} fois l’écart-type des"
                " différences échappe le plus souvent à la mesure."
            )
        else:
            said = (
                f"With {count} {units.en}, a mean difference under {shown} standard deviations of the"
                " differences mostly goes unseen."
            )
        return said + _family(comparisons, language)

    return in_both(lambda language: say(language) + _too_few(n, language))


def what_n_can_show_of_a_share(n: int, units: Words, comparisons: int = 1) -> Words:
    """The sentence that goes with paired yes-or-no answers over ``n`` units (McNemar's test)."""
    part = smallest_visible_part(n, alpha=ALPHA / max(1, comparisons))

    def say(language: Language) -> str:
        count = format_number(n, "int", language)
        if part is None:
            if language == "fr":
                return f"Avec {count} {units.fr}, aucun partage ne pourrait montrer un écart."
            return f"With {count} {units.en}, no split could show a gap."
        points = format_number(part, "points", language)
        if language == "fr":
            said = (
                f"Avec {count} {units.fr}, un écart de moins de {points} entre deux groupes, même tout entier"
                " dans le même sens, échappe le plus souvent à la mesure."
            )
        else:
            said = (
                f"With {count} {units.en}, a gap of under {points} between two groups, even all one way,"
                " mostly goes unseen."
            )
        return said + _family(comparisons, language)

    return in_both(lambda language: say(language) + _too_few(n, language))


def _family(comparisons: int, language: Language) -> str:
    if comparisons < 2:
        return ""
    if language == "fr":
        return f" Ce seuil tient compte des {comparisons} comparaisons."
    return f" That allows for {comparisons} comparisons."


def _too_few(n: int, language: Language) -> str:
    if n >= MINIMUM_UNITS:
        return ""
    if language == "fr":
        return f" Sous {MINIMUM_UNITS} unités, il n’y aura pas de verdict."
    return f" Under {MINIMUM_UNITS} units there will be no verdict."
