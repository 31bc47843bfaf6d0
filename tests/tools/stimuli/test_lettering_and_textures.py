"""Texts and surfaces drawn as pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import StimulusRefused
from tools.stimuli.cases import case_named
from tools.stimuli.changes import apply_change
from tools.stimuli.lettering import SCRIPTS, lettering
from tools.stimuli.render import pixels_sha256, render
from tools.stimuli.textures import texture
from tools.stimulus import Lettering, Texture

needs_font = pytest.mark.weights


@needs_font
def test_every_script_is_drawn_and_each_differently(assets):
    drawn = {name: lettering(Lettering(text=text, size=40)) for name, (text, _) in SCRIPTS.items()}
    assert len({pixels_sha256(each) for each in drawn.values()}) == len(SCRIPTS)
    for each in drawn.values():
        assert each.shape == (320, 320, 3)
        assert each.min() == 0
        assert each.max() == 255
        # Nothing is cut at the border.
        border = np.concatenate([each[0], each[-1], each[:, 0], each[:, -1]])
        assert (border == 255).all()


@needs_font
def test_arabic_is_joined_and_hebrew_is_set_from_the_right(assets):
    def columns(text):
        pixels = lettering(Lettering(text=text, size=60))
        return np.flatnonzero((pixels < 128).any(axis=(0, 2)))

    joined, apart = columns("سلام"), columns("س\u200cل\u200cا\u200cم")  # non-joiners between
    assert np.ptp(joined) < np.ptp(apart)
    # Lamed, the tallest letter, is last in the text and so stands on the left.
    word = lettering(Lettering(text="של", size=60))
    top = np.argwhere(word[:, :, 0] < 128)[0]
    assert top[1] < np.mean(np.flatnonzero((word < 128).any(axis=(0, 2))))


@needs_font
@pytest.mark.parametrize("text", ["漢字", "नमस्ते", "ok \U0001f9d1"])
def test_a_sign_that_the_font_lacks_is_refused(assets, text):
    with pytest.raises(StimulusRefused, match=r"U\+") as refused:
        lettering(Lettering(text=text))
    assert refused.value.code == "sign_missing"


@needs_font
def test_a_text_that_does_not_fit_is_refused_and_one_that_wraps_is_not(assets):
    with pytest.raises(StimulusRefused) as refused:
        lettering(Lettering(text="incommensurablement", size=60))
    assert refused.value.code == "text_too_large"
    lettering(Lettering(text="un texte assez long pour aller à la ligne plusieurs fois", size=30))


@needs_font
def test_ink_and_ground_change_the_greys_only(assets):
    dark = lettering(Lettering(text="OUI", ink=0, ground=1))
    light = lettering(Lettering(text="OUI", ink=1, ground=0))
    assert np.abs(dark.astype(int) + light - 255).max() <= 1


@needs_font
def test_the_case_of_scripts_can_be_drawn(assets):
    case = case_named("scripts")
    assert case.n == len(case.pictures) == len({pixels_sha256(render(each.recipe)) for each in case.pictures})


PATTERNS = st.sampled_from(["plain", "noise", "stripes", "checks", "gradient"])


@given(PATTERNS, st.floats(0.3, 0.7), st.floats(0, 0.5), st.integers(2, 40), st.integers(0, 5))
def test_a_texture_has_its_mean_grey_and_is_the_same_again(pattern, level, contrast, period, seed):
    recipe = Texture(
        pattern=pattern, level=level, contrast=contrast, period=period, seed=seed, width=160, height=80
    )
    made = texture(recipe)
    assert made.shape == (80, 160, 3)
    assert (made == texture(recipe)).all()
    assert abs(made.mean() / 255 - level) <= 0.01 + contrast * 0.26
    assert np.ptp(made) <= 255 * contrast + 1


def test_noise_follows_its_seed():
    one, other = (texture(Texture(pattern="noise", seed=seed)) for seed in (1, 2))
    assert (one != other).any()
    assert pixels_sha256(one) == "6e8a5e574427f2d7d3760d4cc2e87ecaea828a6b74383ad68a29a2f8e0363cb7"


@pytest.mark.parametrize("change", ["occlusion_noise", "occlusion_stripes"])
def test_an_occluder_of_texture_changes_its_square_only(change):
    plain = np.full((60, 60, 3), 100, np.uint8)
    hidden = apply_change(plain, change, 20, at=(30, 30))
    touched = np.argwhere((hidden != plain).any(axis=2))
    assert touched.min() >= 20
    assert touched.max() < 40
    assert hidden[20:40, 20:40].std() > 10
    assert (apply_change(plain, change, 20, at=(500, 500)) == plain).all()
