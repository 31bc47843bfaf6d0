from __future__ import annotations

import pytest

from engine.author.constructs import sentences
from engine.author.format import format_source
from engine.author.repair import repair_source
from engine.author.source import read_tree
from engine.language.reader import read_source

HEAD = "format: incident/1\nid: essai\ntitle: Essai\nlanguages: [fr, en]\n"
# The sentences of hostile.md: as authors type them, and as they meant them.
SHAPES = [
    ("Avant tout : que croire ?", "Avant tout : que croire ?"),
    ("@compte a publié cela", "@compte a publié cela"),
    ("{mesure} d'abord", "{mesure} d'abord"),
    ("[[mot]] d'abord", "[[mot]] d'abord"),
    ("*gras* d'abord", "*gras* d'abord"),
    ("% des images", "% des images"),
    ("> une citation", "> une citation"),
    ("`code` d'abord", "`code` d'abord"),
    ('"Non", dit-elle', '"Non", dit-elle'),
    ("Le mot-dièse #X circule", "Le mot-dièse #X circule"),
    ("#X circule", "#X circule"),
]


def texts(source: str) -> dict[str, str]:
    return {
        f"{each.name}.{code}": leaf.value.strip()
        for each in sentences(read_tree(source))
        for code, leaf in each.leaves("fr").items()
    }


@pytest.mark.parametrize(("typed", "meant"), SHAPES)
def test_a_sentence_that_wants_quotes_gets_them(typed: str, meant: str) -> None:
    source = HEAD + f"nodes:\n  fin:\n    ending: undecided\n    text: {typed}\n"
    mended, made = repair_source(source)
    assert texts(mended)["nodes.fin.text.fr"] == meant
    assert [each.line for each in made] == [8]
    assert made[0].code in ("Y105", "Y115", "Y117", "Y100")
    assert texts(format_source(mended)) == texts(mended)


def test_a_whole_file_is_put_right_and_every_correction_is_told() -> None:
    source = HEAD.replace("Essai", "Es\u200bsai") + (
        "nodes:\n  debut:\n\ttext: {fr: Oui, la lumière compte, en: Yes, light matters}\n"
        "  fin:\n    ending: undecided\n    text: La fin   # à relire\n"
        "    remember:\n      - Une chose : la mesure\n"
    )
    mended, made = repair_source(source)
    assert texts(mended) == {
        "title.fr": "Essai",
        "nodes.debut.text.fr": "Oui, la lumière compte",
        "nodes.debut.text.en": "Yes, light matters",
        "nodes.fin.text.fr": "La fin",
        "nodes.fin.remember.0.fr": "Une chose : la mesure",
    }
    assert "    # à relire\n    text: La fin\n" in mended
    assert sorted(each.code for each in made) == ["Y103", "Y104", "Y115", "Y116", "Y117"]
    scenario, faults = read_source(mended.encode(), "x.yaml")
    assert not [fault for fault in faults if fault.code.startswith("Y")]
    assert scenario is not None


def test_a_sound_file_is_left_alone() -> None:
    source = HEAD + "nodes:\n  fin: {ending: undecided, text: Fin}  # fin\n"
    assert repair_source(source) == (source, [])


def test_a_lost_character_is_not_hidden() -> None:
    source = HEAD + "nodes:\n  fin: {ending: undecided, text: Fin \ufffd}\n"
    assert repair_source(source)[0] == source


def test_tabs_as_wide_as_their_author_saw_them() -> None:
    mended, _ = repair_source(HEAD + "nodes:\n  fin:\n\tending: undecided\n\ttext: Fin\n")
    assert "  fin:\n    ending: undecided\n    text: Fin\n" in mended
