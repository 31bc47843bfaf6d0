"""``subjects``, ``doctor`` and ``examine``: what is here, what is not, what one's own files give."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from server.cli import run
from server.cli.shapes import DoctorReport, ExaminedLine, SubjectLine
from tools.catalogue import subject_card

PINNED = subject_card("twitter_crop").sha256


@pytest.fixture
def no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)


def in_json(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[Any]:
    assert run([*words, "--json"]) == code
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("no_weights")
@pytest.mark.parametrize("words", [("subjects",), ("subjects", "list")])
def test_the_list_has_exactly_the_promised_fields(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    (listed,) = in_json(capsys, *words)
    assert [set(one) for one in listed] == [set(SubjectLine.model_fields)] * len(listed)
    crop = next(one for one in listed if one["name"] == "twitter-crop")
    assert (crop["badge"], crop["available"], crop["sha256"]) == ("original", False, PINNED)


@pytest.mark.usefixtures("no_weights")
def test_without_weights_examining_says_what_is_missing_and_how_to_fetch_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (told,) = in_json(capsys, "examine", "twitter-crop", str(tmp_path / "a.png"), code=3)
    assert told["error"]["code"] == "asset_missing"
    assert "autopsie subjects fetch twitter-crop" in told["error"]["fix"]


@pytest.mark.usefixtures("no_weights")
def test_wrong_weights_are_refused_with_both_hashes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "fastgaze.vxm").write_bytes(b"not these")
    (told,) = in_json(capsys, "examine", "twitter-crop", "a.png", "--assets", str(tmp_path), code=2)
    assert PINNED in told["error"]["message"]
    (doctor,) = in_json(capsys, "doctor", "--assets", str(tmp_path), code=1)
    assert not doctor["well"]
    assert any(PINNED in fault for fault in doctor["faults"])


@pytest.mark.usefixtures("no_weights")
def test_the_doctor_finds_no_fault_in_weights_that_are_merely_absent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (told,) = in_json(capsys, "doctor")
    report = DoctorReport.model_validate(told)
    assert report.well
    crop = next(one for one in report.subjects if one.name == "twitter-crop")
    assert (crop.available, crop.better) == (False, "autopsie subjects fetch twitter-crop")
    assert report.versions["torch"]
    assert [one.id for one in report.scenarios] == ["recadrage"]


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A local server's folder and its address."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    handler = partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        return


@pytest.mark.weights
@pytest.mark.usefixtures("no_weights")
def test_fetching_brings_the_weights_into_the_cache_once(
    capsys: pytest.CaptureFixture[str], mirror: tuple[Path, str], weights_folder: Path
) -> None:
    folder, address = mirror
    (folder / "fastgaze.vxm").write_bytes((weights_folder / "fastgaze.vxm").read_bytes())
    (told,) = in_json(capsys, "subjects", "fetch", "twitter-crop", "--from", address, "--if-missing")
    assert told["fetched"]
    (listed,) = in_json(capsys, "subjects")
    assert next(one for one in listed if one["name"] == "twitter-crop")["available"]
    (again,) = in_json(
        capsys, "subjects", "fetch", "twitter-crop", "--from", "http://127.0.0.1:1", "--if-missing"
    )
    assert not again["fetched"]


@pytest.mark.usefixtures("no_weights")
def test_fetching_something_else_is_refused_and_keeps_nothing(
    capsys: pytest.CaptureFixture[str], mirror: tuple[Path, str]
) -> None:
    folder, address = mirror
    (folder / "fastgaze.vxm").write_bytes(b"something else")
    (told,) = in_json(capsys, "subjects", "fetch", "twitter-crop", "--from", address, code=2)
    assert PINNED in told["error"]["message"]
    (listed,) = in_json(capsys, "subjects")
    assert not next(one for one in listed if one["name"] == "twitter-crop")["available"]


@pytest.mark.usefixtures("no_weights")
def test_fetching_without_a_network_gives_up_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["subjects", "fetch", "twitter-crop", "--from", "http://127.0.0.1:1", "--within", "5"]
    assert run(words) == 3
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.weights
def test_each_good_file_is_examined_though_another_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, weights_folder: Path
) -> None:
    good, bad, last = tmp_path / "a.png", tmp_path / "b.jpg", tmp_path / "c.gif"
    Image.linear_gradient("L").convert("RGB").resize((90, 60)).save(good)
    bad.write_text("not a picture", encoding="utf-8")
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(last, save_all=True, append_images=frames[1:])
    words = ["examine", "twitter_crop", str(good), str(bad), str(last), "--assets", str(weights_folder)]
    first, refused, animated = in_json(capsys, *words, code=2)
    line = ExaminedLine.model_validate(first)
    assert set(first) == {"subject", "badge", "weights_sha256", "input", "result"}
    assert (line.subject, line.badge, line.weights_sha256) == ("twitter-crop", "original", PINNED)
    assert (line.input.width, line.input.height) == (90, 60)
    assert set(line.result.crops) == {"0.56", "1.0", "1.14", "2.0"}
    assert refused["error"]["file"] == str(bad)
    assert any("frame" in note for note in animated["notes"])


@pytest.mark.weights
def test_the_text_says_score_point_and_crops(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, weights_folder: Path
) -> None:
    file = tmp_path / "a.png"
    Image.linear_gradient("L").save(file)
    assert run(["examine", "twitter-crop", str(file), "--assets", str(weights_folder), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "score" in told
    assert told.count("crop ") == 4
