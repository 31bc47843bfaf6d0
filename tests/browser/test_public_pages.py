"""Every page of the public place, light and dark, on a phone and on a laptop: axe, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(600)]

PAGES = (
    "/", "/?q=crop", "/incidents/recadrage", "/subjects", "/subjects/twitter-crop", "/instruments", "/table",
    "/saisir", "/saisir?kind=appeal&dossier=recadrage", "/saisir/recu", "/reprendre", "/about",
    "/about/honesty", "/about/kept", "/about/accessibility", "/about/credits", "/nowhere",
)  # fmt: skip
OF_A_PLAY = ("", "/report", "/share", "/branches", "/move", "/count", "/erase-words", "/profile")
SEEN = ((390, "light"), (1280, "dark"), (390, "dark"), (1280, "light"))


def test_no_page_is_in_anybodys_way(serve: Callable[[Path | None], Any], browser: Browser) -> None:
    from axe_playwright_python.sync_playwright import Axe

    server = serve(None)
    faults: list[str] = []
    for width, theme in SEEN:
        # Another theme at the same width has other colours, and nothing else that axe could see.
        again = theme != SEEN[0][1] if width == 390 else theme != SEEN[1][1]
        rules = {"runOnly": ["color-contrast"]} if again else None
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, locale="fr-FR",  # type: ignore[arg-type]
            reduced_motion="reduce",
        )  # fmt: skip
        page = context.new_page()
        page.goto(f"{server.address}/incidents/recadrage")
        page.click("form[action='/playthroughs'] button")
        page.wait_for_selector("#question")
        play = page.url.split("#")[0].removeprefix(server.address)
        for address in (*PAGES, *(play + rest for rest in OF_A_PLAY)):
            page.goto(server.address + address)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                faults.append(f"{address} {width} {theme}: {wide} px too wide")
            for found in Axe().run(page, options=rules).response["violations"]:
                if found["impact"] in ("serious", "critical"):
                    where = found["nodes"][0]["html"][:120]
                    faults.append(f"{address} {width} {theme}: {found['id']} {where}")
        context.close()
    assert faults == []
