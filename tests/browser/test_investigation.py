"""The investigation as its readers meet it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

STEPS = ".step"
PLATES = "figure.plate"
SORTED = {
    "sorted.montages": "compte",
    "sorted.exemples": "compte",
    "sorted.controle": "affirme",
    "sorted.clarte": "suppose",
}


def begin(page: Page, address: str, *, audience: str = "curious", language: str = "fr") -> None:
    page.goto(f"{address}/incidents/recadrage?lang={language}")
    page.locator(f"input[name=audience][value={audience}]").check()
    page.locator("form.start-form button").click()
    page.wait_for_url("**/playthroughs/*")


def whole(page: Page) -> None:
    """The two first questions: the whole investigation, and the face as a first thought."""
    choose(page, "entier")
    choose(page, "visage")


def choose(page: Page, option: str) -> None:
    """Press the option, and wait until another question is open."""
    button = page.locator(f"#next button[name=option][value={option}]")
    button.wait_for()
    asked = page.locator("#next input[name=ask_id]").input_value()
    button.click()
    other_question(page, asked)


def skip(page: Page) -> None:
    button = page.locator("#next button[name=skip]")
    button.wait_for()
    asked = page.locator("#next input[name=ask_id]").input_value()
    button.click()
    other_question(page, asked)


def bet(page: Page, number: int) -> None:
    page.locator("#next input[name=number]").fill(str(number))
    asked = page.locator("#next input[name=ask_id]").input_value()
    page.locator("#next form button").first.click()
    other_question(page, asked)


def give(page: Page, fields: dict[str, str]) -> None:
    """Fill the open question's form, by the names of its fields, and send it."""
    page.locator("#next form .actions button").first.wait_for()
    for name, value in fields.items():
        field = page.locator(f"#next [name='{name}']")
        kind = field.first.evaluate("each => each.type")
        if kind == "radio":
            page.locator(f"#next [name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            field.check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)
    asked = page.locator("#next input[name=ask_id]").input_value()
    page.locator("#next form .actions button").first.click()
    other_question(page, asked)


def rank(page: Page, *suspects: str) -> None:
    give(page, {f"ranking.{place}": suspect for place, suspect in enumerate(suspects, 1)})


def draw(page: Page, *heights: float) -> None:
    give(page, {f"curve.{place}": str(height) for place, height in enumerate(heights, 1)})


def sign(page: Page, *sentences: str) -> None:
    give(page, {f"signed.{sentence}": "1" for sentence in sentences})


def said(page: Page) -> str:
    """What was told, its narrow spaces as plain ones."""
    return page.locator("#record").inner_text().replace("\u202f", " ").replace("\u00a0", " ")


def other_question(page: Page, asked: str) -> None:
    """The next question, or the ending. Without JavaScript the waiting page refreshes by itself."""
    page.locator(f"#next input[name=ask_id]:not([value='{asked}']), .verdict").first.wait_for(
        state="attached"
    )


def play_to_signature(page: Page) -> None:
    """From the first question to the sentences to sign, by every bet and every kind of question."""
    whole(page)
    skip(page)  # one's own picture
    give(page, SORTED)
    bet(page, 80)  # what the company's check could see
    rank(page, "place", "clarte", "taille", "contraste")
    choose(page, "place")  # swap the two pictures
    choose(page, "contraste")
    bet(page, 80)
    draw(page, -0.5, 0, 0.5)
    give(page, {"number": "0.7"})  # the dose that is quoted
    choose(page, "lumiere")
    choose(page, "visages")
    bet(page, 60)  # the lighter skin
    choose(page, "sonde")
    choose(page, "suite")
    choose(page, "ordre")  # what never changes in the audit's table
    skip(page)  # the reader's own estimates


def log_of(page: Page) -> list[dict[str, Any]]:
    answer = page.request.get(page.url.split("?")[0].split("#")[0] + "/log")
    assert answer.ok
    return [json.loads(line) for line in answer.text().splitlines()]


def test_a_play_in_french_on_a_phone_survives_reload_and_kill(
    serve: Callable[..., Any], page_of: Callable[..., Page]
) -> None:
    server = serve()
    page = page_of(width=390)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    # A server that is killed cuts its streams: that line is the network's, not the page's. The pictures have
    # a test of their own, below.
    page.on(
        "console",
        lambda line: (
            faults.append(f"{line.text} {line.location['url']}")
            if line.type == "error" and "net::" not in line.text and "/pictures/" not in line.location["url"]
            else None
        ),
    )
    begin(page, server.address)

    whole(page)
    skip(page)
    assert (
        page.locator(PLATES).count() == 2
    )  # a photograph of the story's, and the one for whoever brings none
    give(page, SORTED)
    assert "Vous rangez les exemples avec ce qui est compté." in said(page)
    # The result stays hidden until the bet is sealed.
    assert page.locator(PLATES).count() == 2
    bet(page, 80)
    measured = page.locator(PLATES).count()
    assert measured == 2 + 6  # the check drawn again twice, the notebook, the counts twice, the empty scale
    rank(page, "place", "clarte", "taille", "contraste")
    choose(page, "place")
    assert page.locator(PLATES).count() == measured + 1
    choose(page, "contraste")
    assert page.locator(PLATES).count() == measured + 1
    told = page.locator(STEPS).all_inner_texts()

    page.reload()
    assert page.locator(STEPS).all_inner_texts() == told
    server.kill()
    server.start()
    page.reload()
    assert page.locator(STEPS).all_inner_texts() == told

    bet(page, 80)
    assert page.locator(PLATES).count() == measured + 2
    assert "80" in page.locator(PLATES).last.inner_text()  # the sealed bet stays beside the result
    assert "Vous aviez mis ce suspect en dernier." in said(page)
    draw(page, -0.5, 0, 0.5)
    assert page.locator(PLATES).count() == measured + 3  # the doses, once the curve is sealed
    assert "Votre courbe" in page.locator(PLATES).last.inner_text()
    assert "Votre courbe montait. Celle de la machine aussi." in said(page)
    give(page, {"number": "0.9"})
    assert "vous alliez citer le trait" in said(page)  # nothing was measured there
    choose(page, "lumiere")
    choose(page, "visages")
    bet(page, 55)
    assert "Vous aviez parié bien plus bas." in said(page)
    assert "Votre intuition disait le visage." in said(
        page
    )  # the answer of the first minute is not forgotten
    choose(page, "suite")
    choose(page, "ordre")
    skip(page)
    sign(page, "peau", "pas_peau")  # a sentence that no exhibit here can carry, and one that none carries yet
    assert "Vous ne pouvez pas le signer ici." in said(page)
    assert "Pas la peau, le contraste : vous ne pouvez pas le signer." in said(page)
    choose(page, "revoir")
    sign(page, "contraste", "regle")
    assert "Le contraste, même sans personne : vous pouvez le signer." in said(page)
    assert "La règle d'un seul point : vous pouvez le signer" in said(page).replace("’", "'")
    choose(page, "rendre")
    page.locator(".verdict").wait_for()

    # The bar at the bottom leads to the end from now on, without a reload.
    assert "Lire la fin" in page.locator(".dock").inner_text()
    assert "Choisir la suite" not in page.locator(".dock").inner_text()
    page.locator(".dock a[href='#ending']").click()
    text = page.locator("main").inner_text()
    assert "Enregistré" in text or "enregistré" in text  # no weights here: labelled
    notebook = page.locator("#notebook").inner_text()
    # The boring suspect, set aside and still on the board.
    assert "Écartée par la pièce" in notebook.replace("\u00a0", " ")
    assert "/100" not in notebook
    assert "sur 100" not in notebook
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults == []
    events = log_of(page)
    assert events[-1]["type"] == "ended"
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    findings = [event["finding"] for event in events if event["type"] == "tool_finished"]
    assert {finding["origin"] for finding in findings} == {"recorded"}


@pytest.mark.long
def test_a_play_without_javascript(serve: Callable[..., Any], page_of: Callable[..., Page]) -> None:
    server = serve()
    page = page_of(width=390, script=False)
    begin(page, server.address)
    play_to_signature(page)
    sign(page)  # nothing
    assert "Vous n'avez rien signé." in said(page).replace("’", "'")
    choose(page, "rendre")
    page.locator(".verdict").wait_for()
    assert log_of(page)[-1]["status"] == "undecided"


@pytest.mark.long
def test_english_for_the_press_and_a_change_of_language_half_way(
    serve: Callable[..., Any], page_of: Callable[..., Page]
) -> None:
    server = serve()
    page = page_of(width=1280, locale="en-GB")
    begin(page, server.address, audience="press", language="en")
    page.locator("#next button[value=entier]").wait_for()
    assert "Two examinations exist" in page.locator("#record").inner_text()
    whole(page)
    skip(page)  # one's own picture
    skip(page)  # the sentences to sort
    page.locator("header a[lang=fr], header button[lang=fr], header [value=fr]").first.click()
    page.locator("html[lang=fr]").wait_for()
    assert "Deux expertises existent" in page.locator("#record").inner_text()
    skip(page)  # the bet on the check
    rank(page, "taille", "place", "clarte", "contraste")
    choose(page, "taille")
    assert "C'était votre premier soupçon." in said(page).replace("’", "'")
    choose(page, "renoncer")  # leads to a door, not out of it
    choose(page, "partir")
    page.locator(".verdict").wait_for()
    assert log_of(page)[-1]["status"] == "abandoned"


@pytest.mark.long
def test_the_seven_minutes_for_a_pupil(serve: Callable[..., Any], page_of: Callable[..., Page]) -> None:
    """The short path: two bets, the check, the counts, the scale, skin alone, and a report."""
    page = page_of(width=390)
    begin(page, serve().address, audience="pupil")
    choose(page, "court")
    bet(page, 90)
    bet(page, 60)
    # The faces can be left at once; what the short path leaves out is not offered.
    offered = page.locator("#next button[name=option]").evaluate_all("all => all.map(one => one.value)")
    assert offered == ["tenir", "suite"]
    choose(page, "suite")
    sign(page, "regle")
    choose(page, "rendre")
    page.locator(".verdict").wait_for()
    events = log_of(page)
    assert (events[-1]["node"], events[-1]["status"]) == ("fin_mesuree", "established")
    visited = {event["node"] for event in events if event["type"] == "entered"}
    assert visited.isdisjoint({"a_vous", "tri", "carnet", "ordre", "inconnus", "contre"})
    sealed = [
        event["predicted"] for event in events if event["type"] == "tool_finished" and event["predicted"]
    ]
    assert sealed == [0.9, 0.6]


@pytest.mark.long
def test_no_picture_is_broken_where_nothing_was_fetched(
    serve: Callable[..., Any], page_of: Callable[..., Page]
) -> None:
    """Busts are drawn from a mesh that has to be fetched: without it, the page asks for none in vain."""
    page = page_of(width=390)
    broken: list[str] = []
    instead: list[Any] = []

    def look(told: Any) -> None:
        if "/pictures/" in told.url and told.status >= 400:
            broken.append(f"{told.status} {told.url}")
        elif "/pictures/" in told.url and "svg" in told.headers.get("content-type", ""):
            instead.append(told)

    page.on("response", look)
    begin(page, serve().address)
    choose(page, "court")
    skip(page)
    skip(page)  # the empty scale and skin alone are on the page
    assert page.locator(PLATES).count() >= 4
    busts = 4  # two of the empty scale, two of skin alone
    for _ in range(100):  # a page may be idle before it asks for its pictures
        if len(instead) + len(broken) >= busts:
            break
        page.wait_for_timeout(100)
    assert broken == []
    reason = " ".join(re.findall(r"<tspan[^>]*>([^<]*)", instead[0].text()))
    assert "autopsie subjects fetch" in reason  # what would bring it


@pytest.mark.long
def test_a_finger_is_offered_no_keys(serve: Callable[..., Any], browser: Browser) -> None:
    server = serve()
    for touch in (False, True):
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, has_touch=touch, is_mobile=touch, locale="fr-FR"
        )
        page = context.new_page()
        begin(page, server.address)
        page.locator("#next .option").first.wait_for()
        assert page.locator("#next [data-keys]").is_visible() is not touch
        context.close()


