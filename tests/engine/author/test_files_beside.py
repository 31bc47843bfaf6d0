"""The files beside a scenario for who treats them as text: their editor's schema, and their translations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from engine.author.beside_shapes import BESIDE
from engine.author.constructs import Construct, ListOf, sentences
from engine.author.json_schema_beside import dossier_schema, workshop_schema
from engine.author.source import read_tree
from engine.author.translate import accept, todo
from engine.language import dossier, dossier_parts, workshop_plan
from engine.language.diagnostics import Diagnostics
from engine.language.dossier import read_dossier
from engine.language.header import Header
from engine.language.lock import key_of
from engine.language.node_parts import Nodes
from engine.language.reading import Reading
from engine.language.workshop_plan import read_workshop
from tools.wording import Language

ROOT = Path(__file__).parents[3]
SCENARIO = """\
format: incident/1
id: petit
title: {fr: Petit, en: Small}
languages: [fr, en]
nodes:
  fin:
    ending: undecided
    text: {fr: Fin., en: End.}
"""
DOSSIER = """\
timeline:
  - date: 2018
    text: {fr: Un., en: One.}
  - date: 2018-01-02
    text: {fr: Deux., en: Two.}
  - date: {fr: Un jour, en: One day}
    text: Trois.
    cites: [yee]
actors: [{name: {fr: Qui, en: Who}, text: {fr: Quoi., en: What.}, cites: yee}]
harms: [{text: {fr: Tort., en: Harm.}}, {name: Nom, text: {fr: Tort., en: Harm.}}]
public: {given: [{text: Donné.}], refused: [{text: Refusé., cites: [yee]}]}
limits: {fr: Rien., en: Nothing.}
runs: [{id: ordres, tool: reproduce, with: {n: 4}, seed: 3, about: {fr: La place, en: Place}}]
links: [{title: Ici, url: "https://example.org/", about: {fr: Là, en: There}}]
cite: {fr: Petit., en: Small.}
"""
WORKSHOP = """\
minutes: 60
groups: {people: 12..40, size: 3..5, text: {fr: Tables., en: Tables.}}
materials: [{fr: Une pièce., en: A coin.}]
before: [Jouez.]
phases:
  - minutes: 60
    title: {fr: Tout, en: All}
    node: fin
    text: Lisez.
    facilitator: {fr: Chut., en: Hush.}
    inject: {fr: Échangez., en: Swap.}
