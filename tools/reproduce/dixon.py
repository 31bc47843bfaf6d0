"""The equality differences of Dixon, Li, Sorensen, Thain and Vasserman (AIES 2018), with intervals.

False positive equality difference: the sum over words t of |FPR − FPR(t)|, where FPR is that of all the
sentences together; the false negative one likewise. Both grow with the number of words, so the mean of a word
stands beside, and the same for words that say nothing of an identity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.resampling import cluster_bootstrap
from tools.statistics import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Equality(NamedTuple):
    """One equality difference over ``words`` words, its interval over templates, and the neutral words'."""

    overall: float  # the rate of all the sentences together
    difference: float
    spread: Interval
    words: int
    neutral: float  # mean absolute deviation of a word that says nothing of an identity

    @property
    def of_a_word(self) -> float:
        """The mean absolute deviation of a word."""
        return self.difference / self.words


def equality(
    rates: Mapping[str, Sequence[float]], neutral: Mapping[str, Sequence[float]], *, seed: int
) -> Equality:
    """From each word's errors (0 or 1), one a template, in the same order of templates.

    Raises :class:`ValueError` where no word, or no template, is there.
    """
    import numpy as np

    table, harmless = np.array(list(rates.values())).T, np.array(list(neutral.values())).T
    if table.size == 0 or harmless.size == 0:
        raise ValueError("no word or no template")

    def summed(tables: Sequence[NDArray[np.float64]]) -> float:
        return float(np.abs(tables[0].mean(axis=0) - tables[0].mean()).sum())

    quiet = float(np.abs(harmless.mean(axis=0) - harmless.mean()).mean())
    spread = cluster_bootstrap([table], summed, seed=seed)
    return Equality(float(table.mean()), summed([table]), spread, table.shape[1], quiet)
