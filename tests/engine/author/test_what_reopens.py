"""``reopens`` on an ending: read, checked and counted as the ending's other texts."""

from __future__ import annotations

from engine.author.every_text import every_text
from engine.author.json_schema import json_schema
from engine.author.stats import texts_of
from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_source
from engine.language.schema import EndingNode, Scenario

STORY = """\
format: incident/1
id: petit
title: {fr: Petit, en: Small}
languages: [fr, en]
vars:
  pari: 3
hypotheses:
  clair: {fr: Le clair., en: Light.}
  sombre: {fr: Le sombre., en: Dark.}
  rien: {text: {fr: Rien., en: Nothing.}, boring: true}
nodes:
  fin:
    ending: undecided
    text: {fr: Fin., en: End.}
    reopens:
      - {fr: "Plus de {pari} mesures.", en: "More than {pari} measures."}
      - {fr: "Une autre image."}
"""


def read(story: str) -> tuple[Scenario | None, list[Diagnostic]]:
    return read_source(story.encode(), "petit.yaml")


def test_what_would_reopen_the_file_is_read_as_texts_of_the_ending() -> None:
    scenario, found = read(STORY)
    assert scenario is not None
    fin = scenario.nodes["fin"]
    assert isinstance(fin, EndingNode)
    assert [text.in_("fr")[0] for text in fin.reopens] == ["Plus de {pari} mesures.", "Une autre image."]
    assert [(each.code, each.line) for each in found] == [("L701", 17)]  # no English


def test_its_places_and_figures_are_checked() -> None:
    _, found = read(STORY.replace("Plus de {pari}", "Plus de {parri}"))
    assert ("R301", 16) in [(each.code, each.line) for each in found]
    _, found = read(STORY.replace("    reopens:\n", "    reopens: Une mesure\n    x:\n"))
    assert [each.code for each in found if each.severity == "error"]


def test_it_counts_among_the_words_of_the_ending() -> None:
    scenario, _ = read(STORY)
    assert scenario is not None
    paths = {told.path for told in texts_of(scenario)} & {path for path, _ in every_text(scenario)}
    assert {"nodes.fin.reopens.0", "nodes.fin.reopens.1"} <= paths


def test_editors_are_told_of_it() -> None:
    assert "reopens" in str(json_schema("fr"))
