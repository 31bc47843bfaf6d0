"""The design of a paired preference: which montages are shown, and whose win is counted in each.

Every factor is crossed with who bears it and where it stands, so that neither content nor place can pass for
the factor: a pair of crops is the unit, its montages are conditions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.stimuli.cases import Shown
from tools.stimulus import Change, Edited, Layout, Montage, Recipe

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Factor = Literal["place", "contrast", "brightness", "size", "identical", "member"]
LAYOUTS: tuple[Layout, ...] = ("side-by-side", "stacked")

# A montage is 320 by 160 pixels: what the network sees, without another resizing.
CELL = 160
# Shares of a member's side: both members of a size pair lie on a ground of their own mean colour.
LARGER = 0.9

Pair = tuple[Shown, Shown]


class Trial(NamedTuple):
    """One montage of one unit; ``first`` tells whether the member whose wins are counted stands first."""

    unit: int
    montage: Montage
    first: bool


def trials(pairs: Sequence[Pair], factor: Factor, strength: float, layouts: Sequence[Layout]) -> list[Trial]:
    """All conditions of every pair: both orders, both bearers of the factor, every layout."""
    made = []
    for unit, (one, other) in enumerate(pairs):
        for layout in layouts:
            for first, second, counted in _orders(one.recipe, other.recipe, factor, strength):
                made.append(Trial(unit, _montage(first, second, layout), counted))
    return made


def _orders(one: Recipe, other: Recipe, factor: Factor, strength: float) -> list[tuple[Recipe, Recipe, bool]]:
    if factor == "place":
        return [(one, other, True), (other, one, True)]
    if factor == "member":  # the wins of the member that is listed first, in both orders
        return [(one, other, True), (other, one, False)]
    if factor == "identical":  # the wins of the first place; every crop meets its own copy
        return [(one, one, True), (other, other, True)]
    found = []
    for bearer, rival in ((one, other), (other, one)):
        more, less = _changed(bearer, factor, strength, more=True), _changed(rival, factor, strength)
        found += [(more, less, True), (less, more, False)]
    return found


def couples(trials: Sequence[Trial], factor: Factor) -> list[tuple[int, int]]:
    """Indices of the two montages that differ by the factor alone, its bearer exchanged, couple by couple.

    For the place or the member, the same two pictures in both orders; identical copies have no couple.
    Where both montages are won by the counted member, the frame followed the factor.
    """
    if factor == "identical":
        return []
    grouped: dict[tuple[int, Layout], list[int]] = {}
    for index, trial in enumerate(trials):
        grouped.setdefault((trial.unit, trial.montage.layout), []).append(index)
    ends = ((0, 1),) if factor in ("place", "member") else ((0, 3), (1, 2))  # the order of _orders
    return [(group[one], group[other]) for group in grouped.values() for one, other in ends]


def in_order(pair: Pair, trial: Trial) -> tuple[Shown, Shown]:
    """The two crops of a montage as they stand: first, second."""
    own = {member.recipe: member for member in pair}

    def crop(recipe: Recipe) -> Shown:
        return own[recipe.of if recipe not in own and isinstance(recipe, Edited) else recipe]

    return crop(trial.montage.first), crop(trial.montage.second)


def _changed(recipe: Recipe, factor: Factor, strength: float, *, more: bool = False) -> Recipe:
    """Both members are edited, in opposite directions: being edited is not the factor."""
    change: Change
    if factor == "contrast":
        change, amount = "contrast", strength if more else 1 / strength
    elif factor == "brightness":
        change, amount = "brightness", strength if more else -strength
    else:
        change, amount = "scale", LARGER if more else LARGER * strength
    return Edited(of=recipe, change=change, amount=round(amount, 6))


def placebo_trials(
    pairs: Sequence[Pair], pixels: Sequence[NDArray[np.uint8]], layouts: Sequence[Layout], factor: Factor
) -> list[Trial]:
    """One member of each pair in turn is shifted by one cell, in both orders: the wins of the shifted one.

    ``pixels`` are those of the shifted members. For the factor ``identical`` the rival is the same crop.
    """
    made = []
    for unit, (pair, picture) in enumerate(zip(pairs, pixels, strict=True)):
        own = pair[unit % 2].recipe
        rival = own if factor == "identical" else pair[1 - unit % 2].recipe
        shifted = Edited(of=own, change="shift", amount=shift_of(picture))
        for layout in layouts:
            made.append(Trial(unit, _montage(shifted, rival, layout), True))
            made.append(Trial(unit, _montage(rival, shifted, layout), False))
    return made


def shift_of(pixels: NDArray[np.uint8]) -> int:
    """One cell of 16 pixels of the montage, in whole pixels of the member before it is resized."""
    return max(1, math.floor(16 * float(min(pixels.shape[:2])) / CELL + 0.5))


def by_unit(shown: Sequence[Trial], shares: Sequence[float]) -> list[float]:
    """The mean of each unit's montages, in the units' order."""
    won: dict[int, list[float]] = {}
    for trial, share in zip(shown, shares, strict=True):
        won.setdefault(trial.unit, []).append(share)
    return [sum(won[unit]) / len(won[unit]) for unit in sorted(won)]


def _montage(first: Recipe, second: Recipe, layout: Layout) -> Montage:
    return Montage(first=first, second=second, layout=layout, cell=CELL)


def cells_of_each(cells: int, montage: Montage) -> int:
    """How many of so many cells across are each member's: those whose centre lies on it.

    A cell whose centre lies on the band between the two, or on the seam of an odd number, is nobody's.
    """
    part = montage.cell / (2 * montage.cell + montage.separator_width)
    return min(cells // 2, math.ceil(part * cells - 0.5))


def mass_of(grid: NDArray[np.float32], trial: Trial) -> float:
    """The counted member's part of all marks, those below zero taken for none: how often it would hold the
    frame if the frame were drawn by lot in proportion to the marks. One half where there is no mark.

    Yee, Tantipongpipat, Mishra 2021 (doi 10.1145/3479594) name what the single best cell adds to it: argmax
    bias.
    """
    if trial.montage.layout == "stacked":
        grid = grid.T
    each = cells_of_each(grid.shape[1], trial.montage)
    if not each:
        return 0.5
    marks = grid.clip(min=0)
    first, second = float(marks[:, :each].sum()), float(marks[:, -each:].sum())
    if first + second == 0:
        return 0.5
    return (first if trial.first else second) / (first + second)


def share_of(grid: NDArray[np.float32], trial: Trial) -> float:
    """1 if the counted member holds the map's maximum, 0 if the other does, one half for an exact tie.

    What is nobody's (:func:`cells_of_each`) counts for none."""
    if trial.montage.layout == "stacked":
        grid = grid.T
    each = cells_of_each(grid.shape[1], trial.montage)
    if not each:
        return 0.5  # one cell for both: it tells them apart in no way
    first, second = grid[:, :each].max(), grid[:, -each:].max()
    if first == second:
        return 0.5
    return float((first > second) == trial.first)
