"""What is said of a check that was drawn again from published counts."""

from __future__ import annotations

from typing import NamedTuple

from tools.reproduce.published_counts import Count
from tools.wording import Language, Words, format_number, in_both

POWER_LABEL = Words(fr="Part des contrôles qui voient l’écart", en="Share of checks that see the gap")
NO_GAP = Words(fr="Là où il n’y a pas d’écart", en="Where there is no gap")
DRAWN = Words(
    fr="Rien n’a tourné ici : les essais sont tirés au sort dans des comptes publiés. Les visages du "
    "contrôle d’origine n’ont pas été publiés, les siens ont pu répondre autrement.",
    en="Nothing ran here: the trials are drawn by lot from published counts. The faces of the original check "
    "were not published, and may have answered otherwise.",
)


class Drawn(NamedTuple):
    """All that the sentences need."""

    source: Count
    n: int
    drawn: tuple[int, ...]
    power: float
    needed: int | None
    significant: int
    opposite: int
    false_alarms: float


def question(m: Drawn) -> Words:
    """The question, before its answer."""
    return in_both(
        lambda language: (
            f"Un contrôle de {_int(m.n, language)} essais pouvait-il voir cet écart ({m.source.label.fr}) ?"
            if language == "fr"
            else f"Could a check of {_int(m.n, language)} trials see this gap ({m.source.label.en})?"
        )
    )


def figure_title(m: Drawn) -> Words:
    """What the shares of the figure are shares of."""
    return in_both(
        lambda language: (
            f"Part gagnée par le premier groupe ({m.source.label.fr}), par contrôle de {_int(m.n, language)}"
            " essais"
            if language == "fr"
            else f"Share won by the first group ({m.source.label.en}), by check of {_int(m.n, language)}"
            " trials"
        )
    )


def false_alarms(m: Drawn) -> Words:
    """How often the same check sees a gap that is not there."""
    return in_both(
        lambda language: (
            f"Sans aucun écart, {format_number(m.false_alarms, 'percent1', language)} de tels contrôles en"
            " verraient un."
            if language == "fr"
            else f"With no gap at all, {format_number(m.false_alarms, 'percent1', language)} of such checks"
            " would see one."
        )
    )


def conclusion(m: Drawn) -> Words:
    """What such a check can see, with its numbers."""
    return in_both(lambda language: _said(m, language))


def _said(m: Drawn, language: Language) -> str:
    power = format_number(m.power, "percent1", language)
    rate = format_number(m.source.rate, "percent1", language)
    needed = "" if m.needed is None else _int(m.needed, language)
    if language == "fr":
        reach = f" Il faut {needed} essais pour la voir quatre fois sur cinq." if needed else ""
        return (
            f"Une part de {rate} ({m.source.label.fr}) est vue par {power} des contrôles de"
            f" {_int(m.n, language)} essais ; {len(m.drawn)} tirages l’ont vue {m.significant} fois."
            f" Tirages tombés de l’autre côté de la moitié : {m.opposite}.{reach}"
        )
    reach = f" It takes {needed} trials to see it four times in five." if needed else ""
    return (
        f"A share of {rate} ({m.source.label.en}) is seen by {power} of checks of {_int(m.n, language)}"
        f" trials; {m.significant} of {len(m.drawn)} draws saw it. Draws on the other side of one half:"
        f" {m.opposite}.{reach}"
    )


def _int(value: int, language: Language) -> str:
    return format_number(value, "int", language)
