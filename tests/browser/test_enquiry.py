"""The box for questions as readers meet it: quotations, a measure on demand, and a story that goes on."""

from __future__ import annotations

import itertools
import json
import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engine.guide.evidence import Ground
from engine.language.schema import Scenario
from engine.play.asides import OfferedMeasure, QuotedPassage
from engine.play.events import Event
from server.enquiries import Reply
from tools.finding import Call
from tools.wording import Language, Words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

WHERE = os.environ.get("AUTOPSIE_SCREENSHOTS")  # a folder, to look at what the tests saw
QUICK = {(390, True), (1280, False)}  # of the widths and themes, for the short run
TARGET = 44  # px: the least size of what a finger presses
FILTER = Call(
    verb="reproduce", method="score_difference", subject="toxicity_planted", case="identity_sentences_en",
    params={"n": 4}, seed=3,
)  # fmt: skip


class Shelf:
    """Quotes the same passages of the story to every question that names a word of it."""

    def prepare(self, scenarios: Iterable[Scenario]) -> None: ...

    def close(self) -> None: ...

    def reply(self, scenario: Scenario, events: Sequence[Event], question: str, language: Language) -> Reply:
        term, suspect = scenario.glossary["saillance"].text, scenario.hypotheses["contraste"].text
        cited = [Ground(kind="source", name="prabhu2020")]
        passages = [
            QuotedPassage(id="glossary:saillance", text=term.in_(language)[0].strip(), score=2),
            QuotedPassage(id="hypothesis:contraste", text=suspect.in_(language)[0], score=1, rests_on=cited),
        ]
        seals = "pari" in question
        measure = OfferedMeasure(
            title=Words(fr="L'écart des notes entre deux groupes", en="The gap of the scores of two groups"),
            asks=Words(fr="De combien les notes s'écartent-elles ?", en="How far apart are the scores?"),
            call=FILTER, seconds=2.4, awaits="pari" if seals else None,
        )  # fmt: skip
        if "heure" in question:
            return Reply(False, passages[:1])
        return Reply(True, passages, measure if seals or "filtre" in question else None)


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of this process, on recorded findings, whose file answers from the shelf."""
    from server.app import create_app
    from server.run import _server
    from server.settings import Settings

    monkeypatch.setenv("AUTOPSIE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)
    settings = Settings(home=tmp_path / "home", in_process=True, warm=False, uploads_per_minute=600)
    listening = socket.create_server(("127.0.0.1", 0))
    ready = threading.Event()
    server = _server(create_app(settings, answerer=Shelf()), ready.set)
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    assert ready.wait(30)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    running.join(30)
    assert not running.is_alive()


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the pages of a test complain about; there must be nothing."""
    told: list[str] = []
    yield told
    assert told == []


def begin(page: Page, address: str, faults: list[str]) -> None:
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/incidents/recadrage?lang=fr")
    page.locator("form.start-form button").click()
    page.wait_for_url("**/playthroughs/*")
    page.locator("#next button[value=entier]").wait_for()


def ask(page: Page, question: str) -> None:
    page.locator("#ask-field").fill(question)
    page.keyboard.press("Enter")


def shot(page: Page, name: str) -> None:
    if WHERE:
        page.screenshot(path=f"{WHERE}/{name}.png", full_page=True)


def said(page: Page, where: str = "#record") -> str:
    return page.locator(where).inner_text().replace("\u202f", " ").replace("\u00a0", " ")


def log_of(page: Page) -> list[dict[str, Any]]:
    answer = page.request.get(page.url.split("?")[0].split("#")[0] + "/log")
    return [json.loads(line) for line in answer.text().splitlines()]


def to_the_end(page: Page) -> None:
    """The shortest way out of the story."""
    skips = ["[name=skip]"] * 4
    for button in ("[value=entier]", "[value=visage]", *skips):
        found = page.locator(f"#next button{button}")
        found.wait_for()
        asked = page.locator("#next input[name=ask_id]").input_value()
        found.click()
        page.locator(f"#next input[name=ask_id]:not([value='{asked}'])").wait_for(state="attached")
    page.locator("#next button[value=renoncer]").click()
    page.locator("#next button[value=partir]").click()
    page.locator(".verdict").wait_for()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_question_is_quoted_and_measured_without_leaving_the_story(
    address: str, page_of: Callable[..., Page], faults: list[str], width: int
) -> None:
    page = page_of(width=width)
    begin(page, address, faults)
    question = page.locator("#next input[name=ask_id]").input_value()
    ask(page, "Le filtre 1 voit-il la saillance ?")  # the digit chooses no option
    page.locator(".file-says").wait_for()
    assert page.locator("#next input[name=ask_id]").input_value() == question
    assert page.locator("#ask-field").input_value() == ""
    assert page.locator("[data-searching]").count() == 0
    assert "Vous demandez : Le filtre 1 voit-il la saillance ?" in " ".join(said(page).split())
    assert page.locator(".asked").bounding_box()["y"] >= 0  # type: ignore[index]
    links = page.locator(".origin a")
    assert [each.replace("\u00a0", " ") for each in links.all_inner_texts()] == [
        "glossaire : saillance",
        "hypothèse C",
        "source [1]",
    ]
    for link in links.all():
        assert page.locator(str(link.get_attribute("href"))).count() == 1
    if width == 1280:  # the cursor stays where the reader types; a phone's keyboard goes away
        assert page.evaluate("document.activeElement.id") == "ask-field"
    shot(page, f"quoted-{width}")
    button = page.locator(".offer button")
    assert button.inner_text().replace("\u00a0", " ") == "Le mesurer (environ 3 s)"
    assert button.bounding_box()["height"] >= TARGET  # type: ignore[index]
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".measured .plate").wait_for()
    assert "hors du récit" in said(page)
    page.locator(".offer[data-offer=made] a").wait_for()
    assert page.locator("#next input[name=ask_id]").input_value() == question
    shot(page, f"measured-{width}")
    live = said(page)
    page.reload()
    assert said(page) == live  # followed and reloaded, the same
    page.locator("#next button[value=entier]").click()  # the story goes on
    page.locator(f"#next input[name=ask_id]:not([value='{question}'])").wait_for(state="attached")
    kinds = [each["type"] for each in log_of(page)]
    assert kinds.count("questioned") == kinds.count("quoted") == kinds.count("measured") == 1


