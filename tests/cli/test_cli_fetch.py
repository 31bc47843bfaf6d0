"""``subjects fetch`` as a person types it: by subject or file, all, offline, from a wheel of one's own."""

from __future__ import annotations

import hashlib
import json
import socket
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.cli import run
from server.cli.shapes import DoctorReport, FetchedLine
from tools import catalogue
from tools.assets import manifest as manifests_of
from tools.home import assets_cache
from tools.language_models.reference import OURS

CONTENT = {"luggage/one.bin": b"1" * 50_000, "luggage/two.bin": b"2" * 4_000}


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files of one package that pip finds in a folder, and one whose host does not answer."""
    shelf, offered = tmp_path / "manifests", tmp_path / "wheels"
    shelf.mkdir()
    offered.mkdir()
    for member, content in CONTENT.items():
        name = Path(member).stem
        origin = {"kind": "packaged", "package": "luggage", "version": "1.0", "members": [member]}
        _pin(shelf, name, content, origin)
    published = {"kind": "published", "commit": "x", "url": "https://127.0.0.1:9/far.bin"}
    _pin(shelf, "far", b"far away", published)
    _pin(shelf, "own", b"ours", {"kind": "committed", "path": "nowhere.bin", "script": "x.py", "seed": 1})
    _pin(shelf, OURS, b"a model of language", published)  # doctor asks whether the guide's is here
    genuine = catalogue.subject_card
    catalogue.subjects()  # whose cards are read from the real manifests
    suitcase = genuine("twitter_crop").model_copy(update={"name": "suitcase", "assets": ("one", "two")})
    monkeypatch.setattr(
        catalogue, "subject_card", lambda name: suitcase if name == "suitcase" else genuine(name)
    )
    monkeypatch.setattr(manifests_of, "_FOLDER", shelf)
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(offered))
    monkeypatch.delenv("PIP_CONSTRAINT", raising=False)
    path = offered / "luggage-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in CONTENT.items():
            archive.writestr(member, content)
        archive.writestr(
            "luggage-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: luggage\nVersion: 1.0\n"
        )
        archive.writestr("luggage-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("luggage-1.0.dist-info/RECORD", "")
    return path


def _pin(shelf: Path, name: str, content: bytes, origin: dict[str, Any]) -> None:
    described = {
        "name": name,
        "kind": "weights",
        "file": f"{name}.bin",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "MIT",
        "credit": "Somebody",
        "source": "https://example.invalid",
        "origin": origin,
    }
    (shelf / f"{name}.yaml").write_text(yaml.safe_dump(described), encoding="utf-8")


def fetched(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, dict[str, Any]]:
    """What ``subjects fetch --json`` says, by the name each line is about."""
    capsys.readouterr()
    assert run(["subjects", "fetch", *words, "--json"]) == code
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {line.get("name") or line["error"]["file"]: line for line in lines}


@pytest.mark.usefixtures("wheel")
def test_a_subject_stands_for_all_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    told = fetched(capsys, "suitcase")
    assert {name: FetchedLine.model_validate(line).fetched for name, line in told.items()} == {
        "one": True,
        "two": True,
    }
    assert (assets_cache() / "two.bin").read_bytes() == CONTENT["luggage/two.bin"]
    again = fetched(capsys, "suitcase", "one")
    assert [line["fetched"] for line in again.values()] == [False, False]
    assert [line["where"] for line in again.values()] == ["cache", "cache"]


@pytest.mark.usefixtures("wheel")
def test_all_tries_each_and_one_that_fails_stops_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    told = fetched(capsys, "--all", "nobody", code=3)
    assert told["one"]["fetched"]
    assert told["two"]["fetched"]
    assert told["far"]["error"]["code"] == "fetch_failed"
    assert told["nobody"]["error"]["code"] == "unknown_subject"
    assert "own" not in told  # ours: it comes with the repository


@pytest.mark.usefixtures("wheel")
def test_the_exit_code_is_the_worst(capsys: pytest.CaptureFixture[str]) -> None:
    fetched(capsys, "one", "nobody", code=2)
    fetched(capsys, "nobody", "far", code=3)
    assert run(["subjects", "fetch", "--json"]) == 2


@pytest.mark.usefixtures("wheel")
def test_a_file_misspelt_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    told = fetched(capsys, "onne", code=2)
    assert "one" in told["onne"]["error"]["fix"]


def test_offline_names_all_that_is_missing(capsys: pytest.CaptureFixture[str], wheel: Path) -> None:
    told = fetched(capsys, "--all", "--offline", code=3)
    assert {line["error"]["code"] for line in told.values()} == {"offline"}
    told = fetched(capsys, "--all", "--offline", "--wheel", str(wheel), code=3)
    assert told["one"]["fetched"]
    assert told["two"]["fetched"]
    assert told["far"]["error"]["code"] == "offline"


@pytest.mark.usefixtures("wheel")
def test_a_file_that_helps_nobody_is_refused_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("hello", encoding="utf-8")
    assert run(["subjects", "fetch", "one", "--wheel", str(tmp_path / "letter.txt"), "--lang", "fr"]) == 2
    told = capsys.readouterr()
    assert "letter.txt" in told.err
    assert not told.out
    assert not assets_cache().exists()


@pytest.mark.usefixtures("wheel")
def test_the_time_allowed_is_that_of_the_whole_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools.assets import fetch as fetching

    allowed: list[float] = []
    genuine = fetching.fetch

    def timed(name: str, **how: Any) -> Path:
        allowed.append(how["within"])
        return genuine(name, **how)

    monkeypatch.setattr(fetching, "fetch", timed)
    fetched(capsys, "suitcase", "--within", "60")
    assert 60 >= allowed[0] > allowed[1]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mirror = f"http://127.0.0.1:{silent.getsockname()[1]}"
        told = fetched(capsys, "far", "--from", mirror, "--within", "0.3", code=3)
    assert "0.3 s" in told["far"]["error"]["message"]


@pytest.mark.usefixtures("wheel")
def test_doctor_names_what_is_missing_and_the_command_that_brings_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fetched(capsys, "two", "--json")
    assert run(["doctor", "--json"]) == 1  # ours is not where it belongs: that is a fault
    report = DoctorReport.model_validate_json(capsys.readouterr().out)
    files = {file.name: file for file in report.assets}
    assert files["one"].where == files["two"].where == "cache"
    assert files["far"].command == "autopsie subjects fetch far"
    assert (files["own"].available, files["own"].command) == (False, None)
    assert any("own.bin" in fault for fault in report.faults)
    assert run(["doctor", "--lang", "fr"]) == 1
    assert "autopsie subjects fetch far" in capsys.readouterr().out


@pytest.mark.usefixtures("wheel")
def test_a_stand_in_is_bettered_by_its_original(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = {
        "original": catalogue.subject_card("suitcase").model_copy(
            update={"name": "original", "assets": ("one",)}
        ),
        "copy": catalogue.subject_card("suitcase").model_copy(
            update={"name": "copy", "assets": (), "badge": "stand-in", "imitates": "original"}
        ),
    }
    monkeypatch.setattr(catalogue, "subjects", lambda: cards)
    run(["doctor", "--json"])
    copy = {one.name: one for one in DoctorReport.model_validate_json(capsys.readouterr().out).subjects}[
        "copy"
    ]
    assert (copy.available, copy.better) == (True, "autopsie subjects fetch original")
    fetched(capsys, "one")
    run(["doctor", "--json"])
    copy = {one.name: one for one in DoctorReport.model_validate_json(capsys.readouterr().out).subjects}[
        "copy"
    ]
    assert copy.better is None
