from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.errors import CallRefused
from tools.stimuli.cases import Case, built_in_cases, case_named
from tools.stimuli.package_pictures import PHOTOGRAPHS
from tools.stimuli.photographs import FLAT, FLATTEST, NOBODY, box_of, grid_of
from tools.stimuli.render import picture, render
from tools.stimulus import Photo, Recipe

CASES = built_in_cases()


def luma(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """ITU-R BT.601, on the encoded values: (height, width), in 8-bit levels."""
    return pixels.astype(np.float64) @ np.array((0.299, 0.587, 0.114))


def _boxes(recipes: list[Recipe]) -> list[tuple[str, tuple[int, int, int, int]]]:
    boxes = []
    for recipe in recipes:
        assert isinstance(recipe, Photo)
        assert recipe.box is not None
        boxes.append((recipe.file, recipe.box))
    return boxes


def _recipes(case: Case) -> list[Recipe]:
    return [shown.recipe for shown in case.pictures] + [shown.recipe for pair in case.pairs for shown in pair]


@pytest.mark.parametrize("name", ["photographs", "pairs"])
def test_no_two_squares_overlap(name: str) -> None:
    boxes = _boxes(_recipes(CASES[name]))
    assert len(boxes) >= 36
    for (file, (left, top, width, height)), (other, (x, y, w, h)) in combinations(boxes, 2):
        apart = left + width <= x or x + w <= left or top + height <= y or y + h <= top
        assert file != other or apart


def test_each_square_serves_in_one_pair_of_two_photographs() -> None:
    pairs = CASES["pairs"].pairs
    assert len(pairs) >= 30  # below that there is no verdict
    used = _boxes(_recipes(CASES["pairs"]))
    assert len(used) == len(set(used)) == 2 * len(pairs)
    for first, second in pairs:
        assert isinstance(first.recipe, Photo)
        assert isinstance(second.recipe, Photo)
        assert first.recipe.file != second.recipe.file


def test_who_comes_first_does_not_follow_from_the_photograph() -> None:
    first = [first.recipe.file for first, _ in CASES["pairs"].pairs if isinstance(first.recipe, Photo)]
    second = [second.recipe.file for _, second in CASES["pairs"].pairs if isinstance(second.recipe, Photo)]
    for file in {*first, *second}:
        assert abs(first.count(file) - second.count(file)) <= 2


def test_the_pairs_are_these_pairs() -> None:
    # Another pairing would be another experiment: findings recorded on this one would no longer fit.
    first, second = CASES["pairs"].pairs[0]
    assert (first.recipe, second.recipe) == (PAIR_0[0], PAIR_0[1])


PAIR_0 = (
    Photo(file="motorcycle_left.png", box=(220, 100, 100, 100)),
    Photo(file="coffee.png", box=(400, 200, 100, 100)),
)


def test_the_squares_left_out_are_the_flat_ones() -> None:
    for photograph in NOBODY:
        columns, rows = grid_of(photograph)
        flat = {
            (column, row)
            for row in range(rows)
            for column in range(columns)
            if luma(render(Photo(file=photograph.file, box=box_of(photograph, column, row)))).std() < FLATTEST
        }
        assert flat == FLAT.get(photograph.name, frozenset())


def test_sizes_and_colours_are_as_declared() -> None:
    for photograph in PHOTOGRAPHS:
        pixels = render(Photo(file=photograph.file))
        assert (pixels.shape[1], pixels.shape[0]) == photograph.size
        grey = np.array_equal(pixels[..., 0], pixels[..., 1]) and np.array_equal(
            pixels[..., 1], pixels[..., 2]
        )
        assert grey is not photograph.colour


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.name)
def test_every_case_says_what_it_shows_and_whose_it_is(case: Case) -> None:
    filled = [bool(case.pictures), bool(case.pairs), bool(case.texts)].count(True)
    if case.kind == "counts":  # what others counted, over pictures that nobody else has
        assert filled == 0 < case.n
    else:
        assert filled == 1
        assert case.n == len(case.pictures) + len(case.pairs) + len(case.texts)
    assert {"picture": 1}.get(case.kind, case.n) == case.n
    assert case.licence
    assert case.credit
    for name in type(case.card).model_fields:
        assert getattr(case.card, name) == getattr(case, name)
    for shown in [*case.pictures, *(member for pair in case.pairs for member in pair)]:
        assert shown.credit
        assert shown.alt.fr != shown.alt.en
    photos = [part.recipe for part in case.pictures if isinstance(part.recipe, Photo)]
    if {photo.file for photo in photos if photo.box is None} & {"astronaut.png", "camera.png"}:
        assert case.person == "real"


@pytest.mark.parametrize("name", ["photographs", "pairs"])
def test_nobody_is_visible_where_nobody_is_to_be_preferred(name: str) -> None:
    """No photograph with a person, or with a likeness of one, gives a square: looked at one by one."""
    assert [photograph.name for photograph in NOBODY] == ["chelsea", "coffee", "motorcycle", "rocket"]
    assert {file for file, _ in _boxes(_recipes(CASES[name]))} == {photograph.file for photograph in NOBODY}
    assert CASES[name].person == "none"
    somebody = {photograph.name for photograph in PHOTOGRAPHS if not photograph.shows_nobody}
    assert somebody == {"astronaut", "camera", "coins"}
    assert all(CASES[photograph].person == "real" for photograph in ("astronaut", "camera"))


def test_an_unknown_case_gets_the_nearest_name() -> None:
    with pytest.raises(CallRefused, match="Did you mean “chelsea”"):
        case_named("chelsae")
    with pytest.raises(CallRefused):
        case_named("upload:../../etc/passwd")
    assert case_named("upload:" + "0" * 64).person == "unknown"


def test_the_stimulus_set_counts_a_picture_once() -> None:
    case = CASES["photographs"]
    shown = [picture(part.recipe, part.alt, part.credit) for part in case.pictures[:3]]
    once, twice = case.stimuli(shown), case.stimuli([*reversed(shown), *shown])
    assert once == twice
    assert once.n == 3
    assert case.stimuli(shown[:2]).sha256 != once.sha256


def test_the_stimulus_set_says_which_part_of_the_case_served() -> None:
    case = CASES["photographs"]
    shown = [picture(part.recipe, part.alt, part.credit) for part in case.pictures[:3]]
    assert case.stimuli(shown, used=3).about.fr.startswith(f"3 des {case.n} carrés de 100 pixels")
    assert case.stimuli(shown, used=3).about.en.startswith(f"3 of the {case.n} squares")
    assert case.stimuli(shown, used=case.n).about == case.about
    assert CASES["chelsea"].stimuli(shown[:1], used=1).about == CASES["chelsea"].about


def test_cases_are_listed_without_slow_imports() -> None:
    code = (
        "import sys; from tools.stimuli.cases import built_in_cases; list(built_in_cases()); "
        "print([name for name in ('torch', 'numpy', 'PIL', 'scipy', 'skimage') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
