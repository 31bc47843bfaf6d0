"""The student: another network than the one it imitates. Importing this file imports torch (slow import).

Two by two pixels become twelve channels, then come eight 3×3 convolutions with three poolings, four of them
in two residual blocks of which the last looks twice as far, then two 1×1 convolutions. 691,065 numbers; the
original has 121,060, in fourteen plain layers. No convolution of one has the shape of one of the other.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 16
MIDDLE, SPREAD = 127.5, 60.0  # of the bytes, taken off and divided by


class Residual(nn.Module):
    """Two 3×3 convolutions whose result is added to what came in. Starts as doing nothing."""

    def __init__(self, channels: int, reach: int = 1) -> None:
        super().__init__()
        self.first = _convolution(channels, channels, 3)
        self.second = nn.Conv2d(channels, channels, 3, padding=reach, dilation=reach)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)  # type: ignore[arg-type]

    def forward(self, values: Tensor) -> Tensor:
        """Same shape out as in."""
        return functional.relu_(values + self.second(functional.relu_(self.first(values))))


class StudentNetwork(nn.Module):
    """Gives every cell of 16×16 pixels a score.

    Input ``(n, 3, height, width)``, RGB in 0..255 as floats; output ``(n, 1, ⌈height/16⌉, ⌈width/16⌉)``.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem = _convolution(12, 40, 3)
        self.edges = _convolution(40, 80, 3)
        self.corners = _convolution(80, 96, 3)
        self.parts = Residual(96)
        self.things = _convolution(96, 128, 3)
        self.places = Residual(128, reach=2)
        self.mix = _convolution(128, 128, 1)
        self.score = _convolution(128, 1, 1)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # missing in torch's stubs

    def forward(self, pictures: Tensor) -> Tensor:
        """Score of every cell."""
        height, width = pictures.shape[-2:]
        # What sticks out below and on the right is filled with the middle grey.
        values = functional.pad((pictures - MIDDLE) / SPREAD, (0, -width % STRIDE, 0, -height % STRIDE))
        values = _pooled(self.stem(functional.pixel_unshuffle(values, 2)))
        values = functional.relu_(self.edges(values))
        values = self.parts(_pooled(self.corners(values)))
        values = self.places(_pooled(self.things(values)))
        scores: Tensor = self.score(functional.relu_(self.mix(values)))
        return scores


def _pooled(values: Tensor) -> Tensor:
    # The maximum first, for a quarter of the work: a rectified maximum is the maximum of rectified values.
    return functional.relu_(functional.max_pool2d(values, 2))


def _convolution(into: int, out: int, side: int) -> nn.Conv2d:
    """A convolution drawn at random by He's rule (arXiv 1502.01852)."""
    made = nn.Conv2d(into, out, side, padding=side // 2)
    nn.init.kaiming_normal_(made.weight, nonlinearity="relu")
    nn.init.zeros_(made.bias)  # type: ignore[arg-type]
    return made
