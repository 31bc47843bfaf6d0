from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.author import scalars
from engine.author.constructs import sentences
from engine.author.edit import Change, set_text, set_texts
from engine.author.meaning import flattened
from engine.author.source import SourceRefused, read_tree, replace_unchanged
from engine.language.reader import read_source

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = (ROOT / "docs/authors/example.yaml").read_text(encoding="utf-8")
SOURCE = """\
# Un essai.
format: incident/1   # la version
id: essai
title: {fr: "Qui reste ?", en: Who}
languages: [fr, en]

nodes:
  debut:   # où l'on commence
    text: Bonjour le monde
    options:
      un: Un choix
      deux: {text: Refaire l'expérience, to: fin}
      trois:
        text: |  # en deux paragraphes
          Un.

          Deux.

        # ce choix mène à la fin
        to: fin
    to: fin

  fin:
    ending: undecided
    text: "La fin"   # à relire
    remember:
      - premier
      - {fr: x}
      - fr: y
      - >-
        long texte
        replié
"""
PATHS = [
    "title", "nodes.debut.text", "nodes.debut.options.un.text", "nodes.debut.options.deux.text",
    "nodes.debut.options.trois.text", "nodes.fin.text", "nodes.fin.remember.0", "nodes.fin.remember.1",
    "nodes.fin.remember.2", "nodes.fin.remember.3",
]  # fmt: skip
SIGNS = list("ab é:,;#\"'{}[]&*!|>%@`-?=<.~0\\\t\u00a0\u202f«»…—😀")
NASTY = (
    st.lists(st.sampled_from([*SIGNS, "\n\n", "\n", ": ", " #", "👩\u200d🔬"]), min_size=1, max_size=60)
    .map(lambda pieces: "".join(pieces).strip())
    .filter(bool)
)


def read_back(source: str) -> dict[tuple[str, ...], tuple[str, str]]:
    return flattened(read_tree(source.replace("\r\n", "\n")))


@given(st.sampled_from(PATHS), st.sampled_from(["fr", "en"]), NASTY)
@settings(max_examples=600, deadline=None)
def test_an_edited_source_reads_as_the_new_text_and_the_same_elsewhere(
    path: str, language: str, value: str
) -> None:
    edited = set_text(SOURCE, path, language, value)
    expected = read_back(SOURCE)
    expected[(*path.split("."), language)] = (value, "text")
    assert read_back(edited) == expected
    for comment in (
        "# Un essai.",
        "# la version",
        "# où l'on commence",
        "# en deux",
        "# ce choix",
        "# à relire",
    ):
        assert comment in edited
    assert set_text(edited, path, language, value) == edited


@given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(["fr", "en"]), NASTY), max_size=8))
@settings(max_examples=150, deadline=None)
def test_many_edits_at_once_are_as_the_same_one_by_one(edits: list[tuple[str, str, str]]) -> None:
    last = {(path, language): value for path, language, value in edits}
    together = set_texts(SOURCE, [Change(path, language, value) for (path, language), value in last.items()])
    apart = SOURCE
    for (path, language), value in last.items():
        apart = set_text(apart, path, language, value)
    assert read_back(together) == read_back(apart)


def test_every_sentence_of_the_example_can_be_replaced_in_place() -> None:
    root = read_tree(EXAMPLE)
    for sentence in sentences(root):
        for language in sentence.leaves("fr"):
            edited = set_text(EXAMPLE, sentence.name, language, "Ceci : « cela », {pari:int} # 😀")
            changed = [
                number
                for number, (old, new) in enumerate(
                    zip(EXAMPLE.split("\n"), edited.split("\n"), strict=False)
                )
                if old != new
            ]
            assert changed, sentence.name


