"""The rule for symmetric pictures: an option, off, and the published port's own numbers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tools.stimuli.render import package_data_folder
from tools.subjects.cropping.symmetry import CENTRED, asymmetry, is_symmetric
from tools.subjects.twitter_crop_imitation import TwitterCropImitation


@pytest.fixture(scope="module")
def subject() -> TwitterCropImitation:
    return TwitterCropImitation.load()  # the rule is the same around every cropping network


def chelsea() -> NDArray[np.uint8]:
    with Image.open(package_data_folder() / "chelsea.png") as image:
        return np.asarray(image.convert("RGB"))


def mirrored() -> NDArray[np.uint8]:
    half = chelsea()[:, :220]
    return np.concatenate([half, half[:, ::-1]], axis=1)


def test_a_mirrored_picture_is_symmetric_and_a_cat_is_not() -> None:
    assert asymmetry(mirrored()) < 3
    assert is_symmetric(mirrored())
    assert not is_symmetric(chelsea())
    assert is_symmetric(np.full((40, 60, 3), 9, dtype=np.uint8))


def test_the_number_is_that_of_the_published_port() -> None:
    """Its formula, written out on ten columns that need no resizing."""
    picture = np.zeros((10, 10, 3), dtype=np.uint8)
    picture[:, :5] = 40  # every difference is 40
    assert asymmetry(picture) == pytest.approx(40 / (0 + 10) * 137)
    picture[0, 0] = 90  # two places of a hundred differ by 90: beyond the 95th percentile
    assert asymmetry(picture) == pytest.approx(40 / (50 + 10) * 137)


def test_the_rule_is_off_unless_asked_for(subject: TwitterCropImitation) -> None:
    pixels = mirrored()
    plain, ruled = subject.look(pixels), subject.look(pixels, symmetric=True)
    assert plain.notes == ()
    assert ruled.notes == (CENTRED,)
    assert ruled.point == (pixels.shape[1] // 2, plain.point[1])
    assert plain.point[0] != ruled.point[0]
    by_ratio = {crop.ratio: crop for crop in ruled.crops}
    narrow = by_ratio["2.0"]
    assert abs(narrow.left + narrow.width // 2 - pixels.shape[1] // 2) <= 1
    np.testing.assert_array_equal(plain.grid, ruled.grid)


def test_a_picture_that_is_not_symmetric_is_left_alone(subject: TwitterCropImitation) -> None:
    plain, ruled = subject.look(chelsea()), subject.look(chelsea(), symmetric=True)
    assert (plain.point, plain.crops, plain.notes) == (ruled.point, ruled.crops, ruled.notes)


def test_a_file_is_ruled_alike(subject: TwitterCropImitation, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "mirrored.png"
    Image.fromarray(mirrored()).save(path)
    assert subject.examine_file(path, symmetric=True).point == subject.look(mirrored(), symmetric=True).point
    assert CENTRED in subject.examine(path, symmetric=True).notes
    assert CENTRED not in subject.examine(path).notes
