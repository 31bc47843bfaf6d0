"""Named places of a picture: squares, patches of one colour, the parts of a computed face."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.attribute.regions.cutting import regions_of, through_window
from tools.attribute.regions.face_parts import PARTS, bust_of, face_parts, parts_of
from tools.attribute.regions.region import NOWHERE, Regions, squares, tiles
from tools.attribute.regions.superpixels import superpixels
from tools.errors import CallRefused
from tools.stimuli.portraits.studio import portrait
from tools.stimulus import Edited, Portrait

NAMES = [part.name for part in PARTS]
BUST = Portrait(identity=1, side=160)


@given(st.integers(4, 40), st.integers(4, 40), st.integers(1, 9))
def test_squares_cover_every_place_once_and_sums_are_kept(rows: int, columns: int, side: int) -> None:
    values = np.arange(rows * columns, dtype=np.float64).reshape(rows, columns)
    for cut in (tiles((rows, columns), side), squares((rows, columns), 3, 2)):
        assert set(np.unique(cut.labels)) == set(range(len(cut)))
        assert cut.sums(values).sum() == pytest.approx(values.sum())
        assert cut.sums(cut.spread(cut.sums(values))) == pytest.approx(cut.sums(values))


def test_what_belongs_to_no_region_counts_nowhere() -> None:
    labels = np.array([[0, 0, NOWHERE], [1, 1, NOWHERE]])
    cut = Regions(labels, tiles((2, 2), 1).regions[:2])
    assert list(cut.sums(np.ones((2, 3)))) == [2, 2]
    assert cut.spread(np.array([4.0, 2.0])).tolist() == [[2, 2, 0], [1, 1, 0]]


def test_the_same_picture_gives_the_same_patches_that_follow_its_colours() -> None:
    pixels = np.zeros((48, 48, 3))
    pixels[:, 24:] = 1
    cut = superpixels(pixels, 8)
    assert np.array_equal(cut.labels, superpixels(pixels, 8).labels)
    left, right = set(np.unique(cut.labels[:, :24])), set(np.unique(cut.labels[:, 24:]))
    assert not left & right
    assert cut.regions[0].words.fr.startswith("la plage 1, en haut à gauche")


@pytest.mark.parametrize(
    "bust",
    [
        BUST,
        BUST.model_copy(update={"yaw": 15.0, "roll": 10.0, "expression": "smile"}),
        BUST.model_copy(update={"headscarf": True, "zoom": 0.7, "identity": 9}),
    ],
)
def test_landmarks_lie_in_their_part(bust: Portrait, assets: Path) -> None:
    labels = face_parts(bust)
    marks = portrait(bust).landmarks

    def at(name: str) -> str:
        x, y = marks[name]
        return NAMES[int(labels[int(y), int(x)])]

    assert at("left_eye") == at("right_eye") == "eyes"
    assert at("mouth_lower") == "mouth"
    assert at("nose_tip") == "nose"
    lower = (marks["mouth_bottom"][1] + 2 * marks["chin"][1]) / 3
    assert NAMES[int(labels[int(lower), int(marks["chin"][0])])] == "chin"
    assert NAMES[int(labels[2, 2])] == "ground"
    assert NAMES[int(labels[-2, bust.side // 2])] == "body"
    assert set(np.unique(labels)) == set(range(len(PARTS)))


def test_glasses_and_a_headscarf_are_named() -> None:
    worn = {part.name: part.words.fr for part in parts_of(BUST.model_copy(update={"glasses": True}))}
    assert "lunettes" in worn["eyes"]
    scarf = {part.name: part.words.fr for part in parts_of(BUST.model_copy(update={"headscarf": True}))}
    assert scarf["hair"] == "le foulard"


def test_a_bust_is_known_through_changes_that_move_nothing() -> None:
    assert bust_of(Edited(of=BUST, change="contrast", amount=0.5)) == BUST
    assert bust_of(Edited(of=BUST, change="shift", amount=3)) is None


def test_the_parts_of_a_face_that_nobody_knows_are_refused() -> None:
    with pytest.raises(CallRefused) as refused:
        regions_of("face_parts", None, None, cells=0)  # type: ignore[arg-type]
    assert refused.value.code == "no_face_parts"
    assert "superpixels" in refused.value.sentence("fr")


def test_a_window_wider_than_the_picture_sees_nothing_beyond_it() -> None:
    labels = np.zeros((10, 10), np.int64)
    seen = through_window(labels, (-5, 0, 20, 10), (4, 8))
    assert (seen[:, :2] == NOWHERE).all()
    assert (seen[:, 2:6] == 0).all()
    assert (seen[:, 6:] == NOWHERE).all()
