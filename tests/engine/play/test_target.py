"""A published figure is stated before the measure that is set against it, and bound to its source."""

from __future__ import annotations

import pytest

from engine.author.trial import tried
from engine.language.reader import read_source
from engine.language.schema import Play
from engine.play.events import Narrated, ToolStarted
from engine.play.replay import differences, replay

STORY = """
format: incident/1
id: cible
title: Cible
sources:
  yee: {title: "Image Cropping", facts: {part: 0.525, essais: 10000}}
nodes:
  mesure:
    tool: reproduce
    target: yee.FACT
    text: "La part vaut {mesure.rate:percent}."
  fin:
    ending: undecided
    text: "Fin."
fixtures:
  mesure: {rate: 0.5, n: 42}
"""


@pytest.mark.parametrize(("fact", "shown"), [("part", "52,5"), ("essais", "10")])
def test_the_published_figure_comes_first(fact: str, shown: str) -> None:
    scenario, found = read_source(STORY.replace("FACT", fact).encode(), "scenario.yaml")
    assert scenario is not None, found
    events = tried(scenario, Play()).done.events
    kinds = [event.type for event in events]
    stated = next(event for event in events if isinstance(event, Narrated))
    assert stated.key == "target"
    assert shown in stated.text
    assert "[@yee]" in stated.text
    assert (stated.bindings[0].rests_on, stated.bindings[0].name) == ("source", "yee")
    assert kinds.index("narrated") < kinds.index("tool_started")
    assert sum(isinstance(event, ToolStarted) for event in events) == 1
    assert differences(events, replay(scenario, events)) == []


def test_a_measure_without_one_says_nothing_before() -> None:
    source = STORY.replace("    target: yee.FACT\n", "")
    scenario, _ = read_source(source.encode(), "scenario.yaml")
    assert scenario is not None
    events = tried(scenario, Play()).done.events
    assert next(event for event in events if isinstance(event, Narrated)).key == "text"
