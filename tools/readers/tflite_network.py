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

    A convolution is a submodule by its place among the steps: ``convolution.12``, ``transposed.30``.
    """

    def __init__(self, graph: Graph, outputs: Sequence[int] | None = None) -> None:
        super().__init__()
        self._input = graph.inputs[0]
        self._outputs = tuple(graph.outputs if outputs is None else outputs)
        self._layers = _needed(graph.layers, self._outputs)
        self.convolution, self.transposed, self.slope = nn.ModuleDict(), nn.ModuleDict(), nn.ModuleDict()
        with torch.inference_mode(False):  # weights first wanted in that mode would refuse gradients later
            # A step with weights is named, not held: a copy of the network must run on its own weights.
            self._steps = [self._step(layer, str(place)) for place, layer in enumerate(self._layers)]
        self._forget = _last_uses(self._layers, self._outputs)
        self.eval().requires_grad_(False)

    def forward(self, pictures: Tensor) -> tuple[Tensor, ...]:
        """The wanted tensors, in their order."""
        known = {self._input: pictures}
        for layer, step, over in zip(self._layers, self._steps, self._forget, strict=True):
            run = self._named(step) if isinstance(step, str) else step
            known[layer.output] = run(*(known[number] for number in layer.inputs))
            for number in over:
                del known[number]
        return tuple(known[number] for number in self._outputs)

    def _named(self, name: str) -> nn.Module:
        kind, place = name.split(".")
        found: nn.Module = getattr(self, kind)[place]
        return found

    def _step(self, layer: Layer, place: str) -> _Step | str:
        """What computes a layer: a function, or the name of the submodule that holds its weights."""
        match layer:
            case Convolution():
                self.convolution[place] = GraphConvolution(layer)
                return f"convolution.{place}"
            case TransposedConvolution():
                self.transposed[place] = GraphTransposed(layer)
                return f"transposed.{place}"
            case Slope():
                self.slope[place] = GraphSlope(layer)
                return f"slope.{place}"
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


class GraphConvolution(nn.Module):
    """One convolution of a graph, with the graph's own padding."""

    def __init__(self, layer: Convolution) -> None:
        super().__init__()
        self.weight, self.bias = _weight(layer.weight), _weight(layer.bias)
        self._stride, self._groups, self._padding = layer.stride, layer.groups, layer.padding

    def forward(self, x: Tensor) -> Tensor:
        """(n, channels, rows, columns) of both."""
        left, right, top, bottom = self._padding
        even = left == right and top == bottom
        if not even:
            x = functional.pad(x, self._padding)
        return functional.conv2d(
            x, self.weight, self.bias, self._stride, (top, left) if even else 0, groups=self._groups
        )


class GraphTransposed(nn.Module):
    """One transposed convolution of a graph."""

    def __init__(self, layer: TransposedConvolution) -> None:
        super().__init__()
        self.weight, self.bias = _weight(layer.weight), _weight(layer.bias)
        self._stride = layer.stride

    def forward(self, x: Tensor) -> Tensor:
        """(n, channels, rows, columns) of both."""
        return functional.conv_transpose2d(x, self.weight, self.bias, stride=self._stride)


class GraphSlope(nn.Module):
    """The slopes of negative numbers, by channel (PReLU)."""

    def __init__(self, layer: Slope) -> None:
        super().__init__()
        self.slope = _weight(layer.slope)

    def forward(self, x: Tensor) -> Tensor:
        """The shape stays."""
        return functional.prelu(x, self.slope)


def _weight(values: object) -> nn.Parameter:
    return nn.Parameter(torch.tensor(values), requires_grad=False)


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
