"""A laboratory with one sample instrument, in the worker process or in this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.finding import Call
from tools.lab import Lab

HERE = Path(__file__).parent
SAMPLE = "sample_tools:tool"


@pytest.fixture(autouse=True)
def _sample_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.setenv("PYTHONPATH", str(HERE))  # what the worker inherits
    # Most of these tests need no weights: the sample instrument does not touch the subject.
    monkeypatch.setattr("tools.lab.store.locate_all", lambda card, option=None: ())


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(tools=SAMPLE) as lab:
        yield lab


@pytest.fixture
def lab_here() -> Iterator[Lab]:
    with Lab(tools=SAMPLE, in_process=True) as lab:
        yield lab


@pytest.fixture
def asked() -> Callable[..., Call]:
    def call(does: str = "measure", *, case: str = "chelsea", seed: int = 0, **params: object) -> Call:
        return Call(
            verb="perturb",
            method="sample",
            subject="twitter-crop",
            case=case,
            params={"does": does, **params},
            seed=seed,
        )  # type: ignore[arg-type]

    return call
