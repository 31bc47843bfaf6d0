"""The one architecture of the mattes made here. Importing this file imports torch (slow import)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

SIDE = 96
"""Pixels a side of what the network sees."""


class SmallUNet(nn.Module):
    """RGB ``(n, 3, 96, 96)`` in 0..1 to logits ``(n, 1, 96, 96)``; 39,077 parameters.

    Four halvings with two convolutions each, then back up, each step joined to what the way down saw at the
    same size (Ronneberger 2015, arXiv 1505.04597). The last step enlarges by a transposed convolution.
    """

    WIDTHS = (10, 18, 30, 30)

    def __init__(self) -> None:
        super().__init__()
        widths = self.WIDTHS
        self.down = nn.ModuleList(
            nn.Sequential(*_convolved(before, after, 2), *_convolved(after, after, 1))
            for before, after in zip((3, *widths), widths, strict=False)
        )
        self.up = nn.ModuleList(
            nn.Sequential(*_convolved(deep + side, side, 1, size=1), *_convolved(side, side, 1, alone=True))
            for deep, side in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )
        self.out = nn.ConvTranspose2d(widths[0], 1, 4, stride=2, padding=1)

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits; differentiable."""
        x = pictures - 0.5
        seen: list[Tensor] = []
        for step in self.down:
            x = step(x)
            seen.append(x)
        for step, same in zip(self.up, seen[-2::-1], strict=True):
            x = step(torch.cat([functional.interpolate(x, scale_factor=2.0), same], dim=1))
        logits: Tensor = self.out(x)
        return logits


def _convolved(
    before: int, after: int, stride: int, *, size: int = 3, alone: bool = False
) -> list[nn.Module]:
    groups = after if alone else 1
    return [
        nn.Conv2d(before, after, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
    ]
