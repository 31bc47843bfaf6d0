"""Explanations by the slope of the answer: gradient, integrated gradients, SmoothGrad, guided.

Each gives (rows, columns): summed over the channels, signed. Same numbers as captum's ``Saliency`` (signed),
``IntegratedGradients``, ``NoiseTunnel`` and ``GuidedBackprop`` (tests compare).
Importing this file imports torch (slow import).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from tools.attribute.fast import gradients as fast
from tools.inside.opened import Opened

AT_ONCE = 8  # pictures a pass, so that progress moves
Tick = Callable[[], None]
Map = NDArray[np.float64]


def slopes(opened: Opened, pictures: Tensor, tick: Tick | None = None) -> Tensor:
    """The gradient of the answer at each picture (n, channels, rows, columns): the same shape."""
    found = []
    with torch.inference_mode(False), torch.enable_grad():
        for start in range(0, len(pictures), AT_ONCE):
            asked = pictures[start : start + AT_ONCE].detach().clone().requires_grad_()
            (slope,) = torch.autograd.grad(opened.answer(asked).sum(), asked)
            found.append(slope)
            if tick:
                tick()
    return torch.cat(found)


def flat(values: Tensor) -> Map:
    """(1, channels, rows, columns) summed over the channels, as numbers."""
    return np.asarray(values.detach().double().sum(dim=1)[0].numpy())


def gradient(opened: Opened, tick: Tick | None = None) -> Map:
    """What the answer gains a unit of input, at each pixel."""
    return flat(fast.gradient(opened, _counted(tick)))


def integrated(opened: Opened, steps: int, tick: Tick | None = None) -> Map:
    """Integrated gradients (Sundararajan and others, 2017, arXiv 1703.01365) from the mean colour.

    The sum is the answer minus that on the mean colour, up to the error of ``steps`` of Gauss and Legendre's
    rule.
    """
    return flat(fast.integrated_gradients(opened, steps, tick=_counted(tick)))


def smoothed(opened: Opened, samples: int, noise: float, seed: int, tick: Tick | None = None) -> Map:
    """SmoothGrad (Smilkov and others, 2017, arXiv 1706.03825): the mean gradient of noisy copies.

    ``noise`` is the spread of the noise as a share of the input's own range.
    """
    spread = noise * float(opened.inputs.max() - opened.inputs.min())
    return flat(fast.smoothgrad(opened, samples, max(spread, 1e-12), seed, _counted(tick)))


def _counted(tick: Tick | None) -> fast.Tick | None:
    """The fast paths tell how many pictures a pass did; here one beat a pass is enough."""
    return (lambda _done: tick()) if tick else None


class _KeepGains(torch.autograd.Function):
    """Itself forwards; backwards, only what would raise the answer goes on."""

    @staticmethod
    def forward(context: Any, values: Tensor) -> Tensor:
        return values.view_as(values)

    @staticmethod
    def backward(context: Any, *slopes: Tensor) -> Tensor:
        return slopes[0].clamp(min=0)


@contextmanager
def _guided(module: nn.Module) -> Iterator[None]:
    """Every ReLU of the module lets only positive slopes back through, for a while."""
    handles = [
        part.register_forward_hook(lambda _part, _given, out: _KeepGains.apply(out))  # type: ignore[no-untyped-call]
        for part in module.modules()
        if isinstance(part, nn.ReLU)
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def guided(opened: Opened, tick: Tick | None = None) -> Map:
    """Guided backpropagation (Springenberg and others, 2014, arXiv 1412.6806)."""
    with _guided(opened.module):
        return flat(slopes(opened, opened.inputs, tick))
