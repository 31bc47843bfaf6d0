"""What the tests of the command line share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests, in whatever language: sentences are English unless a test says so."""
    monkeypatch.setenv("AUTOPSIE_LANG", "en")
    monkeypatch.setattr("server.cli.telling._arguments", [])  # not the --lang of the test before
