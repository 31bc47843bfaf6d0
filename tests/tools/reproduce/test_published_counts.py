"""Published counts done again, and a published check drawn again: every number by another road."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tools.bench import Bench
from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.power_of_share import power_of_share, rejects_from, trials_needed
from tools.reproduce.published_counts import panels, white_over_black, women_over_men
from tools.reproduce.recorded_counts import RecordedCounts
from tools.reproduce.redrawn_check import RedrawnCheck


def _run(
    tool: RecordedCounts | RedrawnCheck, seed: int = 7, case: str = "twitter_counts", **params: Any
) -> Finding:
    call = Call(
        verb="reproduce", method=tool.method, subject="twitter_crop", case=case, params=params, seed=seed
    )
    return tool.run(call, Bench(), lambda done, total: None)


def test_women_come_out_of_all_four_pairs_and_their_table_misses_one() -> None:
    found = _run(RecordedCounts(), question="women")
    # data/results.txt, by hand: BF/BM, WF/WM, BF/WM, and BM/WF read from the other end.
    assert found.result["hits"] == 5695 + 6171 + 5547 + (10_000 - 3648)
    assert found.result["rate"] == pytest.approx(0.594125)
    assert found.result["as_printed"] == pytest.approx((5695 + 6171 + 5547) / 30_000, abs=1e-6)
    assert round(float(str(found.result["as_printed"])), 2) == found.result["published"] == 0.58
    assert found.verdict == "same_direction"
    assert "59,4" in found.conclusion.fr
    assert "Nothing ran here" in found.caveats[0].en


def test_white_over_black_agrees_with_what_was_printed() -> None:
    found = _run(RecordedCounts(), question="white")
    assert found.result["hits"] == (10_000 - 4336) + (10_000 - 4767) + 4453 + 6352
    assert found.verdict == "reproduced"
    assert all(each.n == 10_000 for each in (*white_over_black(), *women_over_men()))


def test_the_log_changes_its_answer_with_the_number_of_trials() -> None:
    found = _run(RecordedCounts(), question="log")
    assert (found.result["runs"], found.result["beyond"]) == (4, 2)
    assert found.result["rate"] == pytest.approx(0.5254)
    assert found.target is None
    rows = found.figures[0].rows  # type: ignore[union-attr]
    assert [row.n for row in rows] == [200, 500, 500, 10_000]  # type: ignore[union-attr]


def test_three_figures_by_theme_show_other_pairs_than_their_title() -> None:
    found = _run(RecordedCounts(), question="slices")
    assert (found.result["panels"], found.result["wrong"]) == (4, 3)
    assert panels()[0].right
    # By the notebook's own lines: titles stand two by two in its list, the figures advance by one.
    listed = ["BF–WF", "BM–WM", "BF–BM", "WF–WM", "BF–WM", "BM–WF", "B–W", "F–M"]
    for place, panel in enumerate(panels()):
        assert list(panel.shown) == [listed[place], listed[place + 1]]
        assert list(panel.meant) == [listed[2 * place], listed[2 * place + 1]]
    assert (found.n, found.unit_of_n.en, found.verdict) == (4, "figure", "not_reproduced")
    assert found.values[0].value == 1
    assert "“Gender” shows BM–WM and BF–BM in place of BF–BM and WF–WM" in found.caveats[1].en
    cells = [[cell.value for cell in row] for _, row in found.figures[0].rows]  # type: ignore[union-attr,misc]
    assert cells == [[2, 0], [1, 1], [0, 2], [0, 2]]


def test_a_case_of_pictures_holds_no_counts() -> None:
    with pytest.raises(CallRefused) as refused:
        _run(RecordedCounts(), case="photographs")
    assert refused.value.code == "wrong_case"


def test_no_instrument_looks_at_counts_as_pictures() -> None:
    from tools.looking import pictures_of
    from tools.stimuli.cases import case_named

    with pytest.raises(CallRefused) as refused:
        pictures_of(case_named("twitter_counts"))
    assert "published counts" in refused.value.says.en


@settings(max_examples=40, deadline=None)
@given(n=st.integers(10, 600))
def test_a_check_rejects_where_scipys_exact_test_does(n: int) -> None:
    limit = rejects_from(n)
    if limit <= n:
        assert stats.binomtest(limit, n, 0.5).pvalue < 0.05
    assert stats.binomtest(limit - 1, n, 0.5).pvalue >= 0.05


def test_the_power_is_the_sum_over_all_counts_that_reject() -> None:
    n, share = 200, 0.5664
    by_hand = sum(
        stats.binom.pmf(k, n, share) for k in range(n + 1) if stats.binomtest(k, n, 0.5).pvalue < 0.05
    )
    assert power_of_share(n, share) == pytest.approx(by_hand)
    assert power_of_share(n, 0.5) <= 0.05


def test_as_many_trials_as_are_needed_do_see_the_gap() -> None:
    for share in (0.5664, 0.4336, 0.594125):
        needed = trials_needed(share)
        assert needed is not None
        assert all(power_of_share(needed + more, share) >= 0.8 for more in range(20))
        assert any(power_of_share(needed - 1 + more, share) < 0.8 for more in range(20))
    assert trials_needed(0.5) is None


@pytest.mark.parametrize(
    ("pair", "low", "high", "needed"),
    [("women", 0.40, 0.50, (440, 480)), ("men", 0.07, 0.11, (3500, 3750)), ("sexes", 0.6, 0.7, (270, 310))],
)
def test_two_hundred_trials_see_what_they_can(
    pair: str, low: float, high: float, needed: tuple[int, int]
) -> None:
    found = _run(RedrawnCheck(), pair=pair, n=200, draws=5)
    assert low < float(str(found.result["power"])) < high
    assert needed[0] <= int(str(found.result["needed"])) <= needed[1]
    assert found.verdict == "unusable"
    drawn = found.figures[0].rows[1:]  # type: ignore[union-attr]
    assert len(drawn) == 5
    fell = sum(row.value < 0.5 for row in drawn)  # type: ignore[union-attr]
    saw = sum(stats.binomtest(round(row.value * 200), 200).pvalue < 0.05 for row in drawn)  # type: ignore[union-attr]
    assert (found.result["opposite"], found.result["significant"]) == (fell, saw)
    assert f"other side of one half: {fell}." in found.conclusion.en


def test_small_checks_of_a_small_gap_often_lean_the_other_way() -> None:
    found = _run(RedrawnCheck(), pair="men", n=20, draws=50)
    drawn = [row.value for row in found.figures[0].rows[1:]]  # type: ignore[union-attr]
    assert found.result["opposite"] == sum(value < 0.5 for value in drawn) > 5
    assert 0.5 in drawn  # a tie leans nowhere


def test_a_draw_on_the_edge_of_what_rejects_sees_the_gap() -> None:
    found = _run(RedrawnCheck(), pair="sexes", n=20, draws=50)
    drawn = [round(row.value * 20) for row in found.figures[0].rows[1:]]  # type: ignore[union-attr]
    assert rejects_from(20) == 15
    assert 15 in drawn
    assert found.result["significant"] == sum(stats.binomtest(k, 20).pvalue < 0.05 for k in drawn)


def test_enough_trials_make_the_check_usable_and_seeds_draw_other_checks() -> None:
    assert _run(RedrawnCheck(), pair="women", n=600).verdict == "usable"
    many = [_run(RedrawnCheck(), seed=seed, pair="women", draws=50) for seed in range(4)]
    assert len({str(each.figures[0]) for each in many}) == 4
    seen = sum(int(str(each.result["significant"])) for each in many) / 200
    assert seen == pytest.approx(float(str(many[0].result["power"])), abs=0.12)
    assert many[0] == _run(RedrawnCheck(), seed=0, pair="women", draws=50).model_copy(
        update={"seconds": many[0].seconds}
    )
