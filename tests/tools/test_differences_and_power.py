"""Newcombe's intervals, the bootstrap of whole units and the power of n, against independent references."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.differences import newcombe, newcombe_paired
from tools.power import (
    power_of_mean,
    smallest_visible_mean,
    what_n_can_show_of_a_mean,
    what_n_can_show_of_a_share,
)
from tools.resampling import bootstrap_columns, cluster_bootstrap
from tools.statistics import bootstrap
from tools.wording import Words

UNITS = Words(fr="identités", en="identities")


def test_newcombe_is_that_of_statsmodels_on_a_thousand_tables() -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    draw = np.random.default_rng(0)
    for _ in range(1000):
        n, other = (int(each) for each in draw.integers(2, 200, size=2))
        hits, others = int(draw.integers(0, n + 1)), int(draw.integers(0, other + 1))
        expected = proportion.confint_proportions_2indep(hits, n, others, other, method="newcomb")
        assert newcombe(hits, n, others, other) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [  # Newcombe 1998b, table II, method 10
        ((36, 12, 2, 0), (0.0569, 0.3404)),
        ((20, 12, 2, 16), (0.0562, 0.3292)),
        ((18, 12, 2, 18), (0.0562, 0.3290)),
    ],
)
def test_the_paired_interval_is_the_papers(counts, expected) -> None:
    assert newcombe_paired(*counts) == pytest.approx(expected, abs=6e-4)


@given(*[st.integers(0, 40)] * 4)
def test_the_paired_interval_holds_the_gap_and_turns_with_the_groups(both, first, second, neither) -> None:
    n = both + first + second + neither
    if n == 0:
        with pytest.raises(ValueError, match="counts"):
            newcombe_paired(both, first, second, neither)
        return
    low, high = newcombe_paired(both, first, second, neither)
    assert -1 <= low <= (first - second) / n + 1e-9
    assert (first - second) / n - 1e-9 <= high <= 1
    assert newcombe_paired(both, second, first, neither) == pytest.approx((-high, -low))


def test_whole_units_are_resampled_not_their_repeats() -> None:
    """Twenty repeats of ten units are ten units: the interval does not shrink."""
    units = np.random.default_rng(1).normal(size=10)
    once, often = units[:, None], np.repeat(units[:, None], 20, axis=1)

    def mean(tables) -> float:
        return float(tables[0].mean())

    narrow = cluster_bootstrap([once], mean, seed=3)
    assert cluster_bootstrap([often], mean, seed=3) == pytest.approx(narrow)
    assert bootstrap(units.tolist(), seed=3) == pytest.approx(narrow, abs=0.15)
    with pytest.raises(ValueError, match="no unit"):
        cluster_bootstrap([], mean, seed=0)


def test_columns_are_resampled_together_and_each_as_alone() -> None:
    table = np.random.default_rng(2).normal([0, 5], [1, 2], size=(80, 2))
    for column, interval in enumerate(bootstrap_columns(table, seed=4)):
        width = 1.96 * table[:, column].std() / np.sqrt(80)
        assert interval.contains(float(table[:, column].mean()))
        assert (interval.high - interval.low) / 2 == pytest.approx(width, rel=0.12)
    # What is common to both groups goes out of their difference.
    same = np.column_stack([table[:, 0], table[:, 0]])
    (gap,) = bootstrap_columns(same[:, :1] - same[:, 1:], seed=4)
    assert gap == (0, 0)
    with pytest.raises(ValueError, match="no unit"):
        bootstrap_columns(np.empty((0, 2)), seed=0)


def test_the_power_of_a_mean_is_that_of_statsmodels() -> None:
    power = pytest.importorskip("statsmodels.stats.power").TTestPower()
    draw = np.random.default_rng(5)
    for _ in range(200):
        n, effect = int(draw.integers(2, 200)), float(draw.random())
        expected = power.power(effect, n, 0.05)
        ours = power_of_mean(n, effect)
        assert 0 <= ours <= 1
        if not np.isnan(expected):  # far from zero statsmodels gives none
            assert ours == pytest.approx(expected, abs=1e-7)
    visible = smallest_visible_mean(30)
    assert visible == pytest.approx(power.solve_power(nobs=30, alpha=0.05, power=0.8), abs=1e-4)


@pytest.mark.parametrize("n", [20, 30, 64, 200])
def test_more_comparisons_and_fewer_units_show_less(n: int) -> None:
    one, ten = smallest_visible_mean(n), smallest_visible_mean(n, alpha=0.005)
    more = smallest_visible_mean(2 * n)
    assert one is not None
    assert ten is not None
    assert more is not None
    assert more < one < ten


def test_what_n_can_show_is_said_before_anything_runs() -> None:
    assert "0.53 standard deviations" in what_n_can_show_of_a_mean(30, UNITS).en
    assert "no verdict" in what_n_can_show_of_a_mean(8, UNITS).en
    assert "no verdict" not in what_n_can_show_of_a_mean(30, UNITS).en
    assert "no difference could show" in what_n_can_show_of_a_mean(1, UNITS).en
    assert "under 25\u00a0points" in what_n_can_show_of_a_share(30, UNITS).en
    assert "12 comparisons" in what_n_can_show_of_a_share(50, UNITS, 12).en
    assert "no split" in what_n_can_show_of_a_share(5, UNITS).en
