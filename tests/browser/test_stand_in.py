"""A reader's own picture where the original is not: a stand-in answers, and every place says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tools.stimuli.render import package_data_folder
from tools.subjects.twitter_crop_imitation import CARD

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "width", "badge"),
    [("fr", 390, "Doublure"), ("en", 1200, "Stand-in")],
)
def test_a_stand_in_answers_and_says_so(
    serve: Callable[..., Any], page_of: Callable[..., Page], language: str, width: int, badge: str
) -> None:
    page = page_of(width=width, locale="fr-FR" if language == "fr" else "en-GB")
    page.goto(f"{serve().address}/incidents/recadrage?lang={language}")
    page.locator("input[name=audience][value=curious]").check()
    page.locator("form.start-form button").click()
    page.wait_for_url("**/playthroughs/*")
    for option in ("entier", "visage"):
        step_on(page, page.locator(f"#next button[value={option}]"))
    page.locator("#next input[type=file]").set_input_files(package_data_folder() / "chelsea.png")
    step_on(page, page.locator("#next form button").first)

    plate = page.locator("figure.plate").last
    shown = plate.inner_text().replace("\u202f", " ").replace("\u00a0", " ").replace("\u2011", "-")
    assert CARD.agreement is not None
    sentence = CARD.agreement.in_(language)[1:].replace("\u00a0", " ")  # type: ignore[arg-type]
    assert badge in shown
    assert shown.count(sentence) >= 2  # under the picture, and in what was found
    assert ("la suivante au point" if language == "fr" else "the next at point") in shown
    assert "original" not in shown.lower()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0

    log = page.request.get(page.url.split("?")[0].split("#")[0] + "/log")
    events = [json.loads(line) for line in log.text().splitlines()]
    finding = [event for event in events if event["type"] == "tool_finished"][-1]["finding"]
    assert finding["subject"]["name"] == finding["call"]["subject"] == CARD.name
    assert (finding["subject"]["badge"], finding["subject"]["sha256"]) == ("stand-in", CARD.sha256)
    # The story's own picture kept the original's recorded answer.
    first = next(event for event in events if event["type"] == "tool_finished")["finding"]
    assert (first["origin"], first["subject"]["badge"]) == ("recorded", "original")


def step_on(page: Page, button: Any) -> None:
    """Press, and wait for another question."""
    button.wait_for()
    asked = page.locator("#next input[name=ask_id]").input_value()
    button.click()
    page.locator(f"#next input[name=ask_id]:not([value='{asked}'])").first.wait_for(state="attached")
