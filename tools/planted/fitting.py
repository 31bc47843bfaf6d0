"""Fit the small network of the planted pictures, on one core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import nn

PASSES, TOGETHER, RATE = 8, 32, 3e-3
# Weight of the mean squared difference between the answers (before the sigmoid) to two versions of a picture.
ALIKE = 0.1


def fit(versions: Sequence[NDArray[np.uint8]], striped: Sequence[bool], seed: int) -> nn.Module:
    """A network that tells striped pictures; of several versions of a picture it answers alike.

    The rate falls to nothing at the end: a network stopped at full rate leans as its last steps happened to.
    """
    import torch  # slow import
    from torch import nn
    from torch.nn import functional

    torch.manual_seed(seed)
    layers: list[Any] = [
        nn.BatchNorm2d(3), nn.Conv2d(3, 16, 5, 1, 2), nn.BatchNorm2d(16), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(16, 32, 3, 1, 1), nn.BatchNorm2d(32), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(32, 32, 3, 1, 1), nn.BatchNorm2d(32), nn.ReLU(),
        nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(512, 1),
    ]  # fmt: skip
    module = nn.Sequential(*layers)
    seen = [torch.from_numpy(each).permute(0, 3, 1, 2).float() / 255 for each in versions]
    wanted = torch.tensor(striped)[:, None].float()
    optimiser = torch.optim.Adam(module.parameters(), RATE)
    steps = PASSES * -(-len(wanted) // TOGETHER)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(PASSES):
        for part in torch.split(torch.randperm(len(wanted)), TOGETHER):
            optimiser.zero_grad()
            found = module(torch.cat([each[part] for each in seen])).reshape(len(seen), -1)
            loss = functional.binary_cross_entropy_with_logits(found, wanted[part].T.expand_as(found))
            loss = loss + ALIKE * (found - found[:1]).square().mean() * len(seen)
            loss.backward()
            optimiser.step()
            pace.step()
    return module.eval().requires_grad_(False)
