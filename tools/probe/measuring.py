"""How often a reader is right on units that it never met, beside the same reader taught labels of chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.errors import CallRefused
from tools.finding import Stability
from tools.honesty import MINIMUM_SEEDS, MINIMUM_UNITS
from tools.probe.examples import Examples, drawn_signs, halves, splits
from tools.statistics import Interval, quantile, rank_correlation, wilson
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Features = NDArray[np.float64]
    Learner = Callable[[Features, Features, NDArray[np.int64], NDArray[np.int64]], Features]
    """(features, signs, training, test) → scores (test, columns of signs)."""

DRAWS = 20  # control tasks: labels drawn at random, in all
LIMIT = 0.975  # what one control task in forty exceeds

Reading = Literal["encoded", "not_encoded", "inconclusive"]


class Measure(NamedTuple):
    """Shares of right answers on units never met. ``by_unit`` is in the order of the examples' units."""

    accuracy: float
    interval: Interval  # Wilson, over units
    by_unit: list[float]
    by_seed: list[float]
    control: float  # the same reader, labels drawn at random
    control_limit: float  # exceeded by one control task in forty

    @property
    def selectivity(self) -> float:
        """What the reader gains over its control (Hewitt and Liang, 2019)."""
        return self.accuracy - self.control


def measure(
    features: Features,
    examples: Examples,
    learner: Learner,
    *,
    seeds: int,
    seed: int,
    tick: Callable[[int], None] | None = None,
) -> Measure:
    """The reader trained and tried ``seeds`` times on other splits, with control tasks in the same splits.

    Each control task is judged over all its seeds' splits, as the reader is.
    Raises :class:`CallRefused` (``too_few``) where no split can be made.
    """
    import numpy as np

    draws = drawn_signs(examples, seed, DRAWS)
    signs = np.concatenate([examples.signs()[:, None], draws], axis=1)
    right = np.zeros((seeds, *signs.shape))
    tried = np.zeros((seeds, len(signs)))
    for turn in range(seeds):
        for training, test in splits(examples, seed + turn):
            scores = learner(features, signs, training, test)
            right[turn, test] += np.where(scores == 0, 0.5, np.sign(scores) == signs[test])
            tried[turn, test] += 1
        if tick:
            tick(1)
    by_seed = right[:, :, 0].sum(axis=1) / np.maximum(1, tried.sum(axis=1))
    by_unit = _by_unit(examples, right.sum(axis=0), tried.sum(axis=0))
    if not len(by_unit):
        raise CallRefused(
            "too_few",
            Words(
                fr="Trop peu de stimuli : aucune épreuve ne garde les deux sortes des deux côtés.",
                en="Too few stimuli: no split leaves both kinds on both sides.",
            ),
            Words(fr="Demandez-en plus, ou tout le cas.", en="Ask for more, or for the whole case."),
        )
    shares = by_unit.mean(axis=0)
    accuracy = float(shares[0])
    interval = wilson(min(len(by_unit), accuracy * len(by_unit)), len(by_unit))
    return Measure(
        accuracy=accuracy,
        interval=interval,
        by_unit=[float(each) for each in by_unit[:, 0]],
        by_seed=[float(each) for each in by_seed],
        control=float(shares[1:].mean()),
        control_limit=quantile(shares[1:].tolist(), LIMIT),
    )


def accuracy(features: Features, examples: Examples, learner: Learner, seed: int) -> float:
    """The share of right answers alone, in the splits of one seed: for networks that know nothing."""
    import numpy as np

    signs = examples.signs()[:, None]
    right, tried = np.zeros(signs.shape), np.zeros(len(signs))
    for training, test in splits(examples, seed):
        scores = learner(features, signs, training, test)
        right[test] += np.where(scores == 0, 0.5, np.sign(scores) == signs[test])
        tried[test] += 1
    return float(_by_unit(examples, right, tried).mean())


def _by_unit(examples: Examples, right: Features, tried: NDArray[np.float64]) -> Features:
    """(units, columns): mean of what was tried of each; units never tried are left out."""
    import numpy as np

    names = list(dict.fromkeys(examples.units))
    place = np.array([names.index(name) for name in examples.units])
    total, times = np.zeros((len(names), right.shape[1])), np.zeros(len(names))
    np.add.at(total, place, right)
    np.add.at(times, place, tried)
    found: Features = total[times > 0] / times[times > 0, None]
    return found


def verdict(found: Measure, random_accuracy: float, networks: int) -> Reading:
    """Encoded: the whole interval lies above the control's limit *and* above the random networks' mean.

    Inconclusive below 30 units or 20 random networks, and where the reader beats the control but its interval
    holds what random networks give. Not encoded: nothing beyond labels of chance, or no more than networks
    that learned nothing.
    """
    if len(found.by_unit) < MINIMUM_UNITS or networks < MINIMUM_SEEDS:
        return "inconclusive"
    if found.interval.low <= found.control_limit:
        return "not_encoded"
    if found.interval.low > random_accuracy:
        return "encoded"
    return "inconclusive" if found.accuracy > random_accuracy else "not_encoded"


def steadiness(
    features: Features, examples: Examples, *, seeds: int, seed: int, learner: Learner | None = None
) -> Stability:
    """Whether two readers that share no unit read the same thing: rank correlation of their scores.

    The null is the same between readers taught labels drawn at random.
    """
    import numpy as np

    from tools.probe.ridge import ridge_scores
    from tools.stability import stability

    everything = np.arange(len(examples.labels))
    agreements, null = [], []
    for turn in range(seeds):
        drawn = drawn_signs(examples, seed + turn, 4)
        signs = np.concatenate([examples.signs()[:, None], drawn], axis=1)
        first, second = (
            (learner or ridge_scores)(features, signs, half, everything)
            for half in halves(examples, seed + turn)
        )
        agreements.append(rank_correlation(first[:, 0], second[:, 0]))
        null += [rank_correlation(first[:, column], second[:, column]) for column in range(1, signs.shape[1])]
    return stability(seeds=agreements, null=null)
