from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.cli import run

SOURCE = """\
# Un essai.
format: incident/1
id: essai
title: {fr: Essai, en: Trial}
languages: [fr, en]
nodes:
  debut:
    text: Bonjour   # à traduire
  fin:
    ending: undecided
    text: {fr: La fin., en: The end.}
""".replace("Bonjour ", '"Bonjour" ')


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.yaml"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def change(scenario: Path, old: str, new: str) -> None:
    scenario.write_text(scenario.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_from_a_missing_text_to_a_clean_check(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["i18n", "todo", str(scenario)]) == 1
    assert "nodes.debut.text [en] missing" in capsys.readouterr().out
    po = scenario.parent / "en.po"
    assert run(["i18n", "export", str(scenario), str(po), "--to", "en"]) == 0
    text = po.read_text(encoding="utf-8")
    po.write_text(
        text.replace('msgid "Bonjour"\nmsgstr ""', 'msgid "Bonjour"\nmsgstr "Hello"'), encoding="utf-8"
    )
    capsys.readouterr()
    assert run(["i18n", "import", str(scenario), str(po), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["written"] == ["nodes.debut.text"]
    assert said["unchanged"] == 2
    assert scenario.read_text(encoding="utf-8") == SOURCE.replace(
        '    text: "Bonjour"   # à traduire\n',
        '    text:\n      fr: "Bonjour"   # à traduire\n      en: Hello\n',
    )
    assert run(["i18n", "todo", str(scenario)]) == 0


def test_a_changed_source_is_stale_until_accepted(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["i18n", "accept", str(scenario), "--all"]) == 0
    lock = scenario.parent / "essai.lock"
    assert "  nodes.fin: " in lock.read_text(encoding="utf-8")
    change(scenario, "La fin.", "C'est la fin.")
    capsys.readouterr()
    assert run(["i18n", "todo", "--json", str(scenario)]) == 1
    stale = [each for each in json.loads(capsys.readouterr().out) if each["state"] == "stale"]
    assert [each["path"] for each in stale] == ["nodes.fin.text"]
    assert stale[0]["accepted"]
    run(["check", str(scenario)])
    assert "L710" in capsys.readouterr().out
    assert run(["i18n", "accept", str(scenario), "nodes.fin.text"]) == 0
    run(["check", str(scenario)])
    assert "L710" not in capsys.readouterr().out


def test_a_text_without_translation_is_not_accepted(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["i18n", "accept", str(scenario), "nodes.debut.text", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [each["file"] for each in said["refused"]] == ["nodes.debut.text"]


def test_accept_wants_names_or_all(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["i18n", "accept", str(scenario)]) == 2
    assert run(["i18n", "accept", str(scenario), "--all", "title"]) == 2
    assert not (scenario.parent / "essai.lock").exists()
    assert run(["i18n", "accept", str(scenario), "titel"]) == 2
    assert "title" in capsys.readouterr().err


def test_refused_entries_are_told_and_the_file_keeps_what_it_had(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    po = scenario.parent / "en.po"
    run(["i18n", "export", str(scenario), str(po), "--to", "en"])
    change(scenario, "La fin.", "C'est la fin.")
    text = po.read_text(encoding="utf-8").replace("The end.", "The very end.")
    po.write_text(text, encoding="utf-8")
    before = scenario.read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(["i18n", "import", str(scenario), str(po)]) == 1
    assert "nodes.fin.text: the source has changed since the export" in capsys.readouterr().err
    assert scenario.read_text(encoding="utf-8") == before


def test_a_broken_lock_stops_everything_but_accepting_all(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = scenario.parent / "essai.lock"
    lock.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    assert run(["i18n", "todo", str(scenario)]) == 2
    assert "accept --all" in capsys.readouterr().err
    assert lock.read_text(encoding="utf-8") == "<<<<<<< HEAD\n"
    assert run(["i18n", "accept", str(scenario), "--all"]) == 0
    assert "format: lock/1" in lock.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words", [["export", "X", "a.po", "--to", "fr"], ["import", "X", "none.po"], ["import", "X", "X"]]
)
def test_what_cannot_be_is_refused(
    words: list[str], scenario: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(scenario.parent)
    assert run(["i18n", *(str(scenario) if word == "X" else word for word in words)]) == 2
    assert capsys.readouterr().err.strip()
    assert scenario.read_text(encoding="utf-8") == SOURCE


def test_the_files_beside_are_told_by_their_own_name(
    scenario: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(scenario, '"Bonjour"', "{fr: Bonjour, en: Hello}")
    beside = scenario.parent / "dossier.yaml"
    beside.write_text("limits:\n  - {fr: Rien., en: Nothing.}\n  - Pas tout.\n", encoding="utf-8")
    assert run(["i18n", "todo", str(scenario)]) == 1
    assert f"{beside}:3: dossier.limits.1 [en] missing" in capsys.readouterr().out
    beside.write_text("limits:\n  - {fr: Rien., en: Nothing.}\n", encoding="utf-8")
    assert run(["i18n", "accept", str(scenario), "--all"]) == 0
    beside.write_text("limits:\n  - {fr: Presque rien., en: Nothing.}\n", encoding="utf-8")
    capsys.readouterr()
    run(["check", str(scenario), "--json"])
    found = [each for each in json.loads(capsys.readouterr().out) if each["code"] == "L710"]
    assert [(each["file"], each["line"]) for each in found] == [("dossier.yaml", 2)]
    monkeypatch.chdir(scenario.parent.parent)
    run(["check", str(scenario), "--format", "github"])
    assert f"file={scenario.parent.name}/dossier.yaml,line=2" in capsys.readouterr().out
    assert run(["i18n", "todo", "--json", str(scenario)]) == 1
    assert [each["state"] for each in json.loads(capsys.readouterr().out)] == ["stale"]
