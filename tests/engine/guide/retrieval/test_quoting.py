"""Quotations are a passage's own sentences, with what they do not stand without."""

from __future__ import annotations

import time

from engine.guide.retrieval.passage import Passage
from engine.guide.retrieval.question import LONGEST, question_of
from engine.guide.retrieval.quoting import GAP, by_words, quote


def passage(*sentences: str, bound: tuple[str, ...] = (), offered: tuple[str, ...] = ()) -> Passage:
    return Passage(
        id="node:x", text=" ".join(sentences), language="fr", kind="node", sentences=sentences, bound=bound,
        offered=offered,
    )  # fmt: skip


def best(at: int, sentences: tuple[str, ...]) -> dict[str, float]:
    return {each: 1.0 if place == at else 0.1 for place, each in enumerate(sentences)}


FIVE = (
    "Le réseau a noté chaque case de cette photographie avec soin.",
    "La case la mieux notée a gagné le cadre devant toutes les autres.",
    "Mais elle ne dit rien de la personne que la photographie montre.",
    "Un second réseau aurait pu choisir une autre case sans prévenir.",
    "Personne ne l'a encore demandé à ce second réseau, que nous sachions.",
)


def test_a_short_passage_is_quoted_whole() -> None:
    three = passage(*FIVE[:3])
    assert quote(three, lambda _: 0.0) == " ".join(FIVE[:3])


def test_the_sentence_that_answers_is_quoted_with_what_takes_it_back() -> None:
    told = quote(passage(*FIVE), best(1, FIVE).__getitem__)
    assert told == f"{FIVE[1]} {FIVE[2]}"


def test_a_sentence_that_leans_on_the_one_before_is_not_left_alone() -> None:
    told = quote(passage(*FIVE), best(2, FIVE).__getitem__)
    assert told == f"{FIVE[1]} {FIVE[2]}"


def test_what_is_bound_is_quoted_too_and_the_gap_is_shown() -> None:
    told = quote(passage(*FIVE, bound=(FIVE[0],)), best(3, FIVE).__getitem__)
    assert told == f"{FIVE[0]}{GAP}{FIVE[3]}"


def test_options_are_quoted_only_where_they_answer() -> None:
    asked = passage("Combien de temps avez-vous pour mener cette enquête ?", offered=("Sept minutes",))
    assert quote(asked, by_words(question_of("le temps"))) == asked.sentences[0]
    assert quote(asked, by_words(question_of("minutes"))).endswith("\n\nSept minutes")


def test_a_question_is_cleaned_and_cut() -> None:
    asked = question_of("  a\u0000b\u202e\n c" + " mot" * 1000)
    assert asked.text.startswith("a b c mot")
    assert asked.cut
    assert len(asked.text) <= LONGEST
    assert not question_of("Qui est Madland ?").cut
    assert question_of("Qui est Madland ?").words == ["madland"]


def test_a_pasted_book_costs_no_more_than_a_question() -> None:
    began = time.perf_counter()
    assert question_of(" " * 5000 + "mot " * 2_000_000).words == ["mot"]
    assert time.perf_counter() - began < 0.5
