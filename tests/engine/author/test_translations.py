from __future__ import annotations

import io
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.author.catalogue_files import export_po, import_po
from engine.author.constructs import sentences
from engine.author.edit import set_text
from engine.author.meaning import flattened
from engine.author.source import SourceRefused, read_tree
from engine.author.translate import accept, changed_on, todo
from engine.language.diagnostics import Diagnostics
from engine.language.header import read_header
from engine.language.lock import key_of
from engine.language.nodes import read_nodes
from engine.language.reading import Reading

ROOT = Path(__file__).resolve().parents[3]
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = "2026-11-22"
SOURCE = """\
format: incident/1
id: essai
title: {fr: "Qui reste ?", en: Who stays?}   # le titre
languages: [fr, en]
sources:
  yee2021: {title: T, year: 2021, facts: {ecart: 0.04}}
nodes:
  debut:
    text: Bonjour le monde
    options:
      un: {text: {fr: Un choix, en: A choice}, to: fin}
  mesure:
    text:
      fr: |
        L'écart vaut {yee2021.ecart:percent}. [@yee2021]

        C'est 58 % des cas : peu.
      en: The gap is {yee2021.ecart:percent}. [@yee2021]
  fin:
    ending: undecided
    text: {fr: "La fin.", en: The end.}
"""


def po(content: bytes) -> Catalog:
    return read_po(io.BytesIO(content))


def written(catalog: Catalog) -> bytes:
    kept = io.BytesIO()
    write_po(kept, catalog, width=0)
    return kept.getvalue()


def translated(content: bytes, **said: str) -> bytes:
    catalog = po(content)
    for message in catalog:
        if message.context and message.context.replace(".", "_") in said:
            message.string = said[message.context.replace(".", "_")]
            message.flags.discard("fuzzy")
    return written(catalog)


def test_todo_names_what_is_missing_stale_and_ill_matched() -> None:
    lock = accept(SOURCE, {}, None, DAY).lock
    assert [(each.path, each.state) for each in todo(SOURCE, lock)] == [("nodes.debut.text", "missing")]
    changed = set_text(SOURCE, "nodes.fin.text", "fr", "C'est fini.")
    changed = set_text(changed, "nodes.mesure.text", "en", "The gap is {yee2021.ecart:points}.")
    found = {each.path: each for each in todo(changed, lock)}
    assert {path: each.state for path, each in found.items()} == {
        "nodes.debut.text": "missing",
        "nodes.mesure.text": "mismatch",
        "nodes.fin.text": "stale",
    }
    assert found["nodes.fin.text"].accepted == DAY
    assert "[@yee2021]" in found["nodes.mesure.text"].detail


def test_accepting_one_text_leaves_the_others_as_they_were() -> None:
    lock = accept(SOURCE, {}, None, DAY).lock
    changed = set_text(set_text(SOURCE, "nodes.fin.text", "fr", "Fini."), "title", "fr", "Qui ?")
    done = accept(changed, lock, ["nodes.fin"], "2027-01-01")
    assert done.accepted == ["nodes.fin.text"]
    assert [each.path for each in todo(changed, done.lock) if each.state == "stale"] == ["title"]
    assert done.lock["en"]["nodes.fin"].on == "2027-01-01"
    assert done.lock["en"]["nodes.debut.options.un"] == lock["en"]["nodes.debut.options.un"]


def test_what_is_missing_or_ill_matched_is_not_accepted() -> None:
    broken = set_text(SOURCE, "nodes.mesure.text", "en", "No figure.")
    done = accept(broken, {}, ["nodes.debut.text", "nodes.mesure.text"], DAY)
    assert done.accepted == []
    assert set(done.refused) == {"nodes.debut.text", "nodes.mesure.text"}
    with pytest.raises(SourceRefused) as refused:
        accept(SOURCE, {}, ["nodes.fni.text"], DAY)
    assert "nodes.fin.text" in refused.value.sentence("en")


