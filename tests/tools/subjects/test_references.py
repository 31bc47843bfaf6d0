"""Every subject answers what its data sheet says, within the tolerance that it states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools.bench import Bench
from tools.catalogue import subject_card, subjects
from tools.sheet import Reference, sheet_of
from tools.stimuli.render import package_data_folder

REFERENCES = [
    pytest.param(name, reference, id=f"{name}-{reference.input[:20]}-{reference.field}")
    for name in subjects()
    for reference in getattr(sheet_of(name), "reference", ())
    # Half a minute of loading: with the long ones.
    if name != "language_model"
]


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


def value_at(result: Any, field: str) -> float:
    for part in field.split("."):
        result = result[int(part)] if isinstance(result, list | tuple) else result[part]
    return float(result)


@pytest.mark.weights
@pytest.mark.parametrize(("name", "reference"), REFERENCES)
def test_the_subject_answers_as_its_sheet_says(assets: Path, bench: Bench, name: str, reference: Reference):
    card = subject_card(name)
    given = reference.input if card.modality == "text" else package_data_folder() / reference.input
    result = bench.subject(name).examine(given).result.model_dump(mode="json")
    assert value_at(result, reference.field) == pytest.approx(reference.value, abs=reference.tolerance)
