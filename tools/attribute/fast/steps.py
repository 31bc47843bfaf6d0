"""A chain of convolutions and poolings as steps without padding: whoever runs them says what stands around.

Importing this file imports torch (slow import).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from tools.inside.receptive_field import chain_of, geometry
from tools.subjects.cropping.fast_forward import has_fused_convolution

Run = Callable[[Tensor], Tensor]


class Step(NamedTuple):
    """A convolution with its activation, or a pooling. ``run`` adds no border: rows come out fewer."""

    kernel_size: int
    stride: int
    padding: int  # of zeros, which the network puts around what the step is given
    run: Run
    bias: bool  # whether something other than zero can come out of zeros alone


def steps_of(module: Any, *, gradients: bool) -> list[Step] | None:
    """The steps of a network that is one chain and whose poolings follow a rectifier; else ``None``.

    A pooling of rectified values may take zeros where the network has nothing: both give the same maximum.
    ``gradients`` leaves every step differentiable; without, convolution and activation make one pass.
    """
    layers = chain_of(module)
    if layers is None:
        return None
    steps: list[Step] = []
    rectified = False
    waiting = list(layers)
    while waiting:
        layer = waiting.pop(0)
        if isinstance(layer, nn.Conv2d):
            following = waiting.pop(0) if waiting and _activates(waiting[0]) else None
            rectified = isinstance(following, nn.ReLU)
            steps.append(_step(layer, _convolution(layer, following, gradients), layer.bias is not None))
        elif isinstance(layer, nn.MaxPool2d):
            if not rectified:
                return None
            steps.append(_step(layer, _pooling(layer, gradients), False))
        elif isinstance(layer, nn.Identity):
            continue
        else:
            return None  # an activation without its convolution
    return steps


def means_of(module: Any) -> Tensor:
    """What a chain takes off its input, (1, channels, 1, 1)."""
    means: Tensor = module.means
    return means


def _activates(layer: nn.Module) -> bool:
    return isinstance(layer, nn.ReLU | nn.LeakyReLU)


def _step(layer: nn.Module, run: Run, bias: bool) -> Step:
    kernel, stride, padding = geometry(layer)
    return Step(kernel, stride, padding, run, bias)


def _convolution(layer: nn.Conv2d, following: nn.Module | None, gradients: bool) -> Run:
    stride = list(layer.stride)
    if not gradients and has_fused_convolution():
        kind, numbers = _fused_name(following)
        return lambda values: torch.ops.mkldnn._convolution_pointwise(
            values, layer.weight, layer.bias, [0, 0], stride, [1, 1], layer.groups, kind, numbers, ""
        )

    def run(values: Tensor) -> Tensor:
        made = functional.conv2d(values, layer.weight, layer.bias, stride, groups=layer.groups)
        if isinstance(following, nn.LeakyReLU):
            return functional.leaky_relu_(made, following.negative_slope)
        return functional.relu_(made) if following is not None else made

    return run


def _fused_name(following: nn.Module | None) -> tuple[str, Sequence[float]]:
    if isinstance(following, nn.LeakyReLU):
        return "leaky_relu", [following.negative_slope]
    return ("relu" if following is not None else "none"), []


def _pooling(layer: nn.MaxPool2d, gradients: bool) -> Run:
    side = geometry(layer)[0]
    if side == 2 and not gradients:
        return _pool_by_two
    return lambda values: functional.max_pool2d(values, side, ceil_mode=layer.ceil_mode)


def _pool_by_two(values: Tensor) -> Tensor:
    """Maximum of 2×2 windows, without the places of the maxima that torch's own would write."""
    if values.shape[2] % 2 or values.shape[3] % 2:
        return functional.max_pool2d(values, 2, ceil_mode=True)
    rows = torch.maximum(values[:, :, 0::2], values[:, :, 1::2])
    return torch.maximum(rows[..., 0::2], rows[..., 1::2])
