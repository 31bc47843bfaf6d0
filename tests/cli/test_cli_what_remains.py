"""What the workbench says is left to do, once it has done its own part."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from engine.author.history import History, Why
from server.authoring.words import word
from server.cli import run
from server.cli.diff import _p, _share, _short

STORY = """format: incident/1
id: pari
title: Pari
language: fr
nodes:
  debut: {text: "Bonjour.", to: TARGET}
  fin: {ending: undecided, text: "Fin."}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "scenario.yaml"
    written.write_text(STORY.replace("TARGET", "fin"), encoding="utf-8")
    return written


def test_one_language_is_said_with_how_to_add_another(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["i18n", "todo", str(file)]) == 0
    said = capsys.readouterr().err
    assert "one language (fr)" in said
    assert "languages: [fr, en]" in said
    assert "up to date" not in said


def test_fmt_says_how_many_errors_remain(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["fmt", str(file)])
    assert "to mend" not in capsys.readouterr().err
    file.write_text(STORY.replace("TARGET", "nulle_part"), encoding="utf-8")
    assert run(["fmt", str(file)]) == 0
    said = capsys.readouterr().err
    assert "1 error to mend" in said
    assert f"autopsie check {file}\n" in said


def test_the_history_tells_which_command_wrote(file: Path) -> None:
    assert run(["fmt", str(file)]) == 0
    assert [save.why for save in History(file).saves()] == ["laid_out", "saved"]
    two = file.read_text(encoding="utf-8").replace("language: fr", "languages: [fr, en]")
    file.write_text(two, encoding="utf-8")
    po = file.parent / "en.po"
    assert run(["i18n", "export", str(file), str(po), "--to", "en"]) == 0
    given = po.read_text(encoding="utf-8").replace('msgid "Fin."\nmsgstr ""', 'msgid "Fin."\nmsgstr "End."')
    po.write_text(given, encoding="utf-8")
    assert run(["i18n", "import", str(file), str(po)]) == 0
    assert History(file).saves()[0].why == "translated"
    for why in get_args(Why):
        assert word(f"history.{why}", "fr")


def test_a_difference_is_told_in_french_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOPSIE_LANG", "fr")
    assert _p(0.72) == "0,72"
    assert _short(["fr", "en"]) == "fr, en"
    assert (
        _short({"factor": "place", "nulls": False, "share": 0.5}) == "factor: place · nulls: non · share: 0,5"
    )
    assert _share(0.94) == "94\u202f%"


def test_a_dry_run_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["record", "recadrage", "--dry-run", "--lang", "fr"]) == 0
    said = capsys.readouterr().out
    assert "{" not in said
    assert "False" not in said
    assert "levels: 0,5\u202f; 1" in said
