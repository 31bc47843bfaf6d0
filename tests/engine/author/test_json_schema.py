"""The editor's schema accepts what the reader accepts, and underlines what it refuses."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from engine.author.json_schema import json_schema
from engine.author.new import draft
from engine.language import nodes
from tools import catalogue
from tools.verbs import VERBS

ROOT = Path(__file__).parents[3]
SCHEMA = json_schema("en")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def scenario_files() -> list[Path]:
    return [
        *sorted(ROOT.glob("scenarios/*/scenario.yaml")),
        *sorted(ROOT.glob("docs/authors/*.yaml")),
        *sorted(ROOT.glob("tests/**/scenario.yaml")),
    ]


def parsed(source: str) -> Any:
    # Every scalar as text would lose flags and numbers; every date as a date is what editors do not do.
    loader = yaml.CSafeLoader  # the parser that reads scenarios
    return yaml.load(source, type("L", (loader,), {"yaml_implicit_resolvers": _without_dates(loader)}))


def _without_dates(loader: Any) -> Any:
    return {
        first: [each for each in pairs if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in loader.yaml_implicit_resolvers.items()
    }


@pytest.fixture(scope="module")
def story() -> Any:
    return parsed(draft("Titre", "titre", ["fr", "en"], "twitter-crop"))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json_schema("fr") != SCHEMA  # its descriptions speak French


@pytest.mark.parametrize("path", scenario_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_scenarios_that_are_here_are_valid(path: Path) -> None:
    faults = [
        f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}"
        for each in VALIDATOR.iter_errors(parsed(path.read_text(encoding="utf-8")))
    ]
    assert faults == []


def test_a_new_one_is_valid(story: Any) -> None:
    VALIDATOR.validate(story)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("titel",), "x"),
        (("format",), "incident/2"),
        (("nodes", "mesure", "tool"), "perturbe"),
        (("nodes", "mesure", "with", "change"), "contraste"),
        (("nodes", "mesure", "with", "levls"), [1]),
        (("nodes", "mesure", "expect"), {"raet": "0..1"}),
        (("nodes", "choix", "options", "renoncer", "too"), "x"),
        (("nodes", "fin_ouverte", "ending"), "won"),
        (("nodes", "Majuscule"), {"text": "x"}),
        (("exhibits", "effet_mesure", "evidence", "contraste"), "very much for"),
        (("board",), "both"),
        (("plays", "effet", "expect", "endings"), "x"),
        (("subjects", "twitter_crop", "model"), "twitter"),
    ],
)
def test_what_the_reader_refuses_is_underlined(story: Any, where: tuple[str, ...], value: Any) -> None:
    wrong = copy.deepcopy(story)
    part = wrong
    for name in where[:-1]:
        part = part[name]
    part[where[-1]] = value
    assert list(VALIDATOR.iter_errors(wrong))


def test_every_field_of_every_node_is_described() -> None:
    kinds = {part["title"]: part["properties"] for part in SCHEMA["$defs"]["node"]["anyOf"]}
    assert set(kinds) == set(nodes.OWN)
    for kind, own in nodes.OWN.items():
        for name in own:
            assert name == "items" or kinds[kind][name], f"{kind}.{name} is not described"


def test_every_instrument_is_offered() -> None:
    shown = {
        part["if"]["properties"]["tool"]["const"]: part["then"]["properties"]
        for part in SCHEMA["$defs"]["node"]["allOf"]
    }
    assert set(shown) == set(VERBS)
    for verb, card in VERBS.items():
        arguments = shown[verb]["with"]["properties"]
        for method, tool in catalogue.tools_of(verb).items():
            assert method in arguments[card.way]["enum"]
            assert set(tool.params.model_fields) <= set(arguments)
            assert {each.name for each in tool.results} <= set(shown[verb]["expect"]["properties"])


def test_expect_offers_the_words_of_every_way() -> None:
    """Two ways of one instrument may share a field's name and differ in its words."""
    rules = json_schema("en")["$defs"]["node"]["allOf"]
    then = next(rule["then"] for rule in rules if rule["if"]["properties"]["tool"]["const"] == "reproduce")
    offered = set(then["properties"]["expect"]["properties"]["verdict"]["enum"])
    assert {"reproduced", "unusable"} <= offered
