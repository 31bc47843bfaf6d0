"""A case brought on a phone without script, and its pages by keyboard and by axe's rules."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from server.case_keys import _hash

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240), pytest.mark.long]


def test_a_case_from_a_phone_to_the_operator(
    serve: Callable[..., Any], page_of: Callable[..., Page], tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    address = serve().address
    photo = tmp_path / "photo.jpg"
    Image.new("RGB", (300, 200), "teal").save(photo)

    page = page_of(width=390, script=False)
    page.goto(f"{address}/saisir?lang=fr")
    page.get_by_label("Ce qui est arrivé").fill("Ma photo a été recadrée sur mon épaule.")
    page.get_by_label("Moi", exact=True).check()
    page.get_by_label("Images").set_input_files(photo)
    page.get_by_role("button", name="Envoyer et recevoir un numéro").press("Enter")
    receipt = page.locator("output").inner_text()
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", receipt)
    assert page.get_by_text("Une image est gardée jusqu\u2019à la clôture.").is_visible()
    page.get_by_label("Votre ajout").fill("C'était en mars.")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    assert page.get_by_text("C'était en mars.").is_visible()

    key = "a-key-that-the-command-would-print"
    with sqlite3.connect(tmp_path / "home0" / "database.sqlite") as base:
        base.execute("insert into operator_key values (?, ?)", (_hash(key), time.time() + 60))
    found: dict[str, Any] = {}
    for width, dark in ((390, False), (1280, True)):
        desk = page_of(width=width, dark=dark)
        if width == 390:
            desk.goto(f"{address}/queue/open/{key}")
            desk.get_by_role("button", name="Ouvrir la file").click()
            desk.get_by_role("link", name="Un incident").click()
            pages = [
                "/queue",
                desk.url.removeprefix(address),
                "/saisir",
                "/saisir?kind=reply",
                f"/saisir/{receipt}",
            ]
            cookies = desk.context.cookies()
            shown = desk.get_by_role("img", name="Image 1 du signalement")
            assert shown.evaluate("each => each.decode().then(() => each.naturalWidth)") == 300
        desk.context.add_cookies(cookies)  # type: ignore[arg-type]
        for path in pages:
            desk.goto(address + path)
            assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            result = Axe().run(desk)
            assert result.response["passes"]
            if result.violations_count:
                found[f"{path} {width}"] = [each["id"] for each in result.response["violations"]]
    assert found == {}
    desk.goto(f"{address}/saisir/{receipt}/erase")
    desk.get_by_role("button", name="Effacer tout").press("Enter")
    assert desk.get_by_role("heading", name="Ce signalement est effacé.").is_visible()
    assert not list((tmp_path / "home0" / "cases").glob("*/*.png"))
