"""The slope of one cell's score, from what the cell sees and nothing else.

Backwards from the cell, each layer is needed at fewer and fewer places: 1, then 3×3, 5×5, 10×10… and 140×140
pixels of the picture. Convolutions run on those places alone, without padding; five times less than on the
whole picture, and a fifth less than on the crop. Importing this file imports torch (slow import).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from tools.attribute.fast.steps import Step, means_of, steps_of
from tools.inside.opened import Opened
from tools.inside.receptive_field import Span
from tools.memory import rows_at_once


class Part(NamedTuple):
    """What a step is given along one side: places ``span``, and zeros before and after, at a border."""

    span: Span
    before: int
    after: int


class Cone:
    """The number of an :class:`Opened`, on the pixels that it can see: ``rows`` and ``columns`` of the input.

    Of a network that is no chain the whole input is seen.
    """

    def __init__(self, opened: Opened) -> None:
        height, width = opened.inputs.shape[-2:]
        self.rows, self.columns = slice(0, height), slice(0, width)
        self._answer = opened.answer
        steps = steps_of(opened.module, gradients=True) if opened.cell is not None else None
        if steps is not None and opened.cell is not None:
            self._means = means_of(opened.module)
            down, across = (
                _parts(steps, place, size) for place, size in zip(opened.cell, (height, width), strict=True)
            )
            self._steps = list(zip(steps, down, across, strict=True))
            self.rows, self.columns = slice(*down[0].span), slice(*across[0].span)
            self._answer = self._through
        self._opened = opened

    @cached_property
    def at_once(self) -> int:
        """How many pictures one pass takes, by memory and by how soon a cancellation is to be heard."""
        seen = self.seen(self._opened.inputs)
        return rows_at_once(self._answer, seen, module=self._opened.module, gradients=True)

    def seen(self, pictures: Tensor) -> Tensor:
        """The part of inputs (n, channels, rows, columns) that counts."""
        part = pictures[..., self.rows, self.columns]
        layout = torch.channels_last if part.dim() == 4 else torch.contiguous_format
        return part.contiguous(memory_format=layout)

    def slopes(self, pictures: Tensor) -> Tensor:
        """The gradient at each picture, both (n, channels, rows, columns) of what is seen."""
        with torch.inference_mode(False), torch.enable_grad():
            asked = pictures.detach().clone(memory_format=torch.preserve_format).requires_grad_()
            (found,) = torch.autograd.grad(self._answer(asked).sum(), asked)
        return found

    def spread(self, slopes: Tensor, like: Tensor) -> Tensor:
        """What was found on the part seen, in zeros of the shape of ``like``."""
        whole = torch.zeros_like(like)
        whole[..., self.rows, self.columns] = slopes
        return whole

    def _through(self, pictures: Tensor) -> Tensor:
        values = pictures - self._means
        for step, down, across in self._steps:
            if zeros := (across.before, across.after, down.before, down.after):
                values = functional.pad(values, zeros) if any(zeros) else values
            values = step.run(values)
        return values[:, 0, 0, 0]


def _parts(steps: Sequence[Step], place: int, size: int) -> list[Part]:
    """What each step is given along one side, so that the last gives the one place."""
    sizes = [size]
    for step in steps:
        # Poolings keep a window that sticks out; convolutions of stride 1 keep the size.
        sizes.append(-(-(sizes[-1] + 2 * step.padding - step.kernel_size) // step.stride) + 1)
    found = []
    first, end = place, place + 1
    for step, given in zip(reversed(steps), reversed(sizes[:-1]), strict=True):
        first, end = (
            step.stride * first - step.padding,
            step.stride * (end - 1) - step.padding + step.kernel_size,
        )
        zeros = (max(0, -first), max(0, end - given)) if step.padding else (0, 0)
        first, end = max(0, first), min(given, end)
        found.append(Part((first, end), *zeros))
    return found[::-1]
