"""The arithmetic that is printed is the arithmetic that the board is made of."""

from __future__ import annotations

import math
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.schema import Exhibit, Hypothesis, Scenario, Text
from engine.play.beliefs import OTHER_PRIOR, board
from engine.play.reckoning import reckonings

WORDS = Text(by_language={"fr": "x", "en": "x"})
RATIOS = st.floats(0.01, 100, allow_nan=False)


def scenario(kind: Literal["separate", "rivals"], ratios: list[list[float]], prior: float | None) -> Scenario:
    hypotheses = {name: Hypothesis(id=name, text=WORDS, prior=None) for name in ("a", "b", "c")}
    hypotheses["a"] = hypotheses["a"].model_copy(update={"prior": prior})
    exhibits = {
        f"e{n}": Exhibit(
            id=f"e{n}", text=WORDS, evidence=dict(zip("abc", row, strict=True)), group="g" if n < 2 else None
        )
        for n, row in enumerate(ratios)
    }
    return Scenario.model_construct(**_rest(kind, hypotheses, exhibits))


def _rest(kind: str, hypotheses: Any, exhibits: Any) -> dict[str, Any]:
    return {"id": "s", "board": kind, "hypotheses": hypotheses, "exhibits": exhibits}


@pytest.mark.parametrize("kind", ["separate", "rivals"])
@given(
    ratios=st.lists(st.lists(RATIOS, min_size=3, max_size=3), min_size=0, max_size=5),
    prior=st.none() | st.floats(0.05, 0.8),
)
def test_the_steps_lead_to_the_board(
    kind: Literal["separate", "rivals"], ratios: list[list[float]], prior: float | None
) -> None:
    story = scenario(kind, ratios, prior)
    found = list(story.exhibits)[::-1]
    standings = {each.hypothesis: each for each in board(story, found)}
    made = reckonings(story, found)
    assert [each.hypothesis for each in made] == list(story.hypotheses)
    for each in made:
        again = each.start
        for counted in each.counted:
            assert found[counted.piece - 1] == counted.exhibit
            again *= counted.ratio
        assert math.isclose(again, each.weight, rel_tol=1e-9)
        assert each.p == standings[each.hypothesis].p
        if kind == "rivals":
            assert each.total is not None
            assert math.isclose(each.weight / each.total, each.p, rel_tol=1e-6)
        elif each.bounded:
            assert round(each.p, 2) in (0.01, 0.99)
        else:
            assert math.isclose(each.weight / (1 + each.weight), each.p, rel_tol=1e-6)
    if kind == "rivals":
        total = made[0].total
        assert total is not None
        assert math.isclose(
            total - math.fsum(each.weight for each in made), OTHER_PRIOR, abs_tol=1e-6 * total
        )