def test_accepting_all_forgets_texts_that_are_gone() -> None:
    lock = accept(SOURCE, {}, None, DAY).lock
    without = SOURCE.replace("      un: {text: {fr: Un choix, en: A choice}, to: fin}", "      un: Un")
    assert "nodes.debut.options.un" not in accept(without, lock, None, DAY).lock["en"]


def test_a_po_file_goes_out_and_comes_back_with_the_translation_written_in_place() -> None:
    lock = accept(SOURCE, {}, None, DAY).lock
    stale = set_text(SOURCE, "nodes.fin.text", "fr", "C'est fini.")
    out = export_po(stale, lock, "en", "scenario.yaml", AT)
    assert (out.entries, out.missing, out.stale) == (5, 1, 1)
    entries = {message.context: message for message in po(out.content) if message.id}
    assert entries["nodes.fin.text"].fuzzy
    assert b"python" not in out.content  # "58 % des" is no "% d"
    back = translated(out.content, nodes_debut_text="Hello: world", nodes_fin_text="It is over.")
    language, done = import_po(stale, lock, back, "2027-01-01")
    assert language == "en"
    assert sorted(done.written) == ["nodes.debut.text", "nodes.fin.text"]
    assert (done.unchanged, done.skipped, done.refused) == (3, 0, {})
    assert '      fr: Bonjour le monde\n      en: "Hello: world"\n' in done.source.replace(
        "monde   ", "monde"
    )
    assert "# le titre" in done.source
    assert todo(done.source, done.lock) == []
    assert done.lock["en"]["title"].on == DAY
    assert import_po(done.source, done.lock, back, DAY)[1].source == done.source


def test_fuzzy_and_empty_entries_are_left_out() -> None:
    out = export_po(SOURCE, {}, "en", "scenario.yaml", AT).content
    catalog = po(out)
    for message in catalog:
        if message.context == "nodes.fin.text":
            message.string = "Perhaps the end."
            message.flags.add("fuzzy")
        if message.context == "title":
            message.string = ""
    _, done = import_po(SOURCE, {}, written(catalog), DAY)
    assert done.source == SOURCE
    assert done.skipped == 3


@pytest.mark.parametrize(
    ("edit", "said", "why"),
    [
        (("nodes.fin.text", "fr", "Autre fin."), {"nodes_fin_text": "The very end."}, "source has changed"),
        (("nodes.fin.text", "en", "Mended here."), {"nodes_fin_text": "The very end."}, "since the export"),
        (("nodes.debut.text", "en", "Mended here."), {"nodes_debut_text": "Hello."}, "since the export"),
        (("title", "fr", "Qui reste ?"), {"nodes_fin_text": "The end {x}."}, "same marks"),
    ],
)
def test_an_entry_that_would_lose_something_is_refused_and_the_others_written(
    edit: tuple[str, str, str], said: dict[str, str], why: str
) -> None:
    out = export_po(SOURCE, {}, "en", "scenario.yaml", AT).content
    back = translated(out, **said, title="Who, then?")
    now = set_text(SOURCE, *edit)
    _, done = import_po(now, {}, back, DAY)
    assert done.written == ["title"]
    (refusal,) = done.refused.values()
    assert why in refusal.en
    assert "Who, then?" in done.source
    assert set(done.refused).isdisjoint(done.lock["en"])


def test_a_text_that_is_gone_is_told() -> None:
    back = translated(
        export_po(SOURCE, {}, "en", "scenario.yaml", AT).content, nodes_debut_options_un_text="B"
    )
    now = SOURCE.replace("      un: {text: {fr: Un choix, en: A choice}, to: fin}", "      deux: Deux")
    _, done = import_po(now, {}, back, DAY)
    assert "no longer" in done.refused["nodes.debut.options.un.text"].en


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E107"),
        (b"\xff\xfe\x00", "E107"),
        (b"this is not a PO file", "E107"),
        (b'msgid ""\nmsgstr "Project-Id-Version: autre 1\\n"\n', "E107"),
        (b'msgid ""\nmsgstr "Project-Id-Version: essai 1\\n"\n"Language: xx\\n"\n', "E102"),
        (b'msgid ""\nmsgstr "Project-Id-Version: essai 1\\n"\n"Language: fr\\n"\n', "E102"),
        (b"x" * (9 << 20), "E107"),
    ],
)
def test_a_po_file_from_elsewhere_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        import_po(SOURCE, {}, content, DAY)
    assert refused.value.code == code


