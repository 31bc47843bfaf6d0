"""Rounding rules of preparation, point and crop window; no network needed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import CallRefused
from tools.subjects.cropping import preparation
from tools.subjects.cropping.window import crop_window, salient_cell, salient_point

SIDES = st.integers(1, 6000)


@given(SIDES, SIDES)
def test_the_target_is_the_picture_scaled_to_320_rounded_half_up(width: int, height: int) -> None:
    scale = min(Fraction(320, width), Fraction(320, height))
    wide, high = preparation.target_size(width, height)
    assert max(wide, high) == 320
    for got, side in ((wide, width), (high, height)):
        exact = scale * side
        assert got == max(1, (exact + Fraction(1, 2)).__floor__())


@pytest.mark.parametrize(
    ("size", "target"),
    [
        ((640, 427), (320, 214)),  # 213.5 goes up
        ((451, 300), (320, 213)),
        ((100, 50), (320, 160)),  # enlarged
        ((1, 1), (320, 320)),
        ((10_000, 3), (320, 1)),  # no side vanishes
    ],
)
def test_targets_that_were_worked_by_hand(size: tuple[int, int], target: tuple[int, int]) -> None:
    assert preparation.target_size(*size) == target


@pytest.mark.parametrize(
    ("size", "halvings"),
    [
        ((320, 320), 0),
        ((639, 639), 1),  # the half is rounded up: 320
        ((638, 638), 0),
        ((640, 427), 1),  # 427 → 214
        ((1280, 1280), 2),
        ((2560, 1440), 3),
        ((10_000, 10_000), 3),  # no decoder goes further than an eighth
        ((200, 100), 0),
    ],
)
def test_halvings_inside_a_jpeg_decoder(size: tuple[int, int], halvings: int) -> None:
    assert preparation.decoder_halvings(*size) == halvings


def test_halving_takes_means_rounded_down_and_drops_an_odd_edge() -> None:
    column = np.array([[1, 2, 9], [2, 2, 9], [9, 9, 9]], dtype=np.uint8)
    pixels = np.stack([column] * 3, axis=2)
    assert preparation.halve(pixels).tolist() == [[[1, 1, 1]]]  # 7 / 4
    white = np.full((4, 4, 3), 255, dtype=np.uint8)
    assert (preparation.halve(white) == 255).all()


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (319, 320), (320, 320), (1300, 640), (641, 3000)])
def test_prepared_pixels_have_the_target_size(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    prepared = preparation.prepare(pixels)
    assert prepared.dtype == np.uint8
    assert (prepared.shape[1], prepared.shape[0]) == preparation.target_size(*size)


@pytest.mark.parametrize("times", [1, 2])
def test_a_side_that_halves_onto_the_target_is_not_filtered(times: int) -> None:
    side = 320 * 2**times + 1  # the odd row and column are dropped
    pixels = np.random.default_rng(2).integers(0, 256, (side, side, 3), dtype=np.uint8)
    halved = pixels
    for _ in range(times):
        halved = preparation.halve(halved)
    assert (preparation.prepare(pixels) == halved).all()


def test_preparing_leaves_the_picture_as_it_was_and_takes_any_memory_order() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (700, 900, 3), dtype=np.uint8)
    before = pixels.copy()
    turned = np.ascontiguousarray(pixels.transpose(1, 0, 2)).transpose(1, 0, 2)
    pixels.setflags(write=False)
    assert (preparation.prepare(pixels) == preparation.prepare(turned)).all()
    assert (pixels == before).all()


def test_the_first_of_equal_cells_wins() -> None:
    grid = np.array([[0.0, 2.0], [2.0, 1.0]], dtype=np.float32)
    assert salient_cell(grid) == (0, 1)
    assert salient_cell(np.zeros((3, 3), dtype=np.float32)) == (0, 0)


@pytest.mark.parametrize(
    ("cell", "size", "prepared", "point"),
    [
        ((4, 8), (512, 512), (320, 320), (217, 115)),
        ((7, 7), (451, 300), (320, 213), (169, 169)),
        ((12, 12), (640, 427), (320, 214), (399, 399)),  # one scale, the smaller: 427 / 214
        ((13, 0), (320, 213), (320, 213), (8, 212)),  # a cell whose centre lies below the edge
        ((0, 0), (320, 2), (320, 2), (8, 1)),
        ((0, 0), (1, 1), (320, 320), (0, 0)),
    ],
)
def test_points(
    cell: tuple[int, int], size: tuple[int, int], prepared: tuple[int, int], point: tuple[int, int]
) -> None:
    grid = np.zeros((-(-prepared[1] // 16), -(-prepared[0] // 16)), dtype=np.float32)
    grid[cell] = 1.0
    assert salient_point(grid, size, prepared) == point


@given(SIDES, SIDES, st.data())
def test_the_point_is_inside_the_picture(width: int, height: int, data: st.DataObject) -> None:
    wide, high = preparation.target_size(width, height)
    rows, columns = -(-high // 16), -(-wide // 16)
    grid = np.zeros((rows, columns), dtype=np.float32)
    grid[data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))] = 1.0
    x, y = salient_point(grid, (width, height), (wide, high))
    assert 0 <= x < width
    assert 0 <= y < height


@given(
    SIDES,
    SIDES,
    st.floats(0.01, 100),
    st.floats(0, 1, exclude_max=True),
    st.floats(0, 1, exclude_max=True),
)
def test_windows_are_inside_and_of_the_asked_ratio(
    width: int, height: int, ratio: float, across: float, down: float
) -> None:
    point = (int(across * width), int(down * height))
    crop = crop_window(point, (width, height), ratio)
    assert crop.left >= 0
    assert crop.top >= 0
    assert crop.left + crop.width <= width
    assert crop.top + crop.height <= height
    # One side is the picture's whole side; the other is within a pixel of what the ratio asks.
    assert crop.width == width or crop.height == height
    if crop.width == width and crop.height != height:
        assert abs(crop.height - max(1, ratio * width)) <= 1
    if crop.height == height and crop.width != width:
        assert abs(crop.width - max(1, height / ratio)) <= 1
    # It is the largest there is: never a pixel less than the picture allows for.
    assert crop.width >= min(width, height / ratio) - 1
    assert crop.height >= min(height, ratio * width) - 1
    # The point is shown.
    assert crop.left <= point[0] < crop.left + crop.width
    assert crop.top <= point[1] < crop.top + crop.height


@given(SIDES, SIDES, st.floats(0.01, 100))
def test_windows_follow_the_rule_in_exact_arithmetic(width: int, height: int, ratio: float) -> None:
    """A slower twin: fractions instead of single precision; a pixel apart at most."""
    crop = crop_window((width // 2, height // 2), (width, height), ratio)
    asked = Fraction(ratio)
    if asked < Fraction(height, width):
        wide, high = width, (asked * width + Fraction(1, 2)).__floor__()
    else:
        wide, high = (height / asked + Fraction(1, 2)).__floor__(), height
    assert abs(crop.width - max(1, wide)) <= 1
    assert abs(crop.height - max(1, high)) <= 1


@pytest.mark.parametrize("ratio", [0.0, -1.0, float("nan"), float("inf")])
def test_a_ratio_that_is_none_is_refused(ratio: float) -> None:
    with pytest.raises(CallRefused) as refused:
        crop_window((0, 0), (10, 10), ratio)
    assert refused.value.code == "bad_ratio"