@pytest.mark.weights
def test_the_genuine_network_answers_on_the_readers_own_picture(
    serve: Callable[..., Any], page_of: Callable[..., Page], weights_folder: Path, tmp_path: Path
) -> None:
    from PIL import Image, ImageDraw

    drawing = Image.new("RGBA", (600, 300), "#777777")
    drawing.putpixel((0, 0), (0, 0, 0, 0))
    ImageDraw.Draw(drawing).ellipse((420, 90, 520, 190), fill="white", outline="black", width=12)
    mine = tmp_path / "mine.png"
    drawing.save(mine)

    server = serve(weights_folder)
    page = page_of(width=1280)
    begin(page, server.address)
    whole(page)
    page.locator("#next input[type=file]").wait_for()
    page.locator("#next input[type=file]").set_input_files(mine)
    asked = page.locator("#next input[name=ask_id]").input_value()
    page.locator("#next form button").first.click()
    other_question(page, asked)

    finding = [event for event in log_of(page) if event["type"] == "tool_finished"][-1]["finding"]
    assert finding["origin"] == "live"
    assert finding["call"]["case"].startswith("upload:")
    assert finding["subject"]["badge"] == "original"
    assert "fond blanc" in page.locator("main").inner_text()  # what was done to the picture is said
    x, y = finding["figures"][0]["panels"][0]["point"]
    assert 400 <= x <= 540  # the only thing in the picture
    assert 70 <= y <= 210
    # What was drawn was served: no broken picture on the page.
    shown = page.locator(f"{PLATES} image").evaluate_all("all => all.map(one => one.href.baseVal)")
    assert shown
    assert all(page.request.get(f"{server.address}{one}").ok for one in shown if one.startswith("/"))


