"""What every instrument declares, and those to come: retrain."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import ValidationError

from tools import catalogue
from tools.finding import Verdict
from tools.subject import SubjectCard
from tools.tool import Tool
from tools.verbs import VERBS

EVERY = [tool for verb in VERBS for tool in catalogue.tools_of(verb).values()]


@pytest.mark.parametrize("tool", EVERY, ids=lambda tool: f"{tool.verb}-{tool.method}")
def test_every_number_has_a_range_and_every_word_its_list(tool: Tool) -> None:
    """Exploring draws on both sides of what a story compares: it must know how far a result can go."""
    for field in tool.results:
        assert field.about.fr, field.name
        assert field.about.en, field.name
        if field.kind in ("number", "share", "table"):
            assert field.low is not None, field.name
            assert field.high is not None, field.name
            assert field.low <= field.high
            assert field.kind != "share" or (field.low >= 0 and field.high <= 1)
        if field.kind in ("one-of", "list-of"):
            assert field.choices, field.name
    (verdict,) = [field for field in tool.results if field.name == "verdict"]
    assert set(verdict.choices) <= set(get_args(Verdict))


@pytest.mark.parametrize("tool", EVERY, ids=lambda tool: f"{tool.verb}-{tool.method}")
def test_every_parameter_is_explained_and_has_a_start(tool: Tool) -> None:
    tool.params()  # all have a default: the shortest node is `tool:` and a way
    assert all(field.description for field in tool.params.model_fields.values())


def test_the_causes_are_these() -> None:
    assert sorted(catalogue.tools_of("retrain")) == ["balance", "label_noise", "planted_cue"]


@pytest.mark.parametrize("action", ["plant", "remove"])
def test_a_cause_is_planted_or_removed_over_five_seeds_or_more(action: str) -> None:
    tool = catalogue.tool("retrain", "planted-cue")
    params = tool.params.model_validate({"action": action, "amount": 0.3}).model_dump()
    assert params == {"action": action, "amount": 0.3, "seeds": 5, "seconds": 60.0}
    for wrong in ({"seeds": 4}, {"amount": 0}, {"amount": 1.2}, {"action": "erase"}, {"seconds": 0}):
        with pytest.raises(ValidationError):
            tool.params.model_validate(wrong)
    assert {"rate", "baseline", "gap", "ci_low", "ci_high", "verdict"} <= {each.name for each in tool.results}


def test_a_probe_stands_beside_its_control() -> None:
    tool = catalogue.tool("probe", "contrast")
    names = {each.name for each in tool.results}
    assert {"n", "accuracy", "control_accuracy", "ci_low", "ci_high", "selectivity", "layer"} <= names
    with pytest.raises(ValidationError):
        tool.params.model_validate({"seeds": 1})


def test_only_a_model_made_here_can_be_trained_again() -> None:
    tool = catalogue.tool("retrain", "balance")
    card = catalogue.subject_card("twitter_crop")
    assert tool.accepts(card) is not None
    assert tool.accepts(catalogue.subject_card("toxicity_balanced")) is None
    draft: SubjectCard = card.model_copy(update={"badge": "none"})
    assert tool.accepts(draft) is None
    # Made here too, but not in a minute: the sentence says which can be.
    refused = tool.accepts(catalogue.subject_card("person_matte_skewed"))
    assert refused is not None
    assert "toxicity-balanced" in refused.en
