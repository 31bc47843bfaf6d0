"""The other methods that an explanation is held against: they answer the same question, and are cheap.

What a place brings: integrated gradients, hiding it, blurring it, Shapley's parts. What more light there
would do: the gradient, its mean over noise, darkening it a little.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tools.attribute.regions.region import Regions
from tools.attribute.trial import Explain
from tools.inside.opened import Opened
from tools.inside.receptive_field import chain_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Map = NDArray[np.float64]

Tick = Callable[[], None]
ROUGH_STEPS = 8  # of integrated gradients, for a comparison
ROUGH_SAMPLES = 8  # of SmoothGrad
NOISE = 0.1  # its spread, as a share of the input's range


def hidden_one_by_one(opened: Opened, regions: Regions, tick: Tick) -> Map:
    """What the answer loses when each region is hidden alone, spread over the region's places.

    Equal squares on a map's cell take the fast path: only what a square changes is computed again.
    """
    from tools.attribute.explainers.hiding import ablated  # slow import

    if regions.side and opened.cell is not None and chain_of(opened.module) is not None:
        from tools.attribute.fast.occlusion import occlusion  # slow import

        lost = occlusion(opened, regions.side, regions.side, lambda _: tick())
        return regions.spread(regions.means(lost))
    return regions.spread(ablated(opened, regions.labels, len(regions), tick))


def hiding(regions: Regions, tick: Tick) -> Explain:
    """What the answer loses without each region."""
    return lambda opened, _seed, _rough: hidden_one_by_one(opened, regions, tick)


def blurring(regions: Regions, tick: Tick) -> Explain:
    """What the answer loses when each region is blurred away, instead of hidden in one colour."""

    def explain(opened: Opened, _seed: int, _rough: bool) -> Map:
        from tools.attribute.explainers.hiding import ablated, blurred  # slow import

        return regions.spread(ablated(blurred(opened), regions.labels, len(regions), tick))

    return explain


def sharing(regions: Regions, samples: int, tick: Tick) -> Explain:
    """Shapley's parts, from few coalitions."""

    def explain(opened: Opened, seed: int, _rough: bool) -> Map:
        from tools.attribute.explainers.hiding import shapley  # slow import

        return regions.spread(shapley(opened, regions.labels, len(regions), samples, seed, tick))

    return explain


def integrating(tick: Tick) -> Explain:
    """Integrated gradients in few steps."""

    def explain(opened: Opened, _seed: int, _rough: bool) -> Map:
        from tools.attribute.explainers.gradients import integrated  # slow import

        return integrated(opened, ROUGH_STEPS, tick)

    return explain


def sloping(tick: Tick) -> Explain:
    """The plain gradient."""

    def explain(opened: Opened, _seed: int, _rough: bool) -> Map:
        from tools.attribute.explainers.gradients import gradient  # slow import

        return gradient(opened, tick)

    return explain


def smoothing(tick: Tick) -> Explain:
    """The mean gradient over few noisy copies."""

    def explain(opened: Opened, seed: int, _rough: bool) -> Map:
        from tools.attribute.explainers.gradients import smoothed  # slow import

        return smoothed(opened, ROUGH_SAMPLES, NOISE, seed, tick)

    return explain


def darkening(regions: Regions, tick: Tick) -> Explain:
    """What the answer gains a unit of light on each region, without a gradient."""

    def explain(opened: Opened, _seed: int, _rough: bool) -> Map:
        from tools.attribute.explainers.hiding import darkened  # slow import

        return regions.spread(darkened(opened, regions.labels, len(regions), tick))

    return explain
