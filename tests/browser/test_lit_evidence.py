"""What a sentence rests on and what its words mean: by mouse, by keyboard, by finger and on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

FIGURE = ".said[data-rests~='finding-regard']"
CARD = "[data-evidence~='finding-regard']"


@pytest.fixture
def address(serve: Callable[..., Any]) -> str:
    return str(serve().address)


def begin(page: Page, address: str, audience: str = "curious") -> None:
    """Open an investigation and go on to the first figure, which the next words speak of."""
    page.goto(f"{address}/incidents/recadrage?lang=fr")
    page.locator(f"input[name=audience][value={audience}]").check()
    page.locator("form.start-form button").click()
    page.wait_for_url("**/playthroughs/*")
    for option in ("entier", "visage"):
        button = page.locator(f"#next button[name=option][value={option}]")
        button.wait_for()
        button.click()
        button.wait_for(state="detached")
    page.locator("#next input[name=ask_id]").wait_for(state="attached")


def is_lit(found: Locator) -> bool:
    return bool(found.evaluate("each => each.classList.contains('lit')"))


def drawn(found: Locator, style: str) -> str:
    return str(found.evaluate(f"each => getComputedStyle(each).{style}"))


def test_pointing_at_a_sentence_lights_what_it_rests_on(address: str, page_of: Callable[..., Page]) -> None:
    page = page_of(width=1280)
    begin(page, address)
    sentence, card = page.locator(FIGURE).first, page.locator(f"figure{CARD}")
    assert drawn(card, "outlineColor") == "rgba(0, 0, 0, 0)"
    sentence.hover()
    assert is_lit(card)
    assert drawn(card, "outlineColor") == "rgb(7, 92, 80)"  # the colour of evidence
    page.mouse.move(5, 5)
    assert not is_lit(card)
    page.reload()
    page.locator(FIGURE).first.hover()
    assert is_lit(page.locator(f"figure{CARD}")), "what was followed live and what was reloaded are the same"


def test_by_keyboard_the_line_under_the_paragraph_opens_and_leads_there(
    address: str, page_of: Callable[..., Page]
) -> None:
    page = page_of(width=1280)
    begin(page, address)
    sentence = page.locator(FIGURE).first
    note = page.locator(f"#{sentence.get_attribute('aria-describedby')}")
    assert not note.is_visible()
    page.locator("#content").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if sentence.evaluate("each => each === document.activeElement"):
            break
    assert is_lit(sentence)
    assert is_lit(page.locator(f"figure{CARD}"))
    assert drawn(sentence, "outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert note.is_visible()
    assert note.inner_text().startswith("Cette phrase repose sur")
    assert note.locator("xpath=ancestor::p").count() == 1
    page.keyboard.press("Escape")
    assert not note.is_visible()
    page.keyboard.press("Enter")
    note.locator("a").first.click()
    assert page.url.endswith(f"#{page.locator(f'figure{CARD}').get_attribute('id')}")
    assert drawn(page.locator(f"figure{CARD}"), "outlineColor") == "rgb(7, 92, 80)", "lit where it arrived"


@pytest.mark.long
def test_a_finger_opens_the_line_and_one_at_a_time(address: str, browser: Browser) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="fr-FR"
    )
    page = context.new_page()
    begin(page, address)
    sentences = page.locator(".said[tabindex]")
    first, second = sentences.nth(0), sentences.nth(2)
    notes = [page.locator(f"#{each.get_attribute('aria-describedby')}") for each in (first, second)]
    first.tap()
    assert notes[0].is_visible()
    second.tap()
    assert [note.is_visible() for note in notes] == [False, True]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("button.term").first.tap()
    assert page.locator(":popover-open").count() == 1
    assert notes[1].is_visible(), "a word that opens is not a tap on its sentence"
    context.close()


@pytest.mark.long
def test_a_word_opens_by_keyboard_without_script(address: str, page_of: Callable[..., Page]) -> None:
    page = page_of(width=1280)
    begin(page, address, audience="pupil")
    play = page.url
    state = page.context.storage_state()
    plain = page.context.browser.new_context(java_script_enabled=False, storage_state=state, locale="fr-FR")  # type: ignore[union-attr]
    still = plain.new_page()
    still.goto(play)
    word = still.locator("button.term", has_text="saillance").first
    word.focus()
    still.keyboard.press("Enter")
    opened = still.locator(":popover-open")
    assert "ballon rouge" in opened.inner_text(), "as a pupil is told"
    below = opened.bounding_box(), word.bounding_box()
    assert below[0]
    assert below[1]
    assert abs(below[0]["y"] - below[1]["y"] - below[1]["height"]) < 12, "beside the word"
    still.keyboard.press("Escape")
    assert still.locator(":popover-open").count() == 0
    assert "ballon rouge" in still.locator("#term-saillance").inner_text()
    plain.close()


@pytest.mark.long
def test_on_paper_a_word_is_a_word(address: str, page_of: Callable[..., Page], tmp_path: Path) -> None:
    page = page_of(width=1280)
    begin(page, address)
    page.goto(page.url + "/report")
    page.emulate_media(media="print")
    word = page.locator("button.term").first
    assert drawn(word, "textDecorationLine") == "none"
    assert not page.locator(f"#{word.get_attribute('popovertarget')}").is_visible()
    said = page.locator(".said[data-rests]").first
    assert drawn(said, "textDecorationLine") == "none"
    assert page.locator(".rests").first.is_visible() is False


@pytest.mark.long
def test_a_lit_page_is_accessible(address: str, page_of: Callable[..., Page]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = {}
    for width, dark in ((390, False), (1280, True)):
        page = page_of(width=width, dark=dark)
        begin(page, address)
        page.locator(FIGURE).first.click()
        page.locator("button.term").first.click()
        result = Axe().run(page)
        found |= (
            {f"{width}": [each["id"] for each in result.response["violations"]]}
            if result.violations_count
            else {}
        )
    assert found == {}
