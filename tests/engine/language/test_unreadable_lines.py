"""Where YAML stops reading, the line at fault and what to write are told in the author's language."""

from __future__ import annotations

import pytest

from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_source

STORY = """\
format: incident/1
id: essai
title: Essai
nodes:
  debut:
    text: "Que faire ?"
    options:
      refaire: {text: Refaire, to: pari}
      clore: {text: En rester là, to: fin}
  pari:
    ask: number
    range: 0..100
    text: "Combien ?"
  lecture:
    branch:
      - {when: seen.pari, to: fin}
      - {to: fin}
  fin:
    ending: undecided
    text: "Fin."
"""


def stopped(source: str) -> Diagnostic:
    faults = read_source(source.encode(), "essai.yaml")[1]
    assert [each.code for each in faults] == ["Y100"], faults
    return faults[0]


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("    ask: number", "    ask number", 11, "deux-points après « ask »"),
        ("    ask: number", "    ask:number", 11, "espace après « ask: »"),
        ("    ask: number", "    ask:\u00a0number", 11, "espace insécable"),
        ('    text: "Combien ?"', "    Combien de fois ?", 13, "pas de nom de champ"),
        ("    ask: number", "    Combien ?\n    ask: number", 11, "pas de nom de champ"),
        ("      - {to: fin}", "      {to: fin}", 17, "il manque le tiret"),
    ],
)
def test_the_guilty_line_is_named_and_the_line_given_mends_it(
    old: str, new: str, line: int, problem: str
) -> None:
    source = STORY.replace(old, new)
    fault = stopped(source)
    assert fault.line == line
    assert problem in fault.message.fr
    lines = source.split("\n")
    lines[line - 1] = fault.advice("fr").partition("\n")[2]
    faults = read_source("\n".join(lines).encode(), "essai.yaml")[1]
    assert "Y100" not in {each.code for each in faults}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem", "cure"),
    [
        ("      clore:", "     clore:", 9, "son retrait (5)", "4 ou 6 espaces"),
        ('"Combien ?"', '"Combien ?', 13, "un guillemet y reste ouvert", "Fermez-le"),
        ("to: pari}", "to: pari", 8, "n'est pas fermé", "« } »"),
    ],
)
def test_what_usually_is_wrong_is_told(old: str, new: str, line: int, problem: str, cure: str) -> None:
    fault = stopped(STORY.replace(old, new))
    assert fault.line == line
    assert problem in fault.message.fr
    assert fault.fix is not None
    assert cure in fault.fix.fr


@pytest.mark.parametrize(
    "source", ["a: b: c\n", "a: [1\n", "- a\nb: c\n", "a:\n  - b\n c: d\n", "]", "a: 'b\n", "? [\n"]
)
def test_yaml_never_speaks_itself(source: str) -> None:
    for fault in read_source(source.encode(), "essai.yaml")[1]:
        for said in ("expected", "mapping", "found", "block", "scanning", "token"):
            assert said not in fault.said("fr"), fault


def test_a_space_that_cannot_be_seen_is_named() -> None:
    faults = read_source(STORY.replace("ask:", "ask\u00a0:").encode(), "essai.yaml")[1]
    fault = next(each for each in faults if each.code == "S202")
    assert "espace insécable" in fault.advice("fr")
    assert "Vouliez-vous" not in fault.advice("fr")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("résumé", "summary"), ("hypothèses", "hypotheses"), ("nœuds", "nodes")],
)
def test_a_field_named_in_french_is_understood(typed: str, meant: str) -> None:
    faults = read_source((STORY + f"{typed}: x\n").encode(), "essai.yaml")[1]
    fault = next(each for each in faults if each.code == "S202")
    assert f"« {meant} »" in (fault.fix.fr if fault.fix else "")
    assert "…" not in fault.advice("fr")  # every field is listed
