"""A fault hides what only follows from it, and each message names what it is about."""

from __future__ import annotations

import pytest

from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_source

STORY = """\
format: incident/1
id: essai
title: Essai
hypotheses:
  place: La place décide.
  lampe: La lampe décide.
  hasard: {text: Le hasard suffit., boring: true}
exhibits:
  net:
    text: Le modèle suit la place.
    evidence: {place: for, lampe: against}
nodes:
  debut:
    text: "Que faire ?"
  pari:
    ask: number
    range: 0..100
    seals: mesure
    text: "Combien ?"
  mesure:
    tool: reproduce
    found: [net]
    text: "La part vaut {mesure.rate:percent}."
  fin:
    ending: undecided
    text: "Fin."
"""


def found(old: str, new: str) -> dict[str, Diagnostic]:
    assert old in STORY
    return {each.code: each for each in read_source(STORY.replace(old, new).encode(), "essai.yaml")[1]}


@pytest.mark.parametrize(
    ("old", "new", "cause", "consequence"),
    [
        ("{place: for, lampe: against}", "{place: strong}", "T424", "P611"),
        ('  debut:\n    text: "Que', '  debut:\n    texte: "Que', "S202", "S221"),
        ("boring: true", "boring: oui", "Y114", "F904"),
        ("boring: true", "ennuyeuse: true", "S202", "F904"),
        ("    tool: reproduce", "    tol: reproduce", "S202", "F906"),
    ],
)
def test_the_cause_is_told_and_its_consequence_is_not(
    old: str, new: str, cause: str, consequence: str
) -> None:
    codes = found(old, new)
    assert cause in codes
    assert consequence not in codes


def test_a_sealed_measure_that_does_not_exist_is_not_a_way_that_leads_nowhere() -> None:
    fault = found("seals: mesure", "seals: mesures")["R320"]
    assert "scelle « mesures »" in fault.message.fr
    assert "seals “mesures”" in fault.message.en


@pytest.mark.parametrize(("typed", "advice"), [("yes", "Écrivez true."), ("non", "Écrivez false.")])
def test_yes_and_no_are_told_as_they_are_written(typed: str, advice: str) -> None:
    assert found("boring: true", f"boring: {typed}")["Y114"].advice("fr") == advice


@pytest.mark.parametrize(("line", "advice"), [("version: 1.0", "version: 1"), ("version: 2,0", "version: 2")])
def test_a_version_is_a_whole_number(line: str, advice: str) -> None:
    assert found("title: Essai\n", f"title: Essai\n{line}\n")["S203"].advice("fr") == advice


def test_a_letter_is_shown_not_named_in_english() -> None:
    said = found("  net:\n", "  nèt:\n")["S210"].said("fr")
    assert "« è »" in said.replace("\u202f", " ")
    assert "LETTER" not in said


def test_a_no_break_space_in_a_condition_is_named() -> None:
    case = '{when: "mesure.rate >\u00a00.5", to: fin}'
    branch = f"  lecture:\n    branch:\n      - {case}\n      - {{to: fin}}\n  fin:\n"
    assert "espace ordinaire" in found("  fin:\n", branch)["T402"].advice("fr")
