"""Honesty rule 12: every digit that a page shows rests on a finding of this play or on a source it cites."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest

from engine.author.every_text import every_text
from engine.author.rehearse import Supposed, begin_at, declared_by, finding_for
from engine.author.unsourced import Unsourced, unsourced, unsourced_source, unsourced_words
from engine.language.reader import read_source
from engine.language.schema import Scenario, ToolNode
from engine.play.attend import attend
from engine.play.events import Binding, Event, Found, Narrated
from engine.play.playthrough import ToolWait, take_finding
from tools.errors import MissingAsset
from tools.finding import Finding, Scalar
from tools.tool import ResultField
from tools.wording import LANGUAGES, both

RANDOM_PLAYS = 60
# A placebo says beside its own size how large a change the suspect makes; no field of the finding holds it.
UNHELD = {"finding.placebo.0.says", "finding.placebo.1.says"}


def faults(story: Scenario, events: Iterable[Event]) -> list[tuple[str, Unsourced]]:
    """What is wrong in all that these events tell; a figure that is missing shows as a dash."""
    found = []
    for event in events:
        if isinstance(event, Narrated | Found):
            name = f"{event.node}.{event.key}" if isinstance(event, Narrated) else f"exhibits.{event.exhibit}"
            found += [(name, each) for each in unsourced(story, event.text, event.bindings)]
            if any(binding.shown == "—" for binding in event.bindings):
                found.append((name, Unsourced("—", "no value", event.text[:60])))
    return found


def recorded(story: Scenario, wait: ToolWait) -> Finding:
    node = story.nodes[wait.node]
    assert isinstance(node, ToolNode)
    return finding_for(story, node, wait.call, {})


def drawn(field: ResultField, chance: random.Random) -> Scalar:
    low = field.low if field.low is not None else 0.0
    high = field.high if field.high is not None else low + 1.0
    number = chance.choice([low, high, round(chance.uniform(low, high), 6)])
    kinds: dict[str, Scalar] = {
        "flag": number > (low + high) / 2, "list-of": list(field.choices[:2]), "table": {"1": number},
        "text": "x",
    }  # fmt: skip
    if field.kind == "one-of":
        return chance.choice(field.choices)
    return kinds.get(field.kind, number)


def test_no_author_typed_a_figure(story: Scenario) -> None:
    found = [
        (path, language, each)
        for path, text in every_text(story)
        for language, source in text.by_language.items()
        for each in unsourced_source(story, source)
    ]
    assert found == []


def test_every_node_to_every_profile_in_both_languages(story: Scenario) -> None:
    found: set[tuple[str, Unsourced]] = set()
    for name, audience, language in product(story.nodes, story.audiences, LANGUAGES):
        step = begin_at(story, name, Supposed(), play="p", seed=1, audience=audience.id, language=language)
        found.update(faults(story, step.events))
        if isinstance(step.wait, ToolWait):
            found.update(faults(story, take_finding(story, step.state, recorded(story, step.wait)).events))
    assert found == set()


def test_every_play_of_the_file(story: Scenario) -> None:
    found: set[tuple[str, Unsourced]] = set()
    for script, audience, language in product(story.plays.values(), story.audiences, LANGUAGES):
        done = attend(
            story, lambda wait: recorded(story, wait), answers=script, audience=audience.id, language=language
        )
        found.update(faults(story, done.events))
    assert found == set()


def test_random_plays_with_drawn_results(story: Scenario) -> None:
    found: set[tuple[str, Unsourced]] = set()
    for seed in range(RANDOM_PLAYS):
        chance = random.Random(seed)

        def run(wait: ToolWait, chance: random.Random = chance) -> Finding:
            if chance.random() < 0.1:
                raise MissingAsset("missing_asset", both("None today."))
            node = story.nodes[wait.node]
            assert isinstance(node, ToolNode)
            fields = {name: drawn(field, chance) for name, field in declared_by(node).items()}
            return recorded(story, wait).model_copy(update={"result": fields})

        done = attend(
            story, run, random_seed=seed, language=LANGUAGES[seed % 2],
            audience=story.audiences[seed // 2 % len(story.audiences)].id,
        )  # fmt: skip
        assert done.faults == []
        found.update(faults(story, done.events))
    assert found == set()


def test_every_recorded_finding_says_numbers_that_it_holds(story: Scenario) -> None:
    found = [(name, each) for name in story.measured for each in unsourced_words(story.fixtures[name])]
    assert [each for each in found if each[1].why not in UNHELD and not numbers_its_row(each[1])] == []


def numbers_its_row(each: Unsourced) -> bool:
    """« Draw 3 », in the third row under the one that was published, counts rows and measures nothing."""
    row = re.fullmatch(r"finding\.figures\.\d+\.rows\.(\d+)\.label", each.why)
    return row is not None and row[1] == each.shown and each.around.split()[-1] == each.shown


ESSAI = """\
format: incident/1
id: essai
title: Essai
languages: [fr]
sources:
  yee: {title: T, year: 2021, facts: {part: 0.58}}
vars: {pari: 50}
nodes:
  mesure: {tool: reproduce, text: "Mesure."}
  fin: {ending: undecided, text: "Fin."}
"""


def bound(mark: str, shown: str, rests_on: Any = "finding") -> Binding:
    return Binding(placeholder=mark, shown=shown, value=1, rests_on=rests_on, name="x")


@pytest.mark.parametrize(
    ("text", "bindings", "shown"),
    [
        ("Elle gagne 58\u202f% du temps.", [bound("{mesure.rate:percent}", "58\u202f%")], []),
        ("Elle gagne 58\u202f% du temps.", [], ["58"]),
        ("Elle gagne 58\u202f% sur 92 paires.", [bound("{mesure.rate:percent}", "58\u202f%")], ["92"]),
        ("Elle gagne 58\u202f%.", [bound("{mesure.rien:percent}", "58\u202f%")], ["58\u202f%"]),
        ("On a écrit 58\u202f%. [@yee]", [bound("{yee.part:percent}", "58\u202f%", "source")], []),
        ("On a écrit 58\u202f%.\n\nOui. [@yee]", [bound("{yee.part:percent}", "58\u202f%")], ["58\u202f%"]),
        ("En 2020, le 19 septembre. [@yee, p. 4]", [], []),
        ("Vous misiez 50.", [bound("{pari}", "50", "reader")], []),
        ("Vous misiez 50.", [bound("{autre}", "50", "reader")], ["50"]),
        ("> 58 % des gens. [@yee]", [], []),
        ("> 58 % des gens.", [], ["58"]),
        ("En 2021 [@yee, p. 2], il gagne 2 fois.", [bound("{mesure.pairs_for:int}", "2")], []),
        ("En 2020,5 fois.", [], ["2020,5"]),
    ],
)
def test_what_resolves_and_what_does_not(text: str, bindings: list[Binding], shown: list[str]) -> None:
    scenario, found = read_source(ESSAI.encode(), "x.yaml")
    assert scenario is not None, found
    assert [each.shown for each in unsourced(scenario, text, bindings)] == shown


def test_a_number_that_a_finding_does_not_hold_is_found(story: Scenario) -> None:
    for name in story.measured:
        finding = story.fixtures[name]
        wrong = finding.model_copy(update={"conclusion": both("It is 71.372461 times out of 8123.")})
        assert [each.shown for each in unsourced_words(wrong) if each.why == "finding.conclusion"][:1] == [
            "71.372461"
        ]
