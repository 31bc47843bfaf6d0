"""``autopsie portraits``: grids, resuming, the index, and clear refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from server.cli import run
from server.schemas import schemas
from tools.stimuli.portraits.dataset import INDEX, MOST, grid
from tools.stimuli.portraits.identities import person
from tools.stimuli.render import pixels_sha256, render
from tools.stimulus import Portrait

SMALL = ["--side", "64", "--hair", "cropped"]
drawn = pytest.mark.usefixtures("assets")


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    capsys.readouterr()
    code = run(["portraits", *words, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out.splitlines()[-1]) if out else None, err


@drawn
@pytest.mark.weights
def test_a_grid_becomes_files_and_an_index(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "deep" / "set"
    code, line, _ = told(
        capsys, "--tones", "1,10", "--identities", "2", "--smile", "0.8", "--mattes",
        "--out", str(out), *SMALL,
    )  # fmt: skip
    assert code == 0
    jsonschema.validate(line, schemas()["portraits-1.json"])
    assert (line["pictures"], line["identities"], line["written"], line["kept"]) == (4, 2, 4, 0)
    table = pq.read_table(out / INDEX).to_pylist()
    assert [(row["identity"], row["tone"]) for row in table] == [(1, 1), (1, 10), (2, 1), (2, 10)]
    for row in table:
        recipe = Portrait.model_validate_json(row["recipe"])
        assert row["strength"] == recipe.strength == 0.8
        assert row["ancestry_asian"] == recipe.ancestry[1]
        assert recipe.perceived_sex == person(recipe.identity).perceived_sex
        pixels = np.asarray(Image.open(out / row["file"]))
        assert pixels_sha256(pixels) == row["sha256"] == pixels_sha256(render(recipe))
        assert Image.open(out / row["matte"]).mode == "L"
    said = json.loads(pq.read_schema(out / INDEX).metadata[b"autopsie"])
    assert said["person"] == "synthetic"
    assert "not people" in said["about"]


@drawn
@pytest.mark.weights
def test_what_is_there_is_kept_and_what_is_wrong_is_made_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["--tones", "2,5,8", "--out", str(tmp_path), *SMALL]
    _, first, _ = told(capsys, *words)
    assert first["written"] == 3
    files = sorted(tmp_path.glob("*.png"))
    touched = [file.stat().st_mtime_ns for file in files]
    files[0].unlink()
    files[1].write_bytes(files[1].read_bytes()[:200])  # cut short
    (tmp_path / INDEX).unlink()
    _, second, _ = told(capsys, *words)
    assert (second["written"], second["kept"]) == (2, 1)
    assert files[2].stat().st_mtime_ns == touched[2]
    with Image.open(files[1]) as again:
        again.load()
    # Another picture under that name, whole but not the one of the recipe.
    Image.open(files[2]).convert("L").convert("RGB").save(files[0])
    assert told(capsys, *words)[1]["written"] == 1
    assert told(capsys, *words)[1]["written"] == 0
    assert not list(tmp_path.glob("*.part"))


@drawn
@pytest.mark.weights
def test_a_recipe_of_a_file_is_crossed_with_what_is_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("tone: 4\nancestry: [1, 0, 0]\nside: 64\nhair: bald\n", encoding="utf-8")
    out = tmp_path / "out"
    _, line, _ = told(capsys, "--recipe", str(recipe), "--glasses", "yes,no", "--out", str(out))
    rows = pq.read_table(out / INDEX).to_pylist()
    assert [row["glasses"] for row in rows] == [True, False]
    assert {row["ancestry_african"] for row in rows} == {1.0}
    assert line["identities"] == 1


@drawn
@pytest.mark.weights
@pytest.mark.long
def test_two_processes_write_what_one_writes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ["--tones", "1,4,7,10", *SMALL]
    told(capsys, *words, "--out", str(tmp_path / "one"))
    told(capsys, *words, "--out", str(tmp_path / "two"), "--workers", "2")
    one, two = (pq.read_table(tmp_path / each / INDEX).to_pylist() for each in ("one", "two"))
    assert one == two


@drawn
@pytest.mark.weights
def test_it_tells_people_and_shows_how_far_it_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["portraits", "--tones", "1,5", "--out", str(tmp_path), *SMALL]) == 0
    out, err = capsys.readouterr()
    assert "1 identity × 2 conditions: computed busts" in out
    assert "2/2" in err


@drawn
@pytest.mark.weights
def test_a_folder_that_cannot_be_written_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, line, err = told(capsys, "--tones", "1", "--out", str(tmp_path / "file" / "set"), *SMALL)
    assert code == 2
    assert line["error"]["code"] == "cannot_write"
    assert "Traceback" not in err


def test_without_the_mesh_the_command_that_fetches_it_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools.stimuli.portraits.published import published

    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path))
    published.cache_clear()
    _, line, _ = told(capsys, "--tones", "1", "--out", str(tmp_path / "set"))
    assert line["error"]["code"] == "asset_missing"
    assert "autopsie subjects fetch portraits-mesh" in line["error"]["fix"]
    assert not (tmp_path / "set").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--tones", "11"], "bad_portrait", "tone"),
        (["--tones", "pink"], "bad_portrait", "pink"),
        (["--ages", "12"], "bad_portrait", "age"),
        (["--hair", "mohawk"], "bad_portrait", "mohawk"),
        (["--set", "tonne=3"], "bad_portrait", "tonne"),
        (["--set", "yaw"], "C901", "yaw"),
        (["--identities", "a-b"], "C901", "a-b"),
        (["--identities", "64", "--set", "age=" + ",".join(map(str, range(18, 91))), "--tones",
          "1,2,3,4,5,6,7,8,9,10", "--glasses", "yes,no"], "too_many_portraits", "93440"),
        (["--smile", "1", "--expressions", "sad"], "C901", "--smile"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_cannot_be_is_refused_in_a_sentence(
    words: list[str], code: str, says: str, language: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "set"
    capsys.readouterr()
    assert run(["portraits", *words, "--out", str(out), "--json", "--lang", language]) == 2
    shown, err = capsys.readouterr()
    error = json.loads(shown)["error"]
    assert error["code"] == code
    assert says in error["message"]
    assert error["fix"]
    assert "Traceback" not in err
    assert not out.exists()


def test_without_a_folder_it_asks_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, line, _ = told(capsys, "--tones", "1")
    assert code == 2
    assert "--out" in line["error"]["fix"]


@pytest.mark.parametrize("content", ["3", "[1, 2]", "{", "[]"])
def test_a_file_that_is_no_recipe_is_refused(
    content: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "recipe.json"
    file.write_text(content, encoding="utf-8")
    code, line, _ = told(capsys, "--recipe", str(file), "--out", str(tmp_path / "set"))
    assert code == 2
    assert "neither a recipe" in line["error"]["message"]
    assert told(capsys, "--recipe", str(tmp_path / "none.json"), "--out", str(tmp_path / "set"))[0] == 2


def test_a_grid_is_every_combination_once() -> None:
    recipes = grid({"side": 64}, {"tone": [1, 5], "glasses": [True, False, True]})
    assert [(recipe.tone, recipe.glasses) for recipe in recipes] == [
        (1, True), (1, False), (5, True), (5, False),
    ]  # fmt: skip
    own = grid({}, {"identity": [3]})[0]
    assert own == person(3)
    assert grid({"perceived_sex": 0.5}, {"identity": [3]})[0].perceived_sex == 0.5
    assert MOST >= 10_000
