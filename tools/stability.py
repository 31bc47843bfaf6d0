"""Whether an explanation holds: over seeds, harmless neighbours, other methods and retrained twins.

The bar is stated once, here, and was chosen before anything was measured with it: a median rank correlation
of one half, and more than two unrelated explanations share.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tools.finding import Stability
from tools.wording import Language, Words, enumeration, format_number, in_both

BAR = 0.5

_NAMES: dict[str, Words] = {
    "seeds": Words(fr="d’une graine à l’autre", en="from seed to seed"),
    "neighbours": Words(fr="d’un voisin anodin à l’autre", en="from one harmless neighbour to another"),
    "methods": Words(fr="d’une méthode à l’autre", en="from method to method"),
    "twins": Words(fr="d’un apprentissage à l’autre", en="from training to training"),
}


def stability(
    *,
    null: Sequence[float],
    seeds: Sequence[float] = (),
    neighbours: Sequence[float] = (),
    methods: Sequence[float] = (),
    twins: Sequence[float] = (),
    bar: float = BAR,
) -> Stability:
    """The stability of an explanation from its agreements, one a comparison; ``null`` between unrelated ones.

    Raises :class:`ValueError` when nothing was tried, or no null was taken.
    """
    tried = {
        name: round(median(found), 6)
        for name, found in (
            ("seeds", seeds), ("neighbours", neighbours), ("methods", methods), ("twins", twins),
        )
        if found
    }  # fmt: skip
    if not tried or not null:
        raise ValueError("a stability needs one comparison and a null at least")
    agreement, unrelated = min(tried.values()), round(median(null), 6)
    stable = agreement >= bar and agreement > unrelated
    return Stability(
        **tried, null=unrelated, bar=bar, agreement=agreement, stable=stable,
        says=in_both(lambda language: _said(tried, unrelated, bar, stable, language)),
    )  # fmt: skip


def _said(tried: dict[str, float], null: float, bar: float, stable: bool, language: Language) -> str:
    def number(value: float) -> str:
        return format_number(value, "number2", language)

    parts = enumeration(
        [f"{number(value)} {_NAMES[name].in_(language)}" for name, value in tried.items()], language
    )
    if language == "fr":
        head = "Explication stable" if stable else "Explication instable"
        return f"{head} : accord de {parts} (seuil {number(bar)} ; explications sans rapport {number(null)})."
    head = "Stable explanation" if stable else "Unstable explanation"
    return f"{head}: agreement of {parts} (bar {number(bar)}; unrelated explanations {number(null)})."
