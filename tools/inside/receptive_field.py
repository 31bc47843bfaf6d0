"""The part of the input that one cell of a map can see: whoever explains the cell need look at nothing else.

A cell of Twitter's network sees 140×140 pixels of 320×320. On the crop that holds them, aligned on the cells,
every method of explanation gives the same numbers for a fifth of the arithmetic, and exact zeros outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.inside.opened import Opened

if TYPE_CHECKING:
    from torch import Tensor, nn

Span = tuple[int, int]  # first place, and the one after the last
_PLAIN = ("ReLU", "LeakyReLU", "Identity")  # what answers a place by that place alone


class Cropped(NamedTuple):
    """``opened`` on the crop alone, and where the crop lies in the whole input.

    ``opened.cell`` counts from the crop; its answers are those of the whole within rounding. Its ``fill`` is
    still the mean colour of the *whole* picture, so that a hidden place takes the same colour.
    """

    opened: Opened
    rows: slice
    columns: slice

    def spread(self, values: Tensor, like: Tensor) -> Tensor:
        """``values`` (…, rows, columns) of the crop, in zeros of the size of ``like`` (…, rows, columns)."""
        whole = values.new_zeros((*values.shape[:-2], *like.shape[-2:]))
        whole[..., self.rows, self.columns] = values
        return whole


def seen_by_cell(opened: Opened) -> Cropped:
    """The crop that the explained cell sees; the whole input where that is not known to be less.

    Only chains of convolutions, poolings and activations (a module's ``layers``, a ``Sequential``) are
    followed: of any other network the whole is given, which is always right.
    """
    height, width = opened.inputs.shape[-2:]
    whole = Cropped(opened, slice(0, height), slice(0, width))
    layers = chain_of(opened.module)
    if opened.cell is None or layers is None:
        return whole
    stride = stride_of(layers)
    spans = [
        _aligned(field_of(layers, (place, place + 1)), stride, size)
        for place, size in zip(opened.cell, (height, width), strict=True)
    ]
    (top, bottom), (left, right) = spans
    if (bottom - top) * (right - left) >= height * width:
        return whole
    row, column = opened.cell[0] - top // stride, opened.cell[1] - left // stride
    module = opened.module

    def answer(pictures: Tensor) -> Tensor:
        scores: Tensor = module(pictures)[:, 0, row, column]
        return scores

    small = replace(
        opened,
        inputs=_channels_last(opened.inputs[..., top:bottom, left:right]),
        answer=answer,
        window=_part(opened, top, left, bottom, right),
        cell=(row, column),
    )
    return Cropped(small, slice(top, bottom), slice(left, right))


def chain_of(module: Any) -> list[nn.Module] | None:
    """The layers of a network that is one chain and sees nothing but places nearby; ``None`` of another.

    Padding must be of zeros, and a network's own first step (means taken off) place by place.
    """
    from torch import nn

    layers = getattr(module, "layers", None)
    if not isinstance(layers, nn.Sequential) or not hasattr(module, "means"):
        return None
    return list(layers) if all(map(_followed, layers)) else None


def field_of(layers: Sequence[Any], span: Span) -> Span:
    """The places of the input that a span of the last layer's places sees, beyond the border too.

    Backwards through each layer of kernel k, stride s, padding p: [a, b) sees [s·a − p, s·(b − 1) − p + k).
    """
    first, end = span
    for layer in reversed(layers):
        kernel, stride, padding = geometry(layer)
        first, end = stride * first - padding, stride * (end - 1) - padding + kernel
    return first, end


def stride_of(layers: Sequence[Any]) -> int:
    """Pixels from one cell to the next."""
    found = 1
    for layer in layers:
        found *= geometry(layer)[1]
    return found


def geometry(layer: Any) -> tuple[int, int, int]:
    """Kernel, stride and padding of a layer that :func:`chain_of` lets through."""
    if not hasattr(layer, "kernel_size"):
        return 1, 1, 0
    kernel, stride, padding = (_one(getattr(layer, name)) for name in ("kernel_size", "stride", "padding"))
    return kernel, stride, padding


def _followed(layer: nn.Module) -> bool:
    from torch import nn

    if isinstance(layer, nn.Conv2d):
        square = all(
            isinstance(value, tuple) and len(set(value)) == 1
            for value in (layer.kernel_size, layer.stride, layer.padding, layer.dilation)
        )
        return square and layer.dilation == (1, 1) and layer.padding_mode == "zeros"
    if isinstance(layer, nn.MaxPool2d):
        # Windows side by side: then the crop's windows are the whole's.
        return layer.kernel_size == layer.stride and layer.padding == 0 and layer.dilation == 1
    return type(layer).__name__ in _PLAIN


def _one(value: Any) -> int:
    return int(value[0]) if isinstance(value, tuple) else int(value)


def _aligned(field: Span, stride: int, size: int) -> Span:
    """The field widened to whole cells, and cut by the picture's border."""
    first, end = field
    return max(0, first // stride * stride), min(size, -(-end // stride) * stride)


def _part(opened: Opened, top: int, left: int, bottom: int, right: int) -> Any:
    if opened.window is None:
        return None
    across, down, width, height = opened.window
    rows, columns = opened.inputs.shape[-2:]
    wide, high = width / columns, height / rows
    return across + left * wide, down + top * high, (right - left) * wide, (bottom - top) * high


def _channels_last(values: Tensor) -> Tensor:
    import torch  # slow import

    return values.contiguous(memory_format=torch.channels_last)
