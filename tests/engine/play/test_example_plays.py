"""The example for authors uses every construct, and its own plays come out as they say, without a model."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from engine.language.activities import PHASES
from engine.language.changes import FIELDS as CHANGED
from engine.language.reader import read_scenario
from engine.language.schema import ActivityNode, AskKind, AskNode, Scenario, ToolNode
from engine.play.attend import attend
from engine.play.playthrough import ToolWait
from tools.errors import MissingAsset
from tools.finding import Finding
from tools.verbs import VERBS
from tools.wording import both

EXAMPLE = Path(__file__).resolve().parents[3] / "docs/authors/example.yaml"


@pytest.fixture(scope="module")
def example() -> Scenario:
    scenario, _ = read_scenario(EXAMPLE)
    assert scenario is not None
    return scenario


def no_weights(wait: ToolWait) -> Finding:
    raise MissingAsset("missing", both("no weights here"))


def test_every_construct_is_used(example: Scenario) -> None:
    nodes = list(example.nodes.values())
    assert {node.kind for node in nodes} == {
        "narrative", "choice", "tool", "ask", "branch", "activity", "ending",
    }  # fmt: skip
    asked = {node.ask for node in nodes if isinstance(node, AskNode)}
    assert asked == set(get_args(AskKind))
    assert {node.verb for node in nodes if isinstance(node, ToolNode)} == set(VERBS)
    phases = {phase.do for node in nodes if isinstance(node, ActivityNode) for phase in node.phases}
    assert phases == set(PHASES)
    assert {
        field for change in example.changes.values() for field in CHANGED if getattr(change, field)
    } == set(CHANGED)
    assert set(example.fixtures) == {node.id for node in nodes if isinstance(node, ToolNode)}
    assert example.uses
    assert example.facilitator is not None


@pytest.mark.parametrize("name", ["parcours", "panne", "salle", "seul"])
def test_its_plays_come_out_as_they_say(example: Scenario, name: str) -> None:
    played = attend(example, no_weights, answers=example.plays[name])
    assert [fault.en for fault in played.faults] == []
    assert played.ending == example.plays[name].ending


@pytest.mark.parametrize("seed", range(6))
def test_it_comes_to_an_end_whatever_is_answered(example: Scenario, seed: int) -> None:
    played = attend(example, no_weights, random_seed=seed)
    assert [fault.en for fault in played.faults] == []
    assert played.ending is not None
