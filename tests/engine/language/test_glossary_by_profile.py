"""A word of the glossary may be said otherwise to some readers, in a scenario and in a library alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.author.diff import difference
from engine.author.edit import set_text
from engine.author.format import format_source
from engine.author.meaning import flattened
from engine.author.source import any_tree
from engine.author.stats import texts_of
from engine.author.translate import todo
from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_source
from engine.language.schema import Scenario

GLOSSARY = """\
glossary:
  court: {fr: Un mot., en: A word.}
  long:
    text_for:
      pupil: {fr: "Un mot simple, [[court]].", en: "A simple word, [[court]]."}
    title: {fr: mot long, en: long word}
    text: {fr: Un mot précis., en: A precise word.}
"""
STORY = f"""\
format: incident/1
id: essai
title: {{fr: Essai, en: Trial}}
languages: [fr, en]
audiences: [curious, pupil]
{GLOSSARY}hypotheses:
  place: {{fr: La place., en: Place.}}
  lumiere: {{fr: La lumière., en: Light.}}
  hasard: {{text: {{fr: Rien., en: Nothing.}}, boring: true}}
nodes:
  fin:
    ending: undecided
    text: {{fr: "Un [[mot|long]].", en: "A [[word|long]]."}}
"""


def read(source: str, folder: Path | None = None) -> tuple[Scenario | None, list[Diagnostic]]:
    return read_source(source.encode(), "scenario.yaml", folder)


@pytest.fixture(scope="module")
def story() -> Scenario:
    scenario, faults = read(STORY)
    assert scenario is not None, faults
    return scenario


def test_each_profile_has_its_definition_and_the_others_the_common_one(story: Scenario) -> None:
    term = story.glossary["long"]
    assert term.title is not None
    assert term.title.in_("en")[0] == "long word"
    assert term.definition("pupil").in_("fr")[0].startswith("Un mot simple")
    assert term.definition("curious").in_("fr")[0] == "Un mot précis."
    brief = story.glossary["court"]
    assert (brief.definition("pupil"), brief.title) == (brief.text, None)


def test_an_unknown_profile_is_told_with_those_there_are() -> None:
    scenario, faults = read(STORY.replace("pupil: {fr", "pupils: {fr"))
    assert scenario is None
    (fault,) = [each for each in faults if each.code == "R330"]
    assert fault.fix is not None
    assert "“pupil”" in fault.fix.en
    assert STORY.split("\n")[fault.line - 1].strip().startswith("pupil:")


def test_a_library_may_speak_to_profiles_of_other_scenarios_but_not_to_unheard_ones(tmp_path: Path) -> None:
    (tmp_path / "libraries").mkdir()
    (tmp_path / "essai").mkdir()
    shelf = tmp_path / "libraries/commune.yaml"
    head = "format: library/1\nid: commune\ntitle: Commun\nlanguages: [fr, en]\n"
    using = STORY.replace(GLOSSARY, "uses: [commune]\n")
    shelf.write_text(head + GLOSSARY.replace("pupil: {fr", "engineer: {fr"), encoding="utf-8")
    scenario, faults = read(using, tmp_path / "essai")
    assert scenario is not None, [(each.code, each.message.en) for each in faults]
    assert list(scenario.glossary["long"].text_for) == ["engineer"]
    shelf.write_text(head + GLOSSARY.replace("pupil: {fr", "pupils: {fr"), encoding="utf-8")
    scenario, faults = read(using, tmp_path / "essai")
    assert scenario is None
    assert [each.file for each in faults if each.code == "R330"] == ["libraries/commune.yaml"]


def test_a_translation_that_lacks_is_told_for_a_profile_too() -> None:
    source = STORY.replace(', en: "A simple word, [[court]]."}', "}")
    assert "L701" in {each.code for each in read(source)[1]}
    wanted = {(each.path, each.state) for each in todo(source, {})}
    assert wanted == {("glossary.long.text_for.pupil", "missing")}


def test_the_formatter_puts_the_fields_in_order_and_keeps_what_is_said() -> None:
    tidy = format_source(STORY)
    assert tidy.index("mot long") < tidy.index("Un mot précis.") < tidy.index("Un mot simple")
    assert flattened(any_tree(tidy)) == flattened(any_tree(STORY))
    assert format_source(tidy) == tidy


def test_the_editor_finds_each_definition() -> None:
    edited = set_text(STORY, "glossary.long.text_for.pupil", "en", "Simpler still, [[court]].")
    scenario, _ = read(edited)
    assert scenario is not None
    assert scenario.glossary["long"].definition("pupil").in_("en")[0] == "Simpler still, [[court]]."
    assert "A precise word." in edited


def test_the_workbench_counts_and_compares_them(story: Scenario) -> None:
    paths = {told.path: told.audience for told in texts_of(story)}
    assert paths["glossary.long.text_for.pupil"] == "pupil"
    assert paths["glossary.long.title"] is None
    other, _ = read(STORY.replace("A simple word", "An easy word"))
    assert other is not None
    changed = [(each.kind, each.where) for each in difference(story, other).changes]
    assert changed == [("text", "glossary.long.text_for.pupil.en")]
