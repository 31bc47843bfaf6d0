"""A gap that is in the answers stands; one that is in the division is withheld."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.discover.divisions import SPREAD, Division, divided
from tools.discover.stress import stressed
from tools.errors import CallRefused
from tools.finding import Call, Finding
from tools.lab import Lab
from tools.stimuli.cases import case_named
from tools.wording import both

AXIS = (1.0, 4.0, 7.0, 10.0)
UNITS = 40


def _cuts() -> list[Division]:
    return [
        Division(both(f"from {cut}"), tuple(range(cut, len(AXIS))), tuple(range(cut))) for cut in (2, 1, 3)
    ]


def _table(shape: Any, noise: float = 0.05, seed: int = 0) -> Any:
    draw = np.random.default_rng(seed)
    own = draw.normal(0, 1, (UNITS, 1))  # what each unit has of its own, which must not count
    return own + np.asarray(shape, dtype=float) + draw.normal(0, noise, (UNITS, len(AXIS)))


def test_a_gap_that_grows_along_the_axis_stands() -> None:
    found = stressed(_table([0, 0.1, 0.2, 0.3]), _cuts(), AXIS, seed=1)
    assert (found.verdict, found.flips) == ("effect", ())
    assert found.slope is not None
    assert found.slope[0] == pytest.approx(0.1 / 3, abs=0.005)


def test_a_gap_that_turns_with_the_boundary_is_withheld() -> None:
    found = stressed(_table([0.3, 0, 0, 0.35]), _cuts(), AXIS, seed=1)
    assert "boundary" in found.flips
    assert not found.stands


def test_a_gap_of_one_end_alone_is_withheld_where_another_cut_shows_none() -> None:
    bump = stressed(_table([0, 0.4, 0.4, 0.0], noise=0.02), _cuts(), AXIS, seed=1)
    signs = [each.gap > 0 for each in bump.judged]
    assert len(set(signs)) == 2
    assert "boundary" in bump.flips


def test_no_gap_shows_none_and_nothing_turns_but_signs() -> None:
    found = stressed(_table([0, 0, 0, 0], noise=0.3, seed=4), _cuts(), AXIS, seed=1)
    assert found.verdict == "none_shown"


def test_blurred_labels_shrink_a_gap_and_keep_its_sign() -> None:
    found = stressed(_table([0, 0, 1, 1], noise=0.01), _cuts(), AXIS, seed=1)
    first, second = found.blurred
    assert 0 < second.middle < first.middle < found.usual.gap
    assert first.kept == second.kept == 1


def test_a_gap_that_barely_shows_does_not_survive_blurred_labels() -> None:
    cut = [Division(both("x"), (2, 3), (0, 1))] * 2
    table = np.random.default_rng(73).normal(0, 0.5, (UNITS, 4)) + np.asarray([0, 0, 0.15, 0.15])
    found = stressed(table, cut, (), seed=1)
    assert found.verdict == "effect"
    assert found.flips == ("labels",)
    assert found.slope is None  # these columns lie on no axis


@given(st.integers(0, 1000), st.floats(-3, 3))
@settings(max_examples=15, deadline=None)
def test_turning_the_answers_around_turns_every_gap(seed: int, step: float) -> None:
    table = _table([0, step / 3, 2 * step / 3, step], seed=seed)
    there, back = (stressed(each, _cuts(), AXIS, seed=5) for each in (table, -table))
    assert [each.gap for each in back.judged] == pytest.approx([-each.gap for each in there.judged])
    assert back.verdict == there.verdict
    assert back.flips == there.flips


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(in_process=True) as made:
        yield made


def _asked(lab: Lab, subject: str, case: str, **params: Any) -> Finding:
    return lab.run(
        Call(verb="discover", method="category_stress", subject=subject, case=case, params=params, seed=2)
    )


def test_the_planted_filter_s_gap_depends_on_which_words_are_counted(lab: Lab) -> None:
    found = _asked(lab, "toxicity_planted", "identity_sentences_en", factor="orientation", n=32)
    assert found.result["usual_verdict"] == "effect"
    assert found.result["stands"] == "depends"
    assert found.verdict == "inconclusive"
    assert found.result["turned_by"] == ["boundary"]
    assert "withheld" in found.conclusion.en
    assert "pas retenu" in found.conclusion.fr


def test_its_twin_shows_no_gap(lab: Lab) -> None:
    found = _asked(lab, "toxicity_balanced", "identity_sentences_en", factor="orientation", n=32)
    assert abs(found.result["gap"]) < 0.05  # type: ignore[arg-type]
    assert found.verdict in ("none_shown", "inconclusive")


def test_too_few_units_give_no_verdict(lab: Lab) -> None:
    found = _asked(lab, "toxicity_planted", "identity_sentences_en", n=10)
    assert (found.n, found.verdict) == (10, "inconclusive")


def test_every_boundary_is_tried_and_each_bust_keeps_all_but_the_factor() -> None:
    design = divided(case_named("portraits"), "tone", "2, 4, 6, 8, 10", 3)
    assert len(design.divisions) == 4
    assert design.axis == (2, 4, 6, 8, 10)
    for unit in design.stimuli:
        recipes = [each.recipe for each in unit]  # type: ignore[union-attr]
        assert [each.tone for each in recipes] == [2, 4, 6, 8, 10]  # type: ignore[union-attr]
        assert len({each.model_copy(update={"tone": 1}).model_dump_json() for each in recipes}) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("case", "params", "code", "says"),
    [
        ("portraits", {"factor": "tonne"}, "unknown_factor", "tone"),
        ("portraits", {"factor": "glasses"}, "unknown_factor", "age"),
        ("portraits", {"factor": "tone", "levels": "1, 5, 10"}, "bad_levels", "1, 4, 7, 10"),
        ("portraits", {"factor": "tone", "levels": "10, 7, 4, 1"}, "bad_levels", "1, 4, 7, 10"),
        ("portraits", {"factor": "tone", "levels": "1, 4, x, 10"}, "bad_levels", "x"),
        ("portraits", {"factor": "tone", "levels": "1, 4, 7, 30"}, "bad_level", "30"),
        ("portraits", {"n": 500}, "wrong_case", "64"),
        ("photographs", {}, "wrong_case", "portraits"),
        ("identity_sentences_en", {"factor": "tone"}, "unknown_factor", "orientation"),
        ("identity_sentences_en", {"n": 900}, "wrong_case", "identity_sentences_en"),
    ],
)
def test_what_cannot_be_divided_is_refused_with_what_to_do(
    case: str, params: dict[str, Any], code: str, says: str
) -> None:
    with pytest.raises(CallRefused) as refused:
        divided(case_named(case), params.get("factor", ""), params.get("levels", ""), params.get("n"))
    told = f"{refused.value.says.en} {refused.value.cure.en if refused.value.cure else ''}"
    assert refused.value.code == code, told
    assert says in told


def test_the_usual_levels_are_in_order() -> None:
    for levels in SPREAD.values():
        values = [float(each) for each in levels]
        assert values == sorted(values)
        assert len(values) >= 4
