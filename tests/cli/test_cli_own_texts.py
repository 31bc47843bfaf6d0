"""A table of one's own texts, examined from the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.cli import run

TABLE = "id;texte\n1;Je suis une personne gay.\n2;\n3;Bonjour.\n"


def table(tmp_path: Path, content: str = TABLE) -> str:
    path = tmp_path / "mes textes.csv"
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_every_text_is_answered_and_the_rest_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["examine", "toxicity-planted", "--texts", table(tmp_path), "--column", "texte"]
    assert run([*arguments, "--json", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["input"]["line"] for line in lines] == [2, 4]
    assert all(0 <= line["result"]["scores"]["insult"] <= 1 for line in lines)
    assert "mes textes.csv:3: the text is empty" in err
    assert "Rows left out: 1/3." in err


def test_a_table_and_a_text_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["examine", "toxicity-balanced", "--text", "Hello.", "--texts", table(tmp_path, "Hello.\n")]
    assert run([*arguments, "--json"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["result"] == second["result"]
    assert "line" not in first["input"]
    assert second["input"]["line"] == 1


def test_no_such_column_is_told_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "examine",
        "toxicity-planted",
        "--texts",
        table(tmp_path),
        "--column",
        "text",
        "--lang",
        "en",
    ]
    assert run(arguments) == 2
    assert "Did you mean “texte”?" in capsys.readouterr().err


def test_a_subject_of_pictures_reads_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["examine", "twitter-crop", "--texts", table(tmp_path), "--lang", "en"]) == 2
    assert "reads pictures" in capsys.readouterr().err
