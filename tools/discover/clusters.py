"""Clusters of failures: sought on one half of the units, tried on the other against random ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.differences import newcombe
from tools.exact_tests import fisher
from tools.multiple_comparisons import holm
from tools.statistics import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COMPONENTS = 6  # principal components that clusters are sought in
LEAST = 4  # failures that a cluster needs
MOST = 4  # clusters
REACH = 0.8  # quantile of the members' distances within which a new stimulus belongs
RANDOM = 200  # random clusters


class Cluster(NamedTuple):
    """A cluster of failures. ``members`` failed where it was sought, nearest first; ``held`` are the held-out
    stimuli that fall in it, ``rate`` and ``elsewhere`` how often those in and out of it fail."""

    members: list[int]
    held: list[int]
    sought_rate: float
    failed: int
    rate: float
    elsewhere_failed: int
    elsewhere_n: int
    gap: Interval
    chance: float  # exact, one cluster of this size at random does as much; corrected over clusters (Holm)

    @property
    def elsewhere(self) -> float:
        """The rate outside."""
        return self.elsewhere_failed / self.elsewhere_n if self.elsewhere_n else 0.0


class Search(NamedTuple):
    """All clusters, the one that was chosen first, and what random clusters of its size give."""

    clusters: list[Cluster]
    random_mean: float
    random_limit: float  # 95th percentile
    held_n: int
    held_failed: int


def how_many(failures: int) -> int:
    """The stated rule: one cluster for every eight failures, at least one, at most four."""
    return max(1, min(MOST, failures // 8))


def halves(units: Sequence[str], seed: int) -> tuple[list[int], list[int]]:
    """The stimuli of one half of the units, and those of the other."""
    import numpy as np

    known = sorted(set(units))
    first = {known[each] for each in np.random.default_rng(seed).permutation(len(known))[: len(known) // 2]}
    return (
        [at for at, unit in enumerate(units) if unit in first],
        [at for at, unit in enumerate(units) if unit not in first],
    )


def search(
    features: NDArray[np.float64], failed: NDArray[np.bool_], sought: Sequence[int], held: Sequence[int],
    *, seed: int,
) -> Search:  # fmt: skip
    """k-means of the failures of ``sought``, each cluster tried on ``held``.

    The cluster judged is the one whose stimuli failed most often where it was sought: it is chosen without
    the other half. Empty where fewer than four stimuli failed.
    """
    import numpy as np
    from scipy.cluster.vq import kmeans2  # slow import

    places = _components(features, sought)
    bad = [each for each in sought if failed[each]]
    rest = list(held)
    held_failed = int(failed[rest].sum())
    if len(bad) < LEAST:
        return Search([], 0.0, 0.0, len(rest), held_failed)
    centres, labels = kmeans2(places[bad], how_many(len(bad)), minit="++", seed=seed, iter=50)
    found: list[Cluster] = []
    for label, centre in enumerate(centres):
        own = [each for each, at in zip(bad, labels, strict=True) if at == label]
        if len(own) < LEAST:
            continue
        distance = np.linalg.norm(places - centre, axis=1)
        radius = float(np.quantile(distance[own], REACH))
        inside = [each for each in rest if distance[each] <= radius]
        around = [each for each in sought if distance[each] <= radius]
        found.append(
            _tried(sorted(own, key=lambda each: float(distance[each])), inside, rest, failed,
                   float(failed[around].mean()) if around else 0.0)
        )  # fmt: skip
    found.sort(key=lambda each: (-each.sought_rate, -len(each.members)))
    corrected = holm([each.chance for each in found]) if found else []
    found = [each._replace(chance=chance) for each, chance in zip(found, corrected, strict=True)]
    size = len(found[0].held) if found else 0
    mean, limit = _random(failed[rest], size, seed)
    return Search(found, mean, limit, len(rest), held_failed)


def _tried(
    own: list[int], inside: list[int], rest: list[int], failed: NDArray[np.bool_], sought_rate: float
) -> Cluster:
    outside = [each for each in rest if each not in set(inside)]
    hits, others = int(failed[inside].sum()), int(failed[outside].sum())
    if not inside or not outside:
        return Cluster(own, inside, sought_rate, hits, hits / max(1, len(inside)), others, len(outside),
                       Interval(-1, 1), 1.0)  # fmt: skip
    return Cluster(
        own, inside, sought_rate, hits, hits / len(inside), others, len(outside),
        newcombe(hits, len(inside), others, len(outside)), fisher(hits, len(inside), others, len(outside)),
    )  # fmt: skip


def _components(features: NDArray[np.float64], sought: Sequence[int]) -> NDArray[np.float64]:
    """The first principal components, scaled and found on the half where clusters are sought."""
    import numpy as np

    known = features[list(sought)]
    spread = known.std(axis=0)
    keep = spread > 1e-9
    scaled = (features[:, keep] - known[:, keep].mean(axis=0)) / spread[keep]
    if not keep.any():
        return np.zeros((len(features), 1))
    _, _, axes = np.linalg.svd(scaled[list(sought)], full_matrices=False)
    found: NDArray[np.float64] = scaled @ axes[:COMPONENTS].T
    return found


def _random(failed: NDArray[np.bool_], size: int, seed: int) -> tuple[float, float]:
    """The failure rate of random clusters of the same size: mean and 95th percentile."""
    import numpy as np

    if not size:
        return 0.0, 0.0
    draw = np.random.default_rng(seed + 1)
    rates = [float(draw.permutation(failed)[:size].mean()) for _ in range(RANDOM)]
    return float(np.mean(rates)), float(np.quantile(rates, 0.95))
