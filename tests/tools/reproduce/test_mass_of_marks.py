"""A member's part of all marks: what the frame would be, were it drawn by lot from them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tools.reproduce.montages import Trial, mass_of, share_of
from tools.stimulus import Montage, Texture

GREY, LIGHT = Texture(pattern="plain", level=0.4), Texture(pattern="plain", level=0.6)


def _trial(*, first: bool = True, stacked: bool = False) -> Trial:
    layout = "stacked" if stacked else "side-by-side"
    return Trial(0, Montage(first=GREY, second=LIGHT, layout=layout, cell=160), first)


def test_a_thin_lead_takes_everything_of_the_frame_and_little_of_the_marks() -> None:
    grid = np.full((2, 4), 1.0, np.float32)
    grid[0, 0] = 1.1
    assert share_of(grid, _trial()) == 1
    assert mass_of(grid, _trial()) == pytest.approx(4.1 / 8.1)
    assert mass_of(grid, _trial(first=False)) == pytest.approx(4.0 / 8.1)


def test_marks_below_zero_count_for_none_and_none_at_all_is_one_half() -> None:
    grid = np.array([[-5.0, 1.0, 3.0, -9.0]], np.float32)
    assert mass_of(grid, _trial()) == pytest.approx(0.25)
    assert mass_of(np.full((3, 4), -1.0, np.float32), _trial()) == 0.5
    assert mass_of(np.ones((3, 1), np.float32), _trial()) == 0.5


@given(
    grid=arrays(
        np.float32, st.tuples(st.integers(1, 6), st.integers(2, 9)), elements=st.floats(-2, 9, width=32)
    ),
    stacked=st.booleans(),
)
def test_both_members_have_all_marks_together_whichever_way_they_stand(
    grid: np.ndarray, stacked: bool
) -> None:
    one = mass_of(grid, _trial(stacked=stacked))
    other = mass_of(grid, _trial(first=False, stacked=stacked))
    assert one + other == pytest.approx(1)
    assert (
        mass_of(np.ascontiguousarray(grid.T), _trial(stacked=not stacked)) == pytest.approx(one)
        or min(grid.shape) < 2
    )
