"""The bench with a subject of one's own on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tools.bench import Bench


@pytest.fixture
def lent() -> Callable[[Any], Bench]:
    """A bench with a subject on it that no file holds."""

    def lend(subject: Any) -> Bench:
        bench = Bench()
        bench.lend(subject)
        return bench

    return lend
