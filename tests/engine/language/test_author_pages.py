"""The pages for authors hold scenarios that check as they stand, and name every field that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.language import activities, changes, header, libraries, nodes, plays, questions
from engine.language.placeholders import FORMATS
from engine.language.reader import read_source

PAGES = Path(__file__).resolve().parents[3] / "docs/authors"


@pytest.mark.parametrize("name", ["README.md", "LISEZMOI.md"])
def test_the_shown_scenario_checks(name: str) -> None:
    page = (PAGES / name).read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    scenario, found = read_source(shown.encode(), name)
    assert scenario is not None
    assert {each.code for each in found} <= {"P610", "F911"}


@pytest.mark.parametrize("name", ["language.md", "langage.md"])
def test_every_field_is_named(name: str) -> None:
    page = (PAGES / name).read_text(encoding="utf-8")
    fields = {
        *header.FIELDS, *(field for own in nodes.OWN.values() for field in own), *nodes.COMMON, *nodes.OPTION,
        *questions.QUESTIONS, *questions.ITEM, *activities.PHASE, *activities.PHASES, *changes.FIELDS,
        *libraries.FIELDS, *plays.FIELDS, *plays.EXPECT, *FORMATS,
    }  # fmt: skip
    assert not [field for field in sorted(fields) if not re.search(rf"\b{field}\b", page)]
