"""``new``, ``schema``, ``pack`` and ``unpack``, as an author types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from server.cli import run
from server.schemas import schemas


@pytest.fixture(autouse=True)
def scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty scenarios' folder of one's own."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(folder))
    return folder


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_a_new_scenario_is_found_by_its_id(scenarios: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "--title", "Qui reste ?", "--languages", "fr,en"]) == 0
    said = capsys.readouterr().out
    assert (scenarios / "qui-reste" / "scenario.yaml").is_file()
    assert "  autopsie preview qui-reste\n" in said  # whole, to be copied
    assert run(["check", "qui-reste"]) == 0
    assert run(["check", "qui-reste", "--strict"]) == 1  # it rests on invented findings


def test_new_prints_what_it_wrote(scenarios: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "--title", "Qui reste ?", "--id", "reste", "--json"]) == 0
    shown = printed(capsys)
    jsonschema.validate(shown, schemas()["new-1.json"])
    assert Path(shown["path"]) == scenarios / "reste" / "scenario.yaml"


def test_a_slip_is_asked_again(
    scenarios: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["Qui reste ?", "français", "fr", "twitter-crop"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *args, **named: next(answers))
    assert run(["new"]) == 0
    assert "français" in capsys.readouterr().out
    assert (scenarios / "qui-reste" / "scenario.yaml").is_file()


def test_new_asks_nobody_when_nobody_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new"]) == 2
    assert "--title" in capsys.readouterr().err


@pytest.mark.parametrize("languages", ["de", "fr,fr", ",", "français"])
def test_new_refuses_other_languages(languages: str, scenarios: Path) -> None:
    assert run(["new", "--title", "x", "--languages", languages]) == 2
    assert list(scenarios.iterdir()) == []


def test_the_schema_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "editor" / "schema.json"
    assert run(["schema", "--out", str(target), "--lang", "fr"]) == 0
    assert "Écrit" in capsys.readouterr().out
    jsonschema.Draft202012Validator.check_schema(json.loads(target.read_text(encoding="utf-8")))
    for of in ("dossier", "workshop"):
        assert run(["schema", "--of", of, "--out", str(target), "--lang", "en"]) == 0
        assert json.loads(target.read_text(encoding="utf-8")) == schemas()[f"{of}-1.json"]
    assert run(["schema", "--of", "lettre"]) == 2
    assert "dossier" in capsys.readouterr().err
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "A scenario of Autopsie"


def test_a_pack_travels(
    scenarios: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "r.zip"
    monkeypatch.delenv("AUTOPSIE_SCENARIOS")
    assert run(["pack", "recadrage", "--out", str(archive), "--json"]) == 0
    shown = printed(capsys)
    jsonschema.validate(shown, schemas()["pack-1.json"])
    assert "scenario.yaml" in shown["files"]
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(scenarios))
    assert run(["unpack", str(archive)]) == 0
    assert "Unpacked" in capsys.readouterr().out
    assert run(["check", "recadrage"]) == 0
    assert run(["unpack", str(archive)]) == 1  # it is there already
    assert "exists already" in capsys.readouterr().err


def test_a_draft_is_not_packed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(["new", "--title", "Qui reste ?", "--languages", "fr"])
    assert run(["pack", "qui-reste", "--out", str(tmp_path / "x.zip")]) == 1
    assert "F902" in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()


def test_an_archive_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["unpack", "nowhere.zip"]) == 1
    assert "cannot be read" in capsys.readouterr().err
