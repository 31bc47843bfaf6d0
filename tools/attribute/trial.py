"""Try to take an explanation back: scrambled twins, neighbours, other methods, other trainings, hiding.

An explanation is one signed number a place of the input. It is compared by squares (or by regions, where the
method gives one number a region), once mere nearness to the place explained is taken out of both maps: any
network's map is strong near its place, and agrees there with anybody's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tools.attribute.asked import Asked
from tools.attribute.checks import LARGEST_SANITY
from tools.attribute.faithfulness import (
    RANDOM_ORDERS,
    Orders,
    completeness_gap,
    holes,
    infidelity,
    orders,
)
from tools.errors import CallRefused
from tools.finding import Stability
from tools.inside import twins
from tools.inside.opened import Opened
from tools.stability import stability
from tools.statistics import correlation_beyond, quantile, rank_correlation, rank_correlation_beyond

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Map = NDArray[np.float64]

# One explanation: the opened picture, the seed of the method's own chance, whether a rougher one will do.
Explain = Callable[[Opened, int, bool], "Map"]
Tick = Callable[[], None]
NOTHING = 1e-9  # what no answer moves by


@dataclass(frozen=True, eq=False)
class Trial:
    """An explanation and everything that was tried against it."""

    own: Map  # (rows, columns) of the input, signed
    weights: Map  # (regions,)
    shares: Map  # (regions,): size of the weight over the sum of sizes
    spread: Map  # (blocks,): how far the squares' values go from neighbour to neighbour
    ranges: Map  # (regions, 2): lowest and highest share over the explanation and its neighbours
    scrambled: Map | None  # a permuted twin's map
    permuted: tuple[float, ...]
    redrawn: tuple[float, ...]
    null: tuple[float, ...]  # a permuted twin's map of another picture
    raw: tuple[float, ...]  # permuted and redrawn, nearness left in
    nearness: float
    holds: Stability
    gap: float
    infidelity: float
    infidelity_of_nearness: float
    order: Orders
    order_knowing_nothing: Orders
    order_random: float  # insertion minus deletion, mean
    whole: float
    nothing: float
    units: int  # squares or regions compared
    moves: bool  # whether it says anything: all regions together bring more than a harmless change does

    @property
    def sanity(self) -> Literal["pass", "fail", "unchecked"]:
        """Whether the map follows the weights; unchecked where no weights can be scrambled."""
        if not self.permuted:
            return "unchecked"
        return "pass" if self.sanity_rho <= self.limit else "fail"

    @property
    def limit(self) -> float:
        """The largest agreement with networks that know nothing: .4, or what chance gives among few units.

        A rank correlation of n unrelated units, one thing taken out, spreads by 1/√(n − 2); the median size
        of three exceeds 1.5 times that once in twenty.
        """
        return max(LARGEST_SANITY, 1.5 / math.sqrt(max(self.units - 2, 1)))

    @property
    def sanity_rho(self) -> float:
        """Median size of the agreement with networks that know nothing: the worse of the two kinds."""
        return max(_size(self.permuted), _size(self.redrawn))

    @property
    def null_rho(self) -> float:
        """The same with maps of another picture."""
        return _size(self.null)

    @property
    def raw_rho(self) -> float:
        """As :attr:`sanity_rho`, over all twins, nearness left in."""
        return _size(self.raw)

    @property
    def verdict(self) -> Literal["usable", "unusable", "inconclusive"]:
        """Fit to be shown as a map only once it was checked, and holds."""
        if not self.moves:
            return "inconclusive"
        if self.sanity == "fail" or not self.holds.stable:
            return "unusable"
        return "inconclusive" if self.sanity == "unchecked" else "usable"


def _size(rhos: Sequence[float]) -> float:
    return quantile([abs(rho) for rho in rhos], 0.5) if rhos else 0.0


@dataclass(frozen=True, eq=False)
class Against:
    """What an explanation is tried against, besides scrambled twins."""

    neighbours: Sequence[NDArray[np.uint8]]  # the same picture, hardly changed
    other: NDArray[np.uint8]  # another picture
    methods: Sequence[Explain]  # that answer the same question
    chance: bool  # whether the method has a chance of its own
    by_region: bool  # whether the method gives one number a region
    seeds: int
    seed: int
    by_slope: bool  # whether the method tells slopes, and not what was lost


def tried(asked: Asked, explain: Explain, against: Against, tick: Tick, still: Tick) -> Trial:
    """Explain, then try everything. ``tick`` is told of each map, ``still`` of each pass."""
    import numpy as np

    units = asked.regions if against.by_region else asked.blocks
    near_map = asked.nearness()
    near = units.means(near_map)

    def values(found: Map) -> Map:
        return units.sums(found)

    def agree(first: Map, second: Map) -> float:
        return rank_correlation_beyond(first, second, near)

    def alike(first: Map, second: Map) -> float:
        # Sizes count: the ranks of regions that bring about nothing are noise, and would outvote the cause.
        return correlation_beyond(first, second, near) if moves else 0.0

    own = explain(asked.opened, against.seed, False)
    mine = values(own)
    harmless = 0.0 if against.by_slope else _harmless(asked, against.neighbours, still)
    moves = float(abs(asked.regions.sums(own)).sum()) > max(NOTHING, harmless)
    # What a rougher explanation of twins is compared with is as rough.
    rough = values(explain(asked.opened, against.seed, True))
    permuted, redrawn, null, raw, example = _forgotten(asked, explain, against, values, agree, rough, tick)
    moved = []
    for pixels in against.neighbours:
        moved.append(explain(asked.elsewhere(pixels), against.seed, True))
        tick()
    unrelated = values(explain(asked.elsewhere(against.other), against.seed, True))
    by_seed = [values(explain(asked.opened, against.seed + 1 + at, True)) for at in range(2 * against.chance)]
    same_question = [values(method(asked.opened, against.seed, True)) for method in against.methods]
    trained = _retrained(asked, explain, against, values)
    tick()
    holds = stability(
        null=[alike(rough, unrelated)],
        seeds=[alike(rough, each) for each in by_seed],
        neighbours=[alike(rough, values(each)) for each in moved],
        methods=[alike(mine, each) for each in same_question],
        twins=[alike(rough, each) for each in trained],
    )
    weights = asked.regions.sums(own)
    shares = shares_of(weights)
    around = np.stack([shares, *(shares_of(asked.regions.sums(each)) for each in moved)])
    blocks = [asked.blocks.sums(each) for each in moved]
    whole, nothing, said, lost, known = _hidden(asked, own, near_map, against, still)
    tick()
    draw = np.random.default_rng(against.seed)
    ranks = [asked.blocks.sums(own), asked.blocks.means(near_map)]
    ranks += [draw.random(len(asked.blocks)) for _ in range(RANDOM_ORDERS)]
    by_value, by_distance, *at_random = orders(asked.opened, asked.blocks, ranks, tick, still)
    return Trial(
        own=own,
        weights=weights,
        shares=shares,
        spread=np.asarray(np.std(np.stack(blocks), axis=0)),
        ranges=np.stack([around.min(axis=0), around.max(axis=0)], axis=1),
        scrambled=example,
        permuted=permuted,
        redrawn=redrawn,
        null=null,
        raw=raw,
        nearness=rank_correlation(mine, near),
        holds=holds,
        gap=completeness_gap(float(own.sum()), whole, nothing),
        infidelity=infidelity(said, lost),
        infidelity_of_nearness=infidelity(known, lost),
        order=by_value,
        order_knowing_nothing=by_distance,
        order_random=float(np.mean([each.gain for each in at_random])),
        whole=whole,
        nothing=nothing,
        units=len(units),
        moves=moves,
    )


def _harmless(asked: Asked, neighbours: Sequence[NDArray[np.uint8]], still: Tick) -> float:
    """The middle size of what a harmless change of the picture does to the answer at the same place."""
    import torch  # slow import

    def answer(opened: Opened) -> float:
        still()
        with torch.no_grad():
            return float(opened.answer(opened.inputs)[0])

    whole = answer(asked.opened)
    found = [abs(answer(asked.elsewhere(each)) - whole) for each in neighbours]
    return quantile(found, 0.5) if found else 0.0


def shares_of(weights: Map) -> Map:
    """Each region's part of all that the regions bring, for or against: sizes over the sum of sizes."""
    sizes = abs(weights)
    total = float(sizes.sum())
    return sizes / total if total > 0 else sizes


