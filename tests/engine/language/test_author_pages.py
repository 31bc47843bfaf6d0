"""The pages for authors hold scenarios that check as they stand, and name every field that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.language.header import FIELDS
from engine.language.nodes import OWN
from engine.language.placeholders import FORMATS
from engine.language.reader import read_source

PAGES = Path(__file__).resolve().parents[3] / "docs/authors"


@pytest.mark.parametrize("name", ["README.md", "LISEZMOI.md"])
def test_page(name: str) -> None:
    page = (PAGES / name).read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    scenario, found = read_source(shown.encode(), name)
    assert scenario is not None
    assert {each.code for each in found} <= {"P610", "F911"}
    fields = {*FIELDS, *(field for own in OWN.values() for field in own), *FORMATS}
    not_built = {"fixtures", "roles", "solo"}
    assert not [field for field in sorted(fields - not_built) if not re.search(rf"\b{field}\b", page)]