def test_out_of_scope_and_a_bet_to_come_are_told_as_they_are(
    address: str, page_of: Callable[..., Page], faults: list[str]
) -> None:
    page = page_of(width=390)
    begin(page, address, faults)
    ask(page, "<img src=x onerror=alert(1)> Quelle heure est-il ?")
    page.locator(".file-says").wait_for()
    text = " ".join(said(page).split())
    assert "<img src=x onerror=alert(1)> Quelle heure est-il ?" in text
    assert "Le dossier ne le dit pas. Ce qu’il dit de plus proche :" in text
    ask(page, "Et le pari ?")
    page.locator(".offer").wait_for()
    assert "L’enquête le mesurera plus loin, après votre pari." in said(page)
    assert page.locator(".offer button").count() == 0
    shot(page, "awaits-390")


def test_a_lost_connection_keeps_the_question_and_an_empty_one_is_not_sent(
    address: str, page_of: Callable[..., Page], faults: list[str]
) -> None:
    page = page_of(width=390)
    begin(page, address, faults)
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    ask(page, "")
    assert sent == []
    page.context.set_offline(True)
    ask(page, "La saillance ?")
    page.locator("#ask .notice").wait_for()
    assert page.locator("#ask-field").input_value() == "La saillance ?"
    page.context.set_offline(False)
    page.reload()
    assert page.locator("#ask-field").input_value() == "La saillance ?"
    page.locator("#ask form[data-enquiry] button").click()
    page.locator(".file-says").wait_for()
    page.reload()
    assert page.locator("#ask-field").input_value() == ""


def test_questions_after_the_end_are_answered_below_it_live(
    address: str, page_of: Callable[..., Page], faults: list[str]
) -> None:
    page = page_of(width=1280)
    begin(page, address, faults)
    to_the_end(page)
    for fresh in (False, True):  # as it ended, and loaded again
        if fresh:
            page.reload()
        count = page.locator("#after .file-says").count()
        ask(page, "La saillance ?")
        page.locator("#after .file-says").nth(count).wait_for()
    assert page.locator("#record .file-says").count() == 0
    shot(page, "after-1280")
    ask(page, "Le filtre ?")
    page.locator("#after .offer button").click()
    page.locator("#after .measured .plate").wait_for()


def test_without_script_the_same_forms_do_the_same(
    address: str, page_of: Callable[..., Page], faults: list[str]
) -> None:
    page = page_of(width=390, script=False)
    begin(page, address, faults)
    ask(page, "Le filtre voit-il la saillance ?")
    page.locator(".file-says").wait_for()
    assert "#question-" in page.url
    page.locator(".offer button").click()
    page.locator(".measured .plate").wait_for()  # the page looks again by itself
    page.locator("#next button[value=entier]").wait_for()


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        pytest.param(width, dark, marks=() if (width, dark) in QUICK else pytest.mark.long)
        for width, dark in itertools.product([320, 390, 1280, 1920], [False, True])
    ],
)
def test_questions_and_answers_are_accessible_and_fit(
    address: str, page_of: Callable[..., Page], faults: list[str], width: int, dark: bool
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = page_of(width=width, dark=dark)
    begin(page, address, faults)
    found: dict[str, list[str]] = {}

    def look(where: str) -> None:
        violations = Axe().run(page).response["violations"]
        if violations:
            found[where] = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in violations]
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            found[f"{where} overflows"] = [str(over)]

    look("box")
    ask(page, "M" * 200 + " et quelle heure est-il ?")
    page.locator(".file-says").wait_for()
    look("out of scope")
    ask(page, "Le filtre voit-il la saillance ?")
    page.locator(".offer").wait_for()
    look("offer")
    shot(page, f"offer-{width}-{'dark' if dark else 'light'}")
    page.locator(".offer button").click()
    page.locator(".measured .plate").wait_for()
    look("measured")
    assert found == {}
