from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from tools.errors import CallRefused
from tools.stimuli.changes import CHANGES, apply_change, difference
from tools.stimuli.geometry import MOVING, kept_window, move_of
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
    "crop": st.floats(0.05, 1),
    "noise": st.floats(0, 60),
    "jpeg": st.integers(1, 100).map(float),
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
     ("scale", 1), ("occlusion", 0), ("crop", 1), ("noise", 0)],
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


def test_noise_has_its_sigma_no_mean_and_one_field_at_every_dose(rng: np.random.Generator) -> None:
    pixels = np.full((120, 120, 3), 128, np.uint8)
    pixels[::2] = rng.integers(118, 138, (60, 120, 3))
    weak, strong = (apply_change(pixels, "noise", sigma).astype(float) - pixels for sigma in (5, 20))
    assert weak.std() == pytest.approx(5, rel=0.02)
    assert strong.std() == pytest.approx(20, rel=0.02)
    assert abs(strong.mean()) < 0.3
    assert np.corrcoef(weak.ravel(), strong.ravel())[0, 1] > 0.99
    assert np.array_equal(apply_change(pixels, "noise", 20), apply_change(pixels, "noise", 20))
    # Units stay independent: another picture, be it by one level of one pixel, has another field.
    other = pixels.copy()
    other[0, 0, 0] ^= 1
    another = apply_change(other, "noise", 20).astype(float) - other
    assert abs(np.corrcoef(another.ravel(), strong.ravel())[0, 1]) < 0.03


def test_jpeg_is_pillows_without_subsampling_and_loses_more_at_lower_quality(
    rng: np.random.Generator,
) -> None:
    fine = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8).repeat(4, axis=0).repeat(4, axis=1)
    file = io.BytesIO()
    Image.fromarray(fine).save(file, "JPEG", quality=40, subsampling=0)
    assert np.array_equal(apply_change(fine, "jpeg", 40), np.asarray(Image.open(file)))
    losses = [difference(fine, "jpeg", quality) for quality in (100, 80, 40, 10)]
    assert losses == sorted(losses)
    assert 0 < losses[0] < 2


@pytest.mark.parametrize("at", [None, (0, 0), (59, 39), (20, 10)])
def test_crop_keeps_the_size_and_enlarges_what_is_about_its_centre(
    at: tuple[int, int] | None, rng: np.random.Generator
) -> None:
    pixels = rng.integers(0, 256, (40, 60, 3), dtype=np.uint8)
    left, top, across, down = kept_window(60, 40, 0.5, at)
    assert (across, down) == (30, 20)
    assert 0 <= left <= 30
    assert 0 <= top <= 20
    kept = Image.fromarray(pixels[top : top + 20, left : left + 30])
    assert np.array_equal(
        apply_change(pixels, "crop", 0.5, at), np.asarray(kept.resize((60, 40), Image.Resampling.LANCZOS))
    )
    if at is None:
        assert (left, top) == (15, 10)


@settings(max_examples=60, deadline=None)
@given(
    changed=st.sampled_from(sorted(MOVING)).flatmap(
        lambda change: st.tuples(
            st.just(change), st.floats(0.5, 1) if change in ("scale", "crop") else AMOUNTS[change]
        )
    ),
    x=st.integers(16, 43),
    y=st.integers(16, 27),
)
def test_the_geometry_says_where_each_change_puts_a_mark(
    changed: tuple[Change, float], x: int, y: int
) -> None:
    pixels = np.zeros((44, 60, 3), np.uint8)
    pixels[y - 2 : y + 3, x - 2 : x + 3] = 255
    after = apply_change(pixels, *changed).astype(float)[:, :, 0]
    move = move_of(*changed, (60, 44))
    wanted = move.forth(x + 0.5, y + 0.5)
    if not (8 <= wanted[0] < 52 and 8 <= wanted[1] < 36):
        return
    rows, columns = np.indices(after.shape)
    # The mark and its ringing alone: the ground that a shrunk picture leaves bare would pull the centre.
    near = (abs(columns + 0.5 - wanted[0]) < 8) & (abs(rows + 0.5 - wanted[1]) < 8)
    weight = np.where(near, np.maximum(0, after - np.median(after[near])), 0)
    found = ((columns + 0.5) * weight).sum() / weight.sum(), ((rows + 0.5) * weight).sum() / weight.sum()
    # Measured up to 0.24 from a scale of 0.5 on; at 0.3, where the mark is not two pixels wide, up to 0.97.
    assert found == pytest.approx(wanted, abs=0.3)
    assert move.back(*wanted) == pytest.approx((x + 0.5, y + 0.5))


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
        ("crop", 0, None),
        ("crop", 1.01, None),
        ("noise", -1, None),
        ("noise", float("nan"), None),
        ("jpeg", 0, None),
        ("jpeg", 101, None),
        ("jpeg", 50.5, None),
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
