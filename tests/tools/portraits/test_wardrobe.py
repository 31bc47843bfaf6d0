"""Hair, cloth, headscarf, glasses and grounds: each changes what it should, where it should."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.stimuli.portraits import studio
from tools.stimuli.portraits.backgrounds import background
from tools.stimuli.portraits.contact_sheet import rows
from tools.stimuli.portraits.identities import person
from tools.stimuli.portraits.kept import Render
from tools.stimuli.portraits.studio import render
from tools.stimulus import Background, Hair, Portrait

SMALL = Portrait(side=128)
STYLES: tuple[Hair, ...] = ("bald", "cropped", "short", "curls", "tied", "long")
GROUNDS: tuple[Background, ...] = ("plain", "gradient", "bookshelf", "office", "near-black", "near-white")


def drawn(test: Callable[..., None]) -> Callable[..., None]:
    """A test that needs the mesh."""
    marked: Callable[..., None] = pytest.mark.weights(pytest.mark.usefixtures("assets")(test))
    return marked


@pytest.fixture(autouse=True)
def _forget() -> None:
    studio.forget_portraits()


def changed(**factors: object) -> Render:
    return render(SMALL.model_copy(update=factors))


def crown(made: Render) -> tuple[int, int]:
    x, y = made.landmarks["crown"]
    return round(x), round(y)


@drawn
def test_each_style_covers_more_than_the_one_before() -> None:
    """Bald, cropped, short, curls: ever more of the picture above the eyes."""
    above = [int(changed(hair=style).matte[:50].astype(int).sum()) for style in STYLES[:4]]
    assert all(less < more for less, more in pairwise(above))


@drawn
@pytest.mark.parametrize("style", STYLES[1:])
def test_hair_leaves_the_face_free_and_is_the_same_on_every_skin(style: Hair) -> None:
    bald, haired = changed(hair="bald", tone=3), changed(hair=style, tone=3)
    for mark in ("nose_tip", "chin", "left_eye", "right_eye", "mouth_top"):
        x, y = (round(part) for part in haired.landmarks[mark])
        assert haired.pixels[y, x] == pytest.approx(bald.pixels[y, x], abs=14)
    x, y = crown(haired)
    light, dark = (changed(hair=style, tone=tone).pixels[y + 5, x].astype(int) for tone in (1, 10))
    assert light == pytest.approx(dark, abs=6)  # it lies on the scalp and hides it
    assert light.max() < 90


@drawn
def test_hair_is_grey_with_age() -> None:
    young, old = (changed(hair="short", age=age) for age in (25, 80))
    (x, y), (u, v) = crown(young), crown(old)
    assert old.pixels[v + 5, u].mean() > young.pixels[y + 5, x].mean() + 60


@drawn
def test_long_hair_falls_beside_the_neck() -> None:
    short, long = changed(hair="short"), changed(hair="long")
    x, y = long.landmarks["chin"]
    beside = slice(round(y) - 4, round(y) + 4), slice(round(x) + 22, round(x) + 27)
    assert long.matte[beside].mean() > 200
    assert short.matte[beside].mean() < 40


@drawn
@pytest.mark.parametrize("style", STYLES)
def test_under_a_headscarf_hair_makes_no_difference(style: Hair) -> None:
    assert np.array_equal(
        changed(headscarf=True, hair=style).pixels, changed(headscarf=True, hair="short").pixels
    )


@drawn
@pytest.mark.parametrize("identity", [1, 8, 15, 22])
@pytest.mark.parametrize("expression", ["neutral", "surprise"])
def test_the_headscarf_leaves_the_face_free_and_covers_head_and_neck(identity: int, expression: str) -> None:
    of = person(identity).model_copy(update={"side": 128, "expression": expression, "hair": "bald"})
    bare, worn = render(of), render(of.model_copy(update={"headscarf": True}))
    for mark in ("nose_tip", "left_eye", "right_eye", "left_mouth_corner", "mouth_bottom"):
        x, y = (round(part) for part in worn.landmarks[mark])
        assert worn.pixels[y, x] == pytest.approx(bare.pixels[y, x], abs=18), mark
    chin = worn.landmarks["chin"]
    for x, y in (crown(worn), (round(chin[0]), round(chin[1]) + 14)):
        red, green, blue = (int(part) for part in worn.pixels[min(y + 3, 127), x])
        assert green > red, "cloth"
        assert green >= blue
    assert worn.matte.astype(int).sum() > bare.matte.astype(int).sum()


@drawn
def test_glasses_are_round_the_eyes_and_leave_them_free() -> None:
    without, worn = changed(), changed(glasses=True)
    assert worn.pixels[60:90].astype(int).sum() < without.pixels[60:90].astype(int).sum()
    for eye in ("left_eye", "right_eye"):
        x, y = (round(part) for part in worn.landmarks[eye])
        assert worn.pixels[y, x] == pytest.approx(without.pixels[y, x], abs=25)
    changed_at = np.abs(worn.pixels.astype(int) - without.pixels.astype(int)).max(axis=2) > 40
    height = np.flatnonzero(changed_at.any(axis=1))
    eye_row = worn.landmarks["left_eye"][1]
    assert eye_row - 16 < height.min() < eye_row < height.max() < eye_row + 18


@drawn
def test_identities_look_different() -> None:
    """No two of the first sixteen are as near as one face in two lights of the same lamp."""
    made = [render(Portrait(side=96, identity=at, hair="bald")).pixels.astype(float) for at in range(1, 17)]
    nearest = min(float(np.abs(one - other).mean()) for one, other in combinations(made, 2))
    again = render(Portrait(side=96, identity=1, hair="bald", light=1.01)).pixels.astype(float)
    assert nearest > 2 * float(np.abs(again - made[0]).mean())


@pytest.mark.parametrize("ground", GROUNDS)
def test_grounds_are_light_within_bounds_and_equal_every_time(ground: Background) -> None:
    recipe = SMALL.model_copy(update={"background": ground})
    made = background(recipe)
    assert made.shape == (128, 128, 3)
    assert made.dtype == np.float32
    assert 0 <= made.min() <= made.max() <= 1
    assert not made.flags.writeable
    assert np.array_equal(made, background(recipe))


def test_the_level_of_a_plain_ground_is_its_srgb_grey() -> None:
    half = background(SMALL.model_copy(update={"background_level": 0.5}))
    assert half == pytest.approx(0.21404, abs=1e-4)
    black, white = (
        background(SMALL.model_copy(update={"background": ground})).mean() for ground in GROUNDS[4:]
    )
    assert black < 0.01 < 0.85 < white


@pytest.mark.parametrize("ground", ["bookshelf", "office"])
def test_rooms_are_out_of_focus(ground: Background) -> None:
    """Neighbouring pixels differ little: nothing behind the bust is as sharp as the bust."""
    made: NDArray[np.float32] = background(SMALL.model_copy(update={"background": ground, "side": 320}))
    steps = np.abs(np.diff(made.mean(axis=2), axis=1))
    assert steps.max() < 0.08
    assert made.std() > 0.03  # and still something is there


def test_the_contact_sheet_shows_every_factor() -> None:
    recipes = [recipe for row in rows() for _, recipe in row.cells]
    assert {recipe.tone for recipe in recipes} == set(range(1, 11))
    assert {recipe.hair for recipe in recipes} == set(STYLES)
    assert {recipe.background for recipe in recipes} == set(GROUNDS)
    assert len({recipe.identity for recipe in recipes}) > 16
    assert any(recipe.glasses for recipe in recipes)
    assert any(recipe.headscarf for recipe in recipes)
    assert all(label for row in rows() for label, _ in row.cells)
