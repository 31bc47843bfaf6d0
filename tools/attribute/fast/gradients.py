"""Gradient, integrated gradients and SmoothGrad, each on the pixels that count: captum's numbers, faster.

All three give tensors of the input's shape, as captum does. ``tick`` is told how many pictures a pass did.
Importing this file imports torch (slow import).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from tools.attribute.fast.cone import Cone
from tools.inside.opened import Opened

Tick = Callable[[int], None]
STEPS = 50  # captum's own default
SAMPLES = 32


def gradient(opened: Opened, tick: Tick | None = None) -> Tensor:
    """What the answer gains a unit of each input: captum's ``Saliency`` with ``abs=False``."""
    cone = Cone(opened)
    slope = cone.slopes(cone.seen(opened.inputs))
    if tick:
        tick(1)
    return cone.spread(slope, opened.inputs)


def integrated_gradients(
    opened: Opened, steps: int = STEPS, baseline: Tensor | None = None, tick: Tick | None = None
) -> Tensor:
    """What each input adds on the straight way from ``baseline`` (Sundararajan and others, 2017, 1703.01365).

    captum's ``IntegratedGradients`` with its own rule (Gauss and Legendre). ``baseline`` spreads over the
    input, the mean colour by default. The sum is the answer minus the baseline's, but for the rule's error.
    """
    cone = Cone(opened)
    base = (opened.fill if baseline is None else baseline).expand_as(opened.inputs)
    start, way = cone.seen(base), cone.seen(opened.inputs - base)
    places, weights = np.polynomial.legendre.leggauss(steps)
    total = torch.zeros_like(way)
    for first in range(0, steps, cone.at_once):
        chosen = slice(first, first + cone.at_once)
        at, weigh = (
            torch.from_numpy(numbers).to(way.dtype).view(-1, *[1] * (way.dim() - 1))
            for numbers in ((places[chosen] + 1) / 2, weights[chosen] / 2)
        )
        total += (cone.slopes(start + at * way) * weigh).sum(dim=0, keepdim=True)
        if tick:
            tick(len(at))
    return cone.spread(total * way, opened.inputs)


def smoothgrad(
    opened: Opened, samples: int = SAMPLES, spread: float = 15.0, seed: int = 0, tick: Tick | None = None
) -> Tensor:
    """The mean gradient of noisy copies (Smilkov and others, 2017, 1706.03825): captum's ``NoiseTunnel``.

    ``spread`` is the noise's standard deviation, in the input's own unit. The noise is drawn for the whole
    picture, one copy after the other: the same seed gives captum's noise (``nt_samples_batch_size=1``), so
    that both maps can be compared; two seeds differ far more than two programs.
    """
    cone = Cone(opened)
    shown = cone.seen(opened.inputs)
    total = torch.zeros_like(shown)
    drawn = torch.empty_like(opened.inputs, memory_format=torch.contiguous_format)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for first in range(0, samples, cone.at_once):
            size = min(cone.at_once, samples - first)
            noise = torch.cat([cone.seen(drawn.normal_()) for _ in range(size)])
            total += cone.slopes(shown + spread * noise).sum(dim=0, keepdim=True)
            if tick:
                tick(size)
    return cone.spread(total / samples, opened.inputs)