debrief: [{fr: Et après, en: And then}]
after: {fr: Rangez., en: Tidy.}
"""
SCHEMAS = {"dossier": dossier_schema, "workshop": workshop_schema}
SOURCES = {"dossier": DOSSIER, "workshop": WORKSHOP}


def parsed(source: str) -> Any:
    # Every date as a date is what editors do not do.
    return yaml.load(source, type("L", (yaml.CSafeLoader,), {"yaml_implicit_resolvers": undated()}))


def undated() -> Any:
    return {
        first: [each for each in pairs if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


@pytest.mark.parametrize("name", sorted(BESIDE))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_schema_takes_what_the_reader_takes(name: str, language: Language) -> None:
    schema = SCHEMAS[name](language)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(parsed(SOURCES[name]), schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("path", sorted(ROOT.glob("scenarios/*/*.yaml")), ids=lambda path: path.name)
def test_the_schema_takes_what_we_publish(path: Path) -> None:
    if path.stem in SCHEMAS:
        jsonschema.validate(parsed(path.read_text(encoding="utf-8")), SCHEMAS[path.stem]("en"))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("dossier", "date: 2018-01-02", "date: janvier"),
        ("dossier", "limits:", "limit:"),
        ("dossier", "{text: Donné.}", "{cites: yee}"),
        ("dossier", "https://", "ftp://"),
        ("dossier", "tool: reproduce", "tool: reproduire"),
        ("workshop", "people: 12..40", "people: 12-40"),
        ("workshop", "minutes: 60\ngroups", "minutes: 0\ngroups"),
        ("workshop", "    title: {fr: Tout, en: All}\n", ""),
        ("workshop", "{fr: Chut., en: Hush.}", "{fr: Chut., de: Still.}"),
    ],
)
def test_the_schema_underlines_what_the_reader_refuses(name: str, old: str, new: str) -> None:
    assert SOURCES[name].count(old) == 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(parsed(SOURCES[name].replace(old, new)), SCHEMAS[name]("en"))


def test_the_texts_of_a_file_are_those_that_the_reader_reads(tmp_path: Path) -> None:
    for name, source in SOURCES.items():
        (tmp_path / f"{name}.yaml").write_text(source, encoding="utf-8")
    above = Reading(Diagnostics("scenario.yaml"), [], languages=["fr", "en"])
    header = Header(lacks_a_library=True)
    readings = {
        "dossier": read_dossier(above.diagnostics, above, header, tmp_path)[1],
        "workshop": read_workshop(above.diagnostics, above, header, Nodes(), tmp_path)[1],
    }
    for name, reading in readings.items():
        assert reading is not None
        read = {key_of(prose.where) for prose in reading.prose}
        told = {key_of(each.name) for each in sentences(read_tree(SOURCES[name]), BESIDE[name], (name,))}
        assert read == told


def test_the_shapes_know_every_field_that_the_readers_know() -> None:
    def fields(name: str, *path: str) -> set[str]:
        shape = BESIDE[name]
        for each in path:
            assert isinstance(shape, Construct)
            shape = shape.fields[each]
            shape = shape.each if isinstance(shape, ListOf) else shape
        assert isinstance(shape, Construct)
        return set(shape.fields)

    assert fields("dossier") == set(dossier.FIELDS)
    assert fields("dossier", "timeline") == set(dossier_parts.MOMENT)
    assert fields("dossier", "actors") == set(dossier_parts.ACTOR)
    assert fields("dossier", "harms") == set(dossier_parts.STATEMENT)
    assert fields("dossier", "public") == set(dossier_parts.PUBLIC)
    assert fields("dossier", "runs") == set(dossier.RUN)
    assert fields("dossier", "links") == set(dossier_parts.LINK)
    assert fields("workshop") == set(workshop_plan.FIELDS)
    assert fields("workshop", "groups") == set(workshop_plan.GROUPS)
    assert fields("workshop", "phases") == set(workshop_plan.PHASE)


def test_what_lacks_a_translation_is_told_by_the_name_of_its_file() -> None:
    wanted = todo(SCENARIO, {}, SOURCES)
    assert [(each.path, each.state) for each in wanted] == [
        ("dossier.timeline.2.text", "missing"),
        ("dossier.harms.1.name", "missing"),
        ("dossier.public.given.0.text", "missing"),
        ("dossier.public.refused.0.text", "missing"),
        ("dossier.links.0.title", "missing"),
        ("workshop.before.0", "missing"),
        ("workshop.phases.0.text", "missing"),
    ]
    assert [each.line for each in wanted if each.path == "dossier.timeline.2.text"] == [7]


def test_what_was_accepted_is_old_when_its_source_changes() -> None:
    done = accept(SCENARIO, {}, None, "2026-01-01", SOURCES)
    assert {"title", "dossier.cite", "workshop.phases.0.facilitator"} <= set(done.lock["en"])
    assert "dossier.timeline.0.date" not in done.lock["en"]  # a day is the same in every language
    changed = {**SOURCES, "dossier": DOSSIER.replace("fr: Petit.", "fr: Tout petit.")}
    stale = [each.path for each in todo(SCENARIO, done.lock, changed) if each.state == "stale"]
    assert stale == ["dossier.cite"]
    again = accept(SCENARIO, done.lock, ["dossier.cite"], "2026-01-02", changed)
    assert again.accepted == ["dossier.cite"]
    assert again.lock["en"]["title"].on == "2026-01-01"
