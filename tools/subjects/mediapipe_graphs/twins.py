"""Twins of a graph that know nothing: what an explanation must not look alike on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tools.readers.graph_layers import Convolution, Graph, TransposedConvolution

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]


def scrambled(graph: Graph, seed: int) -> Graph:
    """Weights and biases permuted within each convolution: same numbers, nothing learned."""
    import numpy as np

    draw = np.random.default_rng(seed)
    return _with(graph, lambda numbers: draw.permutation(numbers.ravel()).reshape(numbers.shape), None)


def reinitialised(graph: Graph, seed: int) -> Graph:
    """Weights drawn anew by He's rule (arXiv 1502.01852), biases zero."""
    import numpy as np

    draw = np.random.default_rng(seed)

    def drawn(weight: Numbers) -> Numbers:
        spread = np.sqrt(2 / max(1, weight[0].size))
        return draw.normal(0, spread, weight.shape).astype(np.float32)

    return _with(graph, drawn, np.zeros_like)


def _with(
    graph: Graph, weight: Callable[[Numbers], Numbers], bias: Callable[[Numbers], Numbers] | None
) -> Graph:
    layers = tuple(
        replace(layer, weight=weight(layer.weight), bias=(bias or weight)(layer.bias))
        if isinstance(layer, Convolution | TransposedConvolution)
        else layer
        for layer in graph.layers
    )
    return replace(graph, layers=layers)
