"""The verdict rules: each of these fails when its rule is taken away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import CallRefused, ToolFailed
from tools.honesty import (
    ControlShare,
    GapControl,
    direction,
    enough_seeds,
    finite,
    gap_verdict,
    preference_verdict,
    published_target,
    reproduction_verdict,
    shift_verdict,
)
from tools.statistics import Interval, Split

PUBLISHED = Interval(0.557, 0.577)


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (Interval(0.53, 0.60), "reproduced"),  # the intervals meet
        (Interval(0.60, 0.70), "same_direction"),  # only the sign holds
        (Interval(0.51, 0.55), "same_direction"),
        (Interval(0.40, 0.45), "not_reproduced"),  # the other way
        (Interval(0.45, 0.54), "not_reproduced"),  # no gap seen, and the published one is excluded
        (Interval(0.42, 0.66), "inconclusive"),  # holds the published gap and no gap at all
    ],
)
def test_rule_2(measured: Interval, verdict: str) -> None:
    assert reproduction_verdict(200, measured, PUBLISHED) == verdict


@given(st.floats(0, 1), st.floats(0, 1))
def test_no_verdict_below_thirty_units(a: float, b: float) -> None:
    measured = Interval(min(a, b), max(a, b))
    assert reproduction_verdict(29, measured, PUBLISHED) == "inconclusive"
    assert preference_verdict(29, a, Split(29, 0), measured, []) == "inconclusive"
    assert shift_verdict([1.0] * 29, [0.0] * 29).verdict == "inconclusive"


@given(st.floats(0, 1), st.floats(0, 1), st.integers(30, 10_000))
def test_reproduced_only_where_the_intervals_meet_and_parity_is_excluded(a: float, b: float, n: int) -> None:
    measured = Interval(min(a, b), max(a, b))
    if reproduction_verdict(n, measured, PUBLISHED) == "reproduced":
        assert measured.meets(PUBLISHED)
        assert not measured.contains(0.5)


def test_a_published_equality_is_found_again_only_by_a_narrow_interval() -> None:
    equality = Interval(0.49, 0.51)
    assert reproduction_verdict(400, Interval(0.47, 0.53), equality) == "reproduced"
    assert reproduction_verdict(40, Interval(0.35, 0.65), equality) == "inconclusive"
    assert reproduction_verdict(400, Interval(0.6, 0.7), equality) == "not_reproduced"


def test_a_published_figure_over_other_pictures_is_refused() -> None:
    kept = published_target(0.566, 10_000, "Yee et al. 2021", "pairs", "pairs")
    assert kept is not None
    assert kept.low == pytest.approx(0.5563, abs=1e-3)
    with pytest.raises(CallRefused) as refused:
        published_target(0.566, 10_000, "Yee et al. 2021", "celebrities", "pairs")
    assert refused.value.code == "target_refused"
    assert "populations" in refused.value.sentence("fr")


def test_a_published_figure_needs_its_source_and_its_n() -> None:
    for n, source in ((None, "Yee et al. 2021"), (10_000, "")):
        with pytest.raises(CallRefused):
            published_target(0.566, n, source, "pairs", "pairs")
    assert published_target(None, None, "", "", "pairs") is None


EVEN, FOR, AGAINST = Split(10, 11), Split(12, 0), Split(0, 12)


def test_a_preference_counts_only_beyond_its_controls() -> None:
    def judged(control: float, split: Split = EVEN) -> str:
        return preference_verdict(40, 0.65, FOR, Interval(0.57, 0.73), [ControlShare(control, split)])

    assert judged(0.52) == "effect"
    # A control that hardly counts must only lie nearer to one half.
    assert judged(0.64) == "effect"
    assert judged(0.66) == "none_shown"
    assert judged(0.34) == "none_shown"
    # One that truly leans must be cleared by the whole spread: place alone may explain the rest.
    assert judged(0.58, FOR) == "none_shown"
    assert judged(0.42, AGAINST) == "none_shown"
    assert judged(0.54, FOR) == "effect"


def test_a_preference_against_counts_as_much_as_one_for() -> None:
    def judged(control: float, split: Split) -> str:
        return preference_verdict(40, 0.35, AGAINST, Interval(0.27, 0.43), [ControlShare(control, split)])

    assert judged(0.5, EVEN) == "effect"
    assert judged(0.58, FOR) == "none_shown"
    assert judged(0.46, AGAINST) == "effect"


def test_a_preference_rests_on_the_sign_test_over_units_ties_left_out() -> None:
    def judged(rate: float, split: Split) -> str:
        return preference_verdict(40, rate, split, Interval(0, 1), [])

    assert judged(0.57, Split(6, 0)) == "effect"  # 34 ties say nothing either way
    assert judged(0.43, Split(0, 6)) == "effect"
    assert judged(0.56, Split(5, 0)) == "none_shown"
    assert judged(0.65, Split(20, 15)) == "none_shown"
    # Many small leanings one way and a few large ones the other: the two do not agree.
    assert judged(0.48, Split(30, 10)) == "none_shown"


def test_a_difference_counts_only_beyond_its_placebo_and_after_correction() -> None:
    def judged(control: GapControl, chance: float = 0.001, n: int = 40) -> str:
        return gap_verdict(n, 0.2, chance, Interval(0.1, 0.3), [control])

    still = GapControl(0.05, 1)
    assert judged(still) == "effect"
    assert judged(still, n=29) == "inconclusive"
    assert judged(still, chance=0.05) == "none_shown"  # the corrected probability decides
    assert judged(GapControl(-0.2, 1)) == "none_shown"  # a harmless change moves as much
    assert judged(GapControl(0.15, 1)) == "effect"
    assert judged(GapControl(0.15, 0.01)) == "none_shown"  # it truly leans: the spread must clear it
    assert judged(GapControl(-0.15, 0.01)) == "none_shown"
    assert judged(GapControl(0.05, 0.01)) == "effect"
    assert gap_verdict(40, -0.2, 0.001, Interval(-0.3, -0.1), [GapControl(0.05, 0.01)]) == "effect"
    assert gap_verdict(40, -0.2, 0.001, Interval(-0.3, -0.1), [GapControl(0.15, 0.01)]) == "none_shown"


def test_the_effect_rule_compares_the_median_with_the_placebos_tail() -> None:
    placebo = [0.1] * 36 + [0.6] * 4  # 95th percentile 0.6
    assert shift_verdict([0.7] * 40, placebo).verdict == "effect"
    assert shift_verdict([0.3] * 40, placebo).verdict == "none_shown"
    # Large shifts in both directions are shifts.
    assert shift_verdict([0.7, -0.7] * 20, placebo).verdict == "effect"


def test_a_placebo_that_moves_as_much_wins() -> None:
    assert shift_verdict([0.3] * 40, [0.4] * 40).placebo_wins
    assert not shift_verdict([0.3] * 40, [0.1] * 40).placebo_wins


def test_direction_needs_the_whole_interval() -> None:
    assert direction(Interval(0.1, 0.2)) == "up"
    assert direction(Interval(-0.2, -0.1)) == "down"
    assert direction(Interval(-0.1, 0.2)) == "unclear"


def test_one_random_network_is_not_a_null() -> None:
    enough_seeds(20)
    with pytest.raises(CallRefused):
        enough_seeds(19)


def test_numbers_that_are_none_are_refused_by_name() -> None:
    finite({"rate": 0.5})
    with pytest.raises(ToolFailed) as failed:
        finite({"rate": 0.5, "score": float("nan")})
    assert "score" in failed.value.sentence("en")
