"""A picture of the author's own, from its record to its archive, with the genuine weights and without."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from server.cli import run

ASSETS = Path(__file__).resolve().parents[2] / "docs/authors/assets"
STORY = """\
format: incident/1
id: affiche
title: {fr: L'affiche, en: The poster}
languages: [fr, en]
cases:
  affiche:
    file: assets/affiche.png
    sha256: 07a70146f560d7cc1f9128df9f078feb457b54fde1ed78f39a3c697641fe4859
    about: {fr: "Une affiche : deux disques.", en: "A poster: two discs."}
    person: none
    licence: CC-BY-4.0
    credit: Autopsie
hypotheses:
  clair: {fr: Le clair., en: Light.}
  sombre: {fr: Le sombre., en: Dark.}
  rien: {text: {fr: Rien., en: Nothing.}, boring: true}
nodes:
  dose:
    tool: perturb
    with: {change: contrast, case: affiche}
    text: {fr: "Vu : {dose.n}.", en: "Seen: {dose.n}."}
  votre:
    ask: picture
    text: {fr: Votre image ?, en: Your picture?}
    default: affiche
  carte:
    tool: attribute
    with: {method: saliency, case: votre}
    text: {fr: "Voilà {carte.n} image.", en: "There is {carte.n} picture."}
  fin:
    ending: undecided
    text: {fr: Fin., en: End.}
plays:
  une: {answers: {votre: {skipped: true}}, expect: {ending: fin}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "affiche"
    (made / "assets").mkdir(parents=True)
    shutil.copy(ASSETS / "affiche.png", made / "assets")
    (made / "scenario.yaml").write_text(STORY, encoding="utf-8")
    return made


@pytest.fixture
def recorded(folder: Path, weights_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(weights_folder))
    assert run(["record", str(folder), "--json"]) == 0
    return folder


def without_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on another machine: no weights, and a home where nothing was ever kept."""
    (tmp_path / "nothing").mkdir(exist_ok=True)
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path / "nothing"))
    monkeypatch.setenv("AUTOPSIE_HOME", str(tmp_path / "other home"))


@pytest.mark.weights
def test_a_record_of_it_says_whose_it_is_and_is_measured_again(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for node in ("dose", "carte"):
        finding = json.loads((recorded / f"findings/{node}.json").read_text(encoding="utf-8"))
        assert finding["call"]["case"].startswith("file:07a70146")
        assert finding["stimuli"]["credit"] == "Autopsie"
        assert finding["stimuli"]["about"]["en"] == "A poster: two discs."
    assert run(["check", "--strict", str(recorded)]) == 0
    assert run(["test", str(recorded)]) == 0
    capsys.readouterr()
    assert run(["test", str(recorded), "--live", "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)["plays"]
    assert [each["status"] for each in line["measured"]] == ["same", "same"]


@pytest.mark.weights
def test_it_plays_where_there_are_no_weights_and_travels_in_the_archive(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_weights(tmp_path, monkeypatch)
    archive = tmp_path / "affiche.zip"
    assert run(["pack", str(recorded), "--out", str(archive)]) == 0
    with zipfile.ZipFile(archive) as opened:
        assert "assets/affiche.png" in opened.namelist()
    assert run(["unpack", str(archive), "--in", str(tmp_path / "elsewhere")]) == 0
    unpacked = tmp_path / "elsewhere/affiche"
    log = tmp_path / "log.jsonl"
    capsys.readouterr()
    assert run(["play", str(unpacked), "--random", "--json", "--log", str(log)]) == 0
    played: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [each["origin"] for each in played["findings"]] == ["recorded", "recorded"]
    assert run(["replay", str(log), "--scenario", str(unpacked)]) == 0


@pytest.mark.weights
def test_rewording_stales_no_record_and_another_file_does(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = recorded / "scenario.yaml"
    file.write_text(
        STORY.replace("two discs", "a placard").replace("credit: Autopsie", "credit: We"), "utf-8"
    )
    assert run(["check", "--strict", str(recorded)]) == 0
    from PIL import Image

    from engine.language.reader import read_scenario

    scenario, _ = read_scenario(file)
    assert scenario is not None
    assert scenario.fixtures["dose"].stimuli.credit == "We"
    assert scenario.fixtures["dose"].stimuli.about.en == "A poster: a placard."

    Image.radial_gradient("L").save(recorded / "assets/affiche.png")
    capsys.readouterr()
    assert run(["check", str(recorded)]) == 1
    assert "S233" in capsys.readouterr().out
    file.write_text(STORY.replace("    sha256:", "    # sha256:"), "utf-8")
    assert run(["check", str(recorded)]) == 1
    assert "F901" in capsys.readouterr().out
    assert run(["record", str(recorded)]) == 0  # what refused the record is no reason not to make it anew
    assert run(["check", str(recorded)]) == 0


def test_the_preview_keeps_it_for_rehearsals(folder: Path, tmp_path: Path) -> None:
    from fastapi.testclient import TestClient

    from server.authoring.app import create_preview
    from server.settings import Settings
    from tools import home

    with TestClient(
        create_preview(folder / "scenario.yaml", Settings(home=tmp_path / "home")),
        base_url="http://localhost",
    ) as client:
        page = client.get("/?node=dose", headers={"accept": "text/html"})
        assert page.status_code == 200
        assert "file:07a70146" not in page.text  # told by its author's name for it
        assert [each.name[:8] for each in home.kept_files().iterdir()] == ["07a70146"]
