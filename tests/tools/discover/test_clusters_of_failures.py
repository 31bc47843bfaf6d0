"""Failures that lie together are confirmed on the other half; failures at random are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.bench import Bench
from tools.catalogue import subjects, tool
from tools.discover.clusters import halves, how_many, search
from tools.errors import CallRefused
from tools.finding import Call
from tools.statistics import ALPHA

UNITS = [str(each) for each in range(160)]


def _features(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(160, 12))


@pytest.mark.parametrize("seed", range(5))
def test_failures_that_lie_together_are_confirmed_on_the_other_half(seed: int) -> None:
    features = _features(seed)
    features[:40] += 3
    failed = np.arange(160) < 40
    shuffled = np.random.default_rng(seed).permutation(160)
    found = search(features[shuffled], failed[shuffled], *halves(UNITS, seed), seed=seed)
    best = found.clusters[0]
    assert best.chance < ALPHA
    assert best.gap.low > 0
    assert best.rate > found.random_limit


def test_failures_at_random_are_rarely_confirmed() -> None:
    """The bar is one in twenty: of forty searches of nothing, six would be too many."""
    confirmed = 0
    for seed in range(40):
        failed = np.random.default_rng(seed + 99).random(160) < 0.25
        found = search(_features(seed), failed, *halves(UNITS, seed), seed=seed)
        if found.clusters:
            best = found.clusters[0]
            confirmed += best.chance < ALPHA and best.gap.low > 0 and best.rate > found.random_limit
    assert confirmed < 6


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=40), st.integers(0, 99))
def test_no_unit_is_on_both_sides(units: list[str], seed: int) -> None:
    sought, held = halves(units, seed)
    assert {units[each] for each in sought}.isdisjoint(units[each] for each in held)
    assert sorted(sought + held) == list(range(len(units)))


def test_the_number_of_clusters_follows_the_stated_rule() -> None:
    assert [how_many(each) for each in (1, 8, 16, 24, 32, 400)] == [1, 1, 2, 3, 4, 4]


def test_without_failures_there_is_no_cluster() -> None:
    assert not search(_features(0), np.zeros(160, bool), *halves(UNITS, 0), seed=0).clusters


def test_a_case_of_the_wrong_kind_names_one_that_fits() -> None:
    class Lent:
        card = subjects()["interview_score"]
        labels = ("score",)

    bench = Bench()
    bench.lend(Lent())
    call = Call(verb="discover", method="failures", subject="interview_score", case="identity_sentences_en")
    with pytest.raises(CallRefused) as told:
        tool("discover", "failures").run(call, bench, lambda *_: None)
    assert told.value.code == "wrong_case"
    assert "portraits_varied" in told.value.sentence("en")
