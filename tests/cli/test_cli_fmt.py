from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.author.history import History
from server.cli import run

UNTIDY = """\
title: Essai
format: incident/1
id: essai
nodes:
    fin:
        # la fin
        text: Fin
        ending: undecided
"""


def scenario(folder: Path, source: str) -> Path:
    path = folder / "scenario.yaml"
    path.write_bytes(source.encode())
    return path


def test_fmt_writes_the_layout_and_is_then_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = scenario(tmp_path, UNTIDY)
    path.chmod(0o640)
    assert run(["fmt", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == (
        "format: incident/1\nid: essai\ntitle: Essai\nnodes:\n"
        "  fin:\n    ending: undecided\n    # la fin\n    text: Fin\n"
    )
    assert path.stat().st_mode & 0o777 == 0o640
    assert run(["fmt", "--check", str(path)]) == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == [".history", "scenario.yaml"]
    assert [History(path).content(save.sha) for save in History(path).saves()] == [
        path.read_bytes(),
        UNTIDY.encode(),
    ]
    capsys.readouterr()


def test_check_says_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = scenario(tmp_path, UNTIDY)
    assert run(["fmt", "--check", "--json", str(path)]) == 1
    assert path.read_text(encoding="utf-8") == UNTIDY
    (said,) = json.loads(capsys.readouterr().out)
    assert said["changed"]
    assert not said["written"]


def test_a_file_with_a_fault_is_refused_and_untouched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = UNTIDY.replace("text: Fin", "text: Avant : après")
    path = scenario(tmp_path, broken)
    assert run(["fmt", str(path)]) == 2
    assert path.read_text(encoding="utf-8") == broken
    told = capsys.readouterr()
    assert "Y115" in told.out
    assert "fmt --repair" in told.err


def test_only_what_keeps_a_file_from_being_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = scenario(tmp_path, "title: Avant : après\n")
    assert run(["fmt", str(path)]) == 2
    told = capsys.readouterr().out
    assert "Y115" in told
    assert "S201" not in told


def test_repair_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = scenario(tmp_path, UNTIDY.replace("text: Fin", "text: Avant : après"))
    assert run(["fmt", "--repair", "--json", str(path)]) == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert [(each["code"], each["line"]) for each in said["repairs"]] == [("Y115", 7)]
    assert '    text: "Avant : après"\n' in path.read_text(encoding="utf-8")


def test_one_refused_file_does_not_keep_the_others_from_being_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    bad = scenario(tmp_path / "a", "title: [")
    good = scenario(tmp_path / "b", UNTIDY)
    assert run(["fmt", str(bad), str(good), str(tmp_path / "none.yaml")]) == 2
    assert good.read_text(encoding="utf-8").startswith("format:")
    assert bad.read_text(encoding="utf-8") == "title: ["
    assert "none.yaml" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(b"format: incident/1\ntitle: \xff\xfe\n")
    assert run(["fmt", "--repair", str(path)]) == 2
    assert "Y102" in capsys.readouterr().out
    assert path.read_bytes() == b"format: incident/1\ntitle: \xff\xfe\n"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = scenario(tmp_path, UNTIDY)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert run(["fmt", str(link)]) == 0
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8").startswith("format:")
