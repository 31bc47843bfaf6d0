"""A sentence of the guide says what it rests on, and the cards of the page answer to that name."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.guide.evidence import Ground
from engine.language.schema import Scenario
from engine.play.events import Event, Narrated
from server.context import PageContext
from server.page import event_fragments, play_page
from server.report_page import report_page
from server.views.licence import Shelf, rests_of, said_body

Log = Callable[..., list[Event]]
FINDING = Ground(kind="finding", name="mesure")
SOURCE = Ground(kind="source", name="source")
AUTHOR = Ground(kind="author", name="")


@pytest.fixture
def shelf(scenario: Scenario, log: Log) -> Shelf:
    shelf = Shelf(scenario, "fr")
    for event in log("measured"):
        shelf.note(event, "3.1")
    return shelf


def said_in(html: str) -> list[dict[str, str]]:
    return [
        dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r'<span class="said"[^>]*>', html)
    ]


def test_grounds_are_named_linked_and_reached_by_keyboard(shelf: Shelf) -> None:
    rests = [("Le contraste pèse.", (FINDING, SOURCE)), ("À vous.", (AUTHOR,))]
    html = said_body(
        "Le contraste pèse. À vous.", "fr", sources=["source"], rests=rests, shelf=shelf, key="7"
    )
    first, second = said_in(html)
    assert first["data-rests"] == "finding-mesure source-source"
    assert first["tabindex"] == "0"
    note = html.split(f'id="{first["aria-describedby"]}"')[1].split("</span>")[0]
    assert '<a href="#plate-' in note
    assert "figure 3.1" in note
    assert '<a href="#source-source">source [1]</a>' in note
    assert second == {"class": "said"}, "the author's own word is not a stop of the keyboard"


def test_a_figure_is_marked_with_what_it_rests_on_and_a_plain_sentence_is_not(shelf: Shelf) -> None:
    text = "La photo gagne 62 fois sur cent. Le contraste pèse. Un article dit 40."
    rests = [
        ("La photo gagne 62 fois sur cent.", (FINDING,)),
        ("Le contraste pèse.", (FINDING,)),
        ("Un article dit 40.", (SOURCE,)),
    ]
    html = said_body(text, "fr", sources=["source"], rests=rests, shelf=shelf, key="7")
    marks = [each.get("data-mark") for each in said_in(html)]
    assert marks == ["figure 3.1", None, None], "a source has its number where it is quoted"


def test_what_the_page_does_not_hold_is_not_named(scenario: Scenario) -> None:
    body = said_body("Un.", "fr", sources=[], rests=[("Un.", (FINDING,))], shelf=Shelf(scenario, "fr"))
    assert said_in(body) == [{"class": "said"}]
    assert "rests" not in body.replace("data-rests", "")


@pytest.mark.parametrize(
    ("ground", "words"),
    [
        (Ground(kind="exhibit", name="pese"), '<a href="#piece-1">pièce 1</a>'),
        (Ground(kind="board", name="contraste"), '<a href="#hypotheses">l’état des hypothèses</a>'),
        (Ground(kind="reader", name="pari"), "votre réponse"),
        (Ground(kind="subject", name="twitter_crop"), '<a href="/subjects/twitter-crop">fiche de '),
    ],
)
def test_every_kind_of_ground_has_its_words(shelf: Shelf, ground: Ground, words: str) -> None:
    assert words in said_body("Un.", "fr", sources=[], rests=[("Un.", (ground,))], shelf=shelf)


def test_every_name_on_the_page_has_its_card(scenario: Scenario, row: object, log: Log) -> None:
    html = play_page(PageContext(), scenario, row, log("ended"))  # type: ignore[arg-type]
    named = {name for each in said_in(html) for name in each.get("data-rests", "").split()}
    cards = {name for found in re.findall(r'data-evidence="([^"]*)"', html) for name in found.split()}
    assert {"finding-regard", "finding-mesure", "source-source"} <= named
    assert named <= cards
    ids = re.findall(r'\bid="(rests-[^"]+)"', html)
    assert len(ids) == len(set(ids)) == len([each for each in said_in(html) if "tabindex" in each])


def test_a_fragment_has_the_same_names_as_the_page(scenario: Scenario, row: object, log: Log) -> None:
    events = log("measured")
    told = next(each for each in reversed(events) if isinstance(each, Narrated))
    live = event_fragments(scenario, row, events, told)["html"]  # type: ignore[arg-type]
    page = play_page(PageContext(), scenario, row, events)  # type: ignore[arg-type]
    assert 'data-rests="finding-mesure"' in live
    assert re.findall('<span class="said".*?</span>', live)[0] in page


def test_on_paper_the_names_are_there_and_folded(scenario: Scenario, row: object, log: Log) -> None:
    html = report_page(PageContext(), scenario, row, log("ended"))  # type: ignore[arg-type]
    assert 'data-rests="finding-mesure"' in html
    assert all(" hidden" in each for each in re.findall(r'<span class="rests"[^>]*>', html))


def test_a_text_left_behind_keeps_the_grounds_that_were_kept_with_it(scenario: Scenario) -> None:
    told = Narrated.model_validate(
        {
            "node": "parti",
            "key": "text",
            "values": {},
            "sha": "",
            "text": "",
            "bindings": [
                {"placeholder": "{mesure.rate}", "shown": "64 %", "value": 0.64, "rests_on": "finding",
                 "name": "mesure"},
            ],
        }
    )  # fmt: skip
    rests = rests_of(scenario, told, "Rien ici. Soit 64 % [@source]. Et 64 % encore.", "fr")
    assert [grounds for _, grounds in rests] == [(), (FINDING, SOURCE), ()]
