from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.author import scalars
from engine.author.format import WIDTH, format_source
from engine.author.meaning import flattened
from engine.author.remarks import Remarks
from engine.author.source import SourceRefused, read_tree
from engine.language.reader import read_source

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("docs/authors", "scenarios", "tests/scenarios", "tests/server/scenarios", "tests/engine/language")
SHIPPED = sorted(
    path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml") if path.name != "template.yaml"
)
EXAMPLE = (ROOT / "docs/authors/example.yaml").read_text(encoding="utf-8")
HEAD = "format: incident/1\nid: essai\ntitle: Essai\n"


def loaded(source: str) -> object:
    """What the reader makes of a source, places aside; its faults when it makes nothing of it."""
    scenario, faults = read_source(source.encode(), "x.yaml")
    if scenario is None:
        return sorted(fault.code for fault in faults)
    shape = scenario.model_dump(exclude={"sha"})
    for node in shape["nodes"].values():
        del node["line"]
    return shape


def formatted(source: str) -> str | None:
    """The source laid out; nothing for a source that cannot be read as it is."""
    try:
        return format_source(source)
    except SourceRefused as refused:
        if refused.code != "E104":
            raise
    return None


def comments(source: str) -> list[str]:
    return sorted(re.findall(r"(?:^|\s)(#[^\n]*?)\s*$", source, re.MULTILINE))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name + "/" + path.name)
def test_shipped_files_keep_their_meaning_and_their_comments(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    result = format_source(source)
    assert loaded(result) == loaded(source)
    assert comments(result) == comments(source)
    assert format_source(result) == result


def test_the_layout_of_a_small_file() -> None:
    source = """\
# En tête.

title: "Essai"   # le titre
id: essai
format: incident/1
nodes:
    # le début
    debut:
        to: fin
        # avant le texte
        text: {fr: "Une première phrase qui est longue : elle ne tient pas sur la ligne avec l'autre.",
          en: Short}
        options: {un: {to: fin, text: "Oui"},
          deux: {text: "Une phrase, assez longue pour ne pas tenir", once: true, to: fin}}
        # fin du début

    # la fin
    fin:
        ending: undecided
        text: Une phrase de plus de cent signes que l'on ne peut pas écrire sur une seule ligne sans
          que l'œil s'y perde tout à fait.
        found: [un_nom, deux_noms, trois_noms, quatre_noms, cinq_noms, six_noms, sept_noms, huit_noms, dix]
# dernier mot
languages: [fr,
  en]
"""
    assert (
        format_source(source)
        == """\
# En tête.

format: incident/1
id: essai
title: "Essai"   # le titre
# dernier mot
languages: [fr, en]
nodes:
  # le début
  debut:
    # avant le texte
    text:
      fr: "Une première phrase qui est longue : elle ne tient pas sur la ligne avec l'autre."
      en: Short
    options:
      un: {text: "Oui", to: fin}
      deux: {text: "Une phrase, assez longue pour ne pas tenir", to: fin, once: true}
    to: fin
    # fin du début

  # la fin
  fin:
    ending: undecided
    text: >
      Une phrase de plus de cent signes que l'on ne peut pas écrire sur une seule ligne sans que
      l'œil s'y perde tout à fait.
    found: [un_nom, deux_noms, trois_noms, quatre_noms, cinq_noms, six_noms, sept_noms, huit_noms,
      dix]
"""
    )


def test_comments_inside_braces_open_them() -> None:
    source = HEAD + (
        "vars: {pari: 50, # le pari\n  # puis\n  presse: false}\n"
        "nodes:\n  fin: {ending: undecided, text: Fin, # tout\n    remember: [a, # un\n      b]} # bout\n"
    )
    result = format_source(source)
    assert comments(result) == sorted(["# le pari", "# puis", "# tout", "# un", "# bout"])
    assert flattened(read_tree(result)) == flattened(read_tree(source))
    assert format_source(result) == result


def test_values_that_are_no_sentences_stay_as_typed() -> None:
    source = HEAD + (
        "vars:\n  mot: 'oui'\n  nombre: 007\n  drapeau: true\n"
        "nodes:\n  fin:\n    ending: undecided\n    text: Fin\n"
        "    set:\n      nombre: >-\n        1 +\n          2\n"
    )
    result = format_source(source)
    assert "mot: 'oui'" in result
    assert "nombre: 007" in result
    assert flattened(read_tree(result)) == flattened(read_tree(source))


LINES = EXAMPLE.split("\n")


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.sampled_from(["comment", "beside", "blank", "swap", "indent"]),
            st.integers(0, 8),
        ),
        max_size=12,
    )
)
@settings(max_examples=80, deadline=None)
def test_comments_anywhere_survive_and_nothing_else_moves(edits: list[tuple[int, str, int]]) -> None:
    lines = list(LINES)
    for at, kind, width in edits:
        if kind == "comment":
            lines.insert(at, " " * width + f"# remarque {width}")
        elif kind == "blank":
            lines.insert(at, " " * width)
        elif kind == "beside":
            lines[at] += f"   # à côté {width}"
        elif kind == "swap":
            lines[at - 1], lines[at] = lines[at], lines[at - 1]
        else:
            lines[at] = " " * width + lines[at].lstrip()
    source = "\n".join(lines)
    result = formatted(source)
    if result is None:
        return
    assert loaded(result) == loaded(source)
    assert format_source(result) == result


