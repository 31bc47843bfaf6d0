"""What a message quotes is what the author typed, and what it advises can be pasted back."""

from __future__ import annotations

import re

import pytest

from engine.language.diagnostics import Diagnostic, format_text
from engine.language.reader import read_source

STORY = """\
format: incident/1
id: essai
title: Essai
vars: {pari: 50}
nodes:
  debut:
    branch:
      - {when: CONDITION, to: mesure}
      - {to: mesure}
  mesure:
    tool: reproduce
    text: "La part vaut {mesure.rate:percent}."
  fin:
    ending: undecided
    text: "Fin."
"""


def faults(source: str, code: str) -> list[Diagnostic]:
    return [each for each in read_source(source.encode(), "essai.yaml")[1] if each.code == code]


def one(source: str, code: str) -> Diagnostic:
    found = faults(source, code)
    assert found, [each.code for each in read_source(source.encode(), "essai.yaml")[1]]
    return found[0]


def when(condition: str) -> str:
    return STORY.replace("CONDITION", condition)


def test_a_plain_quote_that_is_advised_stays_plain() -> None:
    fault = one(when("mesure.verdict == ‘effect’"), "T402")
    assert fault.advice("fr") == "Écrivez\u00a0: '"
    assert "n’est ni" in fault.said("fr")  # the sentence around it is still French
    assert "→ Écrivez\u00a0: '" in format_text(fault, "", "fr")
    assert fault.as_json("fr")["fix"] == "Écrivez : '"


def test_a_word_between_quotes_stays_as_a_condition_writes_it() -> None:
    fault = one(when("\"mesure.verdict == 'none'\""), "T413")
    assert "'none'" in fault.said("fr")
    assert "'none'" in str(fault.as_json("fr")["message"])


@pytest.mark.parametrize("typed", ["l'été : oui ?", "a ; b", "50 %"])
def test_no_space_is_changed_inside_what_is_quoted(typed: str) -> None:
    fault = one(STORY.replace("title: Essai", f'title: Essai\nduration: "{typed}"'), "S203")
    assert typed in fault.said("fr")


def test_no_mark_reaches_a_reader() -> None:
    for fault in read_source(when("a = b").encode(), "essai.yaml")[1]:
        shown = fault.said("fr") + fault.advice("fr") + str(fault.as_json("fr")) + fault.model_dump_json()
        assert not re.search("[\ue000\ue001]", shown)
