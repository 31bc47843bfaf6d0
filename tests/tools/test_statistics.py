"""Intervals against an independent reference, and what they promise against simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tools.statistics import (
    Interval,
    Split,
    bootstrap,
    correlation_beyond,
    quantile,
    rank_correlation,
    rank_correlation_beyond,
    sign_test,
    smallest_visible_part,
    what_n_can_show,
    wilson,
)
from tools.wording import Words


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_the_interval_of_the_textbooks(counts: tuple[int, int]) -> None:
    hits, n = counts
    reference = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert wilson(hits, n) == pytest.approx((reference.low, reference.high), abs=1e-9)


@given(st.floats(0, 1), st.integers(1, 300))
def test_wilson_with_halves_stays_inside_and_around_the_share(share: float, n: int) -> None:
    low, high = wilson(share * n, n)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


@pytest.mark.parametrize(("hits", "n"), [(1, 0), (-1, 4), (5, 4)])
def test_wilson_refuses_impossible_counts(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="out of"):
        wilson(hits, n)


@given(st.integers(0, 60), st.integers(0, 60))
def test_sign_test_is_the_exact_binomial_test(ups: int, downs: int) -> None:
    expected = stats.binomtest(ups, ups + downs).pvalue if ups + downs else 1.0
    assert sign_test(ups, downs) == pytest.approx(expected, rel=1e-9)


def test_bootstrap_repeats_with_its_seed_and_covers_the_mean() -> None:
    values = list(np.random.default_rng(3).normal(2.0, 1.0, 200))
    first, second = bootstrap(values, seed=7), bootstrap(values, seed=7)
    assert first == second != bootstrap(values, seed=8)
    assert first.contains(float(np.mean(values)))
    normal = 1.96 * np.std(values) / np.sqrt(200)
    assert (first.high - first.low) / 2 == pytest.approx(normal, rel=0.1)


def test_bootstrap_of_a_constant_is_that_constant() -> None:
    assert bootstrap([0.5] * 30, seed=0) == (0.5, 0.5)
    with pytest.raises(ValueError, match="no value"):
        bootstrap([], seed=0)


def test_bootstrap_takes_another_statistic() -> None:
    low, high = bootstrap([0] * 40 + [100], lambda rows: np.median(rows, axis=-1), seed=1)
    assert (low, high) == (0, 0)


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=3, max_size=40))
def test_rank_correlation_is_spearman(pairs: list[tuple[int, int]]) -> None:
    a, b = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    if len(set(a)) == 1 or len(set(b)) == 1:
        assert rank_correlation(a, b) == 0
    else:
        assert rank_correlation(a, b) == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-9)


def test_quantile() -> None:
    assert quantile([1, 2, 3, 4], 0.5) == 2.5


@given(st.lists(st.sampled_from([0, 0.25, 0.5, 0.75, 1]), max_size=60))
def test_a_split_leaves_ties_out(shares: list[float]) -> None:
    split = Split.of(shares)
    assert split.ups + split.downs == sum(share != 0.5 for share in shares)
    assert split.p == sign_test(split.ups, split.downs)
    assert Split.of([*shares, 0.5, 0.5]) == split
    assert Split.of([1 - share for share in shares]) == (split.downs, split.ups)


def test_six_units_all_one_way_are_the_fewest_that_count() -> None:
    assert not Split(5, 0).uneven
    assert Split(6, 0).uneven
    assert Split(0, 6).uneven
    assert not Split(6, 1).uneven


def test_smallest_visible_part_is_seen_four_times_in_five() -> None:
    n = 42
    part = smallest_visible_part(n)
    assert part is not None
    draws = np.random.default_rng(0).binomial(n, part, 4000)
    seen = np.mean([Split(int(tipped), 0).uneven for tipped in draws])
    assert seen == pytest.approx(0.8, abs=0.03)
    smaller = smallest_visible_part(400)
    assert smaller is not None
    assert smaller < part


def test_too_few_units_are_said_to_show_nothing() -> None:
    assert smallest_visible_part(5) is None
    assert "aucun partage" in what_n_can_show(5, Words(fr="paires", en="pairs")).fr
    assert "fewer than 18% of them" in what_n_can_show(42, Words(fr="paires", en="pairs")).en


def test_intervals_meet_at_their_ends() -> None:
    assert Interval(0.1, 0.5).meets(Interval(0.5, 0.6))
    assert not Interval(0.1, 0.4).meets(Interval(0.5, 0.6))


def test_what_is_left_beyond_a_third_is_the_correlation_of_residuals() -> None:
    draw = np.random.default_rng(2)
    known = draw.normal(size=200)
    first, second = known + draw.normal(size=200), known + draw.normal(size=200)
    ranks = [stats.rankdata(values) for values in (first, second, known)]
    line = np.column_stack([np.ones(200), ranks[2]])
    left = [values - line @ np.linalg.lstsq(line, values, rcond=None)[0] for values in ranks[:2]]
    expected = np.corrcoef(*left)[0, 1]
    assert rank_correlation_beyond(first, second, known) == pytest.approx(expected, abs=1e-9)
    assert rank_correlation(first, second) > 0.3 > abs(expected)
    assert rank_correlation_beyond(known, second, known) == 0


def test_correlation_beyond_weighs_places_by_size_and_takes_the_known_out() -> None:
    draw = np.random.default_rng(3)
    known = draw.normal(size=64)
    first, second = 1e-3 * draw.normal(size=(2, 64))
    assert abs(correlation_beyond(first + known, second + known, known)) < 0.5  # only the known in common
    first[63] = second[63] = 1.0  # one cause, and 63 places of noise
    assert correlation_beyond(first, second, known) > 0.99
    assert rank_correlation_beyond(first, second, known) < 0.5
    assert correlation_beyond(first, -second, known) < -0.99
    assert correlation_beyond(2 * known + 1, second, known) == 0
