"""``test``: a scenario's own plays, and what is said of one that goes otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.cli import run
from server.cli.play_shapes import TestReport as Report

SCENARIO = """\
format: incident/1
id: essai-de-parcours
title: Essai
vars:
  tours: 0
nodes:
  debut:
    text: Que faire ?
    options:
      mesurer: {text: Mesurer, to: mesure}
      tourner: {text: Tourner, to: debut, set: {tours: tours + 1}}
      sortir: {text: Sortir, to: fin, when: tours > 1, locked: Il faut tourner deux fois.}
      clore: {text: Clore, to: fin}
  mesure:
    tool: attribute
    with: {method: saliency, case: chelsea}
    text: Voici.
    if_fails: panne
    to: fin
  panne:
    text: Rien.
  fin:
    ending: undecided
    text: Fin.
  autre_fin:
    ending: abandoned
    text: Autre fin.
plays:
"""

OFFERED = "Offered here: mesurer, tourner, clore. Locked: sortir."


@pytest.fixture
def tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def go(plays: str, *words: str) -> tuple[int, Report]:
        file = tmp_path / "scenario.yaml"
        file.write_text(SCENARIO + plays)
        capsys.readouterr()
        code = run(["test", str(file), "--json", *words])
        return code, Report.model_validate_json(capsys.readouterr().out)

    return go


def test_a_play_that_goes_as_it_says(tried: Any) -> None:
    code, report = tried(
        "  bon: {answers: {debut: [tourner, clore]}, expect: {ending: fin, check: [tours == 1]}}\n"
    )
    assert (code, report.passed, report.plays[0].ending, report.plays[0].answers) == (0, True, "fin", 2)


@pytest.mark.parametrize(
    ("play", "node", "says", "fix"),
    [
        ("{answers: {debut: sortir}}", "debut", "not open yet", OFFERED),
        ("{answers: {debut: [tourner]}}", "debut", "No answer is given", OFFERED),
        (
            "{answers: {debut: clore}, expect: {ending: autre_fin}}",
            "fin", "the ending expected was “autre_fin”", "Reached: “fin”, by way of debut.clore → fin.",
        ),
        (
            "{answers: {debut: clore}, expect: {visits: [panne]}}",
            "panne", "this node was not visited", "The way taken: debut → fin.",
        ),
        (
            "{answers: {debut: clore}, expect: {never: [fin]}}",
            "fin", "should not be visited", "It was reached from “debut”.",
        ),
        (
            "{answers: {debut: clore}, expect: {check: [tours > 1]}}",
            "fin", "false at the end: tours > 1", "Values: tours = 0.",
        ),
    ],
)  # fmt: skip
def test_a_fault_says_where_and_what_there_is(tried: Any, play: str, node: str, says: str, fix: str) -> None:
    code, report = tried(f"  mauvais: {play}\n")
    (fault,) = report.plays[0].faults
    assert (code, report.passed, fault.code, fault.node) == (1, False, "P620", node)
    assert says in fault.message
    assert f"Play “mauvais”, at “{node}”" in fault.message
    assert fault.fix == fix
    assert SCENARIO.count("\n") + 1 == fault.line


def test_measures_come_from_records_or_from_the_play_itself(tried: Any) -> None:
    _, report = tried("  sans: {answers: {debut: mesurer}, expect: {visits: [panne]}}\n")
    assert report.passed
    assert "gave nothing" in report.plays[0].notes[0]
    _, report = tried(
        "  avec: {answers: {debut: mesurer}, results: {mesure: {n: 3}}, expect: {never: [panne]}}\n"
    )
    assert report.passed
    assert "invented finding" in report.plays[0].notes[0]
    _, report = tried(
        "  panne: {answers: {debut: mesurer}, fails: {mesure: timeout}, expect: {visits: [panne]}}\n"
    )
    assert report.passed
    assert report.plays[0].notes == []


def test_one_play_by_name_and_none_at_all(
    tried: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    two = "  un: {answers: {debut: clore}}\n  deux: {answers: {debut: sortir}}\n"
    assert tried(two)[0] == 1
    assert tried(two, "--play", "un")[0] == 0
    file = tmp_path / "scenario.yaml"
    assert run(["test", str(file), "--play", "une"]) == 2
    assert "Did you mean “un”?" in capsys.readouterr().err
    file.write_text(SCENARIO.removesuffix("plays:\n"))
    assert run(["test", str(file)]) == 3
    assert "foresees no play" in capsys.readouterr().out


def test_told_in_french(tried: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    tried("  mauvais: {answers: {debut: sortir}}\n")
    assert run(["test", str(tmp_path / "scenario.yaml"), "--lang", "fr"]) == 1
    said = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Parcours « mauvais », à « debut »" in said
    assert "Proposé ici : mesurer, tourner, clore. Fermés : sortir." in said
    assert "0 parcours sur 1 comme prévu." in said


def test_the_published_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", "recadrage", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["plays"]) >= 4
