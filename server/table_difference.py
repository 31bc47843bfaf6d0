"""Two findings side by side: the difference of what one instrument measured, and its interval.

The same units seen twice are subtracted unit by unit (a paired bootstrap, or Newcombe's paired interval where
every unit answers yes or no); different units are drawn apart (an unpaired bootstrap, or Newcombe's).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from server.table_state import TableState
from tools.differences import newcombe, newcombe_paired
from tools.finding import Finding
from tools.honesty import MINIMUM_UNITS
from tools.resampling import cluster_bootstrap
from tools.statistics import Interval, bootstrap
from tools.wording import Words

_JUDGED = ("judged", "term", "word", "answer")  # result fields that name what the numbers a unit are of
Method = Literal["bootstrap_paired", "bootstrap_unpaired", "newcombe_paired", "newcombe_unpaired"]


@dataclass(frozen=True)
class Difference:
    """The mean of the first less that of the second, per unit, with its 95 % interval."""

    first: float
    second: float
    value: float
    interval: Interval
    ns: tuple[int, int]
    method: Method

    @property
    def too_few(self) -> bool:
        """Whether nothing may be concluded from so few units (honesty rule 3)."""
        return min(self.ns) < MINIMUM_UNITS

    @property
    def apart(self) -> bool:
        """Whether the interval leaves zero out."""
        return not self.interval.contains(0.0)


def difference(state: TableState, one: Finding, other: Finding) -> Difference | Words:
    """The difference of the two sides, or the sentence that says why there is none."""
    if (reason := _unlike(state, one, other)) is not None:
        return reason
    a, b = one.per_unit, other.per_unit
    means = sum(a) / len(a), sum(b) / len(b)
    interval, method = _interval(a, b, _same_units(state, one, other), state.seed)
    return Difference(*means, means[0] - means[1], interval, (len(a), len(b)), method)


def _unlike(state: TableState, one: Finding, other: Finding) -> Words | None:
    name = state.instrument
    if not one.per_unit or not other.per_unit:
        return Words(
            fr=f"Aucune différence n'est calculée : « {name} » ne donne pas un nombre par unité.",
            en=f"No difference is computed: “{name}” gives no number a unit.",
        )
    first, second = (side.card for side in state.sides)
    if first.answers != second.answers:
        return Words(
            fr="Aucune différence n'est calculée : les deux modèles ne répondent pas par la même sorte de "
            "nombre.",
            en="No difference is computed: the two models do not answer with the same kind of number.",
        )
    if [each.unit for each in one.values[:1]] != [each.unit for each in other.values[:1]]:
        return Words(
            fr="Aucune différence n'est calculée : les deux mesures ne sont pas dans la même unité.",
            en="No difference is computed: the two measures are not in the same unit.",
        )
    if any(one.result.get(each) != other.result.get(each) for each in _JUDGED):
        return Words(
            fr="Aucune différence n'est calculée : l'instrument n'a pas jugé la même chose des deux côtés. "
            "Fixez-la dans ses réglages.",
            en="No difference is computed: the instrument did not judge the same thing on both sides. "
            "Fix it in its settings.",
        )
    if min(len(one.per_unit), len(other.per_unit)) < 2:
        return Words(
            fr="Aucune différence n'est calculée : une unité seule n'a pas d'intervalle. Montrez plusieurs "
            "images ou plusieurs phrases.",
            en="No difference is computed: a single unit has no interval. Show several pictures or several "
            "sentences.",
        )
    return None


def _same_units(state: TableState, one: Finding, other: Finding) -> bool:
    same = state.sides[0].stimulus == state.sides[1].stimulus and one.stimuli.sha256 == other.stimuli.sha256
    return same and len(one.per_unit) == len(other.per_unit)


def _interval(a: Sequence[float], b: Sequence[float], paired: bool, seed: int) -> tuple[Interval, Method]:
    if all(each in (0.0, 1.0) for each in (*a, *b)):
        if paired:
            both = sum(x == y == 1 for x, y in zip(a, b, strict=True))
            first, second = sum(map(bool, a)) - both, sum(map(bool, b)) - both
            return newcombe_paired(both, first, second, len(a) - both - first - second), "newcombe_paired"
        return newcombe(sum(a), len(a), sum(b), len(b)), "newcombe_unpaired"
    if paired:
        gaps = [x - y for x, y in zip(a, b, strict=True)]
        return bootstrap(gaps, seed=seed), "bootstrap_paired"
    import numpy as np

    tables = [np.asarray(each, dtype=np.float64)[:, None] for each in (a, b)]
    return (
        cluster_bootstrap(tables, lambda drawn: float(drawn[0].mean() - drawn[1].mean()), seed=seed),
        "bootstrap_unpaired",
    )
