"""The one architecture of the interview scores. Importing this file imports torch (slow import)."""

from __future__ import annotations

from torch import Tensor, nn

SIDE = 96
"""Pixels a side of what the network sees."""


class InterviewNetwork(nn.Module):
    """RGB ``(n, 3, side, side)`` in 0..1 to scores ``(n,)``, unbounded; differentiable.

    ``side`` is a multiple of 16: 96 in the subjects, less where a training must be short.

    Four halvings by convolutions; then each channel is weighed by place, and the channels are summed. With
    the mean over the picture instead, the smile alone was never learned: what a mouth does was lost in it.
    """

    WIDTHS = (16, 32, 48, 64)

    def __init__(self, side: int = SIDE) -> None:
        super().__init__()
        first, second, third, fourth = self.WIDTHS
        self.features = nn.Sequential(
            *_convolved(3, first, 2),
            *_convolved(first, second, 2),
            *_convolved(second, third, 2),
            *_convolved(third, third, 1),
            *_convolved(third, fourth, 2),
            *_convolved(fourth, fourth, 1),
        )
        self.places = nn.Conv2d(fourth, fourth, side // 16, groups=fourth)
        self.last = nn.Linear(fourth, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        """Scores; the rule that made the labels keeps them between 0 and 1, nothing here does."""
        seen: Tensor = self.features(pictures - 0.5)
        weighed: Tensor = self.places(seen).relu()
        scores: Tensor = self.last(weighed.flatten(1))[:, 0]
        return scores


def _convolved(before: int, after: int, stride: int) -> list[nn.Module]:
    return [
        nn.Conv2d(before, after, 3, stride, 1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
    ]
