"""Two servers of completions: a genuine one (llama.cpp with SmolLM2), and one that misbehaves."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.guide.backend import Prompt
from tests.engine.guide.backends.misbehaving_server import KEY, Misbehaving

FETCHED = Path(__file__).resolve().parents[4] / ".assets"
_SERVE = """
import sys, time, xllamacpp
settings = xllamacpp.CommonParams()
settings.model.path, settings.n_ctx, settings.n_parallel = sys.argv[1], 1024, 1
settings.cpuparams.n_threads, settings.verbosity, settings.cache_ram_mib = 1, -1, 0
settings.api_keys = [sys.argv[2]]
server = xllamacpp.Server(settings)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="session")
def genuine_server(_fetched: str) -> Iterator[str]:
    """The address of llama.cpp's own server, which wants :data:`KEY`."""
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(FETCHED / "language_model.gguf"), KEY],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    yield server.stdout.readline().strip() + "/v1"
    server.kill()
    server.communicate()


@pytest.fixture
def prompt() -> Prompt:
    return Prompt(
        name="rephrase",
        version="0" * 12,
        system="You are the guide of a museum. Answer in plain English.",
        user="Say in two sentences what a neural network is.",
        language="en",
        most_tokens=30,
    )


@pytest.fixture
def misbehaving() -> Iterator[Misbehaving]:
    with Misbehaving() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
