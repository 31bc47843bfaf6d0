"""``autopsie guide``: who may word the guide's sentences here, told without starting or asking anything."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server import cli, guide_setup, machine
from server.cli import run
from server.guide_setup import GuideSetup
from server.guide_status import GuideStatus
from server.machine import this_machine
from tools.language_models.reference import missing_packages


@pytest.fixture(autouse=True)
def _no_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("", "_MODEL", "_URL", "_KEY", "_LANGUAGES", "_ENCODER"):
        monkeypatch.delenv(f"AUTOPSIE_GUIDE{name}", raising=False)
    if "guide" not in cli.FAMILIES:
        monkeypatch.setattr(cli, "FAMILIES", (*cli.FAMILIES, "guide"))


def status(capsys: pytest.CaptureFixture[str], code: int = 0, *words: str) -> GuideStatus:
    capsys.readouterr()
    assert run(["guide", "status", "--json", *words]) == code
    return GuideStatus.model_validate_json(capsys.readouterr().out)


def setup(capsys: pytest.CaptureFixture[str], *words: str) -> GuideSetup:
    capsys.readouterr()
    assert run(["guide", "setup", "--json", *words]) == 0
    return GuideSetup.model_validate_json(capsys.readouterr().out)


@pytest.mark.usefixtures("assets")
def test_every_backend_is_told_with_what_it_may_do(capsys: pytest.CaptureFixture[str]) -> None:
    found = status(capsys)
    backends = {each.name: each for each in found.backends}
    assert next(iter(backends)) == "authored"
    assert (found.well, found.chosen, found.key, found.faults) == (True, "authored", False, [])
    assert backends["authored"].chosen
    assert backends["local"].ready
    assert backends["local"].languages == ["en"]
    assert not backends["openai-compatible"].ready
    assert found.encoder.ready


def test_what_was_chosen_and_would_not_work_is_a_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE", "local")
    monkeypatch.setenv("AUTOPSIE_GUIDE_MODEL", str(tmp_path / "nowhere.gguf"))
    found = status(capsys, 1)
    assert not found.well
    assert "nowhere.gguf" in found.faults[0]
    assert run(["guide", "--lang", "fr"]) == 1
    assert "nowhere.gguf" in capsys.readouterr().out
    monkeypatch.setenv("AUTOPSIE_GUIDE", "parrot")
    assert "parrot" in status(capsys, 1).faults[0]


def test_the_model_of_one_backend_is_not_looked_for_by_another(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, assets: Path
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE", "openai-compatible")
    monkeypatch.setenv("AUTOPSIE_GUIDE_MODEL", "mistral")
    monkeypatch.setenv("AUTOPSIE_GUIDE_URL", "http://127.0.0.1:9/v1")
    found = {each.name: each for each in status(capsys).backends}
    assert found["openai-compatible"].ready  # that nobody listens there is not asked
    assert found["openai-compatible"].model == "mistral"
    assert found["local"].ready


def test_a_key_is_told_to_be_there_and_never_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, code in (("sk-the-operators", 0), ("sk-the-operators\né", 1)):
        monkeypatch.setenv("AUTOPSIE_GUIDE_KEY", key)
        capsys.readouterr()
        assert run(["guide", "status", "--json"]) == code
        told = capsys.readouterr()
        assert json.loads(told.out)["key"]
        assert "sk-the-operators" not in told.out + told.err


def test_an_encoder_that_is_not_there_is_a_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE_ENCODER", str(tmp_path / "nothing"))
    found = status(capsys, 1)
    assert not found.encoder.ready
    assert "nothing" in found.faults[0]


@pytest.mark.usefixtures("assets")
def test_setup_proposes_what_fits_and_prints_what_to_export(capsys: pytest.CaptureFixture[str]) -> None:
    found = setup(capsys)
    assert [each.backend for each in found.proposals] == ["local", "authored"]
    assert found.proposals[0].settings == {"AUTOPSIE_GUIDE": "local"}
    assert found.proposals[0].commands == []
    assert found.cores >= 1
    assert (found.probed, found.servers) == (False, [])
    assert run(["guide", "setup", "--lang", "fr"]) == 0
    assert "export AUTOPSIE_GUIDE=local" in capsys.readouterr().out


def test_setup_says_what_to_run_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path))
    monkeypatch.setattr("tools.assets.store._in_package", lambda pinned: None)
    missing = missing_packages("gguf", find=lambda name: None)
    monkeypatch.setattr("tools.language_models.reference.missing_packages", lambda runtime: missing)
    small = setup(capsys).proposals[0]
    assert not small.ready
    assert small.commands == [
        'pip install "autopsie[guide-local]"',
        "autopsie subjects fetch language-model",
    ]


def test_setup_proposes_no_model_where_none_fits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide_setup, "this_machine", lambda: machine.Machine(100 * 2**20, 1))
    found = setup(capsys)
    assert [each.backend for each in found.proposals] == ["authored"]
    assert found.largest_file == 0


class _Server(http.server.BaseHTTPRequestHandler):
    answer: bytes = b""
    slow = False

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        if self.slow:
            with contextlib.suppress(OSError):
                for _ in range(300):
                    self.wfile.write(b" ")
                    time.sleep(0.1)
        with contextlib.suppress(OSError):  # nobody listens any more
            self.wfile.write(self.answer)

    def log_message(self, *words: Any) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Server]]:
    """A server of models at the only port that is looked at."""
    handler = type("Handler", (_Server,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        listening.daemon_threads = True
        threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True).start()
        monkeypatch.setattr(guide_setup, "PORTS", (listening.server_address[1],))
        yield handler
        listening.shutdown()


def test_a_server_of_this_machine_is_found_only_when_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], server: type[_Server]
) -> None:
    server.answer = b'{"data": [{"id": "mistral:7b"}, {"id": "qwen"}]}'
    assert setup(capsys).servers == []
    found = setup(capsys, "--probe")
    assert found.probed
    assert found.servers[0].models == ["mistral:7b", "qwen"]
    first = found.proposals[0]
    assert first.settings["AUTOPSIE_GUIDE_MODEL"] == "mistral:7b"
    assert first.settings["AUTOPSIE_GUIDE_URL"] == found.servers[0].url
    assert "qwen" in first.says


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b'{"data": [1]}', b"x" * 300_000, b"[" * 100_000])
def test_another_program_at_that_port_is_no_server(
    answer: bytes, capsys: pytest.CaptureFixture[str], server: type[_Server]
) -> None:
    server.answer = answer
    assert setup(capsys, "--probe").servers == []


def test_a_port_that_never_finishes_is_left(
    capsys: pytest.CaptureFixture[str], server: type[_Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide_setup, "PROBE_SECONDS", 0.3)
    server.slow = True
    before = time.monotonic()
    assert setup(capsys, "--probe").servers == []
    assert time.monotonic() - before < 5


def test_memory_is_what_the_system_and_the_container_leave(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable: 2048 kB\n", encoding="ascii")
    nowhere = tmp_path / "nowhere"
    assert this_machine(tmp_path, nowhere).memory == 2048 * 1024
    for limit, left in (("max", 2048 * 1024), ("1500000", 500_000), ("400000", 0)):
        (tmp_path / "memory.max").write_text(limit + "\n", encoding="ascii")
        (tmp_path / "memory.current").write_text("1000000\n", encoding="ascii")
        assert this_machine(tmp_path, tmp_path).memory == left
    installed = this_machine(nowhere, nowhere).memory
    assert installed is not None
    assert installed > 2**28
