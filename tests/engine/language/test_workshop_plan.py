"""``workshop.yaml``: a room is led through the story, phase by phase; each fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.diagnostics import Diagnostic
from engine.language.reader import NoSuchScenarioError, read_scenario, workshop_of

STORY = """\
format: incident/1
id: petit
title: {fr: Petit, en: Small}
languages: [fr, en]
acts: {affaire: {fr: L'affaire, en: The case}}
hypotheses:
  clair: {fr: Le clair., en: Light.}
  sombre: {fr: Le sombre., en: Dark.}
  rien: {text: {fr: Rien., en: Nothing.}, boring: true}
nodes:
  debut:
    act: affaire
    text: {fr: Un début., en: A start.}
  fin:
    ending: undecided
    text: {fr: Fin., en: End.}
"""
WORKSHOP = """\
minutes: 60
groups:
  people: 12..40
  size: 3..5
  text: {fr: "Des tables de 3 à 5.", en: "Tables of 3 to 5."}
materials:
  - {fr: Une pièce par table., en: One coin for each table.}
before:
  - {fr: Jouez une fois., en: Play once.}
phases:
  - minutes: 12.5
    title: {fr: Les paris, en: Bets}
    node: debut
    text: {fr: Lisez., en: Read.}
    facilitator: {fr: Ne commentez pas., en: Make no comment.}
  - minutes: 47.5
    title: {fr: La suite, en: What follows}
    act: affaire
    inject: {fr: Échangez., en: Swap.}
debrief:
  - {fr: Et maintenant ?, en: What now?}
after:
  - {fr: Ne gardez aucun nom., en: Keep no name.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scenario.yaml").write_text(STORY, encoding="utf-8")
    return tmp_path


def faults(folder: Path, old: str = "", new: str = "") -> list[Diagnostic]:
    assert not old or WORKSHOP.count(old) == 1, old
    (folder / "workshop.yaml").write_text(WORKSHOP.replace(old, new) if old else WORKSHOP, encoding="utf-8")
    return read_scenario(folder / "scenario.yaml")[1]


def test_the_plan_is_read_as_it_stands(folder: Path) -> None:
    assert faults(folder) == []
    plan = workshop_of(folder / "scenario.yaml")
    assert plan is not None
    assert plan.groups.people is not None
    assert plan.groups.size is not None
    assert (plan.minutes, plan.groups.people.low, plan.groups.size.high) == (60, 12, 5)
    assert [(each.minutes, each.node, each.act) for each in plan.phases] == [
        (12.5, "debut", None),
        (47.5, None, "affaire"),
    ]
    first, second = plan.phases
    assert first.facilitator is not None
    assert first.facilitator.in_("en") == ("Make no comment.", "en")
    assert second.inject is not None
    assert second.text is None
    assert [len(each) for each in (plan.materials, plan.before, plan.debrief, plan.after)] == [1, 1, 1, 1]


def test_a_scenario_without_a_workshop_has_none(folder: Path) -> None:
    assert workshop_of(folder / "scenario.yaml") is None
    assert read_scenario(folder / "scenario.yaml")[1] == []
    with pytest.raises(NoSuchScenarioError):
        workshop_of(folder / "nowhere.yaml")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("minutes: 47.5", "minutes: 47", "S251", 1),
        ("minutes: 60", "minutes: 90", "S251", 1),
        ("minutes: 60", "minutes: une heure", "S203", 1),
        ("minutes: 60\n", "", "S201", 1),
        ("node: debut", "node: debout", "R320", 13),
        ("act: affaire", "act: suite", "R331", 18),
        (", en: Make no comment.", "", "L701", 15),  # a workshop is led in both languages
        (", en: Swap.", "", "L701", 19),
        ("fr: Échangez., en: Swap.", "fr: '[@nulle]', en: '[@nulle]'", "R342", 19),
        ("fr: Lisez., en: Read.", "fr: '{seen.debut}', en: '{seen.debut}'", "R352", 14),
        ("people: 12..40", "people: 40..12", "T421", 3),
        ("people: 12..40", "people: 1.5..4", "S203", 3),
        ("people: 12..40", "people: douze", "S203", 3),
        ("    title: {fr: La suite, en: What follows}\n", "", "S201", 16),
        ("    inject:", "    injecte:", "S202", 19),
        ("debrief:", "debriefing:", "S202", 20),
    ],
)
def test_a_fault_is_told_in_the_workshop(folder: Path, old: str, new: str, code: str, line: int) -> None:
    found = faults(folder, old, new)
    assert (code, "workshop.yaml", line) in [(each.code, each.file, each.line) for each in found]


def test_a_faulty_workshop_forbids_publishing_and_not_playing(folder: Path) -> None:
    (folder / "workshop.yaml").write_text(WORKSHOP.replace("minutes: 60", "minutes: 61"), encoding="utf-8")
    assert read_scenario(folder / "scenario.yaml")[0] is None
    scenario, found = read_scenario(folder / "scenario.yaml", without_bad_records=True)
    assert scenario is not None
    assert [each.code for each in found] == ["S251"]
    (folder / "scenario.yaml").write_text(STORY.replace("  fin:", "  Fin!:"), encoding="utf-8")
    assert read_scenario(folder / "scenario.yaml", without_bad_records=True)[0] is None


def test_minutes_that_cannot_be_read_are_told_once(folder: Path) -> None:
    found = faults(folder, "minutes: 47.5", "minutes: beaucoup")
    assert [each.code for each in found] == ["S203"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1\n",
        "minutes: 3\nphases: 3\n",
        "minutes: 3\nphases: []\n",
        "minutes: 3\nphases: [3]\n",
        "a: [\n",
    ],
)
def test_whatever_it_holds_it_is_told_and_never_raised(folder: Path, text: str) -> None:
    (folder / "workshop.yaml").write_text(text, encoding="utf-8")
    scenario, found = read_scenario(folder / "scenario.yaml")
    assert scenario is None
    assert {each.file for each in found if each.severity == "error"} == {"workshop.yaml"}
