"""What ``explain`` says of a tool is in the reader's language, and names what can be asked."""

from __future__ import annotations

import pytest

from engine.author.explain import contract_of, explain
from engine.language.instruments import WAY
from tools import catalogue as lab
from tools.verbs import VERBS

TOOLS = [(verb, method) for verb in VERBS for method in lab.tools_of(verb)]


@pytest.mark.parametrize(("verb", "method"), TOOLS)
def test_every_argument_is_told_in_french(verb: str, method: str) -> None:
    tool = lab.tools_of(verb)[method]
    english, french = contract_of(tool, "en").arguments, contract_of(tool, "fr").arguments
    assert [each.name for each in english] == [each.name for each in french]
    for said, dit in zip(english, french, strict=True):
        assert said.about != dit.about or not said.about, (verb, method, said.name)


@pytest.mark.parametrize(("verb", "method"), TOOLS)
def test_no_setting_has_the_name_under_which_a_scenario_says_the_way(verb: str, method: str) -> None:
    taken = {WAY.get(verb, "method"), "subject", "case"}
    assert not taken & set(lab.tools_of(verb)[method].params.model_fields)


def test_the_cases_that_can_be_named_are_listed() -> None:
    told = explain("perturb", "contrast", "fr").text
    for name in lab.cases():
        assert name in told
    assert "Facteurs" in told


def test_the_command_advised_for_a_contract_can_be_typed() -> None:
    assert (
        f"autopsie explain perturb {next(iter(lab.tools_of('perturb')))}"
        in explain("perturb", None, "fr").text
    )
