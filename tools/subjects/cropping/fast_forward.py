"""The same network, run for its answer only: no gradients, fewer passes over memory.

One picture of 320×320 costs 6.5 GFLOP, and its first two layers write 36 MB: what is not arithmetic here is
memory. Three things save it: convolution and activation in one pass where this build of torch has oneDNN,
pooling by maxima (torch's own also writes the position of each maximum, twice the size of the result), and
means subtracted from bytes. Importing this file imports torch (slow import).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from tools.subjects.cropping.network import SaliencyNetwork

Step = Callable[[Tensor], Tensor]


class FastForward:
    """Built once from the module; its weights are the module's own, not copies."""

    def __init__(self, network: SaliencyNetwork) -> None:
        self._means = network.means
        self._steps = _steps(list(network.layers))

    @torch.inference_mode()
    def __call__(self, pictures: Tensor) -> Tensor:
        """Scores ``(n, rows, columns)`` of ``pictures`` ``(n, height, width, 3)``, RGB bytes."""
        # The permuted view of rows × columns × channels *is* channels-last; bytes minus floats are floats.
        values = pictures.permute(0, 3, 1, 2) - self._means
        for step in self._steps:
            values = step(values)
        return values[:, 0]


def has_fused_convolution() -> bool:
    """Whether this build of torch convolves and activates in one pass on this processor."""
    built: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return built and hasattr(torch.ops.mkldnn, "_convolution_pointwise")


def _steps(layers: list[nn.Module]) -> list[Step]:
    fused = has_fused_convolution()
    steps: list[Step] = []
    for layer, following in zip(layers, [*layers[1:], None], strict=True):
        if isinstance(layer, nn.MaxPool2d):
            steps.append(_pool if layer.kernel_size == 2 else layer)
        elif isinstance(layer, nn.Conv2d) and fused:
            steps.append(_convolve_and_activate(layer, following))
        elif not fused:
            steps.append(layer)
    return steps


def _convolve_and_activate(layer: nn.Conv2d, activation: nn.Module | None) -> Step:
    if isinstance(activation, nn.LeakyReLU):
        kind, numbers = "leaky_relu", [activation.negative_slope]
    else:
        assert isinstance(activation, nn.ReLU)
        kind, numbers = "relu", []
    padding = list(cast("tuple[int, ...]", layer.padding))

    def step(values: Tensor) -> Tensor:
        # What torch's own compiler emits for this pair of layers.
        made: Tensor = torch.ops.mkldnn._convolution_pointwise(
            values, layer.weight, layer.bias, padding, [1, 1], [1, 1], 1, kind, numbers, ""
        )
        return made

    return step


def _pool(values: Tensor) -> Tensor:
    """Maximum of 2×2 windows; a partial window at an odd edge counts."""
    if values.shape[2] % 2 or values.shape[3] % 2:
        return functional.max_pool2d(values, 2, ceil_mode=True)
    rows = torch.maximum(values[:, :, 0::2], values[:, :, 1::2])
    return torch.maximum(rows[..., 0::2], rows[..., 1::2])
