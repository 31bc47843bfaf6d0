"""A large scenario, damaged at random: diagnostics only, never an exception; properties of the reading."""

from __future__ import annotations

import json
import random
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language.diagnostics import Diagnostic, format_text
from engine.language.reader import read_source

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = (ROOT / "tests/scenarios/sample/scenario.yaml").read_bytes()
EXAMPLE = (ROOT / "docs/authors/example.yaml").read_bytes()

SIGNS = ":,#{}[]\"'&*!|>%@`-\n\t "


def mutant(chance: random.Random, base: bytes) -> bytes:
    """One to three damages: a byte, a sign of YAML's, a cut, a piece of the file pasted elsewhere, a line."""
    raw = bytearray(base)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(raw))
        match chance.randrange(6):
            case 0:
                raw[at] = chance.randrange(256)
            case 1:
                raw[at] = ord(chance.choice(SIGNS))
            case 2:
                del raw[at : at + chance.randint(1, 40)]
            case 3:
                start = chance.randrange(len(base))
                raw[at:at] = base[start : start + chance.randint(1, 60)]
            case 4:
                lines = raw.split(b"\n")
                lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
                raw = bytearray(b"\n".join(lines))
            case _:
                lines = raw.split(b"\n")
                line = chance.randrange(len(lines))
                lines[line] = b"  " + lines[line] if chance.random() < 0.5 else lines[line][2:]
                raw = bytearray(b"\n".join(lines))
    return bytes(raw)


def told(raw: bytes) -> list[Diagnostic]:
    scenario, found = read_source(raw, "mutant.yaml")
    assert scenario is not None or found
    assert (scenario is None) == any(each.severity == "error" for each in found)
    text = raw.decode("utf-8", "replace")
    for each in found:
        assert each.line >= 1
        assert each.end > each.column >= 1
        for language in ("fr", "en"):
            assert format_text(each, text, language)
            json.dumps(each.as_json(language))
    return found


def damage(base: bytes, seed: int, mutants: int) -> None:
    chance = random.Random(seed)
    for number in range(mutants):
        raw = mutant(chance, base)
        started = time.process_time()
        told(raw)
        # A second core that is busy slows this one; a regression is far slower.
        assert time.process_time() - started < 2, f"mutant {number} of seed {seed}"


@pytest.mark.parametrize("base", [SAMPLE, EXAMPLE], ids=["sample", "example"])
def test_two_hundred_mutants(base: bytes) -> None:
    damage(base, 3, 200)


@pytest.mark.long
def test_two_thousand_mutants_of_the_sample() -> None:
    damage(SAMPLE, 2026, 2_000)


