"""Each sentence in an element of its own, whatever the markup around and across it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.guide.sentences import sentences_of
from server.sentence_spans import Span
from server.templating import prose

SOURCES = ["un", "deux"]


class Reader(HTMLParser):
    """Reads HTML as it is nested; ``said`` are the words of each sentence's elements, by its number."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.said: dict[str, str] = {}
        self.text = ""
        self.sound = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.open.append((tag, dict(attrs).get("data-rests") or ""))

    def handle_endtag(self, tag: str) -> None:
        self.sound &= bool(self.open) and self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        within = [name for _, name in self.open if name]
        self.sound &= len(within) < 2
        for name in within:
            self.said[name] = self.said.get(name, "") + data


def spans_of(sentences: list[str]) -> list[Span]:
    return [
        Span(each, f'<span class="said" data-rests="{at}" tabindex="0">', f'<span data-rests="{at}">')
        for at, each in enumerate(sentences)
    ]


def read(text: str, sentences: list[str] | None = None) -> tuple[Reader, str]:
    spans = spans_of(sentences_of(text) if sentences is None else sentences)
    html = str(prose(text, "fr", sources=SOURCES, spans=spans))
    reader = Reader()
    reader.feed(html)
    assert reader.sound, html
    assert not reader.open, html
    return reader, html


def letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Un deux. Trois !", ["Un deux.", "Trois\u202f!"]),
        ("**Gras.** Puis [@un] maigre.", ["Gras.", "Puis\u2060[1] maigre."]),
        ("Un *deux. Trois* quatre.", ["Un deux.", "Trois quatre."]),
        ("Cité. [@un, p. 3] [@deux] Suite.", ["Cité.\u2060[1]\u2060[2]", "Suite."]),
        ("« Oui ? » Non.", ["«\u202fOui\u202f?\u202f»", "Non."]),
        ("- Premier.\n- Deuxième. Troisième", ["Premier.", "Deuxième.", "Troisième"]),
        ("1. Premier.\n2. **Deux. Trois.**", ["Premier.", "Deux.", "Trois."]),
        ("> Dit-on [@un]. Redit-on.", ["Dit-on\u2060[1].", "Redit-on."]),
        (
            "Le [[mot montré|mot]] y est. `Du code. Là` aussi.",
            ["Le mot montré y est.", "Du code.", "Là aussi."],
        ),
        ("Coupé\nen deux. Suite.", ["Coupé\nen deux.", "Suite."]),
        ("(Entre parenthèses.) **(En gras.)** Fin", ["(Entre parenthèses.)", "(En gras.)", "Fin"]),
    ],
)
def test_a_sentence_is_whole_in_its_element(text: str, said: list[str]) -> None:
    reader, _ = read(text)
    if "`" in text:  # code is never cut: its sentences stay together, whichever the mark is on
        assert letters("".join(reader.said.values())) == letters("".join(said))
    else:
        assert list(reader.said.values()) == said


def test_markup_across_two_sentences_is_kept() -> None:
    _, html = read("Un *deux. Trois* quatre.")
    assert html.count('tabindex="0"') == 2, "each sentence is reached once, however it is cut"
    assert "<em>" in html
    assert re.sub("<[^>]+>", "", html).strip() == "Un deux. Trois quatre."


def test_what_stands_elsewhere_is_left_alone() -> None:
    reader, _ = read("Une phrase du texte. Une autre phrase.", ["Une phrase inventée.", "Une autre phrase."])
    assert reader.said == {"1": "Une autre phrase."}
    reader, _ = read("Rien de tel. Oui.", ["Oui."])
    assert reader.said == {}, "so short a word may stand anywhere"


def test_the_note_of_a_sentence_closes_its_paragraph() -> None:
    span = Span("Une phrase.", "<span>", "<span>", '<span class="rests" id="a" hidden>ici</span>')
    html = prose("Une phrase. Une autre.\n\nEncore.", "fr", sources=[], spans=[span])
    assert 'Une autre.<span class="rests" id="a" hidden="">ici</span></p>' in html


WORDS = st.sampled_from(
    ["Un", "mot", "M. Roux", "**gras**", "*deux", "trois*", "**quatre.", "cinq**", "fin.", "Quoi ?",
     "« Oui »", "[@un]", "[@deux, p. 3]", "[[mot|terme]]", "`a. b`", "—", "12,5 %",
     "\n\n", "\n- ", "\n> ", "\n1. ", "<b>"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=25).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_text_stays_well_nested_and_says_the_same(text: str) -> None:
    reader, _ = read(text)
    plain = Reader()
    plain.feed(str(prose(text, "fr", sources=SOURCES)))
    assert reader.text == plain.text
