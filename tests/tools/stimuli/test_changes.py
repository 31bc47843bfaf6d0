from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from tools.errors import CallRefused
from tools.stimuli.changes import CHANGES, apply_change, difference
from tools.stimulus import Change

PICTURES = arrays(
    np.uint8, st.tuples(st.integers(1, 24), st.integers(1, 24), st.just(3)), elements=st.integers(0, 255)
)
AMOUNTS: dict[Change, st.SearchStrategy[float]] = {
    "identity": st.just(0.0),
    "contrast": st.floats(0, 4),
    "brightness": st.floats(-300, 300),
    "flip": st.sampled_from([0.0, 1.0]),
    "shift": st.integers(-10, 10).map(float),
    "blur": st.floats(0, 5),
    "occlusion": st.integers(0, 30).map(float),
    "occlusion_noise": st.integers(0, 30).map(float),
    "occlusion_stripes": st.integers(0, 30).map(float),
    "lightness": st.floats(-100, 100),
    "exposure": st.floats(-4, 4),
    "chroma": st.floats(0, 4),
    "hue": st.floats(-360, 360),
    "scale": st.floats(0.05, 1),
}
CHANGED = st.sampled_from(CHANGES).flatmap(lambda change: st.tuples(st.just(change), AMOUNTS[change]))


@settings(max_examples=150, deadline=None)
@given(pixels=PICTURES, changed=CHANGED)
def test_every_change_keeps_shape_type_and_its_source(
    pixels: np.ndarray, changed: tuple[Change, float]
) -> None:
    before = pixels.copy()
    after = apply_change(pixels, *changed, at=(3, 3))
    assert after.shape == pixels.shape
    assert after.dtype == np.uint8
    assert np.array_equal(pixels, before)


@settings(max_examples=50, deadline=None)
@given(pixels=PICTURES, at=st.tuples(st.integers(-50, 50), st.integers(-50, 50)))
@pytest.mark.parametrize(
    ("change", "amount"),
    [("identity", 7), ("contrast", 1), ("brightness", 0), ("flip", 0), ("shift", 0), ("blur", 0),
     ("scale", 1), ("occlusion", 0)],
)  # fmt: skip
def test_a_change_of_nothing_changes_nothing(
    pixels: np.ndarray, at: tuple[int, int], change: Change, amount: float
) -> None:
    assert np.array_equal(apply_change(pixels, change, amount, at), pixels)


@settings(deadline=None)
@given(pixels=PICTURES)
def test_flipping_twice_gives_the_picture_back(pixels: np.ndarray) -> None:
    assert np.array_equal(apply_change(apply_change(pixels, "flip", 1), "flip", 1), pixels)


@settings(deadline=None)
@given(pixels=PICTURES, amount=st.integers(-40, 40))
def test_shift_is_numpy_reflection(pixels: np.ndarray, amount: int) -> None:
    width = pixels.shape[1]
    if width == 1:
        assert np.array_equal(apply_change(pixels, "shift", max(-10, min(amount, 10))), pixels)
        return
    if abs(amount) > 10 * width:
        with pytest.raises(CallRefused):
            apply_change(pixels, "shift", amount)
        return
    padded = np.pad(pixels, ((0, 0), (max(amount, 0), max(-amount, 0)), (0, 0)), mode="reflect")
    start = 0 if amount > 0 else -amount
    assert np.array_equal(apply_change(pixels, "shift", amount), padded[:, start : start + width])


def test_contrast_by_hand() -> None:
    pixels = np.array([[[10, 0, 100], [30, 200, 100]]], np.uint8)  # means 20, 100, 100
    assert apply_change(pixels, "contrast", 0.5).tolist() == [[[15, 50, 100], [25, 150, 100]]]
    assert apply_change(pixels, "contrast", 0).tolist() == [[[20, 100, 100], [20, 100, 100]]]
    assert apply_change(pixels, "contrast", 3).tolist() == [[[0, 0, 100], [50, 255, 100]]]


def test_blur_is_scipys(rng: np.random.Generator) -> None:
    pixels = rng.integers(0, 256, (40, 31, 3), dtype=np.uint8)
    slow = gaussian_filter(pixels.astype(float), (2.5, 2.5, 0), mode="mirror")
    assert np.array_equal(apply_change(pixels, "blur", 2.5), np.clip(np.rint(slow), 0, 255).astype(np.uint8))


def test_occlusion_is_a_square_of_the_mean_colour_cut_at_the_border() -> None:
    pixels = np.zeros((20, 30, 3), np.uint8)
    pixels[:10] = 200
    inside = apply_change(pixels, "occlusion", 4, at=(15, 10))
    assert (inside[8:12, 13:17] == 100).all()
    assert (inside != pixels).any(axis=2).sum() == 16
    corner = apply_change(pixels, "occlusion", 4, at=(0, 0))
    assert (corner != pixels).any(axis=2).sum() == 4
    outside = apply_change(pixels, "occlusion", 4, at=(-50, -50))
    assert np.array_equal(outside, pixels)


def test_scale_centres_the_whole_on_the_mean_colour(rng: np.random.Generator) -> None:
    pixels = rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)
    after = apply_change(pixels, "scale", 0.5)
    mean = np.rint(pixels.mean(axis=(0, 1)))
    assert (after[:10] == mean).all()
    assert (after[:, :15] == mean).all()
    assert not (after[10:30, 15:45] == mean).all()


def luma(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """ITU-R BT.601, on the encoded values: (height, width), in 8-bit levels."""
    return pixels.astype(np.float64) @ np.array((0.299, 0.587, 0.114))


def test_brightening_adds_light_and_takes_contrast_where_it_clips() -> None:
    pixels = np.full((4, 4, 3), 100, np.uint8)
    pixels[0, 0] = 250
    before, after = luma(pixels), luma(apply_change(pixels, "brightness", 10))
    assert before.mean() == pytest.approx((15 * 100 + 250) / 16)
    assert after.mean() == pytest.approx((15 * 110 + 255) / 16)
    assert after.std() < before.std()
    assert difference(pixels, "brightness", 10) == pytest.approx((15 * 10 + 5) / 16)


def test_contrast_is_its_factor_and_keeps_the_light(rng: np.random.Generator) -> None:
    pixels = rng.integers(60, 200, (50, 50, 3), dtype=np.uint8)
    before, after = luma(pixels), luma(apply_change(pixels, "contrast", 0.5))
    assert after.std() / before.std() == pytest.approx(0.5, abs=0.01)
    assert after.mean() == pytest.approx(before.mean(), abs=0.5)  # one rounding


@pytest.mark.parametrize(
    ("change", "amount", "at"),
    [
        ("contrast", -0.1, None),
        ("contrast", float("nan"), None),
        ("brightness", float("inf"), None),
        ("flip", 2, None),
        ("shift", 0.5, None),
        ("shift", 1e9, None),
        ("blur", -1, None),
        ("blur", 1e6, None),
        ("occlusion", 8, None),
        ("occlusion", -8, (1, 1)),
        ("scale", 0, None),
        ("scale", 1.5, None),
        ("dessaturate", 1, None),
    ],
)
def test_senseless_amounts_are_refused_in_words(
    change: str, amount: float, at: tuple[int, int] | None
) -> None:
    with pytest.raises(CallRefused) as refused:
        apply_change(np.zeros((8, 8, 3), np.uint8), change, amount, at)  # type: ignore[arg-type]
    assert refused.value.code == "bad_change"
    assert change in refused.value.sentence("fr")
    assert refused.value.cure is not None


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)
