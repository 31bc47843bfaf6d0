"""A thousand pairs of computed busts: who differs in what, and that nothing depends on who is asked first."""

from __future__ import annotations

import pytest

from tools.stimuli.cases import case_named
from tools.stimuli.portrait_pairs import PAIRS, WALLS, drawn
from tools.stimulus import Portrait

STRANGERS = ("portraits_strangers", "portraits_strangers_by_tone", "portraits_strangers_by_sex")


def _couples(name: str) -> list[tuple[Portrait, Portrait]]:
    found = []
    for one, other in case_named(name).pairs:
        assert isinstance(one.recipe, Portrait)
        assert isinstance(other.recipe, Portrait)
        found.append((one.recipe, other.recipe))
    return found


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_are_two_thousand_different_identities(name: str) -> None:
    couples = _couples(name)
    assert len({each.identity for couple in couples for each in couple}) == 2 * PAIRS == 2 * len(couples)
    differing = [sum(a != b for a, b in zip(one, other, strict=True)) for one, other in couples]
    assert min(differing) >= 3


def test_listed_members_are_who_the_case_says() -> None:
    for one, other in _couples("portraits_strangers_by_tone"):
        assert (one.tone, other.tone) == (2, 9)
    for one, other in _couples("portraits_strangers_by_sex"):
        assert (one.perceived_sex, other.perceived_sex) == (0, 1)
    assert case_named("portraits_strangers").first is None
    first = case_named("portraits_strangers_by_sex").first
    assert first is not None
    assert "perceived" in first.en


@pytest.mark.parametrize(
    "name", ["portraits_tone_alone", *(f"portraits_by_tone_{wall}_wall" for wall in WALLS)]
)
def test_tone_alone_differs_within_a_pair(name: str) -> None:
    couples = _couples(name)
    for one, other in couples:
        assert one.model_copy(update={"tone": other.tone}) == other
        assert (one.tone, other.tone) == (2, 9)
    assert len({one.identity for one, _ in couples}) == len(couples)


def test_what_is_drawn_spreads_and_hangs_on_the_identity_alone() -> None:
    assert drawn(41) == drawn(41) != drawn(42)
    busts = [drawn(identity) for identity in range(1, 401)]
    assert {each.tone for each in busts} == set(range(1, 11))
    assert 0.4 < sum(each.perceived_sex for each in busts) / len(busts) < 0.6
    assert min(each.background_level for each in busts) < 0.15
    assert max(each.background_level for each in busts) > 0.85
    assert {each.hair for each in busts} >= {"short", "long", "curls"}
    assert all(20 <= each.age <= 60 for each in busts)
