"""Colours by how they look: the formulas, and the account of a change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skimage import color

from tools.stimuli.changes import apply_change
from tools.stimuli.perceptual import account, cielab, from_oklab, linear, oklab, srgb
from tools.stimuli.render import render
from tools.stimulus import Photo

COLOURS = arrays(np.uint8, (6, 5, 3), elements=st.integers(0, 255))
CAT = render(Photo(file="chelsea.png"))


@given(COLOURS)
def test_cielab_is_that_of_another_library(pixels):
    values = pixels / 255.0
    assert np.abs(cielab(values) - color.rgb2lab(values)).max() < 0.03


@given(COLOURS)
def test_there_and_back_again(pixels):
    values = pixels / 255.0
    assert np.abs(srgb(linear(values)) - values).max() < 1e-9
    assert np.abs(from_oklab(oklab(values)) - values).max() < 2e-3


def test_oklab_has_the_published_values():
    # Ottosson's own table is in XYZ; white and the primaries are the usual check in sRGB.
    white, red = oklab(np.array([[[1.0, 1.0, 1.0]]]))[0, 0], oklab(np.array([[[1.0, 0.0, 0.0]]]))[0, 0]
    assert white == pytest.approx([1, 0, 0], abs=1e-4)
    assert red == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)


def test_nothing_changed_is_said_as_nothing():
    same = account(CAT, CAT)
    assert (same.lightness, same.contrast, same.chroma, same.difference, same.clipped) == (0, 1, 0, 0, 0)


def test_lightness_moves_lightness_and_leaves_hue():
    lighter = apply_change(CAT, "lightness", 8)
    said = account(CAT, lighter)
    assert 6 < said.lightness < 12
    assert abs(said.chroma) < 1.5
    before, after = oklab(CAT / 255.0), oklab(lighter / 255.0)
    coloured = (np.hypot(before[..., 1], before[..., 2]) > 0.05) & (lighter < 250).all(axis=2)
    turned = np.arctan2(after[..., 2], after[..., 1]) - np.arctan2(before[..., 2], before[..., 1])
    assert np.median(np.abs(turned[coloured])) < 0.02


def test_chroma_zero_is_grey_of_the_same_lightness():
    grey = apply_change(CAT, "chroma", 0)
    assert np.abs(np.diff(grey.astype(int), axis=2)).max() <= 1
    assert np.abs(oklab(grey / 255.0)[..., 0] - oklab(CAT / 255.0)[..., 0]).max() < 0.006


def test_one_stop_doubles_the_light():
    dim = np.full((4, 4, 3), 60, np.uint8)
    light = linear(apply_change(dim, "exposure", 1) / 255.0)
    assert light == pytest.approx(2 * linear(dim / 255.0), rel=0.02)


def test_a_full_turn_of_hue_changes_nothing():
    assert np.abs(apply_change(CAT, "hue", 360).astype(int) - CAT).max() <= 1
    assert account(CAT, apply_change(CAT, "hue", 180)).difference > 15


@pytest.mark.parametrize(("language", "said"), [("fr", "clarté moyenne +"), ("en", "mean lightness +")])
def test_the_account_is_said_in_words(language, said):
    assert said in account(CAT, apply_change(CAT, "exposure", 1)).sentence(language)
