from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.schema import Scenario
from engine.play.beliefs import board, moves

EVIDENCE = {
    "a": ({"skin": 3.0, "light": 3.0, "layout": 1 / 3}, "measure", False),
    "b": ({"skin": 1 / 3, "layout": 3.0}, "measure", False),
    "c": ({"light": 9.0, "skin": 1 / 3}, None, False),
    "d": ({"skin": 1.5}, None, False),
    "e": ({"light": 9.0}, None, True),
    "f": ({"layout": 1.0}, None, True),
}


def scene(rebuild: Any, board_kind: str = "separate", **priors: float) -> Scenario:
    def words(name: str) -> Any:
        return {"by_language": {"fr": name}}

    scenario: Scenario = rebuild(
        board=board_kind,
        hypotheses={
            name: {"id": name, "text": words(name), "prior": priors.get(name)}
            for name in ("skin", "light", "layout")
        },
        exhibits={
            name: {
                "id": name,
                "text": words(name),
                "evidence": evidence,
                "group": group,
                "decisive": decisive,
            }
            for name, (evidence, group, decisive) in EVIDENCE.items()
        },
        nodes={"debut": {"kind": "ending", "id": "debut", "line": 1, "status": "undecided"}},
        fixtures={},
    )
    return scenario


def p(scenario: Scenario, *found: str) -> dict[str, float]:
    return {each.hypothesis: round(each.p, 6) for each in board(scenario, found)}


def words(scenario: Scenario, *found: str) -> dict[str, str]:
    return {each.hypothesis: each.word for each in board(scenario, found)}


def test_the_worked_example_of_the_design(rebuild: Any) -> None:
    scenario = scene(rebuild)
    assert p(scenario)["skin"] == 0.5
    assert p(scenario, "a")["skin"] == 0.75
    assert round(p(scenario, "a", "d")["skin"], 2) == 0.82
    assert round(p(scenario, "a", "d", "c")["skin"], 2) == 0.60


@pytest.mark.parametrize("kind", ["separate", "rivals"])
@given(found=st.permutations(sorted(EVIDENCE)), kept=st.integers(0, 6), repeats=st.integers(1, 3))
def test_order_and_repetition_do_not_matter(
    rebuild: Any, kind: str, found: list[str], kept: int, repeats: int
) -> None:
    scenario = scene(rebuild, kind)
    chosen = found[:kept]
    assert p(scenario, *chosen * repeats) == p(scenario, *sorted(chosen))
    assert words(scenario, *chosen * repeats) == words(scenario, *sorted(chosen))


@given(found=st.lists(st.sampled_from(sorted(EVIDENCE)), unique=True))
def test_rivals_leave_room_for_none_of_these(rebuild: Any, found: list[str]) -> None:
    chances = p(scene(rebuild, "rivals"), *found)
    assert all(0 < chance < 1 for chance in chances.values())
    assert sum(chances.values()) < 1


def test_rivals_are_weighed_against_other(rebuild: Any) -> None:
    chances = p(scene(rebuild, "rivals"), "c")
    weights = {"skin": 0.3 / 3, "light": 0.3 * 9, "layout": 0.3}
    total = sum(weights.values()) + 0.1
    assert chances == {name: round(weight / total, 6) for name, weight in weights.items()}


def test_declared_priors_count(rebuild: Any) -> None:
    assert p(scene(rebuild, skin=0.2))["skin"] == 0.2
    assert p(scene(rebuild, "rivals", skin=0.5)) == {"skin": 0.5, "light": 0.2, "layout": 0.2}


def test_in_a_group_the_strongest_counts_and_the_first_of_equals(rebuild: Any) -> None:
    scenario = scene(rebuild)
    both = {each.hypothesis: each for each in board(scenario, ["b", "a"])}
    assert round(both["skin"].p, 6) == 0.75  # a and b weigh the same: the first of the file counts
    assert both["skin"].moved_by == ["a"]


def test_strength_counts_whichever_way_it_points(rebuild: Any) -> None:
    plain = scene(rebuild)
    strong = plain.exhibits["b"].model_copy(update={"evidence": {"skin": 1 / 9}})
    scenario = plain.model_copy(update={"exhibits": {**plain.exhibits, "b": strong}})
    assert p(scenario, "a", "b")["skin"] == 0.1


def test_nothing_is_ever_certain(rebuild: Any) -> None:
    scenario = scene(rebuild, light=0.99)
    assert p(scenario, "c", "e", "a")["light"] == round(1 / (1 + math.exp(-4.595)), 6)


def test_established_needs_a_decisive_exhibit_in_favour(rebuild: Any) -> None:
    scenario = scene(rebuild)
    assert words(scenario, "a", "c")["light"] == "strengthened"
    assert p(scenario, "a", "c")["light"] > 0.9
    assert words(scenario, "a", "c", "e")["light"] == "established"
    # f is decisive but says nothing for the layout
    assert words(scene(rebuild, layout=0.95), "f")["layout"] == "strengthened"


@pytest.mark.parametrize(
    ("ratio", "word"),
    [(1 / 9.1, "set_aside"), (1 / 9, "weakened"), (1 / 3, "weakened"), (1.0, "open"), (1.5, "open"),
     (2.0, "strengthened"), (9.0, "strengthened"), (9.1, "established")],
)  # fmt: skip
def test_the_five_words_and_their_bounds(rebuild: Any, ratio: float, word: str) -> None:
    plain = scene(rebuild)
    exhibit = plain.exhibits["e"].model_copy(update={"evidence": {"light": ratio, "skin": 3.0}})
    scenario = plain.model_copy(update={"exhibits": {"e": exhibit}})
    assert words(scenario, "e")["light"] == word


def test_a_board_on_which_nothing_bears_is_open(rebuild: Any) -> None:
    assert set(words(scene(rebuild, "rivals")).values()) == {"open"}


def test_moves_say_what_one_exhibit_did(rebuild: Any) -> None:
    scenario = scene(rebuild)
    after = {move.hypothesis: move for move in moves(scenario, ["a", "b"], "b")}
    assert after.keys() == {"skin", "layout"}
    assert after["skin"].direction == "unchanged"  # the group already counts a
    assert after["skin"].piece == 2
    first = {move.hypothesis: move for move in moves(scenario, ["a", "b"], "a")}
    assert (first["layout"].before, first["layout"].after, first["layout"].direction) == (
        "open", "weakened", "down",
    )  # fmt: skip