@pytest.mark.weights
def test_another_reader_cannot_open_the_play(
    serve: Callable[..., Any], page_of: Callable[..., Page], weights_folder: Path
) -> None:
    server = serve(weights_folder)
    mine = page_of()
    begin(mine, server.address)
    answer = page_of().goto(mine.url)
    assert answer is not None
    assert answer.status == 404


@pytest.mark.long  # a minute and a half each
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible(
    serve: Callable[..., Any], page_of: Callable[..., Page], width: int, dark: bool
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    server = serve()
    page = page_of(width=width, dark=dark)
    faults: dict[str, list[str]] = {}

    def look(where: str) -> None:
        found = Axe().run(page)
        faults.update(
            {where: [v["id"] for v in found.response["violations"]]} if found.violations_count else {}
        )

    page.goto(f"{server.address}/?lang=fr")
    look("home")
    page.goto(f"{server.address}/incidents/recadrage")
    look("start")
    begin(page, server.address)
    look("choice")
    whole(page)
    look("picture")
    skip(page)
    look("sort")
    skip(page)
    look("bet")
    bet(page, 70)
    look("rank")  # below every figure of the two examinations
    skip(page)
    look("hub")
    choose(page, "contraste")
    bet(page, 70)
    look("curve")
    draw(page, -1, 0, 1)
    look("slider")
    give(page, {"number": "0.7"})
    look("result")
    choose(page, "place")
    choose(page, "lumiere")
    choose(page, "visages")
    skip(page)
    look("faces")
    choose(page, "carte")
    choose(page, "suite")
    choose(page, "fond")
    look("beliefs")
    skip(page)
    look("sign")
    sign(page, "contraste", "pas_peau")
    look("signed")
    choose(page, "revoir")
    sign(page)
    choose(page, "rendre")
    page.locator(".verdict").wait_for()
    look("verdict")
    begin(page, server.address)
    whole(page)
    for _ in range(4):
        skip(page)
    choose(page, "renoncer")
    look("door")
    choose(page, "partir")
    page.locator(".verdict").wait_for()
    look("ending")
    assert faults == {}
