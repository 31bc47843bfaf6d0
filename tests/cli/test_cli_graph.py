"""``autopsie graph``: formats, files, refusals."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from server.cli import run

DRAFT = Path(__file__).resolve().parents[1] / "drafts" / "cadre.yaml"


def test_the_drawing_goes_to_standard_output_or_to_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["graph", str(DRAFT), "--lang", "fr"]) == 0
    printed = capsys.readouterr().out
    ET.fromstring(printed)
    out = tmp_path / "g.svg"
    assert run(["graph", str(DRAFT), "--lang", "fr", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").strip() == printed.strip()


@pytest.mark.parametrize(("form", "begins"), [("mermaid", "---\ntitle"), ("dot", 'digraph "cadre"')])
def test_other_languages_of_graphs(form: str, begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", str(DRAFT), "--format", form]) == 0
    assert capsys.readouterr().out.startswith(begins)


def test_what_cannot_be_drawn_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", str(DRAFT), "--format", "png", "--lang", "en"]) == 2
    assert "svg, mermaid, dot" in capsys.readouterr().err
    broken = tmp_path / "scenario.yaml"
    broken.write_text(DRAFT.read_text(encoding="utf-8").replace("to: lecture", "to: lectrue"), "utf-8")
    assert run(["graph", str(broken), "--lang", "en"]) == 1
    assert "R320" in capsys.readouterr().err
    assert run(["graph", str(tmp_path / "none.yaml")]) == 2
