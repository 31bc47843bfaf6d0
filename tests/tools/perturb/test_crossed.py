"""``crossed``: a planted interaction is found, two changes that only add up are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.tools.perturb.planted_readers import Finder, Scorer
from tools.bench import Bench
from tools.catalogue import tool
from tools.errors import CallRefused, ToolFailed
from tools.finding import Call, CurveFigure, Finding, MapFigure
from tools.perturb.crossed_results import RESULTS
from tools.stimulus import Edited, Portrait

Lend = Callable[[Any], Bench]


def measure(bench: Bench, case: str = "photographs", **params: Any) -> Finding:
    call = Call(verb="perturb", method="crossed", subject="planted_reader", case=case, params=params, seed=7)
    return tool("perturb", "crossed").run(call, bench, lambda done, total: None)


LIGHT_AND_CONTRAST: dict[str, Any] = {
    "first": "brightness", "first_levels": [-20, -40], "second": "contrast", "second_levels": [0.5],
}  # fmt: skip


def test_a_product_interacts_and_a_sum_does_not(lent: Lend) -> None:
    def product(picture: np.ndarray) -> float:
        return float(picture.mean() * picture.std()) / 5000

    def addition(picture: np.ndarray) -> float:
        return float(picture.mean()) / 255

    guilty = measure(lent(Scorer(product)), n=36, **LIGHT_AND_CONTRAST)
    assert guilty.verdict == guilty.result["verdict"] == "effect"
    assert guilty.result["direction"] == "up"  # darker and flatter at once lose less than the sum
    clean = measure(lent(Scorer(addition)), n=36, first="brightness", first_levels=[-5], second="flip")
    assert clean.verdict == "none_shown"


def test_the_fields_are_the_difference_of_differences(lent: Lend) -> None:
    found = measure(lent(Scorer(lambda picture: float(picture.std()) / 50)), n=4, **LIGHT_AND_CONTRAST)
    result: dict[str, Any] = dict(found.result)
    assert set(result) == {field.name for field in RESULTS}
    assert result["interaction"] == pytest.approx(
        result["together"] - result["first_alone"] - result["second_alone"], abs=1e-5
    )
    assert result["interaction"] == pytest.approx(np.mean(found.per_unit), abs=1e-5)
    assert len(found.per_unit) == found.n == 4
    assert result["means"]["0 × 1"] == result["baseline"]
    assert found.verdict == "inconclusive"
    assert [control.name for control in found.placebo] == ["placebo_for_first", "placebo_for_second"]
    assert "exactly the same" in found.nulls[0].says.en


def test_the_figure_has_one_line_for_each_dose_of_the_second(lent: Lend) -> None:
    found = measure(lent(Scorer(lambda picture: float(picture.std()) / 50)), n=2, **LIGHT_AND_CONTRAST)
    curve = next(figure for figure in found.figures if isinstance(figure, CurveFigure))
    assert [point.x for point in curve.points] == [-40, -20, 0]
    assert [series.label.en for series in curve.more] == ["contrast brought down to 50%"]
    panels = next(figure for figure in found.figures if isinstance(figure, MapFigure)).panels
    assert len({panel.picture.sha256 for panel in panels}) == 4
    assert panels[0].caption.en == "Before"


@pytest.mark.usefixtures("assets")
def test_the_studio_comes_first_whichever_is_named_first(lent: Lend) -> None:
    bench = lent(Scorer(lambda picture: float(picture.mean()) / 255))
    swapped = [
        measure(bench, case="portraits", n=1, first=one, second=two)
        for one, two in (("tone", "blur"), ("blur", "tone"))
    ]
    assert swapped[0].result["together"] == swapped[1].result["together"]
    maps = next(figure for figure in swapped[1].figures if isinstance(figure, MapFigure))
    both = maps.panels[3].picture.recipe
    assert isinstance(both, Edited)
    assert isinstance(both.of, Portrait)
    assert both.of.tone == 10


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"first": "tone", "second": "tone"}, "same_change"),
        ({"first": "tonne", "second": "blur"}, "unknown_change"),
        ({"first": "negation", "second": "blur"}, "unknown_change"),
        ({"first": "blur", "second": "noise", "first_choice": "smile"}, "bad_choice"),
        ({"first": "expression", "second": "noise", "first_choice": "grin"}, "bad_param"),
        ({"first": "blur", "second": "jpeg", "second_levels": [0]}, "bad_change"),
        ({"first": "tone", "second": "blur"}, "wrong_case"),  # photographs
    ],
)
def test_crossings_without_sense_are_refused(lent: Lend, params: dict[str, Any], code: str) -> None:
    with pytest.raises(CallRefused) as refused:
        measure(lent(Scorer(lambda picture: 1.0)), n=1, **params)
    assert refused.value.code == code


def test_nothing_is_kept_of_answers_that_are_not_numbers(lent: Lend) -> None:
    with pytest.raises(ToolFailed):
        measure(lent(Scorer(lambda picture: float("nan"))), n=1, **LIGHT_AND_CONTRAST)
    with pytest.raises(CallRefused) as refused:
        measure(lent(Finder(lambda picture: -1)), n=1, **LIGHT_AND_CONTRAST)
    assert refused.value.code == "nothing_found"
