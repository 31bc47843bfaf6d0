"""What measuring takes is said under a choice: from a record, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from engine.language.schema import Scenario, ToolNode
from server.app import read_scenarios
from server.views.price import price, prices

PLAIN = {"\u00a0": " ", "\u202f": " "}


@pytest.fixture(scope="module")
def recadrage() -> Scenario:
    return read_scenarios()["recadrage"]


def plain(text: str) -> str:
    return text.translate(str.maketrans(PLAIN))


def with_record(scenario: Scenario, node: str, **changed: Any) -> Scenario:
    fixture = scenario.fixtures[node].model_copy(update=changed)
    return scenario.model_copy(update={"fixtures": {**scenario.fixtures, node: fixture}})


def test_seconds_come_from_the_record(recadrage: Scenario) -> None:
    node = next(
        each for each in recadrage.nodes.values()
        if isinstance(each, ToolNode) and each.id in recadrage.fixtures and not each.live
        and each.case not in recadrage.nodes
    )  # fmt: skip
    told = {
        0.4: "moins d'une seconde",
        1.2: "environ 1 seconde",
        8.3: "environ 8 secondes",
        61.0: "environ 1 minute",
        305.0: "environ 5 minutes",
    }
    for seconds, said in told.items():
        story = with_record(recadrage, node.id, seconds=seconds)
        quick, slow = price(story, node.id, "fr", 1000.0), price(story, node.id, "fr", 0.1)
        assert plain(quick).replace("’", "'") == f"Mesure, {said}"
        assert plain(slow).replace("’", "'") == f"Mesure enregistrée : la faire avait pris {said}"


def test_nothing_is_said_without_a_record(recadrage: Scenario) -> None:
    node = next(
        each.id for each in recadrage.nodes.values()
        if isinstance(each, ToolNode) and price(recadrage, each.id, "fr", 2.0)
    )  # fmt: skip
    kept = {name: each for name, each in recadrage.fixtures.items() if name != node}
    assert price(recadrage.model_copy(update={"fixtures": kept}), node, "fr", 2.0) == ""
    assert price(with_record(recadrage, node, recorded=None), node, "fr", 2.0) == ""
    assert price(recadrage, "no_such_node", "fr", 2.0) == ""
    assert price(recadrage, None, "fr", 2.0) == ""


def test_a_choice_says_it_under_what_measures_and_only_there(recadrage: Scenario) -> None:
    told = prices(recadrage, "suspects", "fr", 2.0)
    assert told, "some suspects are measured"
    assert all(line.startswith("Mesure") for line in told.values())
    assert "renoncer" not in told
    assert prices(recadrage, "a_vous", "fr", 2.0) == {}
