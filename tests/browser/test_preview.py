"""The author's home in a real browser: the page follows the file, and the file follows the page."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

ROOT = Path(__file__).resolve().parents[2]
DRAFT = ROOT / "tests" / "drafts" / "cadre.yaml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "cadre").mkdir()
    return Path(shutil.copy(DRAFT, tmp_path / "cadre" / "scenario.yaml"))


@pytest.fixture
def preview(file: Path, tmp_path: Path) -> Iterator[str]:
    """The address of ``autopsie preview`` on a draft of its own."""
    start = "from server.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", start, "preview", str(file), "--port", "0", "--lang", "fr"],
        cwd=ROOT,
        env={**os.environ, "AUTOPSIE_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert found, said
    yield found[0]
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)


def replaced(file: Path, old: str, new: str) -> None:
    source = file.read_text(encoding="utf-8")
    assert old in source
    file.write_text(source.replace(old, new), encoding="utf-8")


def faultless(page: Page) -> list[str]:
    """What the page's own script and policy complain of, collected as it happens."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console", lambda told: said.append(told.text) if "Content Security Policy" in told.text else None
    )
    return said


def test_the_page_follows_the_file(preview: str, file: Path, page_of: Callable[..., Page]) -> None:
    page = page_of(width=1280)
    said = faultless(page)
    page.goto(f"{preview}/?node=hub&lang=fr")
    frame = page.locator(".graph-frame")
    place = frame.evaluate("frame => { frame.scrollTop = 40; return frame.scrollTop; }")
    replaced(file, "Que faire ?", "Que choisir ?")
    page.locator("#sheet .said", has_text="Que choisir").wait_for()
    assert frame.evaluate("frame => frame.scrollTop") == place
    replaced(file, "to: lecture", "to: lectrue")
    fault = page.locator(".fault.error", has_text="R320")
    fault.wait_for()
    assert fault.locator("mark").inner_text() == "lectrue"
    assert "lecture" in fault.inner_text()
    assert page.locator("#sheet .said", has_text="Que choisir").count() == 1
    fault.locator("a", has_text="R320").click()
    page.locator("h1", has_text="R320").wait_for()
    page.go_back()
    replaced(file, "to: lectrue", "to: lecture")
    fault.wait_for(state="detached")
    assert said == []


def test_a_node_of_the_graph_opens_its_text_by_mouse_and_by_keyboard(
    preview: str, page_of: Callable[..., Page]
) -> None:
    page = page_of(width=1280)
    page.goto(f"{preview}/?lang=fr")
    page.locator("#node-net").click()
    page.locator("#sheet .sheet-id b", has_text="net").wait_for()
    assert page.locator("#node-net.g-here").count() == 1
    page.locator("#node-flou").focus()
    page.keyboard.press("Enter")
    page.locator("#sheet .sheet-id b", has_text="flou").wait_for()
    page.go_back()
    page.locator("#sheet .sheet-id b", has_text="net").wait_for()
    page.locator("select[name=in]").select_option("en")
    page.locator("#sheet .said", has_text="The gap is clear.").wait_for()


def test_prose_is_edited_in_place_with_the_keyboard(
    preview: str, file: Path, page_of: Callable[..., Page]
) -> None:
    page = page_of(width=1280)
    said = faultless(page)
    before = file.read_text(encoding="utf-8")
    page.goto(f"{preview}/?node=hub&lang=fr")
    page.locator("[data-edit='nodes.hub.text']").focus()
    page.keyboard.press("Enter")
    field = page.locator("#edit-value")
    field.wait_for()
    assert field.input_value() == "Que faire ?"
    field.fill("Perdu")
    page.keyboard.press("Escape")
    field.wait_for(state="detached")
    assert file.read_text(encoding="utf-8") == before
    page.locator("[data-edit='nodes.hub.text']").click()
    field.wait_for()
    field.fill("Que croire : ceci, ou #cela ?")
    page.keyboard.press("Control+Enter")
    page.locator("#sheet .said", has_text="Que croire").wait_for()
    field.wait_for(state="detached")
    after = file.read_text(encoding="utf-8")
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    assert len(changed) == 1
    assert "Que croire : ceci, ou #cela ?" in changed[0]
    assert "# where it begins" in after
    assert said == []


def test_a_text_under_ones_hand_survives_a_save_elsewhere(
    preview: str, file: Path, page_of: Callable[..., Page]
) -> None:
    page = page_of(width=1280)
    page.goto(f"{preview}/?node=hub&lang=fr")
    page.locator("[data-edit='nodes.hub.text']").click()
    field = page.locator("#edit-value")
    field.wait_for()
    field.fill("Le mien")
    replaced(file, "Que faire ?", "Le leur")
    page.locator("#said", has_text="Mis à jour").wait_for(state="attached")
    assert field.input_value() == "Le mien"
    field.press("Control+Enter")
    page.locator(".theirs", has_text="Le leur").wait_for()
    assert field.input_value() == "Le mien"
    field.press("Control+Enter")
    page.locator("#sheet .said", has_text="Le mien").wait_for()
    assert "Le mien" in file.read_text(encoding="utf-8")
    page.goto(f"{preview}/authoring/history?lang=fr")
    assert page.locator(".saves tbody tr").count() == 3


def test_a_play_starts_at_a_node_with_chosen_findings(preview: str, page_of: Callable[..., Page]) -> None:
    page = page_of(width=1280)
    said = faultless(page)
    page.goto(f"{preview}/?node=lecture&lang=fr")
    page.locator(".start-here > summary").click()
    page.locator(".edges button[value='0.601']").click()
    page.locator(".start-sheet .button.pen").first.click()
    page.wait_for_url("**/playthroughs/*")
    page.locator("#record", has_text="L’écart est net.").wait_for()
    page.locator("button[name=option][value=clore]").click()
    page.locator(".verdict").wait_for()
    assert said == []


def test_it_works_without_script(preview: str, file: Path, page_of: Callable[..., Page]) -> None:
    page = page_of(width=1280, script=False)
    page.goto(f"{preview}/?node=hub&lang=fr")
    page.locator("[data-edit='nodes.hub.text']").click()
    page.locator("#edit-value").fill("Sans script ?")
    page.locator(".editor button").click()
    page.locator("#sheet .said", has_text="Sans script").wait_for()
    assert "Sans script ?" in file.read_text(encoding="utf-8")
    page.locator("form.explore button").click()
    page.locator(".explored").wait_for()


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        (390, False),
        *[pytest.param(*each, marks=pytest.mark.long) for each in ((390, True), (1280, False), (1280, True))],
    ],
)
def test_the_page_is_accessible_and_fits(
    preview: str, file: Path, page_of: Callable[..., Page], width: int, dark: bool
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = page_of(width=width, dark=dark)
    replaced(file, "to: lecture", "to: lectrue")
    for path in (
        "/?node=hub&lang=fr",
        "/?node=net&lang=en&edit=nodes.net.text",
        "/authoring/history?lang=fr",
    ):
        page.goto(preview + path)
        for summary in page.locator("main details > summary").all():
            summary.click()
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found] == []
