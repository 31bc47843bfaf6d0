"""Advice that is obeyed mends the file: lines pasted as given, names and numbers typed as told."""

from __future__ import annotations

import pytest

from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_source

STORY = """\
format: incident/1
id: essai
title: Essai
vars: {pari: 50}
hypotheses:
  place: La place décide.
  lampe: La lampe décide.
  hasard: {text: Le hasard suffit., boring: true}
nodes:
  debut:
    text: "Que faire ?"
    options:
      refaire: {text: Refaire, to: mesure}
      clore: {text: En rester là, to: fin}
  mesure:
    tool: reproduce
    text: "La part vaut {mesure.rate:percent}."
  lecture:
    branch:
      - {when: pari > 10, to: fin}
      - {to: fin}
  fin:
    ending: undecided
    text: "Fin."
"""


def found(source: str) -> list[Diagnostic]:
    return read_source(source.encode(), "essai.yaml")[1]


def one(source: str, code: str) -> Diagnostic:
    every = found(source)
    assert code in {each.code for each in every}, every
    return next(each for each in every if each.code == code)


def pasted(source: str, fault: Diagnostic) -> str:
    """The source with the line that the advice gives, exactly as it is given."""
    lines = source.split("\n")
    lines[fault.line - 1] = fault.advice("fr").partition("\n")[2]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("Y115", 'text: "Que faire ?"', "text: Que faire : partir ?"),
        ("Y115", 'text: "Que faire ?"', "text: 'C'est la place.'"),
        ("Y115", 'text: "Que faire ?"', 'text: "La place est "une cause"."'),
        ("Y115", 'text: "Que faire ?"', 'text: "Oui" dit-il, "non".'),
        ("Y116", "{text: Refaire, to", "{text: Oui, refaire, to"),
        ("Y117", 'text: "Que faire ?"', "text: Que faire #ici"),
        ("Y116", "when: pari > 10", "when: belief.place > 0,5"),
    ],
)
def test_the_line_given_can_be_pasted_as_it_stands(code: str, old: str, new: str) -> None:
    source = STORY.replace(old, new)
    mended = pasted(source, one(source, code))
    assert not [each for each in found(mended) if each.severity == "error"], mended


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("'C'est la place.'", "C'est la place."),
        ('"La place est "une cause"."', 'La place est "une cause".'),
        ('"Oui" dit-il, "non"', '"Oui" dit-il, "non"'),
    ],
)
def test_quotes_inside_a_sentence_are_kept_and_those_around_it_are_not(typed: str, read: str) -> None:
    source = STORY.replace('text: "Que faire ?"', f"text: {typed}")
    scenario, _ = read_source(pasted(source, one(source, "Y115")).encode(), "essai.yaml")
    assert scenario is not None
    assert scenario.nodes["debut"].text.in_("fr")[0] == read


@pytest.mark.parametrize(
    ("condition", "advice"),
    [('"belief.place > 0,5"', "0.5"), ("mesure.rate > 50 %", "0.5"), ("pari >= 12.5%", "0.125")],
)
def test_a_number_written_as_in_a_sentence_is_told_in_plain_digits(condition: str, advice: str) -> None:
    fault = one(STORY.replace("when: pari > 10", f"when: {condition}"), "T403")
    assert advice in fault.advice("fr").replace(".", ". ").replace(". ", ".")
    assert "«\u202f\u202f»" not in fault.said("fr")


def test_the_language_named_in_words() -> None:
    assert one(STORY + "language: français\n", "S203").advice("fr") == "language: fr"
    assert one(STORY + "language: English\n", "S203").advice("fr") == "language: en"


@pytest.mark.parametrize("name", ["lumière", "Trop_peu", "trop peu"])
def test_a_name_that_cannot_be_is_never_advised(name: str) -> None:
    exhibits = f'exhibits:\n  {name}: {{text: "Une lampe", evidence: {{place: for}}}}\nnodes:\n'
    source = STORY.replace("nodes:\n", exhibits)
    valid = one(source, "S210").advice("en").removeprefix("Try “").removesuffix("”.")
    gained = source.replace("    tool: reproduce\n", "    tool: reproduce\n    found: GAINED\n")
    assert "R340" not in {each.code for each in found(gained.replace("GAINED", valid))}
    assert f"“{valid}”" in one(gained.replace("GAINED", f"{valid}x"), "R340").advice("en")


def test_a_variable_that_is_not_declared_is_told_how() -> None:
    ask = '  question: {ask: number, range: 0..100, save: bet, text: "Combien ?", to: mesure}\n  fin:\n'
    advice = one(STORY.replace("  fin:\n", ask), "R301").advice("fr")
    assert "vars: {bet: 50}" in advice
    assert "{question.value}" in advice


def test_the_field_to_read_of_a_node_is_named() -> None:
    ask = '  combien: {ask: number, range: 0..100, text: "Combien ?", to: mesure}\n  fin:\n'
    source = STORY.replace("  fin:\n", ask)
    assert "{combien.value}" in one(source.replace('"Fin."', '"{combien}"'), "R301").advice("fr")
    assert "{mesure.verdict}" in one(source.replace('"Fin."', '"{mesure}"'), "R301").advice("fr")


def test_a_field_named_in_french_is_recognised() -> None:
    fault = one(STORY.replace("mesure.rate", "mesure.taux"), "R303")
    assert "« rate »" in fault.advice("fr").replace("\u202f", " ")


def test_a_word_cut_short_finds_the_whole_one() -> None:
    fault = one(STORY.replace("pari > 10", "\"mesure.verdict == 'none'\""), "T413")
    assert "none_shown" in fault.advice("fr")


def test_a_field_that_does_not_exist_is_no_gap_of_the_record() -> None:
    source = STORY.replace("mesure.rate:percent", "mesure.taux:percent")
    source += "fixtures: {mesure: {rate: 0.6, verdict: effect}}\n"
    codes = {each.code for each in found(source)}
    assert "R303" in codes
    assert "T423" not in codes