def test_random_mutants_are_laid_out_to_the_same_meaning_or_refused() -> None:
    chosen = random.Random(7)
    read = 0
    for _ in range(60):
        source = EXAMPLE
        for _ in range(chosen.randint(1, 3)):
            at = chosen.randrange(len(source))
            piece = chosen.choice(
                ["", "x", " ", "\n", ":", '"', "{", "}", "- ", "# ", ", ", "[", "|", "\n\n  "]
            )
            source = source[:at] + piece + source[at + chosen.randint(0, 3) :]
        result = formatted(source)
        if result is None:
            continue
        read += 1
        assert flattened(read_tree(result)) == flattened(read_tree(source))
        assert format_source(result) == result
    assert read > 10


def test_long_sentences_stay_within_the_width() -> None:
    for sentence in (
        "Une phrase : avec « des » mots ; et 12 % d'autres ! " * 12,
        "a : b ; " * 60,
        "« a » ? " * 60,
    ):
        result = format_source(HEAD + f'nodes:\n  fin:\n    ending: undecided\n    text: "{sentence}"\n')
        assert max(len(line) for line in result.split("\n")) <= WIDTH
        # French puts a space before these signs: they stay with their word all the same.
        assert not re.search(r"^\s*[:;!?»%]|« *$", result, re.MULTILINE)


def test_a_layout_that_would_not_read_back_is_not_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    source = HEAD + 'nodes:\n  fin:\n    ending: undecided\n    text: "' + "mot " * 60 + '"\n'
    monkeypatch.setattr(scalars, "folded", lambda value, indent: [" " * indent + "autre chose"])
    with pytest.raises(SourceRefused) as refused:
        format_source(source)
    assert refused.value.code == "E105"


def test_a_comment_that_would_be_lost_keeps_the_file_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Remarks, "_settle", lambda self: None)
    with pytest.raises(SourceRefused) as refused:
        format_source(HEAD + "nodes:\n  fin: {ending: undecided, text: Fin}  # fin\n")
    assert refused.value.code == "E105"


def test_line_ends_and_byte_order_mark_become_plain() -> None:
    source = "\ufeff" + (HEAD + "nodes:\n  fin: {ending: undecided, text: Fin}\n").replace("\n", "\r\n")
    assert format_source(source) == HEAD + "nodes:\n  fin: {ending: undecided, text: Fin}\n"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("    text: Avant : après\n", "Y115"),
        ("    text: {fr: Oui, la lumière}\n", "Y116"),
        ("    text: Le mot #X circule\n", "Y117"),
        ("    text: *gras\n", "Y105"),
        ("\ttext: Fin\n", "Y103"),
    ],
)
def test_a_file_that_reads_otherwise_than_written_is_refused(broken: str, code: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        format_source(HEAD + "nodes:\n  fin:\n    ending: undecided\n" + broken)
    assert refused.value.code == "E104"
    assert code in [fault.code for fault in refused.value.diagnostics]


def test_a_sentence_taken_apart_by_its_colon_is_not_made_worse() -> None:
    with pytest.raises(SourceRefused):
        format_source(
            HEAD
            + "nodes:\n  fin:\n    ending: undecided\n    text: x\n    remember:\n      - Une chose : oui\n"
        )


def test_a_thousand_nodes_take_less_than_three_seconds() -> None:
    nodes = "".join(
        f'  n{at}:\n    text: {{fr: "Une phrase, la {at}e, assez longue pour mériter un bloc à elle seule.", '
        f'en: "A sentence, number {at}, long enough to want a block of its own, and then some."}}\n'
        f"    options:\n      a: {{text: Oui, to: fin}}\n      b: {{text: Non, to: fin}}  # non\n"
        for at in range(1000)
    )
    source = HEAD + "languages: [fr, en]\nnodes:\n" + nodes + "  fin: {ending: undecided, text: Fin}\n"
    started = time.process_time()
    format_source(source)
    assert time.process_time() - started < 3


def test_a_comment_beside_an_item_that_is_cut_into_lines_climbs_above_it() -> None:
    text = '{fr: "Quelle preuve vous manque encore ?", en: "Which proof do you lack?"}'
    item = f"      - {{do: write, time: 4 min, per: table, text: {text}}}"
    source = (
        "format: incident/1\nid: essai\ntitle: Essai\nlanguages: [fr, en]\nnodes:\n  a:\n    text: Salle.\n"
        f"    activity:\n{item}  # à garder\n      - {{do: talk}}\n"
    )
    result = format_source(source)
    assert "      # à garder\n      - do: write\n" in result
    assert format_source(result) == result
