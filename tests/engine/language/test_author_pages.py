"""The pages for authors hold scenarios that check as they stand, and name every field that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.language import (
    activities,
    changes,
    dossier,
    dossier_parts,
    header,
    libraries,
    nodes,
    plays,
    questions,
    shared,
    workshop_plan,
)
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
        *libraries.FIELDS, *shared.TERM, *plays.FIELDS, *plays.EXPECT, *FORMATS,
        *dossier.FIELDS, *dossier.RUN, *dossier_parts.MOMENT, *dossier_parts.ACTOR, *dossier_parts.PUBLIC,
        *dossier_parts.LINK, *workshop_plan.FIELDS, *workshop_plan.GROUPS, *workshop_plan.PHASE,
    }  # fmt: skip
    assert not [field for field in sorted(fields) if not re.search(rf"\b{field}\b", page)]


STORY = """\
format: incident/1
id: essai
title: {fr: Essai, en: Trial}
languages: [fr, en]
sources: {yee: {title: T, year: 2021, facts: {essais: 200}}}
hypotheses:
  place: {fr: La place., en: Place.}
  lumiere: {fr: La lumière., en: Light.}
  hasard: {text: {fr: Rien., en: Nothing.}, boring: true}
nodes:
  debut:
    text: {fr: "Bonjour. [@yee]", en: "Hello. [@yee]"}
  fin:
    ending: undecided
    text: {fr: Fin., en: End.}
"""


@pytest.mark.parametrize("name", ["language.md", "langage.md"])
def test_the_files_shown_beside_a_scenario_check(name: str, tmp_path: Path) -> None:
    page = (PAGES / name).read_text(encoding="utf-8")
    shown = re.findall(r"```yml\n# (\w+\.yaml)\n(.*?)```", page, re.DOTALL)
    assert [file for file, _ in shown] == ["dossier.yaml", "workshop.yaml"]
    for file, text in shown:
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert read_source(STORY.encode(), "scenario.yaml", tmp_path)[1] == []
