"""Hide the picture window by window and see what the answer loses: captum's ``Occlusion``, much faster.

Of a cell of Twitter's network, only windows that touch what the cell sees are tried, and of those only what
they change is computed (:mod:`tools.attribute.fast.incremental`): same answer as hiding and looking again,
about two hundred times faster. Of any other network every window is a whole pass, in batches.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from tools.inside.opened import Opened
from tools.inside.receptive_field import Span, chain_of, field_of, seen_by_cell, stride_of
from tools.memory import batches, rows_at_once

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.attribute.fast.incremental import Incremental

PATCH, STRIDE = 32, 16  # pixels of the input
AT_ONCE = 64  # windows a pass: few passes, and progress still moves
Tick = Callable[[int], None]


class Window(NamedTuple):
    """The first pixel that a window hides."""

    top: int
    left: int


def windows(height: int, width: int, patch: int = PATCH, stride: int = STRIDE) -> list[Window]:
    """Every place of the window, the last ones over the picture's end, as captum places them."""
    rows, columns = (max(1, math.ceil((side - patch) / stride) + 1) for side in (height, width))
    return [Window(stride * row, stride * column) for row in range(rows) for column in range(columns)]


def windows_that_count(opened: Opened, patch: int = PATCH, stride: int = STRIDE) -> list[Window]:
    """The windows that touch what the answer can see; the others cannot change it. For progress."""
    height, width = opened.inputs.shape[-2:]
    rows, columns = _field(opened)
    return [
        window
        for window in windows(height, width, patch, stride)
        if _meets(window.top, patch, rows) and _meets(window.left, patch, columns)
    ]


def occlusion(
    opened: Opened, patch: int = PATCH, stride: int = STRIDE, tick: Tick | None = None
) -> NDArray[np.float64]:
    """How much the answer loses at each pixel of the input: (rows, columns), mean over covering windows.

    A window of ``patch`` pixels a side takes ``opened.fill``. ``tick`` is told how many windows each pass
    did, of :func:`windows_that_count`. ``stride`` is at most ``patch``: every pixel is covered.
    """
    if not 1 <= stride <= patch:
        raise ValueError(f"stride {stride} leaves pixels that no window of {patch} covers")
    places = windows_that_count(opened, patch, stride)
    return spread_over(opened, _losses(opened, places, patch, tick), patch, stride)


def spread_over(opened: Opened, losses: dict[Window, float], patch: int, stride: int) -> NDArray[np.float64]:
    """The mean of what the windows over each pixel lose, (rows, columns); windows not named lose nothing."""
    import numpy as np

    height, width = opened.inputs.shape[-2:]
    total, covered = np.zeros((height, width)), np.zeros((height, width))
    for window in windows(height, width, patch, stride):
        rows = slice(window.top, window.top + patch)
        columns = slice(window.left, window.left + patch)
        covered[rows, columns] += 1
        if lost := losses.get(window, 0.0):
            total[rows, columns] += lost
    return total / covered


def _losses(opened: Opened, places: list[Window], patch: int, tick: Tick | None) -> dict[Window, float]:
    import torch  # slow import

    with torch.inference_mode():
        chained = None if opened.cell is None else _chained(opened, patch)
        if chained is None:
            return dict(_looking_again(opened, places, patch, tick))
        return dict(_changing(chained, places, patch, opened, tick))


class _Chained(NamedTuple):
    network: Incremental
    top: int  # of the crop, in the input
    left: int
    cell: tuple[int, int]  # counted from the crop
    grid: int  # pixels after which windows change alike


def _chained(opened: Opened, patch: int) -> _Chained | None:
    from tools.attribute.fast.incremental import Incremental  # slow import
    from tools.attribute.fast.steps import means_of, steps_of

    steps = steps_of(opened.module, gradients=False)
    if steps is None:
        return None
    found = seen_by_cell(opened)
    height, width = opened.inputs.shape[-2:]
    ends = (found.rows.start == 0, found.rows.stop == height)
    sides = (found.columns.start == 0, found.columns.stop == width)
    whole = found.opened.inputs - means_of(opened.module)
    network = Incremental(steps, whole, patch, (*ends, *sides))
    assert found.opened.cell is not None
    return _Chained(network, found.rows.start, found.columns.start, found.opened.cell, stride_of(steps))


def _changing(
    chained: _Chained, places: list[Window], patch: int, opened: Opened, tick: Tick | None
) -> Iterator[tuple[Window, float]]:
    """What each window takes from the cell, by what it changes alone."""
    import numpy as np

    from tools.attribute.fast.steps import means_of  # slow import

    fill = opened.fill - means_of(opened.module)
    network, (row, column) = chained.network, chained.cell
    score = float(network.answer[0, row, column])
    for batch in _alike(places, chained.grid):
        tops = np.array([window.top - chained.top for window in batch])
        lefts = np.array([window.left - chained.left for window in batch])
        changed = network.under(fill, (patch, patch), tops, lefts)
        high, wide = changed.values.shape[-2:]
        rows, columns = row - changed.tops, column - changed.lefts
        inside = (rows >= 0) & (rows < high) & (columns >= 0) & (columns < wide)
        numbers = changed.values[:, 0].numpy()
        for index, window in enumerate(batch):
            lost = score - float(numbers[index, rows[index], columns[index]]) if inside[index] else 0.0
            yield window, lost
        if tick:
            tick(len(batch))


def _alike(places: list[Window], grid: int) -> Iterator[list[Window]]:
    """Windows that begin at equal distances from the grid of the poolings, some at a time."""
    groups: dict[tuple[int, int], list[Window]] = defaultdict(list)
    for window in places:
        groups[window.top % grid, window.left % grid].append(window)
    for group in groups.values():
        passes = math.ceil(len(group) / AT_ONCE)
        size = math.ceil(len(group) / passes)
        yield from (group[start : start + size] for start in range(0, len(group), size))


def _looking_again(
    opened: Opened, places: list[Window], patch: int, tick: Tick | None
) -> Iterator[tuple[Window, float]]:
    """What each window takes from the answer, by hiding and looking again."""
    score = float(opened.answer(opened.inputs)[0])
    for batch in batches(places, rows_at_once(opened.answer, opened.inputs, module=opened.module)):
        hidden = opened.inputs.repeat(len(batch), 1, 1, 1)
        for index, (top, left) in enumerate(batch):
            hidden[index, :, top : top + patch, left : left + patch] = opened.fill[0]
        for window, number in zip(batch, opened.answer(hidden).tolist(), strict=True):
            yield window, score - number
        if tick:
            tick(len(batch))


def _field(opened: Opened) -> tuple[Span, Span]:
    layers = None if opened.cell is None else chain_of(opened.module)
    if layers is None or opened.cell is None:
        height, width = opened.inputs.shape[-2:]
        return (0, height), (0, width)
    rows, columns = (field_of(layers, (place, place + 1)) for place in opened.cell)
    return rows, columns


def _meets(start: int, patch: int, span: Span) -> bool:
    return start < span[1] and start + patch > span[0]
