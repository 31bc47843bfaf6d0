"""What a patch over the picture changes, layer by layer: nothing else is computed again.

A patch of 32 pixels changes 36×36 places of the second layer where the whole has 320×320. Each layer's answer
to the whole picture is kept; the changed places are computed on top, for many patches at once.
Importing this file imports torch (slow import).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from tools.attribute.fast.steps import Step
from tools.inside.receptive_field import Span

Places = NDArray[np.int64]
_FAR = 1 << 30


class Changed(NamedTuple):
    """What stands where a patch changes a layer: (patches, channels, rows, columns), each from its corner.

    All patches of a batch begin at equal distances from the pooling grid, so that all grow alike.
    """

    values: Tensor
    tops: Places
    lefts: Places


class Incremental:
    """A chain of steps with its answers to one input, ready to be asked what patches change.

    ``whole`` (1, channels, rows, columns) is what the first step is given: a picture, its means taken off, or
    a part of one. ``ends`` tells of each side (top, bottom, left, right) whether it is the picture's own
    border, beyond which the network sees zeros; beyond the others stands what never counts.
    ``reach`` is the side of the largest patch.
    """

    def __init__(
        self, steps: Sequence[Step], whole: Tensor, reach: int, ends: tuple[bool, bool, bool, bool]
    ) -> None:
        self._steps = list(steps)
        self._given: list[Tensor] = []  # (rows, columns, channels) with a margin
        self._margins: list[int] = []
        self._limits: list[tuple[int, int, int, int]] = []
        values, stride, spread = whole, 1, reach
        for step in [*self._steps, None]:
            height, width = values.shape[-2:]
            self._limits.append(
                (
                    0 if ends[0] else -_FAR,
                    height if ends[1] else _FAR,
                    0 if ends[2] else -_FAR,
                    width if ends[3] else _FAR,
                )
            )
            if step is None:
                break
            margin = spread // stride + step.kernel_size + 1
            if step.kernel_size > 1:
                padded = functional.pad(values, [margin] * 4)
                self._given.append(padded[0].permute(1, 2, 0).contiguous())
            else:
                self._given.append(values)  # never widened
            self._margins.append(margin)
            values = step.run(_bordered(values, step.padding))
            spread += (step.kernel_size - 1) * stride  # a patch's changes reach that much further
            stride *= step.stride
        self.answer = values[0]
        """(channels, rows, columns): the last step's answer to the whole."""

    def under(self, fill: Tensor, size: tuple[int, int], tops: Places, lefts: Places) -> Changed:
        """What the last step gives where patches of one colour change it.

        ``fill`` (1, channels, 1, 1), means taken off; ``size`` is (rows, columns) of every patch. What lies
        of a patch beyond the picture's border is not there.
        """
        values = fill.expand(len(tops), -1, *size).contiguous(memory_format=torch.channels_last)
        changed = self._without_beyond(0, Changed(values, tops, lefts))
        for depth, step in enumerate(self._steps):
            changed = self._through(depth, step, changed)
        return changed

    def _through(self, depth: int, step: Step, changed: Changed) -> Changed:
        if step.kernel_size == 1:
            return changed._replace(values=step.run(changed.values))
        high, wide = changed.values.shape[-2:]
        (above, below), (before, after) = (
            _border(step, int(starts[0]), size)
            for starts, size in ((changed.tops, high), (changed.lefts, wide))
        )
        tops, lefts = changed.tops - above, changed.lefts - before
        values = self._around(depth, tops, lefts, above + high + below, before + wide + after)
        values[:, :, above : above + high, before : before + wide] = changed.values
        made = Changed(
            step.run(values),
            (tops + step.padding) // step.stride,
            (lefts + step.padding) // step.stride,
        )
        # Only a convolution's bias can put anything but zero beyond the picture.
        return self._without_beyond(depth + 1, made) if step.bias else made

    def _around(self, depth: int, tops: Places, lefts: Places, high: int, wide: int) -> Tensor:
        """What a step was given of the whole, at every corner: (patches, channels, high, wide)."""
        given, margin = self._given[depth], self._margins[depth]
        parts = [
            given[top + margin : top + margin + high, left + margin : left + margin + wide]
            for top, left in zip(tops.tolist(), lefts.tolist(), strict=True)
        ]
        return torch.stack(parts).permute(0, 3, 1, 2)

    def _without_beyond(self, depth: int, changed: Changed) -> Changed:
        """Beyond the picture's border every step sees zeros, whatever the patch."""
        first_row, end_row, first_column, end_column = self._limits[depth]
        high, wide = changed.values.shape[-2:]
        tops, lefts = changed.tops, changed.lefts
        cut = (tops < first_row) | (lefts < first_column)
        cut |= (tops + high > end_row) | (lefts + wide > end_column)
        for index in np.flatnonzero(cut):
            values, top, left = changed.values[index], int(tops[index]), int(lefts[index])
            values[:, : max(0, first_row - top)] = 0
            values[:, max(0, end_row - top) :] = 0
            values[:, :, : max(0, first_column - left)] = 0
            values[:, :, max(0, end_column - left) :] = 0
        return changed


def _border(step: Step, start: int, size: int) -> Span:
    """How many unchanged places a step needs before and after ``size`` changed ones, by its geometry.

    A place of its answer at ``o`` reads from stride·o − padding on, kernel places: all that read any changed
    place are made.
    """
    first = -((step.kernel_size - 1 - step.padding - start) // step.stride)
    last = (start + size - 1 + step.padding) // step.stride
    return (
        start - (first * step.stride - step.padding),
        last * step.stride - step.padding + step.kernel_size - (start + size),
    )


def _bordered(values: Tensor, padding: int) -> Tensor:
    return functional.pad(values, [padding] * 4) if padding else values
