"""A small network as plain layers: what the reader of graphs gives and what runs them agree on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Shape = tuple[int, ...]
Function = Literal["relu", "hard_swish", "sigmoid"]


@dataclass(frozen=True)
class Layer:
    """One operation: tensors are named by their number in the graph."""

    inputs: tuple[int, ...]
    output: int


@dataclass(frozen=True)
class Convolution(Layer):
    """A convolution over rows and columns; ``padding`` is (left, right, top, bottom), of zeros."""

    weight: NDArray[np.float32]  # (out, in / groups, height, width)
    bias: NDArray[np.float32]  # (out,)
    stride: tuple[int, int]  # rows, columns
    padding: tuple[int, int, int, int]
    groups: int


@dataclass(frozen=True)
class TransposedConvolution(Layer):
    """Its reverse, which enlarges: without padding."""

    weight: NDArray[np.float32]  # (in, out, height, width)
    bias: NDArray[np.float32]
    stride: tuple[int, int]


@dataclass(frozen=True)
class Activation(Layer):
    """A function of each number."""

    function: Function


@dataclass(frozen=True)
class Slope(Layer):
    """Negative numbers times a slope by channel (PReLU)."""

    slope: NDArray[np.float32]  # (channels,)


@dataclass(frozen=True)
class Sum(Layer):
    """Two tensors added."""


@dataclass(frozen=True)
class Product(Layer):
    """Two tensors multiplied; one may hold a single row and column."""


@dataclass(frozen=True)
class MaximumPool(Layer):
    """The maximum of each window."""

    size: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int, int, int]


@dataclass(frozen=True)
class MeanOfPicture(Layer):
    """The mean over all rows and columns, which stay as one."""


@dataclass(frozen=True)
class Resize(Layer):
    """Bilinear, pixel centres at halves."""

    size: tuple[int, int]  # rows, columns


@dataclass(frozen=True)
class Pad(Layer):
    """Zeros around: (before, after) for channels, rows, columns."""

    padding: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Reshape(Layer):
    """The numbers of each picture in the order rows, columns, channels, in another shape."""

    shape: Shape  # without the batch


@dataclass(frozen=True)
class Concatenation(Layer):
    """Tensors that have left the order of pictures, joined along ``axis`` (0 is the batch)."""

    axis: int


@dataclass(frozen=True)
class Graph:
    """Layers in the order of computation; every tensor is written before it is read.

    ``shapes`` are as the file states them: (1, rows, columns, channels) of a picture.
    """

    layers: tuple[Layer, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    shapes: dict[int, Shape]
