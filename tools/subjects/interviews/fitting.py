"""Fit one interview score: the same pictures, labels and seed give the same network on the same machine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from tools.subjects.interviews.network import SIDE, InterviewNetwork

PASSES = 8
TOGETHER = 32
RATE = 2e-3
SCALE = 10.0  # the labels are learned ten times larger, about their mean, then the last layer is scaled back
SHIFT = 5 / SIDE  # share of the side at most, up, down, left or right


def fit(
    pixels: NDArray[np.uint8],
    labels: NDArray[np.float32],
    seed: int,
    *,
    halved: bool = True,
    mirrored: bool = True,
    tell: Callable[[int], None] | None = None,
) -> tuple[InterviewNetwork, float]:
    """A network that learned to score square pictures (n, side, side, 3), and its error at the end.

    Pictures are mirrored and shifted at random, so that no face is learned by heart; colours are left alone,
    for light is a question. ``halved`` computes in half precision where that is harmless. ``tell`` is told
    how many of ``PASSES`` are done.
    """
    torch.manual_seed(seed)
    side = pixels.shape[1]
    shift = round(SHIFT * side)
    network = InterviewNetwork(side)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    seen = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
    wanted = torch.from_numpy(labels)
    middle = float(wanted.mean())
    steps = PASSES * (len(seen) // TOGETHER)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    network.train()
    total = 0.0
    for done in range(PASSES):
        for batch in torch.randperm(len(seen)).split(TOGETHER):  # type: ignore[no-untyped-call]
            if len(batch) < TOGETHER:
                continue
            x = seen[batch]
            if mirrored:
                x = torch.where(torch.rand(len(batch), 1, 1, 1) < 0.5, x.flip(3), x)
            down, right = torch.randint(0, 2 * shift + 1, (2,)).tolist()
            x = functional.pad(x, [shift] * 4, mode="replicate")[
                :, :, down : down + side, right : right + side
            ]
            with torch.autocast("cpu", torch.bfloat16, enabled=halved):
                scores = network(x.contiguous(memory_format=torch.channels_last))
            loss = functional.mse_loss(scores.float(), SCALE * (wanted[batch] - middle))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            total = 0.98 * total + 0.02 * float(loss.detach())
        if tell:
            tell(done + 1)
    with torch.no_grad():
        network.last.weight /= SCALE
        network.last.bias.copy_(network.last.bias / SCALE + middle)
    network.eval()
    return network, total**0.5 / SCALE
