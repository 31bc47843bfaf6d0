"""A graph that was read from a ``.tflite`` file, as a torch module. Importing this file imports torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from tools.readers.graph_layers import (
    Activation,
    Concatenation,
    Convolution,
    Graph,
    Layer,
    MaximumPool,
    MeanOfPicture,
    Pad,
    Product,
    Reshape,
    Resize,
    Slope,
    Sum,
    TransposedConvolution,
)

_FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": functional.relu,
    "hard_swish": functional.hardswish,
    "sigmoid": torch.sigmoid,
}
_Step = Callable[..., Tensor]


class GraphNetwork(nn.Module):
    """Computes the tensors ``outputs`` (by default the graph's own) of pictures ``(n, 3, rows, columns)``.

    Pictures stay in torch's order inside; what the graph reshaped comes out as the graph has it. A tensor is
    forgotten after its last use. Evaluation only: weights ask for no gradient, pictures may.
    """

    def __init__(self, graph: Graph, outputs: Sequence[int] | None = None) -> None:
        super().__init__()
        self._input = graph.inputs[0]
        self._outputs = tuple(graph.outputs if outputs is None else outputs)
        self._layers = _needed(graph.layers, self._outputs)
        self.weights = nn.ParameterList()
        with torch.inference_mode(False):  # weights first wanted in that mode would refuse gradients later
            self._steps = [self._step(layer) for layer in self._layers]
        self._forget = _last_uses(self._layers, self._outputs)
        self.eval().requires_grad_(False)

    def forward(self, pictures: Tensor) -> tuple[Tensor, ...]:
        """The wanted tensors, in their order."""
        known = {self._input: pictures}
        for layer, step, over in zip(self._layers, self._steps, self._forget, strict=True):
            known[layer.output] = step(*(known[number] for number in layer.inputs))
            for number in over:
                del known[number]
        return tuple(known[number] for number in self._outputs)

    def _weight(self, values: object) -> nn.Parameter:
        held = nn.Parameter(torch.tensor(values), requires_grad=False)
        self.weights.append(held)
        return held

    def _step(self, layer: Layer) -> _Step:
        match layer:
            case Convolution():
                return self._convolution(layer)
            case TransposedConvolution():
                weight, bias = self._weight(layer.weight), self._weight(layer.bias)
                return lambda x: functional.conv_transpose2d(x, weight, bias, stride=layer.stride)
            case Slope():
                slope = self._weight(layer.slope)
                return lambda x: functional.prelu(x, slope)
            case Activation():
                return _FUNCTIONS[layer.function]
            case Sum():
                return torch.add
            case Product():
                return torch.mul
            case MeanOfPicture():
                return lambda x: x.mean(dim=(2, 3), keepdim=True)
            case MaximumPool():
                return lambda x: functional.max_pool2d(
                    # Beyond the edge there is nothing, not zero.
                    functional.pad(x, layer.padding, value=-torch.inf) if any(layer.padding) else x,
                    layer.size,
                    layer.stride,
                )
            case Resize():
                return lambda x: functional.interpolate(
                    x, size=layer.size, mode="bilinear", align_corners=False
                )
            case Pad():
                channels, rows, columns = layer.padding
                return lambda x: functional.pad(x, (*columns, *rows, *channels))
            case Reshape():
                return lambda x: _as_filed(x).reshape(len(x), *layer.shape)
            case Concatenation():
                return lambda *parts: torch.cat(parts, dim=layer.axis)
        raise TypeError(type(layer).__name__)

    def _convolution(self, layer: Convolution) -> _Step:
        weight, bias = self._weight(layer.weight), self._weight(layer.bias)
        left, right, top, bottom = layer.padding
        even = left == right and top == bottom

        def step(x: Tensor) -> Tensor:
            if not even:
                x = functional.pad(x, layer.padding)
            return functional.conv2d(
                x, weight, bias, layer.stride, (top, left) if even else 0, groups=layer.groups
            )

        return step


def _as_filed(x: Tensor) -> Tensor:
    """A picture in the order of the file: rows, columns, channels."""
    return x.permute(0, 2, 3, 1) if x.ndim == 4 else x


def _needed(layers: Sequence[Layer], outputs: Sequence[int]) -> tuple[Layer, ...]:
    wanted, kept = set(outputs), []
    for layer in reversed(layers):
        if layer.output in wanted:
            kept.append(layer)
            wanted.update(layer.inputs)
    return tuple(reversed(kept))


def _last_uses(layers: Sequence[Layer], outputs: Sequence[int]) -> list[list[int]]:
    """For each layer, the tensors that nobody reads after it."""
    seen, over = set(outputs), []
    for layer in reversed(layers):
        last = [number for number in dict.fromkeys(layer.inputs) if number not in seen]
        seen.update(last)
        over.append(last)
    return over[::-1]
