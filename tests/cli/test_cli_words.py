"""What the workbench prints is words for people, in their language."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from server.cli import run

ROOT = Path(__file__).parents[2]
STORY = """
format: incident/1
id: pari
title: Pari
nodes:
  pari:
    ask: number
    range: 0..100
    seals: mesure
    text: "Sur cent paires, combien ?"
  mesure:
    tool: reproduce
    text: "La part vaut {mesure.rate:percent}."
  fin:
    ending: undecided
    text: "Fin."
fixtures:
  mesure: {rate: 0.5, n: 42}
"""


def test_endings_are_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explore", "recadrage", "--plays", "400", "--lang", "fr"]) in (0, 1)
    said = capsys.readouterr().out
    assert re.search(r"fin_mesuree \(établi\)", said)
    assert "established" not in said


def test_a_bet_out_of_a_hundred_is_recalled_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scenario.yaml").write_text(STORY, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("60\n"))
    assert run(["play", str(tmp_path / "scenario.yaml"), "--lang", "fr"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"Votre pronostic\s: 60\s%", said), said


def test_a_drawing_is_not_poured_into_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert run(["graph", "recadrage"]) == 0
    assert "<svg" not in capsys.readouterr().out
    assert (tmp_path / "recadrage.svg").read_text(encoding="utf-8").startswith("<svg")


def test_an_invented_finding_is_never_called_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scenario.yaml").write_text(STORY, encoding="utf-8")
    assert run(["stats", str(tmp_path / "scenario.yaml"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["recorded"] == 0
    assert run(["stats", "recadrage", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["recorded"] > 0
    monkeypatch.setattr("sys.stdin", io.StringIO("60\n"))
    assert run(["play", str(tmp_path / "scenario.yaml"), "--lang", "fr"]) == 0
    said = capsys.readouterr().out
    assert "· inventé ·" in said
    assert "1970" not in said


DRAFT = """
format: incident/1
id: maquette
title: Maquette
subjects:
  a_venir: {about: "Un modèle que personne n'a encore posé sur la table."}
nodes:
  mesure:
    tool: reproduce
    text: "La part vaut {mesure.rate:percent}."
  fin:
    ending: undecided
    text: "Fin."
plays:
  seul: {expect: {ending: fin}}
fixtures:
  mesure: {rate: 0.5, n: 42}
"""


def test_a_subject_to_come_is_not_looked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scenario.yaml").write_text(DRAFT, encoding="utf-8")
    assert run(["test", str(tmp_path / "scenario.yaml"), "--live"]) != 3
    assert "C900" not in capsys.readouterr().err


def test_an_optional_ranking_may_be_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story = (
        "format: incident/1\nid: rang\ntitle: Rang\n"
        "vars:\n  style: {start: none, labels: {none: Aucun, fort: Fort}}\n"
        "nodes:\n  ordre:\n    ask: rank\n    items: {a: Un, b: Deux}\n"
        "    optional: true\n    text: Classez.\n"
        "  fin:\n    ending: undecided\n    text: Fin.\n"
    )
    (tmp_path / "scenario.yaml").write_text(story, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert run(["play", str(tmp_path / "scenario.yaml"), "--lang", "fr"]) == 0
    assert "Chaque numéro" not in capsys.readouterr().out
