"""Explanations by hiding: no gradient is needed, any answer will do.

Importing this file imports torch (slow import).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from tools.inside.opened import Opened

AT_ONCE = 16  # pictures a pass, so that progress moves
Tick = Callable[[], None]
Floats = NDArray[np.float64]
Labels = NDArray[np.int64]


def answers_hiding(opened: Opened, hidden: NDArray[np.bool_], tick: Tick | None = None) -> Floats:
    """The answer on the picture with ``hidden`` (n, rows, columns) in the mean colour: (n,)."""
    found: list[NDArray[np.float64]] = []
    with torch.inference_mode():
        for start in range(0, len(hidden), AT_ONCE):
            where = torch.from_numpy(np.ascontiguousarray(hidden[start : start + AT_ONCE]))[:, None]
            shown = torch.where(where, opened.fill, opened.inputs)
            found.append(opened.answer(shown).double().numpy())
            if tick:
                tick()
    return np.concatenate(found) if found else np.empty(0)


def answers_darker(opened: Opened, where: NDArray[np.bool_], tick: Tick | None = None) -> Floats:
    """The answer on the picture made a little darker at ``where`` (n, rows, columns): (n,)."""
    step = darker_by(opened)
    found: list[NDArray[np.float64]] = []
    with torch.inference_mode():
        for start in range(0, len(where), AT_ONCE):
            part = torch.from_numpy(np.ascontiguousarray(where[start : start + AT_ONCE]))[:, None]
            found.append(opened.answer(opened.inputs - step * part).double().numpy())
            if tick:
                tick()
    return np.concatenate(found) if found else np.empty(0)


def darker_by(opened: Opened) -> float:
    """A fiftieth of the input's own range: small enough for a slope, large enough for single precision."""
    return max(float(opened.inputs.max() - opened.inputs.min()), 1e-6) / 50


def darkened(opened: Opened, labels: Labels, regions: int, tick: Tick | None = None) -> Floats:
    """What the answer gains a unit of light on each whole region, measured without a gradient: (regions,)."""
    whole = answers_darker(opened, np.zeros((1, *labels.shape), bool))
    found = [
        answers_darker(
            opened, labels[None] == np.arange(start, min(start + AT_ONCE, regions))[:, None, None], tick
        )
        for start in range(0, regions, AT_ONCE)
    ]
    return np.asarray((whole - np.concatenate(found)) / darker_by(opened))


def answers_without(
    opened: Opened, labels: Labels, without: NDArray[np.bool_], tick: Tick | None = None
) -> Floats:
    """The answer with some regions hidden: ``without`` (n, regions); label −1 is never hidden."""
    found = []
    for start in range(0, len(without), AT_ONCE):
        wide = np.concatenate(
            [without[start : start + AT_ONCE], np.zeros((len(without[start : start + AT_ONCE]), 1), bool)],
            axis=1,
        )
        found.append(answers_hiding(opened, wide[:, labels], tick))  # −1 takes the last column
    return np.concatenate(found) if found else np.empty(0)


def whole_and_hidden(opened: Opened, labels: Labels) -> tuple[float, float]:
    """The answer on the whole picture, and with every region hidden."""
    both = answers_hiding(opened, np.stack([np.zeros(labels.shape, bool), labels >= 0]))
    return float(both[0]), float(both[1])


def ablated(opened: Opened, labels: Labels, regions: int, tick: Tick | None = None) -> Floats:
    """What the answer loses when each region is hidden alone: (regions,); captum's ``FeatureAblation``."""
    whole, _ = whole_and_hidden(opened, labels)
    return whole - answers_without(opened, labels, np.eye(regions, dtype=bool), tick)


def blurred(opened: Opened) -> Opened:
    """The same, with what is hidden replaced by the picture itself, blurred over a sixth of its side."""
    side = max(3, min(opened.inputs.shape[-2:]) // 6) | 1
    wide = functional.pad(opened.inputs, [side // 2] * 4, mode="reflect")
    return replace(opened, fill=functional.avg_pool2d(wide, side, 1))


def shapley(
    opened: Opened, labels: Labels, regions: int, samples: int, seed: int, tick: Tick | None = None
) -> Floats:
    """Each region's Shapley value by KernelSHAP (Lundberg and Lee, 2017, arXiv 1705.07874): (regions,).

    Coalitions are drawn by Shapley's kernel, as captum's ``KernelShap`` draws them from the same seed; then
    least squares, the two ends (all, nothing) weighing a million times. The values add up to the answer minus
    that with every region hidden.
    """
    if regions == 1:
        whole, nothing = whole_and_hidden(opened, labels)
        return np.array([whole - nothing])
    shown = coalitions(regions, samples, seed)
    found = answers_without(opened, labels, ~shown, tick)
    return least_squares(shown, found)


def coalitions(regions: int, samples: int, seed: int) -> NDArray[np.bool_]:
    """Which regions are shown: (samples, regions); all first, none second, then drawn."""
    sizes = torch.arange(1, regions, dtype=torch.float)
    chances = torch.cat([torch.zeros(1), (regions - 1) / (sizes * (regions - sizes))])
    rows = [torch.ones(1, regions), torch.zeros(1, regions)]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        sizes_drawn = torch.distributions.Categorical(chances)
        while len(rows) < samples:
            size = int(sizes_drawn.sample())  # type: ignore[no-untyped-call]
            drawn = torch.randn(1, regions)
            limit = torch.kthvalue(drawn, regions - size).values.item()
            rows.append((drawn > limit).float())
    return np.asarray(torch.cat(rows).numpy() > 0.5)


END_WEIGHT = 1e6


def least_squares(shown: NDArray[np.bool_], answers: Floats) -> Floats:
    """The weight of each region in the linear rule that fits best, the first two rows (the ends) first."""
    root = np.ones(len(shown))
    root[:2] = np.sqrt(END_WEIGHT)
    design = np.concatenate([shown.astype(np.float64), np.ones((len(shown), 1))], axis=1)
    solved, *_ = np.linalg.lstsq(design * root[:, None], answers * root, rcond=None)
    return np.asarray(solved[:-1])


def slid(opened: Opened, patch: tuple[int, int], step: tuple[int, int], tick: Tick | None = None) -> Floats:
    """What the answer loses at each pixel, the mean over patches that cover it: captum's ``Occlusion``."""
    rows, columns = opened.inputs.shape[-2:]
    tops, lefts = (
        [at * by for at in range(max(1, -(-(side - long) // by) + 1))]
        for side, long, by in zip((rows, columns), patch, step, strict=True)
    )
    whole = float(answers_hiding(opened, np.zeros((1, rows, columns), bool))[0])
    total, covered = np.zeros((rows, columns)), np.zeros((rows, columns))
    places = [(slice(top, top + patch[0]), slice(left, left + patch[1])) for top in tops for left in lefts]
    for start in range(0, len(places), AT_ONCE):
        batch = places[start : start + AT_ONCE]
        hidden = np.zeros((len(batch), rows, columns), bool)
        for at, place in enumerate(batch):
            hidden[at][place] = True
        for place, number in zip(batch, answers_hiding(opened, hidden, tick), strict=True):
            total[place] += whole - number
            covered[place] += 1
    return total / covered
