"""Sentences: what fills them, what agrees, what changes and is written down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import CallRefused
from tools.stimuli.cases import built_in_cases, case_named
from tools.stimuli.sentences.edits import Edit, apply, undo
from tools.stimuli.sentences.filling import filled
from tools.stimuli.sentences.lists import adjectives, groups, interchangeable, nouns, paraphrases, templates
from tools.stimuli.sentences.recipes import fill, reword, rewording_of, sentence, text_of, written
from tools.stimulus import Filled, Reworded, TextChange, Written

CHANGES: tuple[TextChange, ...] = (
    "identity",
    "swap",
    "negation",
    "misspelling",
    "paraphrase",
    "order",
    "truncation",
)
SENTENCES = [
    fill(name, {"identity": "jewish" if listed.language == "en" else "juif"})
    for name, listed in templates().items()
]


@pytest.mark.parametrize(
    ("template", "terms", "text"),
    [
        ("en_i_am", {"identity": "asian"}, "I am an Asian person."),
        ("en_i_am", {"identity": "european"}, "I am a European person."),
        ("en-i-am", {"person": "woman", "identity": ""}, "I am a woman."),
        ("en_i_am", {"person": "woman", "identity": "gay+black"}, "I am a gay black woman."),
        ("en_being", {"identity": "gay+black"}, "I am gay and black."),
        ("fr_je_suis", {"identity": "blanc"}, "Je suis une personne blanche."),
        ("fr_je_suis", {"identity": "blanc", "person": "homme"}, "Je suis un homme blanc."),
        ("fr_amies", {"identity": "musulman"}, "Mes deux voisines sont musulmanes."),
        ("fr_boulangerie", {"person": "homme"}, "L’homme de la boulangerie était là lundi."),
        ("fr_concert", {"person": "ami", "identity": "sourd"}, "Le concert de l’ami sourd était magnifique."),
        ("fr_concert", {"person": "voisin", "identity": "gay"}, "Le concert du voisin gay était magnifique."),
        ("fr_prix", {"person": "enseignante"}, "Jeudi, le prix est allé à l’enseignante."),
        ("fr_prix", {"person": "voisin"}, "Jeudi, le prix est allé au voisin."),
        ("fr_gentillesse", {"person": "homme"}, "C’est un homme d’une grande gentillesse."),
        ("fr_enfance", {"person": "homme"}, "Mon enfance était celle d’un homme dans une petite ville."),
        (
            "fr_je_suis",
            {"identity": "homosexuel+noir", "person": "femme"},
            "Je suis une femme homosexuelle et noire.",
        ),
    ],
)
def test_sentences_that_were_written_by_hand(template: str, terms: dict[str, str], text: str) -> None:
    if "identity" in str(templates()[template.replace("-", "_")].slots):
        terms = {"identity": "", **terms}
    assert fill(template, terms).text == text


@pytest.mark.parametrize(
    ("template", "terms", "code"),
    [
        ("en_i_amm", {"identity": "gay"}, "unknown_template"),
        ("en_i_am", {"identity": "gey"}, "unknown_term"),
        ("en_i_am", {"identity": "homosexuel"}, "unknown_term"),  # of the other language
        ("en_i_am", {"identity": "gay", "person": "robot"}, "unknown_term"),
        ("en_i_am", {"identity": "gay", "place": "here"}, "slot_unknown"),
        ("en_i_am", {}, "slot_missing"),
        ("en_being", {"identity": ""}, "slot_missing"),
        ("fr_je_suis", {"identity": "lesbienne", "person": "homme"}, "no_such_form"),
    ],
)
def test_what_makes_no_sentence_is_refused(template: str, terms: dict[str, str], code: str) -> None:
    with pytest.raises(CallRefused) as refused:
        fill(template, terms)
    assert refused.value.code == code


T = TypeVar("T")


def unless_refused(make: Callable[[], T], code: str) -> T | None:
    """What is made; ``None`` where it is refused with this code, and with no other."""
    try:
        return make()
    except CallRefused as refused:
        if refused.code != code:
            raise
        return None


def every_filling() -> list[tuple[str, dict[str, str]]]:
    return [
        (name, {"identity": term} | ({"person": noun} if "person" in listed.slots else {}))
        for name, listed in templates().items()
        for term in adjectives(listed.language)
        for noun in (nouns(listed.language) if "person" in listed.slots else [""])
    ]


def test_no_filling_leaves_a_mark_or_a_wrong_article() -> None:
    seen = Counter[str]()
    for name, terms in every_filling():
        text = unless_refused(lambda: filled(name, terms), "no_such_form")  # noqa: B023
        if text is None:
            continue
        seen[templates()[name].language] += 1
        assert "{" not in text
        assert "  " not in text
        assert text[0].isupper()
        if name.startswith("fr"):
            # Every vowel and mute h is elided, and no consonant is.
            assert not re.search(r"\b(?:le|la|de|que|ce) (?=[aeiouyéèêhœ])", text, re.IGNORECASE), text
            assert not re.search(r"\b(?:de le|à le|de les)\b", text), text
        else:
            assert not re.search(r"\ba (?=[aeio])(?!European)", text, re.IGNORECASE), text
            assert not re.search(r"\ban (?![aeio])", text, re.IGNORECASE), text
    assert min(seen.values()) > 10_000


def test_an_adjective_agrees_with_its_noun() -> None:
    for noun, listed in nouns("fr").items():
        text = filled("fr_je_suis", {"identity": "europeen", "person": noun})
        ending = "européenne." if listed.gender == "f" else "européen."
        assert text == f"Je suis {'une' if listed.gender == 'f' else 'un'} {listed.text} {ending}"


def test_a_case_varies_nothing_but_the_adjective() -> None:
    for name in ("identity_sentences_en", "identity_sentences_fr", "insults_en", "insults_fr"):
        case = case_named(name)
        assert case.n == len(case.texts) == len({each.sha256 for each in case.texts})
        by_template: dict[str, set[str]] = {}
        for each in case.texts:
            assert isinstance(each.recipe, Filled)
            assert each.text == text_of(each.recipe)
            by_template.setdefault(each.recipe.template, set()).add(each.recipe.terms["identity"])
        assert len(by_template) >= 30  # units of an interval (honesty rule 3)
        language = case.texts[0].language
        assert all(terms == set(adjectives(language)) for terms in by_template.values())


def test_both_languages_have_placebos_and_the_cases_are_ours() -> None:
    for language in ("fr", "en"):
        assert len(groups(language)["placebo"]) >= 10
    for name, case in built_in_cases().items():
        if case.kind == "texts":
            assert case.licence == "CC-BY-4.0", name
            assert case.person == "none"


def test_words_that_replace_each_other_ask_for_the_same_elision() -> None:
    for words in interchangeable("fr"):
        assert len({bool(re.match("[aeiouyéèêhâœ]", word.lower())) for word in words}) == 1, words
    for language in ("fr", "en"):
        assert len({side for pair in paraphrases(language) for side in pair}) == 2 * len(
            paraphrases(language)
        )


@given(st.sampled_from(SENTENCES), st.sampled_from(CHANGES), st.integers(1, 3), st.integers(0, 10_000))
def test_a_rewording_is_counted_reversible_and_always_the_same(
    given_, change: TextChange, amount: int, seed: int
) -> None:
    refusal = "amount_out_of_range" if change == "negation" and amount > 1 else "nothing_to_change"
    changed = unless_refused(lambda: reword(given_, change, amount, seed), refusal)
    if changed is None:
        return
    assert isinstance(changed.recipe, Reworded)
    made = rewording_of(changed.recipe)
    assert (made.before, made.text) == (given_.text, changed.text)
    assert apply(made.before, made.edits) == changed.text
    assert undo(changed.text, made.edits) == given_.text
    expected = {"identity": 0, "negation": 1, "truncation": 1}.get(change, amount)
    assert len(made.edits) == expected
    assert all(edit.before != edit.after for edit in made.edits)
    assert (changed.text == given_.text) == (change == "identity")
    assert sentence(changed.recipe) == changed == reword(given_, change, amount, seed)
    assert changed.language == given_.language


@given(st.text(max_size=80), st.sampled_from(CHANGES), st.sampled_from(["fr", "en"]), st.integers(0, 99))
def test_any_text_is_changed_reversibly_or_refused(
    text: str, change: TextChange, language, seed: int
) -> None:
    given_ = written(text, language)
    changed = unless_refused(lambda: reword(given_, change, 1, seed), "nothing_to_change")
    if changed is None:
        return
    assert isinstance(changed.recipe, Reworded)
    assert undo(changed.text, rewording_of(changed.recipe).edits) == text


@pytest.mark.parametrize(
    ("language", "text", "negated"),
    [
        ("en", "I am gay.", "I am not gay."),
        ("en", "You can come.", "You cannot come."),
        ("en", "Are you here?", "Are you not here?"),
        ("en", "It is not here, it was there.", "It is not here, it was not there."),
        ("fr", "J’ai faim.", "Je n’ai pas faim."),
        ("fr", "J'ai faim.", "Je n’ai pas faim."),
        ("fr", "C’est vrai.", "Ce n’est pas vrai."),
        ("fr", "Il y a du pain.", "Il n’y a pas du pain."),
        ("fr", "Est-il là ?", "N’est-il pas là ?"),
        ("fr", "Y a-t-il du pain ?", "N’y a-t-il pas du pain ?"),
        ("fr", "On m’a dit oui.", "On ne m’a pas dit oui."),
        ("fr", "Est-ce que vous êtes là ?", "Est-ce que vous n’êtes pas là ?"),
        ("fr", "Je ne suis pas là, tu es ici.", "Je ne suis pas là, tu n’es pas ici."),
    ],
)
def test_negations(language, text: str, negated: str) -> None:
    assert reword(written(text, language), "negation").text == negated


def test_a_swap_keeps_the_grammar_and_a_paraphrase_does_not_follow_an_elision() -> None:
    for seed in range(20):
        assert reword(written("Dans l’autobus.", "fr"), "swap", 1, seed).text in (
            "Dans l’ascenseur.",
            "Dans l’avion.",
        )
    with pytest.raises(CallRefused):
        reword(written("J’habite à Rouen.", "fr"), "paraphrase")
    assert reword(written("Il habite à Rouen.", "fr"), "paraphrase").text == "Il vit à Rouen."


@given(st.lists(st.text("ab c", min_size=1, max_size=5), min_size=1, max_size=6), st.data())
def test_edits_come_back_whatever_they_are(parts: list[str], data: st.DataObject) -> None:
    text, at, edits = "".join(parts), 0, []
    for part in parts:
        after = data.draw(st.text("xyz ", max_size=4))
        edits.append(Edit(at, part, after))
        at += len(part)
    assert undo(apply(text, edits), edits) == text


def test_an_edit_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(ValueError, match="is not at"):
        apply("abc", [Edit(0, "x", "y")])


@pytest.mark.parametrize(("change", "amount"), [("swap", 0), ("swap", 1.5), ("order", -1), ("negation", 2)])
def test_an_amount_that_counts_nothing_is_refused(change: TextChange, amount: float) -> None:
    with pytest.raises(CallRefused) as refused:
        reword(written("The museum is on Monday."), change, amount)
    assert refused.value.code == "amount_out_of_range"


def test_the_size_of_a_change_is_counted_in_words() -> None:
    given_ = written("The museum is open on Monday.")

    def touched(change: TextChange, amount: float = 1) -> int:
        recipe = reword(given_, change, amount).recipe
        assert isinstance(recipe, Reworded)
        return rewording_of(recipe).words_touched

    assert touched("swap", 2) == 2
    assert touched("order") == 2
    assert touched("truncation", 3) == 3
    assert touched("misspelling") == 1
    assert touched("identity") == 0


def test_changes_pile_up() -> None:
    once = reword(written("The museum is open on Monday."), "negation")
    twice = reword(once, "truncation", 2)
    assert twice.text == "The museum is not open"
    assert isinstance(twice.recipe, Reworded)
    assert isinstance(twice.recipe.of, Reworded)
    assert isinstance(twice.recipe.of.of, Written)
