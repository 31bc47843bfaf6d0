"""The cases of computed busts: one difference in a pair, balanced, and never called people."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.stimuli.cases import case_named
from tools.stimuli.portrait_cases import bust
from tools.stimuli.portraits.identities import COUNT, details_of, person
from tools.stimuli.units import counted
from tools.stimulus import Portrait

PAIRED = {"portraits_by_tone": {"tone"}, "portraits_by_sex": {"perceived_sex"}}


@pytest.mark.parametrize("name", PAIRED)
def test_members_of_a_pair_differ_by_their_factor_only(name: str) -> None:
    case = case_named(name)
    assert case.n == len(case.pairs) == COUNT
    identities = set()
    for first, second in case.pairs:
        assert isinstance(first.recipe, Portrait)
        assert isinstance(second.recipe, Portrait)
        one, other = first.recipe.model_dump(), second.recipe.model_dump()
        assert {field for field in one if one[field] != other[field]} == PAIRED[name]
        identities.add(first.recipe.identity)
    assert len(identities) == COUNT
    recipes = [shown.recipe for pair in case.pairs for shown in pair]
    assert counted(recipes).says().en in case.about.en


@pytest.mark.parametrize("name", ["portraits", *PAIRED])
def test_they_are_said_to_be_computed(name: str) -> None:
    case = case_named(name)
    assert case.person == "synthetic"
    assert case.licence == "CC0-1.0"
    assert "MakeHuman" in case.credit
    assert "Suominen" in case.credit
    for shown in [*case.pictures, *(shown for pair in case.pairs for shown in pair)]:
        assert shown.alt.fr.startswith("Buste calculé")
        assert shown.alt.en.startswith("Computed bust")
        assert "person" not in shown.alt.en.lower()
        assert "personne" not in shown.alt.fr.lower()


def test_the_words_of_what_is_worn_and_shown() -> None:
    dressed = Portrait(identity=2, expression="smile", glasses=True, headscarf=True, age=60, perceived_sex=0)
    assert bust(dressed).alt.en == (
        "Computed bust, identity 2, Monk tone 5, female-perceived shape, 60 years, glasses, headscarf, smile"
    )
    assert "sourire" in bust(dressed).alt.fr
    assert "perceived" not in bust(Portrait()).alt.en


def test_identities_are_many_different_and_none_extreme() -> None:
    seen = set()
    for identity in range(1, COUNT + 1):
        details = details_of(identity)
        assert all(0 < weight < 0.9 for weight in details.values())
        for name, weight in details.items():
            if "/l-" in name:
                assert details[name.replace("/l-", "/r-")] == weight
        seen.add(tuple(sorted(details.items())))
    assert len(seen) == COUNT
    assert details_of(0) == {}
    assert details_of(5) == details_of(5)


def test_the_set_is_balanced() -> None:
    people = [person(identity) for identity in range(1, COUNT + 1)]
    assert sum(recipe.perceived_sex for recipe in people) == COUNT / 2
    for part in range(3):
        assert sum(recipe.ancestry[part] for recipe in people) / COUNT == pytest.approx(1 / 3, abs=0.06)
    for recipe in people:
        assert sum(recipe.ancestry) == pytest.approx(1, abs=0.003)
    assert person(0) == Portrait()


def test_the_catalogue_lists_them_without_drawing() -> None:
    """Listing needs neither the mesh nor the compiler of the studio."""
    listed = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from tools.stimuli.cases import built_in_cases; cards = built_in_cases();"
            "print(cards['portraits'].n, cards['portraits_by_tone'].kind,"
            "[m for m in ('numba', 'PIL', 'torch', 'pyarrow') if m in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "", "AUTOPSIE_ASSETS": "", "HOME": "/nonexistent", "PYTHONPATH": ":".join(sys.path)},
    )
    assert listed.stdout.split("\n")[0] == "64 pairs []"


def test_the_cases_count_the_identities_that_there_are():
    from tools.stimuli import portrait_cases

    assert portrait_cases.COUNT == COUNT