def _forgotten(
    asked: Asked,
    explain: Explain,
    against: Against,
    values: Callable[[Map], Map],
    agree: Callable[[Map, Map], float],
    own: Map,
    tick: Tick,
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...], tuple[float, ...], Map | None]:
    """Agreements with twins that know nothing: permuted, redrawn, permuted on another picture, and raw."""
    permuted: list[float] = []
    redrawn: list[float] = []
    null: list[float] = []
    raw: list[float] = []
    example: Map | None = None
    for seed in range(against.seeds):
        made = _twins(asked.subject, against.seed + seed)
        if made is None:
            break
        first, second = made
        shuffled = explain(asked.of_twin(first), against.seed, True)
        tick()
        fresh = explain(asked.of_twin(second), against.seed, True)
        tick()
        elsewhere = explain(asked.elsewhere(against.other, first), against.seed, True)
        tick()
        for kept, found in ((permuted, shuffled), (redrawn, fresh), (null, elsewhere)):
            kept.append(agree(own, values(found)))
        raw += [rank_correlation(own, values(found)) for found in (shuffled, fresh)]
        example = shuffled if example is None else example
    return tuple(permuted), tuple(redrawn), tuple(null), tuple(raw), example


def _twins(subject: Any, seed: int) -> tuple[Any, Any] | None:
    try:
        return twins.scrambled(subject, seed), twins.reinitialised(subject, seed)
    except CallRefused:  # its weights cannot be reached: said as "unchecked"
        return None


def _retrained(asked: Asked, explain: Explain, against: Against, values: Callable[[Map], Map]) -> list[Map]:
    if not asked.open:
        return []
    others = twins.trained_twins(asked.subject)
    return [values(explain(asked.of_twin(twin), against.seed, True)) for twin in others]


def _hidden(
    asked: Asked, own: Map, near: Map, against: Against, still: Tick
) -> tuple[float, float, Map, Map, Map]:
    """The answer whole and with all hidden; what the map, and nearness, say of each hole; what it lost.

    A map of slopes is asked of squares that darken a little, any other of squares that are hidden.
    """
    import numpy as np

    from tools.attribute.explainers.hiding import answers_darker, answers_hiding  # slow import

    shape = (own.shape[0], own.shape[1])
    masks = holes(shape, against.seed)
    all_hidden = asked.regions.labels >= 0 if against.by_region else np.ones(shape, bool)
    whole, nothing = answers_hiding(asked.opened, np.stack([np.zeros(shape, bool), all_hidden]))
    after = (answers_darker if against.by_slope else answers_hiding)(asked.opened, masks, still)
    known = near - near.min()
    said, guessed = ((masks * values).sum(axis=(1, 2)) for values in (own, known))
    return float(whole), float(nothing), said, float(whole) - after, guessed
