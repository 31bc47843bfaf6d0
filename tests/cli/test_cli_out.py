"""``--out`` keeps a finding as files that are whole by themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.cli import run
from tools.finding import Finding

ASKED = [
    "perturb", "toxicity-planted", "--change", "negation", "--case", "identity_sentences_en", "--n", "4",
    "--lang", "en",
]  # fmt: skip


def test_the_finding_its_numbers_and_its_figures_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kept" / "here"
    assert run([*ASKED, "--json", "--out", str(folder)]) == 0
    told = capsys.readouterr()
    kept = Finding.model_validate_json((folder / "finding.json").read_text("utf-8"))
    assert kept.model_dump(mode="json") == json.loads(told.out)
    drawings = sorted(folder.glob("figure-*.svg"))
    assert len(drawings) == len(kept.figures)
    assert "A filter with a planted fault" in drawings[0].read_text("utf-8")
    assert (folder / "numbers.csv").read_text("utf-8").startswith("kind,name,label")
    assert str(folder / "numbers.csv") in told.err


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("", "utf-8")
    assert run([*ASKED, "--out", str(tmp_path / "taken")]) == 2
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert "Traceback" not in said
