"""``examine`` and the measures on a model of one's own, and the examples of the docs as they are written."""

from __future__ import annotations

import json
import shlex
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from skimage import data

from server.cli import run
from tools.stimuli.render import png

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "subjects" / "examples"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "astronaut.png"
    path.write_bytes(png(data.astronaut()))
    return path


def command(name: str) -> list[str]:
    """The command that stands in the first line of an example."""
    first = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    words = shlex.split(first.removeprefix("#"))
    assert words.pop(0) == "autopsie"
    return words


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize(
    ("name", "field"),
    [("saliency", "point"), ("mask", "share"), ("box", "boxes"), ("label", "scores"), ("score", "scores"),
     ("text", "scores")],
)  # fmt: skip
def test_each_example_of_the_docs_runs(
    name: str,
    field: str,
    picture: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(ROOT)
    words = [str(picture) if word == "PICTURE" else word for word in command(name)]
    assert run([*words, "--json", "--out", str(tmp_path / "drawn")]) == 0
    line = printed(capsys)
    assert line["badge"] == "external"
    assert line["subject"].startswith("python:models.py:")
    assert line["result"][field]
    if name == "mask":
        assert Path(line["result"]["mask"]).is_file()


def test_the_example_over_http_runs(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Cat(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.rfile.read(int(self.headers["content-length"])).startswith(b"\x89PNG")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"prediction": {"label": "cat", "seconds": 0.1}}')

        def log_message(self, *_: Any) -> None:
            """Silence."""

    server = HTTPServer(("127.0.0.1", 0), Cat)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    words = [str(picture) if word == "PICTURE" else word for word in command("http")]
    words[1] = words[1].replace("8000", str(server.server_address[1]))
    words[3] = str(ROOT / words[3])
    try:
        assert run([*words, "--json", "--lang", "en"]) == 0
    finally:
        server.shutdown()
        server.server_close()
    line = printed(capsys)
    assert line["result"]["scores"] == {"cat": 1, "dog": 0, "neither": 0}
    assert any("may change" in note for note in line["notes"])


def test_a_measure_from_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    reference, describe = command("saliency")[1], command("saliency")[3]
    words = ["perturb", reference, "--describe", describe, "--change", "contrast", "--n", "1"]
    assert run([*words, "--json"]) == 0
    found = printed(capsys)
    assert found["subject"]["title"] == {"fr": "Le plus clair", "en": "The lightest"}
    assert found["call"]["subject"] == "python:models.py:brightest"


def test_what_is_refused_in_words_with_its_exit_code(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(code: int, *words: str) -> str:
        assert run(["examine", *words, "--lang", "en"]) == code
        return capsys.readouterr().err

    bad = tmp_path / "bad.yaml"
    bad.write_text("kind: saliency\ninput: {sise: [3, 3]}\n")
    model = tmp_path / "text.onnx"
    model.write_text("not a model")
    assert "Did you mean “size”?" in refused(2, f"onnx:{model}", str(picture), "--describe", str(bad))
    bad.write_text("kind: saliency\n")
    assert "is a text file" in refused(2, f"onnx:{model}", str(picture), "--describe", str(bad))
    assert "--describe FILE.yaml" in refused(2, f"onnx:{model}", str(picture))
    assert "--allow-remote" in refused(2, "http://198.51.100.7/p", str(picture), "--describe", str(bad))
    assert "takes no description" in refused(2, "twitter-crop", str(picture), "--describe", str(bad))
    slow = tmp_path / "slow.py"
    slow.write_text("def f(b):\n    while True: pass\n")
    bad.write_text("kind: saliency\nlimits: {seconds: 0.5}\n")
    told = refused(3, f"python:{slow}:f", str(picture), "--describe", str(bad))
    assert "did not answer within 0.5 s" in told
    assert "Traceback" not in told
