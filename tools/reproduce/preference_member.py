"""Which of the two listed members keeps the frame: who the first one is, where the pairs say so."""

from __future__ import annotations

from collections.abc import Sequence

from tools.errors import CallRefused
from tools.reproduce import studio_factors
from tools.reproduce.montages import Factor, Pair
from tools.stimuli.cases import Case
from tools.stimulus import Portrait
from tools.wording import Words


def winner_of(case: Case, pairs: Sequence[Pair], factor: Factor) -> Words | None:
    """The first member's name for the factor ``member``; ``None`` for the others.

    The case says it, or the one setting in which the members differ. Raises :class:`CallRefused`
    (``wrong_case``) where the members of a pair are listed in no order, or
    differ in more than one setting: no word could then say who wins.
    """
    if factor != "member":
        return None
    if case.first is not None:
        return case.first
    differing: set[str] = set()
    firsts: set[str] = set()
    label: Words | None = None
    for one, other in pairs:
        if not (isinstance(one.recipe, Portrait) and isinstance(other.recipe, Portrait)):
            raise _refused(case)
        differing |= set(studio_factors.differing(one.recipe, other.recipe))
        if len(differing) != 1 or not differing <= studio_factors.NAMES.keys():
            raise _refused(case)
        (name,) = differing
        label = studio_factors.label(name, getattr(one.recipe, name))
        firsts.add(label.en)
    if label is None or len(firsts) != 1:
        raise _refused(case)
    return Words(fr=f"le buste ({label.fr})", en=f"the bust ({label.en})")


def _refused(case: Case) -> CallRefused:
    return CallRefused(
        "wrong_case",
        Words(
            fr=f"Les deux membres d’une paire du cas « {case.name} » ne sont rangés dans aucun ordre :"
            " « member » n’y désigne personne.",
            en=f"The two members of a pair of the case “{case.name}” are listed in no order: “member”"
            " names nobody there.",
        ),
        Words(
            fr="Essayez le cas « portraits_by_tone » ou « portraits_by_sex ».",
            en="Try the case “portraits_by_tone” or “portraits_by_sex”.",
        ),
    )
