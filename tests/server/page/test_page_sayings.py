"""What pages say of themselves: which case, how many, what a button does next, nothing that reproaches."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.language.schema import Scenario, Text
from engine.play.events import Answered, Event, Offer, Offered, OfferedOption
from server.cases_public import PublicRecord
from server.context import PageContext
from server.dossier_page import dossier_page
from server.fates import Fates
from server.home_page import CatalogueEntry, home_page
from server.page import play_page
from server.views.replies import answer_words
from tools.wording import Words, both

Log = Callable[..., list[Event]]


def door(context: PageContext, scenario: Scenario) -> str:
    """The page that an investigation is begun from."""
    return dossier_page(context, scenario, None, fates=Fates(), public=PublicRecord())


@pytest.fixture
def other(scenario: Scenario) -> Scenario:
    title = Text(by_language={"fr": "Mon propre sujet", "en": "My own matter"})
    return scenario.model_copy(update={"id": "autre", "title": title, "sources": {}})


def test_each_of_several_cases_is_opened_by_its_title(scenario: Scenario, other: Scenario) -> None:
    page = home_page(PageContext(language="fr"), [CatalogueEntry(scenario), CatalogueEntry(other, "p2")])
    opening = page[page.index('class="opening') : page.index('id="register"')]
    assert re.search(r'href="/incidents/petit">[^<]*L’affaire', opening)
    assert re.search(r'href="/playthroughs/p2">[^<]*Mon propre sujet', opening)
    assert page.count("<article") == 2


def test_a_case_is_a_real_incident_where_it_names_its_sources(scenario: Scenario, other: Scenario) -> None:
    real, own = (home_page(PageContext(language="fr"), [CatalogueEntry(each)]) for each in (scenario, other))
    assert "un incident réel" in real
    assert "un incident réel" not in own
    assert "rien n’est conclu sans pièce" in own
    assert "Aucun dossier n’est installé ici" in home_page(PageContext(language="fr"), [])


def test_the_cover_names_what_is_on_the_table(scenario: Scenario) -> None:
    page = door(PageContext(language="fr"), scenario)
    table = page[page.index('id="subjects"') :].partition("<details")[0]
    assert "Le réseau de cadrage de Twitter" in table


def test_a_bet_is_sealed_and_nothing_more_is_promised(scenario: Scenario, log: Log, row: object) -> None:
    for language, said, promised in (
        ("fr", "Sceller mon pari<", "et mesurer"),
        ("en", "Seal my bet<", "and measure<"),
    ):
        opened = log("bet")
        opened[0] = opened[0].model_copy(update={"language": language})
        page = play_page(PageContext(language="fr"), scenario, row, opened)
        assert said in page
        assert promised not in page


def test_a_sentence_that_rests_on_nothing_is_not_reproached_for_it(
    scenario: Scenario, log: Log, row: object
) -> None:
    offer = Offer(kind="sign", items=[OfferedOption(id="s", text=both("Je suis pour."))])
    asked = Offered(seq=90, ask_id="q8", node="choix", offer=offer)
    page = play_page(PageContext(), scenario, row, [*log("measured"), asked])
    assert "Aucune pièce de votre carnet." in page
    assert "encore sur rien" not in page
    assert 'class="lacking"' not in page


def test_estimates_are_told_in_the_order_in_which_they_were_asked() -> None:
    items = [OfferedOption(id=each, text=Words(fr=each, en=each)) for each in ("place", "clair", "hasard")]
    offered = Offered(seq=1, ask_id="q", node="n", offer=Offer(kind="beliefs", items=items))
    given = Answered(
        seq=2, ask_id="q", node="n", answer={"beliefs": {"hasard": 0.1, "clair": 0.2, "place": 0.7}}
    )
    lines = answer_words(offered, given, "en").split("\n")
    assert [line.partition(":")[0] for line in lines] == ["place", "clair", "hasard"]


def test_the_limits_of_the_measures_stand_under_the_verdict_and_not_in_one_of_its_columns(
    scenario: Scenario, log: Log, row: object
) -> None:
    page = play_page(PageContext(language="fr"), scenario, row, log("ended"))
    scope = page[page.index('<section class="three"') :].partition("</section>")[0]
    columns = re.findall(r"<div>.*?</div>", scope, re.DOTALL)
    assert [re.findall(r"<h3>(.*?)</h3>", each) for each in columns] == [
        ["Nous affirmons"],
        ["Nous n’affirmons pas"],
        ["Il manque"],
    ]
    assert "Aucun visage ici." not in "".join(columns)
    assert "Aucun visage ici." in scope.partition('<div class="limits">')[2]


def test_no_column_of_the_verdict_is_left_empty_where_the_limits_can_fill_it(
    scenario: Scenario, log: Log, row: object
) -> None:
    unmoved = [event for event in log("ended") if event.type not in ("found", "moved")]
    page = play_page(PageContext(language="fr"), scenario, row, unmoved)
    scope = page[page.index('<section class="three"') :].partition("</section>")[0]
    column = scope.partition("Nous n’affirmons pas")[2].partition("</div>")[0]
    assert "Aucun visage ici." in column
    assert (
        page.count("<li>Aucun visage ici.</li>")
        == page.partition('class="verdict"')[0].count("<li>Aucun visage ici.</li>") + 1
    )
