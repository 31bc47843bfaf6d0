"""Exact tests and corrections, each on a thousand random tables against scipy and statsmodels."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tools.exact_tests import EXACT_FLIPS, fisher, mcnemar, sign_flip, wilcoxon
from tools.multiple_comparisons import benjamini_hochberg, holm

TABLES = 1000


def test_mcnemar_is_that_of_statsmodels_on_a_thousand_tables() -> None:
    contingency = pytest.importorskip("statsmodels.stats.contingency_tables")
    draw = np.random.default_rng(0)
    for _ in range(TABLES):
        table = draw.integers(0, 40, size=(2, 2))
        ours = mcnemar(int(table[0, 1]), int(table[1, 0]))
        if table[0, 1] + table[1, 0] == 0:
            assert ours == 1
            continue
        assert ours == pytest.approx(contingency.mcnemar(table, exact=True).pvalue, rel=1e-9)


def test_fisher_is_that_of_scipy_on_a_thousand_tables() -> None:
    draw = np.random.default_rng(1)
    for _ in range(TABLES):
        n, other = (int(each) for each in draw.integers(1, 60, size=2))
        hits, others = int(draw.integers(0, n + 1)), int(draw.integers(0, other + 1))
        expected = stats.fisher_exact([[hits, n - hits], [others, other - others]]).pvalue
        assert fisher(hits, n, others, other) == pytest.approx(expected, rel=1e-7)


def test_fisher_refuses_impossible_counts() -> None:
    with pytest.raises(ValueError, match="of"):
        fisher(5, 4, 0, 3)


def test_wilcoxon_is_that_of_scipy_on_a_thousand_tables() -> None:
    draw = np.random.default_rng(2)
    for _ in range(TABLES):
        values = draw.normal(draw.normal(), 1, size=int(draw.integers(2, 40)))
        assert wilcoxon(values.tolist()) == pytest.approx(stats.wilcoxon(values, method="exact").pvalue)


def signs_turned(values: list[float], statistic: object) -> float:
    """Every assignment of signs, one by one."""
    moved = [each for each in values if each]
    ranks = stats.rankdata([abs(each) for each in moved])
    sizes = ranks if statistic == "ranks" else [abs(each) for each in moved]
    seen = abs(sum(math.copysign(size, each) for size, each in zip(sizes, moved, strict=True)))
    flips = [
        abs(sum(sign * size for sign, size in zip(signs, sizes, strict=True)))
        for signs in itertools.product((-1, 1), repeat=len(moved))
    ]
    return sum(flip >= seen - 1e-9 for flip in flips) / len(flips)


@settings(deadline=None)  # every assignment of signs is counted
@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9))
def test_ties_and_zeros_are_counted_as_they_are(values: list[int]) -> None:
    """scipy gives no exact answer with ties: every assignment of signs is counted here."""
    given_values = [float(each) for each in values]
    if any(values):
        assert wilcoxon(given_values) == pytest.approx(min(1, signs_turned(given_values, "ranks")))
        assert sign_flip(given_values, seed=0) == pytest.approx(signs_turned(given_values, "sizes"))
    else:
        assert wilcoxon(given_values) == sign_flip(given_values, seed=0) == 1


def test_the_drawn_sign_flips_agree_with_scipy() -> None:
    draw = np.random.default_rng(3)
    for _ in range(6):
        values = draw.normal(0.3, 1, size=EXACT_FLIPS + 20)
        reference = stats.permutation_test(
            (values,), lambda rows, axis: rows.mean(axis=axis), permutation_type="samples",
            vectorized=True, n_resamples=20_000, rng=4,
        )  # fmt: skip
        assert sign_flip(values.tolist(), seed=1) == pytest.approx(reference.pvalue, abs=0.012)


def test_no_chance_is_ever_told_as_none() -> None:
    assert 0 < sign_flip([1.0] * 200, seed=0) < 1e-4
    assert sign_flip([1.0, 2.0], seed=0) == sign_flip([1.0, 2.0], seed=9)
    with pytest.raises(ValueError, match="finite"):
        sign_flip([1.0, float("nan")], seed=0)


def test_benjamini_and_hochbergs_correction_is_that_of_scipy() -> None:
    draw = np.random.default_rng(5)
    for _ in range(TABLES):
        chances = draw.random(int(draw.integers(1, 30))) ** 3
        assert benjamini_hochberg(chances.tolist()) == pytest.approx(stats.false_discovery_control(chances))


def test_holms_correction_is_its_formula_on_a_thousand_tables() -> None:
    draw = np.random.default_rng(6)
    for _ in range(TABLES):
        chances = draw.random(int(draw.integers(1, 30))) ** 3
        order = np.argsort(chances)
        expected = np.empty_like(chances)
        left = np.arange(len(chances), 0, -1)
        expected[order] = np.minimum(1, np.maximum.accumulate(left * chances[order]))
        assert holm(chances.tolist()) == pytest.approx(expected)


@pytest.mark.long
def test_holms_correction_is_that_of_statsmodels() -> None:
    """On forty tables: statsmodels takes a twentieth of a second for each, and far more on a busy machine."""
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    draw = np.random.default_rng(6)
    for _ in range(40):
        chances = draw.random(int(draw.integers(1, 30))) ** 3
        assert holm(chances.tolist()) == pytest.approx(multitest.multipletests(chances, method="holm")[1])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_a_correction_never_helps_and_holm_asks_more(chances: list[float]) -> None:
    for plain, soft, hard in zip(chances, benjamini_hochberg(chances), holm(chances), strict=True):
        assert plain - 1e-12 <= soft <= hard + 1e-12 <= 1 + 1e-12


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="probability"):
        holm([0.5, 1.5])
    with pytest.raises(ValueError, match="probability"):
        benjamini_hochberg([float("nan")])