@pytest.mark.parametrize("base", [SAMPLE, EXAMPLE], ids=["sample", "example"])
def test_every_prefix_of_the_file_is_told(base: bytes) -> None:
    for end in range(0, len(base), max(1, len(base) // 60)):
        told(base[:end])


# -- a node less ------------------------------------------------------------------------------------------


def without_each_node(source: str) -> list[tuple[str, str]]:
    """The scenario without one of its nodes, for each."""
    start = source.index("\nnodes:\n") + len("\nnodes:\n")
    after = re.search(r"^\S", source[start:], re.MULTILINE)
    end = start + after.start() if after else len(source)
    heads = list(re.finditer(r"^  (\w+):", source[start:end], re.MULTILINE))
    stops = [*(start + head.start() for head in heads[1:]), end]
    return [
        (head[1], source[: start + head.start()] + source[stop:])
        for head, stop in zip(heads, stops, strict=True)
    ]


@pytest.mark.parametrize("base", [SAMPLE, EXAMPLE], ids=["sample", "example"])
def test_a_node_less_is_told_or_leaves_the_same_story(base: bytes) -> None:
    """Removing a node gives a diagnostic that was not there, or only shortens the way: whoever led to it by
    falling through goes on to the next."""
    source = base.decode()
    scenario, before = read_source(base, "whole.yaml")
    assert scenario is not None
    known = {(each.code, each.message.en) for each in before}
    removed = without_each_node(source)
    assert {name for name, _ in removed} == set(scenario.nodes)
    silent = []
    for name, less in removed:
        after = told(less.encode())
        if not {(each.code, each.message.en) for each in after} - known:
            silent.append(name)
    by_name = {
        target
        for node in scenario.nodes.values()
        if not node.falls_through
        for target in (node.to, getattr(node, "otherwise", None), getattr(node, "if_fails", None))
    }
    read = {name.partition(".")[2] for name in re.findall(r"\b(?:seen|chose|count)\.\w+", source)}
    assert not set(silent) & (by_name | read)
    assert len(silent) < len(removed) / 2


# -- conditions -------------------------------------------------------------------------------------------

STORY = """\
format: incident/1
id: essai
title: Essai
vars: {{pari: {{start: 50, min: 0, max: 100}}, titre: [aucun, fort], vu: false, mot: ""}}
hypotheses:
  peau: {{text: La peau., boring: true}}
  place: La place.
  hasard: Le hasard.
sources:
  yee: {{title: T, year: 2021, facts: {{ecart: 0.04}}}}
nodes:
  mesure:
    tool: reproduce
    text: "La part vaut {{mesure.rate:percent}}."
  avis:
    text: "Combien ?"
    ask: scale
  lecture:
    branch:
      - {{when: '{condition}', to: suite}}
      - {{to: fin}}
  suite:
    text: "La suite."
    to: fin
  fin:
    ending: undecided
    text: "Fin."
"""
NUMBERS = st.sampled_from(
    ["pari", "mesure.rate", "mesure.n", "mesure.gap", "belief.peau", "count.mesure", "count.turns",
     "yee.ecart", "avis.value", "0", "0.5", "1", "-1", "40", "1000"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["titre", "mesure.verdict", "audience", "language", '"fort"', '"effect"', '"public"', "mot"]
)
FLAGS = st.sampled_from(["vu", "true", "false", "group", "seen.mesure", "seen.suite", "mesure.ok"])


def sums(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*"]), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("abs({})".format, inner),
        st.builds("round({})".format, inner),
        st.builds("-{}".format, inner),
    )


def conditions() -> st.SearchStrategy[str]:
    numbers = st.recursive(NUMBERS, sums, max_leaves=5)
    signs = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    compared = st.one_of(
        FLAGS,
        st.builds("{} {} {}".format, numbers, signs, numbers),
        st.builds("{} {} {} {} {}".format, numbers, signs, numbers, signs, numbers),
        st.builds("{} {} {}".format, WORDS, st.sampled_from(["==", "!="]), WORDS),
        st.builds("{} in {}".format, WORDS, WORDS),
    )
    return st.recursive(
        compared,
        lambda inner: st.one_of(
            st.builds("({} and {})".format, inner, inner), st.builds("({} or {})".format, inner, inner),
            st.builds("not {}".format, inner),
        ),
        max_leaves=6,
    )  # fmt: skip


def result_of(draw: st.DrawFn) -> dict[str, Any]:
    """Any result that the tool may declare."""
    from tools import catalogue

    values: dict[str, Any] = {"ok": draw(st.booleans()), "origin": "recorded", "seconds": 1.0}
    for each in catalogue.tool("reproduce", "paired_preference").results:
        if each.choices:
            values[each.name] = draw(st.sampled_from(each.choices))
        else:
            values[each.name] = draw(st.floats(each.low or 0, 1 if each.high is None else each.high))
    return values


@st.composite
def environments(draw: st.DrawFn) -> dict[str, Any]:
    count = st.integers(0, 500)
    return {
        "pari": draw(st.floats(0, 100)), "titre": draw(st.sampled_from(["aucun", "fort"])),
        "vu": draw(st.booleans()), "mot": draw(st.text(max_size=9)), "group": draw(st.booleans()),
        "audience": "public", "language": "fr", "mesure": result_of(draw),
        "avis": {"value": draw(st.integers(1, 5))}, "yee": {"ecart": 0.04},
        "seen": {"mesure": True, "suite": draw(st.booleans())}, "found": {}, "chose": {},
        "belief": {"peau": draw(st.floats(0.01, 0.99))},
        "count": {"mesure": draw(count), "turns": draw(count)},
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(conditions(), environments())
def test_what_checks_clean_evaluates_without_exception(condition: str, env: dict[str, Any]) -> None:
    source = STORY.format(condition=condition)
    scenario, found = read_source(source.encode(), "essai.yaml")
    if scenario is None:
        assert {each.code[0] for each in found if each.severity == "error"} <= {"T", "F"}, found
        return
    branch = scenario.nodes["lecture"]
    assert branch.kind == "branch"
    assert branch.cases[0].when is not None
    assert branch.cases[0].when.evaluate(env) in (True, False)


@settings(max_examples=150, deadline=None)
@given(conditions(), st.lists(environments(), min_size=8, max_size=8))
def test_a_condition_said_to_be_impossible_is_never_true(condition: str, envs: list[dict[str, Any]]) -> None:
    """F908 never accuses a condition that some outcome meets."""
    from engine.language.expressions import parse_expression

    found = read_source(STORY.format(condition=condition).encode(), "essai.yaml")[1]
    if "F908" in {each.code for each in found}:
        assert not any(parse_expression(condition).evaluate(env) for env in envs), condition
