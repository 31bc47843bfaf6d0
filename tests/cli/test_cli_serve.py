"""``serve``: says its address once a page can be had, stops gently, refuses a port that is taken."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from server.cli import main; main()", "serve"]


@pytest.fixture
def without_weights() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "AUTOPSIE_ASSETS"}
    return kept | {"AUTOPSIE_WARM": "false"}


def test_serve_prints_its_address_and_stops_when_told(without_weights: dict[str, str]) -> None:
    server = subprocess.Popen(
        [*COMMAND, "--port", "0"], cwd=ROOT, env=without_weights, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1]
        assert httpx.get(address, headers={"accept-language": "fr"}).status_code == 200
        server.send_signal(signal.SIGTERM)
        _, complaints = server.communicate(timeout=30)
        assert server.returncode in (0, -signal.SIGTERM)
        assert "Traceback" not in complaints
    finally:
        server.kill()


def test_a_port_in_use_is_one_sentence_and_exit_2(without_weights: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*COMMAND, "--port", port], cwd=ROOT, env=without_weights, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert port in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_database_that_is_none_is_one_sentence(without_weights: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite"
    file.write_text("Not a database, whatever its name. " * 50, encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "--port", "0", "--database", str(file)], cwd=ROOT, env=without_weights,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("autopsie: ")
    assert file.read_text(encoding="utf-8").startswith("Not a database")


def serve_once(*options: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--port", "0", *options], cwd=ROOT, env=env, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def test_a_home_that_cannot_be_written_is_named(without_weights: dict[str, str], tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.write_text("a file where a folder is wanted", encoding="utf-8")
    done = serve_once(env=without_weights | {"AUTOPSIE_HOME": str(closed)})
    assert done.returncode != 0
    assert str(closed) in done.stderr
    assert "AUTOPSIE_HOME" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "options",
    [("--database", "postgresql+nosuchdriver://u@127.0.0.1:1/x"), ("--host", "203.0.113.9")],
    ids=["driver", "address"],
)
def test_what_cannot_be_had_here_is_one_sentence(
    options: tuple[str, ...], without_weights: dict[str, str]
) -> None:
    done = serve_once(*options, env=without_weights)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "C900" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
