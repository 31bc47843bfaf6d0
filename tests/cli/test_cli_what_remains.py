"""What the workbench says is left to do, once it has done its own part."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cli import run

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
