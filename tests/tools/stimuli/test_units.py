"""What n counts: identities of computed busts, not their pictures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.honesty import ControlShare, preference_verdict, reproduction_verdict
from tools.statistics import Interval, Split, bootstrap, wilson
from tools.stimuli.units import Counted, by_unit, counted, unit_of
from tools.stimulus import Edited, Montage, Photo, Portrait, Recipe

EIGHT = [
    Portrait(identity=identity, light_azimuth=float(azimuth - 62))
    for identity in range(1, 9)
    for azimuth in range(125)
]


def test_eight_faces_a_hundred_and_twenty_five_times_are_eight_units() -> None:
    found = counted(EIGHT)
    assert (found.units, found.pictures, found.conditions) == (8, 1000, 125)
    assert found.says().en == "8 identities × 125 conditions"
    assert found.says().fr == "8 identités × 125 conditions"


def test_eight_faces_are_inconclusive_however_often_they_are_shown() -> None:
    """A subject that prefers the first of every pair, always: 1,000 of 1,000, and still no verdict."""
    shares = list(by_unit(EIGHT, [1.0] * len(EIGHT)).values())
    assert shares == [1.0] * 8
    published = wilson(0.9 * 500, 500)
    assert reproduction_verdict(len(shares), wilson(sum(shares), len(shares)), published) == "inconclusive"
    spread = bootstrap(shares, seed=1)
    fair = ControlShare(rate=0.5, split=Split(4, 4))
    assert preference_verdict(len(shares), 1.0, Split.of(shares), spread, [fair]) == "inconclusive"
    # What the mistake would say: a thousand pictures taken for a thousand units are a verdict.
    mistaken = wilson(900, 1000)
    assert reproduction_verdict(1000, mistaken, published) == "reproduced"
    assert preference_verdict(1000, 1.0, Split(1000, 0), Interval(1.0, 1.0), [fair]) != "inconclusive"


def test_sixty_four_faces_can_be_a_verdict() -> None:
    recipes = [Portrait(identity=identity, tone=tone) for identity in range(1, 65) for tone in (2, 9)]
    shares = list(by_unit(recipes, [1.0] * 128).values())
    assert reproduction_verdict(len(shares), wilson(64, 64), Interval(0.9, 1.0)) == "reproduced"


def test_an_edited_bust_is_still_that_face() -> None:
    bust = Portrait(identity=7, tone=3)
    assert unit_of(Edited(of=bust, change="flip", amount=1)) == unit_of(bust) == "identity 7"
    other = Portrait(identity=3)
    pair = Montage(first=bust, second=other, layout="stacked", cell=64)
    turned = Montage(first=other, second=bust, layout="side-by-side", cell=64)
    assert unit_of(pair) == unit_of(turned) == "identities 3 7"
    same = Montage(first=bust, second=bust.model_copy(update={"tone": 9}), layout="stacked", cell=64)
    assert unit_of(same) == "identity 7"


def test_a_photograph_is_its_own_unit() -> None:
    first, second = Photo(file="a.png", box=(0, 0, 9, 9)), Photo(file="a.png", box=(9, 0, 9, 9))
    assert counted([first, second]).units == 2


@pytest.mark.parametrize(
    ("units", "pictures", "fr", "en"),
    [
        (1, 1, "1 identité × 1 condition", "1 identity × 1 condition"),
        (64, 64, "64 identités × 1 condition", "64 identities × 1 condition"),
        (3, 7, "7 images de 3 identités", "7 pictures of 3 identities"),
        (0, 0, "0 identité", "0 identities"),
    ],
)
def test_both_numbers_are_said(units: int, pictures: int, fr: str, en: str) -> None:
    said = Counted(units, pictures).says()
    assert said.fr.startswith(fr.split(" ×")[0][:10]) if not units else said.fr == fr
    assert said.en == en if units else en in said.en


def test_values_and_recipes_must_go_together() -> None:
    with pytest.raises(ValueError, match="zip"):
        by_unit([Portrait()], [])


@given(st.lists(st.tuples(st.integers(1, 5), st.floats(0, 1)), min_size=1, max_size=40))
def test_the_means_of_units_stay_within_their_values(rows: list[tuple[int, float]]) -> None:
    recipes: list[Recipe] = [Portrait(identity=identity) for identity, _ in rows]
    found = by_unit(recipes, [value for _, value in rows])
    assert len(found) == counted(recipes).units == len({identity for identity, _ in rows})
    for identity, _ in rows:
        own = [value for each, value in rows if each == identity]
        assert min(own) - 1e-12 <= found[f"identity {identity}"] <= max(own) + 1e-12
