"""What the changes show of the subjects that ship, on a few busts: directions measured on 2026-11-23.

Whole verdicts need 30 identities: they are in ``docs/instruments/perturb.md``, with their commands.
"""

from __future__ import annotations

from typing import Any

import pytest

from tools.bench import Bench
from tools.catalogue import tool
from tools.finding import Call, Finding

pytestmark = [pytest.mark.usefixtures("assets")]


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


def measure(bench: Bench, subject: str, method: str, **params: Any) -> Finding:
    call = Call(verb="perturb", method=method, subject=subject, case="portraits", params=params, seed=7)
    return tool("perturb", method).run(call, bench, lambda done, total: None)


@pytest.mark.long
def test_dim_light_before_a_pale_wall_loses_dark_faces_only(bench: Bench) -> None:
    """32 identities: 100 % → 66 % for tone 9, nothing for tone 2, nothing by tone alone."""
    found = measure(
        bench, "face_finder", "crossed", n=6, hold="background_level=0.9",
        first="tone", first_levels=[9], second="key_light", second_levels=[0.25],
    )  # fmt: skip
    assert found.result["baseline"] == 1
    assert found.result["first_alone"] == 0
    assert found.result["second_alone"] == 0
    assert float(found.result["together"]) < 0  # type: ignore[arg-type]


def test_the_skewed_matte_fails_before_a_bookshelf_and_the_balanced_does_not(bench: Bench) -> None:
    lost = {
        subject: -float(measure(bench, subject, "background", n=3, hold="tone=9").result["max_delta"])  # type: ignore[arg-type]
        for subject in ("person_matte_skewed", "person_matte_balanced")
    }
    assert lost["person_matte_skewed"] > 3 * lost["person_matte_balanced"]
    assert lost["person_matte_skewed"] > 0.02


def test_a_smile_is_read_as_joy_and_by_how_much_depends_on_tone(bench: Bench) -> None:
    """32 identities: +0.59 on tone 2, and 0.35 more on tone 9 (95 %: 0.30 to 0.40)."""
    found = measure(
        bench, "expression", "crossed", n=3,
        first="expression", first_levels=[1], second="tone", second_levels=[9],
    )  # fmt: skip
    assert float(found.result["first_alone"]) > 0.3  # type: ignore[arg-type]
    assert float(found.result["interaction"]) > 0.1  # type: ignore[arg-type]
