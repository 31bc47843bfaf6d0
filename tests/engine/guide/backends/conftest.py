"""Two servers of completions: a genuine one (llama.cpp with SmolLM2), and one that misbehaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.guide.backend import Prompt
from tests.engine.guide.backends.llama_server import LlamaServer
from tests.engine.guide.backends.misbehaving_server import KEY, Misbehaving

FETCHED = Path(__file__).resolve().parents[4] / ".assets"


@pytest.fixture(scope="session")
def genuine_server(_fetched: str) -> Iterator[str]:
    """The address of llama.cpp's own server, which wants :data:`KEY`."""
    server = LlamaServer(FETCHED / "language_model.gguf", KEY, context=1024)
    yield server.url
    server.stop()


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