def test_random_bytes_in_a_po_file_are_refused_or_read_never_a_crash() -> None:
    out = export_po(SOURCE, {}, "en", "scenario.yaml", AT).content
    chosen = random.Random(3)
    for _ in range(300):
        at = chosen.randrange(len(out))
        broken = (
            out[:at]
            + bytes([chosen.randrange(256)]) * chosen.randint(0, 3)
            + out[at + chosen.randint(0, 9) :]
        )
        try:
            _, done = import_po(SOURCE, {}, broken, DAY)
        except SourceRefused:
            continue
        read_tree(done.source)


@given(
    st.text(st.sampled_from("ab é:,;#\"'{}[]&*|>%\\\n\u00a0😀"), min_size=1, max_size=50).filter(str.strip)
)
@settings(max_examples=150, deadline=None)
def test_any_sentence_survives_the_journey(sentence: str) -> None:
    meant = sentence.strip()
    source = set_text(SOURCE, "nodes.debut.text", "fr", meant)
    both = set_text(source, "nodes.debut.text", "en", meant)
    out = export_po(both, {}, "en", "scenario.yaml", AT).content
    _, done = import_po(both, {}, out, DAY)
    assert done.source == both
    marks = translated(export_po(source, {}, "en", "scenario.yaml", AT).content, nodes_debut_text=meant)
    _, done = import_po(source, {}, marks, DAY)
    assert flattened(read_tree(done.source)) == flattened(read_tree(both))


def test_the_texts_of_a_file_are_those_that_the_reader_reads() -> None:
    for path in (ROOT / "docs/authors/example.yaml", *sorted((ROOT / "scenarios").glob("*/scenario.yaml"))):
        source = path.read_text(encoding="utf-8")
        if "format: incident/1" not in source or path.parent.name.startswith("_"):
            continue
        root = read_tree(source)
        reading = Reading(Diagnostics("x.yaml"), source.split("\n"))
        header = read_header(reading, root, path.parent)
        read_nodes(reading, root, header, path.parent)
        read = {key_of(prose.where) for prose in reading.prose}
        assert read == {key_of(sentence.name) for sentence in sentences(root)}, path


def test_the_table_of_constructs_knows_every_field_that_the_reader_knows() -> None:
    from engine.author.constructs import SCENARIO, Construct, ListOf, MapOf
    from engine.language import activities, header, nodes, plays, questions

    def fields(shape: object, *names: str) -> set[str]:
        for name in names:
            assert isinstance(shape, Construct)
            shape = shape.fields[name]
            shape = shape.each if isinstance(shape, MapOf | ListOf) else shape
        assert isinstance(shape, Construct)
        return set(shape.fields)

    assert set(header.FIELDS) <= fields(SCENARIO)
    assert {*nodes.COMMON, *(name for own in nodes.OWN.values() for name in own)} <= fields(SCENARIO, "nodes")
    assert set(nodes.OPTION) <= fields(SCENARIO, "nodes", "options")
    assert set(questions.ITEM) <= fields(SCENARIO, "nodes", "items")
    assert set(activities.PHASE) <= fields(SCENARIO, "nodes", "activity")
    assert set(plays.FIELDS) <= fields(SCENARIO, "plays")


def test_git_says_when_a_sentence_changed(tmp_path: Path) -> None:
    import subprocess

    file = tmp_path / "scenario.yaml"
    file.write_text("a\nb\n", encoding="utf-8")
    assert changed_on(file, [2]) == {}

    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words],
            cwd=tmp_path, check=True, capture_output=True,
            env={"PATH": "/usr/bin:/bin", "GIT_AUTHOR_DATE": "2025-03-04T12:00:00Z", "HOME": str(tmp_path)},
        )  # fmt: skip

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "x")
    assert changed_on(file, [2]) == {2: "2025-03-04"}
