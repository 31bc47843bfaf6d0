"""Finding a dossier: forgiving words, terms that narrow, and what is said when nothing or one is left."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.classification import Classification
from engine.language.dossier import Dossier
from engine.language.schema import Scenario, Text
from server.catalogue_search import FACETS, alike, counts, filed, folded, search
from server.context import PageContext
from server.home_page import CatalogueEntry, home_page


def scenario(name: str, fr: str, en: str, **more: object) -> Scenario:
    title, summary = Text(by_language={"fr": fr, "en": en}), Text(by_language={"fr": fr, "en": en})
    empty = {"nodes": {}, "start": "a", "languages": ["fr", "en"], "audiences": []}
    made = Scenario.model_construct(id=name, version=1, sha="0", title=title, summary=summary, **empty)
    return made.model_copy(update=more)


CROP = scenario(
    "crop", "Le cadre qui choisit les visages", "The frame that chooses faces", duration_minutes=30
)
HEADS = scenario("heads", "Les têtes effacées", "The vanishing heads", duration_minutes=12)
HIRED = scenario("hired", "L'embauche à la mine", "Hiring by facial expression", duration_minutes=50)
FILED = {
    "crop": Classification(year=2020, system=["recognition"], harm=["human-rights"], sector="media"),
    "heads": Classification(year=2020, system=["recognition"], harm=["reputational"], sector="consumer"),
    "hired": Classification(year=2021, system=["personalisation"], harm=["economic"], sector="work"),
}
SHELF = [filed(each, Dossier(classification=FILED[each.id])) for each in (CROP, HEADS, HIRED)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["crop", "heads", "hired"]),
        ("visage", ["crop"]),  # singular
        ("VISAGES", ["crop"]),
        ("tete", ["heads"]),  # no accent
        ("tetes effacees", ["heads"]),
        ("embuache", ["hired"]),  # two letters exchanged
        ("expresion", ["hired"]),  # a letter left out
        ("vanish", ["heads"]),
        ("faces", ["crop"]),
        ("hiring", ["hired"]),
        ("cadre tetes", []),  # every word counts
        ("zebre", []),
    ],
)
def test_words_are_found_as_people_type_them(query: str, found: list[str]) -> None:
    assert search(SHELF, query, {}) == found


def test_a_word_of_the_title_comes_first() -> None:
    other = scenario("other", "Autre chose", "Something else").model_copy(
        update={"summary": Text(by_language={"fr": "On y parle du cadre."})}
    )
    shelf = [filed(other, None), SHELF[0]]
    assert search(shelf, "cadre", {}) == ["crop", "other"]


@given(st.sampled_from(sorted(w for each in SHELF for w in each.title if len(w) >= 5)), st.randoms())
def test_one_slip_in_a_word_of_a_title_still_finds_it(word: str, drawn: random.Random) -> None:
    at = drawn.randrange(len(word))
    for slip in (word[:at] + word[at + 1 :], word[:at] + "z" + word[at:], word[:at] + "z" + word[at + 1 :]):
        assert alike(slip, word) or len(slip) < 4


@given(st.text(max_size=60))
def test_no_query_breaks_the_search(query: str) -> None:
    assert set(search(SHELF, query, {})) <= {"crop", "heads", "hired"}
    assert all(word == word.casefold() for word in folded(query))


def test_terms_narrow_and_their_counts_say_what_would_be_left() -> None:
    assert search(SHELF, "", {"system": "recognition", "harm": "reputational"}) == ["heads"]
    found = counts(SHELF, "", {"system": "recognition"})
    assert found["system"] == {"personalisation": 1, "recognition": 2}
    assert found["harm"] == {"economic": 0, "human-rights": 1, "reputational": 1}
    assert found["time"] == {"half": 1, "long": 0, "short": 1}
    assert set(found) == set(FACETS)


def page(**query: str) -> str:
    entries = [CatalogueEntry(each) for each in (CROP, HEADS, HIRED)]
    return home_page(PageContext(language="fr", query=query), entries)


def test_the_page_says_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    dossiers = {name: Dossier(classification=each) for name, each in FILED.items()}
    monkeypatch.setattr("server.home_page.dossier_of_file", lambda scenario: dossiers[scenario.id])
    assert page().count("<article") == 3
    assert 'role="status"' not in page()
    one = page(q="têtes")
    assert one.count("<article") == 1
    assert "Un seul dossier convient" in one
    assert 'value="têtes"' in one
    none = page(q="zebre", year="2020")
    assert none.count("<article") == 0
    assert "Retirez un mot" in none
    assert '<option value="2020" selected>' in none
    assert page(q="<script>").count("<script>") == 0
    assert page(harm="nothing").count("<article") == 3  # a term that is none narrows nothing
    assert "2 dossiers sur 3" in page(system="recognition")
