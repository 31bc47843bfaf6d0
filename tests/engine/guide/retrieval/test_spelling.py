"""Words that a hand slipped on, and the language that a question is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.guide.retrieval.answer import Answering
from engine.guide.retrieval.spelling import ONE_SLIP, meant, one_slip
from engine.guide.retrieval.tongue import language_of
from engine.language.schema import Scenario
from tools.wording import Language

LETTERS = "abcdefgijklmnoprstuvz"
WORDS = st.text(LETTERS, min_size=4, max_size=12)


@given(word=WORDS, at=st.integers(0, 12), letter=st.sampled_from(LETTERS))
def test_one_letter_is_one_slip(word: str, at: int, letter: str) -> None:
    at = min(at, len(word) - 2)
    changed = {
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }
    for other in changed - {word}:
        assert one_slip(word, other), other
        assert one_slip(other, word), other
    assert not one_slip(word, word)
    assert not one_slip(word, f"{word}{letter}{letter}")
    assert not one_slip(word, f"h{word[1:-1]}h")


def test_a_slip_is_known_among_the_files_words() -> None:
    known = ["visage", "contraste", "place", "barbe"]
    assert meant("visgae", known) == {0: ONE_SLIP}
    assert set(meant("contrsate", known)) == {1}
    assert not meant("bitcoin", known)
    assert not meant("plce", known)  # too short to tell
    assert not meant("12345", ["12346"])


@pytest.mark.parametrize(
    ("typed", "language", "wanted"),
    [
        ("qui a gagné le conocurs ?", "fr", "dossier:timeline.10"),
        ("c'est quoi un plcaebo", "fr", "glossary:placebo"),
        ("c'est quoi au juste le conrtaste", "fr", "glossary:contraste"),
        ("what does salency mean", "en", "glossary:saillance"),
        ("who is Madlnad", "en", "dossier:timeline.2"),
    ],
)
def test_a_question_with_a_slip_finds_its_passage(
    answering: Answering, recadrage: Scenario, typed: str, language: Language, wanted: str
) -> None:
    answer = answering.answer(recadrage, typed, language)
    assert wanted in {each.id for each in answer.shown}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("qui est Prabhu", "fr"),
        ("c koi un placebo", "fr"),
        ("la lumière gêne ?", "fr"),
        ("who is Prabhu", "en"),
        ("is that just luck?", "en"),
        ("Madland", None),
        ("52 / 40 ?", None),
        ("", None),
    ],
)
def test_the_language_of_a_question_is_told_where_its_words_tell(text: str, language: str | None) -> None:
    assert language_of(text) == language
