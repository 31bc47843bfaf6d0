"""Teach the student the recorded maps, with checkpoints and a moving mean of its weights.

Every batch is one shape. Convolutions run in bfloat16, three to four times as quick where the processor has
matrix units for it; losses, weights and their mean are kept in full precision.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from tools.subjects.cropping_imitation.network import StudentNetwork

BATCH = 12
PEAK_RATE = 1.5e-3
WARM_UP = 3_000  # pictures until the full learning rate
DECAY = 1e-3
LONGEST_STEP = 1.0  # norm of the gradient
MEAN_OVER = 0.998  # of the weights, a step
TEMPERATURE = 0.3  # scores; of the distributions that are compared
NEAR_PEAK = 0.5  # scores; below the best cell, where errors count most


@dataclass
class Recording:
    """One file of the recording: pictures (n, height, width, 3) and maps (n, rows, columns)."""

    pictures: NDArray[np.uint8]
    maps: NDArray[np.float16]


def recordings(folder: Path) -> list[Recording]:
    """Every file of a folder, in order; pictures are read from the disk when they are asked for."""
    found = []
    for path in sorted(folder.glob("[0-9]*.npz")):
        with np.load(path) as kept:
            found.append(Recording(kept["pictures"], kept["maps"]))
    return found


def loss(student: Tensor, original: Tensor) -> Tensor:
    """How far two sets of maps (n, rows, columns) are: cells near the best, places, the best score."""
    best = original.amax((1, 2), keepdim=True)
    weight = 1 + 4 * torch.exp((original - best) / NEAR_PEAK)
    cells = functional.smooth_l1_loss(student, original, reduction="none", beta=0.3)
    level = (cells * weight).sum((1, 2)) / weight.sum((1, 2))
    ours = functional.log_softmax(student.flatten(1) / TEMPERATURE, 1)
    theirs = functional.softmax(original.flatten(1) / TEMPERATURE, 1)
    place = functional.kl_div(ours, theirs, reduction="none").sum(1)
    peak = (student.amax((1, 2)) - best[:, 0, 0]).abs()
    return (level + 0.15 * place + 0.1 * peak).mean()


class Learner:
    """A student on its way: weights, their mean, the optimiser, how far it is."""

    def __init__(self, seed: int, rate: float = PEAK_RATE) -> None:
        torch.manual_seed(seed)
        self.draw = np.random.default_rng(seed)
        self.student = StudentNetwork()
        self.mean = {name: value.detach().clone() for name, value in self.student.state_dict().items()}
        self.rate = rate
        self.optimiser = torch.optim.AdamW(self.student.parameters(), rate, weight_decay=DECAY)
        self.pictures = 0
        self.seconds = 0.0

    def step(self, pictures: NDArray[np.uint8], maps: NDArray[np.float16], rate: float) -> float:
        """One batch at one learning rate; its loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        values = torch.from_numpy(pictures).permute(0, 3, 1, 2).float()
        with torch.autocast("cpu", torch.bfloat16):
            found = self.student(values)[:, 0]
        error = loss(found.float(), torch.from_numpy(maps.astype(np.float32)))
        self.optimiser.zero_grad()
        error.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), LONGEST_STEP)
        self.optimiser.step()
        self.pictures += len(pictures)
        keep = min(MEAN_OVER, self.pictures / (self.pictures + 50 * BATCH))
        for name, value in self.student.state_dict().items():
            self.mean[name].lerp_(value, 1 - keep)
        return error.item()

    def learn(
        self,
        kept: Sequence[tuple[float, Sequence[Recording]]],
        *,
        seconds: float,
        checkpoint: Path,
        report: Callable[[Learner, float], None],
        every: float = 120.0,
    ) -> None:
        """Learn for ``seconds`` of wall clock in all, those before a checkpoint counted; the rate falls to 0.

        ``kept`` are recordings with the share of batches that each kind gives. ``report`` is called, and the
        checkpoint written, ``every`` so many seconds.
        """
        shares = np.array([share for share, _ in kept]) / sum(share for share, _ in kept)
        before, started, told = self.seconds, time.monotonic(), 0.0
        total, steps = 0.0, 0
        while self.seconds < seconds:
            _, files = kept[int(self.draw.choice(len(kept), p=shares))]
            file = files[int(self.draw.integers(len(files)))]
            chosen = self.draw.choice(len(file.pictures), BATCH, replace=False)
            done = self.seconds / seconds
            falling = 0.5 * (1 + math.cos(math.pi * done)) + 0.005
            total += self.step(
                file.pictures[chosen],
                file.maps[chosen],
                self.rate * falling * min(1.0, (self.pictures + BATCH) / WARM_UP),
            )
            steps += 1
            self.seconds = before + time.monotonic() - started
            if self.seconds - before - told > every:
                told = self.seconds - before
                self.save(checkpoint)
                report(self, total / steps)
                total, steps = 0.0, 0
        self.save(checkpoint)

    def save(self, path: Path) -> None:
        """Everything needed to go on, written whole or not at all."""
        part = path.with_suffix(".part")
        torch.save(
            {
                "student": self.student.state_dict(),
                "mean": self.mean,
                "optimiser": self.optimiser.state_dict(),
                "draw": self.draw.bit_generator.state,
                "pictures": self.pictures,
                "seconds": self.seconds,
            },
            part,
        )
        part.replace(path)

    def restore(self, path: Path) -> None:
        """Go on from a checkpoint of ours."""
        kept: dict[str, Any] = torch.load(path, weights_only=True)
        self.student.load_state_dict(kept["student"])
        self.mean = kept["mean"]
        self.optimiser.load_state_dict(kept["optimiser"])
        self.draw.bit_generator.state = kept["draw"]
        self.pictures, self.seconds = kept["pictures"], kept["seconds"]

    def taught(self) -> StudentNetwork:
        """The student with the mean of its weights, for measuring and for keeping."""
        made = StudentNetwork()
        made.load_state_dict(self.mean)
        return made.eval().requires_grad_(False)
