"""Reload, two tabs, the back button, half a minute without a network: the page ends as if undisturbed."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(240)]

OFFLINE_SECONDS = 30


def test_the_page_ends_identical(serve: Callable[..., Any], browser: Browser) -> None:
    address = serve(None).address
    calm = read(browser, address, disturb=False)
    shaken = read(browser, address, disturb=True)
    assert differing(calm, shaken) == []


def read(browser: Browser, address: str, *, disturb: bool) -> list[str]:
    """Play to the fourth question, perhaps disturbed, and give the page as it then is, live and anew."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    context.set_default_timeout(60_000)
    try:
        page = context.new_page()
        page.goto(f"{address}/incidents/recadrage?lang=fr")
        page.locator("input[name=audience][value=curious]").check()
        page.locator("form.start-form button").click()
        page.wait_for_url("**/playthroughs/*")
        other = context.new_page() if disturb else None
        if other:
            other.goto(page.url)
        press(page, "button[name=option][value=entier]")
        if other:
            followed(other, page)  # the other tab is told what this one answered
            page.reload()
            other, page = page, other
        press(page, "button[name=option][value=visage]")
        if other:
            other.goto(f"{address}/about")
            other.go_back()
            followed(other, page)
            lost_network(context, page)
        press(page, "button[name=skip]")
        if other:
            followed(other, page)
            page.goto(f"{address}/")
            page.go_back()
        page.locator("#next input[name=ask_id]").first.wait_for(state="attached")
        live = told(page)
        page.reload()
        page.locator("#next input[name=ask_id]").first.wait_for(state="attached")
        again = told(page)
        assert differing(live, again) == []
        if other:
            assert differing(live, told(other)) == []
        return live
    finally:
        context.close()


def press(page: Page, what: str) -> None:
    """Answer the open question, and wait for the next."""
    button = page.locator(f"#next {what}")
    button.wait_for()
    asked = page.locator("#next input[name=ask_id]").first.input_value()
    button.click()
    page.locator(f"#next input[name=ask_id]:not([value='{asked}'])").first.wait_for(state="attached")


def followed(page: Page, first: Page) -> None:
    """Wait until a tab has the same open question as the first."""
    asked = first.locator("#next input[name=ask_id]").first.input_value()
    page.locator(f"#next input[name=ask_id][value='{asked}']").first.wait_for(state="attached")


def lost_network(context: BrowserContext, page: Page) -> None:
    """An answer sent into the void is said to be, and can be sent again."""
    asked = page.locator("#next input[name=ask_id]").first.input_value()
    context.set_offline(True)
    page.locator("#offline").wait_for()
    page.locator("#next button[name=skip]").click()
    page.wait_for_timeout(OFFLINE_SECONDS * 1000)
    assert page.locator("#next input[name=ask_id]").first.input_value() == asked
    context.set_offline(False)
    page.locator("#offline").wait_for(state="hidden")


def differing(one: list[str], other: list[str]) -> list[str]:
    """Where two pages differ."""
    return [each for each in unified_diff(one, other, n=0, lineterm="") if each[:3] not in ("---", "+++")]


def told(page: Page) -> list[str]:
    """The record, the open question and the notebook, without names drawn by lot and hours."""
    html = "".join(page.locator(name).first.inner_html() for name in ("#record", "#next", "#notebook"))
    names: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"name-{len(names)}")

    html = re.sub(r"\b(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16})\b", named, html)
    html = html.replace(" settle", "")  # what came live comes with a movement, and is where the focus went
    html = re.sub(r'(<section class="step"[^>]*) tabindex="-1"', r"\1", html)
    html = re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html))
    return [each for each in re.split(r"(?=<)", html) if each.strip()]