@pytest.mark.parametrize(
    ("path", "language", "value", "becomes"),
    [
        ("nodes.debut.text", "fr", "Bonsoir", "    text: Bonsoir\n"),
        ("nodes.debut.text", "fr", "Bonsoir : à vous", '    text: "Bonsoir : à vous"\n'),
        ("nodes.debut.text", "fr", "Un.\n\nDeux.", "    text: |\n      Un.\n\n      Deux.\n"),
        ("nodes.debut.text", "en", "Hello", "    text:\n      fr: Bonjour le monde\n      en: Hello\n"),
        ("nodes.debut.options.un", "en", "A", "      un:\n        fr: Un choix\n        en: A\n"),
        ("nodes.fin.text", "fr", "Fin", '    text: "Fin"   # à relire\n'),
        ("nodes.fin.remember.0", "en", "first", "      - fr: premier\n        en: first\n"),
        ("nodes.fin.remember.1", "en", "a, b", '      - {fr: x, en: "a, b"}\n'),
        ("nodes.fin.remember.2", "en", "why", "      - fr: y\n        en: why\n"),
        ("title", "en", "Oh, who", 'title: {fr: "Qui reste ?", en: "Oh, who"}\n'),
    ],
)
def test_the_quoting_fits_the_place(path: str, language: str, value: str, becomes: str) -> None:
    assert becomes in set_text(SOURCE, path, language, value)


def test_line_ends_and_byte_order_mark_are_the_authors() -> None:
    source = "\ufeff" + SOURCE.replace("\n", "\r\n")
    edited = set_text(source, "nodes.debut.text", "en", "One.\n\nTwo.")
    assert edited.startswith("\ufeff# Un essai.\r\n")
    assert edited.count("\n") == edited.count("\r\n")
    untouched = SOURCE.split("\n")
    assert [line for line in untouched if line + "\r\n" not in edited and line + "\n" not in edited] == [
        line for line in untouched if line == "    text: Bonjour le monde"
    ]


def test_the_same_text_changes_nothing() -> None:
    assert set_text(SOURCE, "title", "fr", "Qui reste ?") == SOURCE


@pytest.mark.parametrize(
    ("path", "language", "value", "code"),
    [
        ("nodes.debut.txt", "fr", "x", "E101"),
        ("nodes.debut.to", "fr", "x", "E101"),
        ("nodes", "fr", "x", "E101"),
        ("summary", "fr", "x", "E101"),
        ("title", "de", "x", "E102"),
        ("title", "fr", "  \n ", "E103"),
        ("title", "fr", "mot\u200bcoupé", "E103"),
        ("title", "fr", "x" * 20_001, "E103"),
    ],
)
def test_what_cannot_be_written_is_refused_with_a_sentence(
    path: str, language: str, value: str, code: str
) -> None:
    with pytest.raises(SourceRefused) as refused:
        set_text(SOURCE, path, language, value)
    assert refused.value.code == code
    assert refused.value.sentence("fr") != refused.value.sentence("en")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("    text: Avant toute mesure : que croyez-vous ?\n", "Y115"),
        ("    text: {fr: Oui, la lumière compte}\n", "Y116"),
        ("    text: Le mot-dièse #X circule\n", "Y117"),
    ],
)
def test_a_source_whose_sentences_are_cut_is_refused_with_its_faults(broken: str, code: str) -> None:
    source = SOURCE.replace("    text: Bonjour le monde\n", broken)
    with pytest.raises(SourceRefused) as refused:
        set_text(source, "nodes.debut.text", "fr", "Neuf")
    assert refused.value.code == "E104"
    assert code in [fault.code for fault in refused.value.diagnostics]
    _, faults = read_source(source.encode(), "x.yaml")
    assert code in [fault.code for fault in faults]


def test_an_edit_that_would_not_read_back_is_not_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scalars, "inline", lambda value, flow: value)
    for value in ("Avant : après", "un #deux"):
        with pytest.raises(SourceRefused) as refused:
            set_text(SOURCE, "nodes.debut.text", "fr", value)
        assert refused.value.code == "E105"


def test_a_file_changed_by_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(b"theirs")
    with pytest.raises(SourceRefused) as refused:
        replace_unchanged(path, "ours", b"before")
    assert refused.value.code == "E106"
    assert path.read_bytes() == b"theirs"
    replace_unchanged(path, "ours", b"theirs")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"ours"]
