"""Every kind of question, twice: with script by keyboard alone on a phone, and without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SCENARIOS = Path(__file__).resolve().parents[1] / "server" / "scenarios"
TARGET = 44  # px: the least size of what a finger presses


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch, serve: Callable[..., Any]) -> str:
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(SCENARIOS))
    return str(serve().address)


@pytest.fixture
def faults(page_of: Callable[..., Page]) -> Iterator[list[str]]:
    """What the pages of a test complain about; there must be nothing."""
    told: list[str] = []
    yield told
    assert told == []


def open_page(page_of: Callable[..., Page], faults: list[str], **settings: Any) -> Page:
    page = page_of(**settings)
    page.on("pageerror", lambda error: faults.append(str(error)))
    # A refused answer comes with its status, which chromium notes: that is not a fault of the page.
    page.on(
        "console",
        lambda line: faults.append(line.text) if line.type == "error" and "422" not in line.text else None,
    )
    return page


def begin(page: Page, address: str, language: str = "fr") -> None:
    page.goto(f"{address}/incidents/activites?lang={language}")
    page.locator("form.start-form button").click()
    page.wait_for_url("**/playthroughs/*")
    page.locator("#next button[value=tout]").wait_for()


def asked(page: Page) -> str:
    return page.locator("#next input[name=ask_id]").input_value()


def after(page: Page, question: str) -> None:
    """Wait for another question, or for the end."""
    page.locator(f"#next input[name=ask_id]:not([value='{question}']), .verdict").first.wait_for(
        state="attached"
    )


def log_of(page: Page) -> list[dict[str, Any]]:
    answer = page.request.get(page.url.split("?")[0].split("#")[0] + "/log")
    return [json.loads(line) for line in answer.text().splitlines()]


def given(page: Page) -> list[dict[str, Any]]:
    return [event["answer"] for event in log_of(page) if event["type"] == "answered"]


class Keyboard:
    """A reader who has no mouse: everything is reached with Tab, and nothing is focused otherwise."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def reach(self, wanted: Locator) -> None:
        """Tab until ``wanted`` has the focus; the page must let it be reached, and show where it is."""
        for _ in range(80):
            if wanted.evaluate("each => each === document.activeElement"):
                break
            self.press("Tab")
        else:
            pytest.fail(f"not reached by Tab: {wanted}")
        outline = "each => getComputedStyle(each).outlineStyle + getComputedStyle(each).outlineWidth"
        assert wanted.evaluate(outline) == "solid3px"

    def submit(self) -> None:
        question = asked(self.page)
        self.reach(self.page.locator("#next form .actions button").first)
        self.press("Enter")
        after(self.page, question)


def sizes_of_targets(page: Page) -> list[str]:
    """What in the open question is too small for a finger: a box counts with its label."""
    found: list[str] = page.locator("#next form").evaluate(
        """(form, least) => [...form.querySelectorAll("button, input:not([type=hidden]), select, a")]
            .filter((each) => each.checkVisibility())
            .map((each) => {
                const boxes = [each, each.closest("label"), each.closest(".tick")].filter(Boolean)
                    .map((one) => one.getBoundingClientRect());
                return { name: each.outerHTML.slice(0, 80),
                    height: Math.max(...boxes.map((box) => box.height)),
                    width: Math.max(...boxes.map((box) => box.width)) };
            })
            .filter((each) => each.height < least - 0.5 || each.width < 24)
            .map((each) => `${each.name}: ${each.width} × ${each.height}`)""",
        TARGET,
    )
    return found


def test_by_keyboard_alone_on_a_phone(address: str, page_of: Callable[..., Page], faults: list[str]) -> None:
    page = open_page(page_of, faults, width=390)
    begin(page, address)
    keys = Keyboard(page)
    small: dict[str, list[str]] = {}

    def look(kind: str) -> None:
        small[kind] = sizes_of_targets(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    question = asked(page)
    keys.press("1")  # the digits choose
    after(page, question)

    # a curve: arrows from the middle, then a number typed
    look("curve")
    assert page.locator("figure.plate:not(.waiting)").count() == 0  # nothing is shown before the bet
    keys.reach(page.locator("[name='curve.1']"))
    keys.press("PageDown", 4)
    keys.press("ArrowUp", 2)
    keys.press("Tab")
    page.keyboard.type("0.5")
    keys.press("Tab")
    keys.press("ArrowUp")
    assert page.locator("#next svg:visible .sketched .mark").count() == 3
    keys.submit()
    plate = page.locator("figure.plate").first
    assert "Votre courbe" in plate.inner_text()
    assert plate.locator("svg.narrow .sketched .mark").count() == 3
    assert plate.locator("svg.narrow .s1 .mark").first.is_visible()

    # a slider: the measure at the position is read as it moves
    look("slider")
    reading = page.locator("slider-reading output")
    assert not reading.is_visible()
    keys.reach(page.locator("#next input[type=range]"))
    keys.press("ArrowLeft", 3)
    assert page.locator("#number").input_value() == "0.7"
    assert "Mesuré à 0,7" in reading.inner_text().replace("\u00a0", " ")
    keys.press("ArrowRight", 2)
    assert "Au plus près" in reading.inner_text()
    keys.submit()

    # sorting: one group of radio buttons for each item
    look("sort")
    for at, name in enumerate(("change", "toujours", "peau")):
        group = page.locator(f"[name='sorted.{name}']")
        keys.reach(group.first)
        keys.press("Space")
        keys.press("ArrowRight", at)
    assert page.locator("[data-tally]").inner_text().replace("\u00a0", " ") == "Placés : 3 sur 3"
    keys.submit()

    # a budget: what is left is said, and what cannot be paid is refused with the reason
    look("budget")
    purse = page.locator("[data-purse]")
    more = page.locator("[data-step='1']")
    keys.reach(more)
    keys.press("Enter", 4)
    assert page.locator("[name='spent.temoin']").input_value() == "3"
    assert "3 au plus" in page.locator("[data-refusal]").inner_text()
    keys.reach(page.locator("#spent-portraits"))
    keys.press("Space")
    assert not page.locator("#spent-portraits").is_checked()
    assert "Il ne reste que 3" in page.locator("[data-refusal]").inner_text()
    keys.press("Tab")
    keys.press("Space")
    assert purse.inner_text().replace("\u00a0", " ") == "Reste : 1 sur 6"
    assert purse.get_attribute("role") == "status"
    keys.submit()

    look("rank")
    for place in ("Le contraste", "La place", "Le hasard"):
        keys.press("Tab")
        for _ in range(20):
            if page.evaluate("document.activeElement.name || ''").startswith("ranking."):
                break
            keys.press("Tab")
        page.keyboard.type(place)
    keys.submit()

    # sentences: what each rests on is under it, and is read with it
    look("sign")
    box = page.locator("[name='signed.mesuree']")
    grounds = page.locator(f"#{box.get_attribute('aria-describedby')}")
    assert "Pièce 1" in grounds.inner_text().replace("\u00a0", " ")
    keys.reach(box)
    keys.press("Space")
    keys.submit()

    look("text")
    keys.reach(page.locator("#next textarea"))
    page.keyboard.type("Rien.")
    keys.submit()
    keys.reach(page.locator("#next button[name=skip]"))
    keys.press("Enter")
    page.locator(".verdict").wait_for()

    assert given(page) == [
        {"option": "tout"},
        {"curve": [-1.9, 0.5, 0.05]},
        {"number": 0.9},
        {"sorted": {"change": "mesure", "toujours": "source", "peau": "rien"}},
        {"spent": {"temoin": 3, "portraits": 0, "relecture": 1}},
        {"ranking": ["contraste", "place", "hasard"]},
        {"signed": ["mesuree"]},
        {"text": "Rien."},
        {"skipped": True},
    ]
    assert {kind: found for kind, found in small.items() if found} == {}


@pytest.mark.long
def test_without_javascript(address: str, page_of: Callable[..., Page], faults: list[str]) -> None:
    page = open_page(page_of, faults, width=390, script=False)
    begin(page, address)

    def submit() -> None:
        question = asked(page)
        page.locator("#next form .actions button").first.click()
        after(page, question)

    question = asked(page)
    page.locator("#next button[value=tout]").click()
    after(page, question)
    for at, y in enumerate(("-2", "0", "1"), 1):
        page.locator(f"[name='curve.{at}']").fill(y)
    submit()
    assert not page.locator("#next input[type=range]").is_visible()  # what would do nothing is not there
    page.locator("#number").fill("0.7")
    submit()
    for name, pile in (("change", "mesure"), ("toujours", "rien"), ("peau", "source")):
        page.locator(f"[name='sorted.{name}'][value={pile}]").check()
    submit()
    assert page.locator("#next [data-step]:visible").count() == 0
    page.locator("#spent-temoin").fill("3")
    page.locator("#spent-portraits").check()
    page.locator("#next form .actions button").first.click()  # a day more than there is
    page.get_by_text("retirez-en pour").first.wait_for()
    assert page.locator("#spent-temoin").input_value() == "3"  # what was entered is still there
    assert page.locator("#spent-portraits").is_checked()
    page.locator("#spent-temoin").fill("2")
    submit()
    for at, name in enumerate(("hasard", "place", "contraste"), 1):
        page.locator(f"#rank-{at}").select_option(name)
    submit()
    page.locator("[name='signed.peau']").check()
    submit()
    page.locator("#next textarea").fill("Rien.")
    submit()
    page.locator("#next button[name=skip]").click()
    page.locator(".verdict").wait_for()
    told = page.locator("#record").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    assert "Vous avez signé 1 phrase sur 4 :" in told
    assert "Vous avez dépensé 6 sur 6 :" in told
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_is_begun_outlives_a_reload(
    address: str, page_of: Callable[..., Page], faults: list[str]
) -> None:
    page = open_page(page_of, faults, width=390)
    begin(page, address)
    question = asked(page)
    page.locator("#next button[value=tout]").click()
    after(page, question)
    page.locator("[name='curve.1']").fill("-2")
    page.locator("[name='curve.3']").fill("1")
    page.reload()
    assert [page.locator(f"[name='curve.{at}']").input_value() for at in (1, 2, 3)] == ["-2", "", "1"]
    assert page.locator("#next svg:visible .sketched .mark").count() == 2
    page.locator("[name='curve.2']").fill("0")
    question = asked(page)
    page.locator("#next form .actions button").first.click()
    after(page, question)
    page.locator("#number").fill("0.7")
    question = asked(page)
    page.locator("#next form .actions button").first.click()
    after(page, question)
    page.locator("[name='sorted.toujours'][value=rien]").check()
    page.reload()
    assert page.locator("#next input:checked").count() == 1
    assert "1 sur 3" in page.locator("[data-tally]").inner_text().replace("\u00a0", " ")
    assert page.evaluate("Object.keys(sessionStorage).length") == 1  # what was sent is no longer kept


@pytest.mark.long
def test_a_curve_is_drawn_by_pointer_and_by_finger(
    address: str, page_of: Callable[..., Page], faults: list[str]
) -> None:
    page = open_page(page_of, faults, width=1280)
    begin(page, address)
    question = asked(page)
    page.locator("#next button[value=tout]").click()
    after(page, question)
    plot = page.locator("#next svg:visible")
    plot.scroll_into_view_if_needed()
    frame = plot.locator(".plot").bounding_box()
    assert frame is not None

    def at(x: float, y: float) -> tuple[float, float]:
        return frame["x"] + x * frame["width"], frame["y"] + y * frame["height"]

    page.mouse.move(*at(0.01, 0.75))
    page.mouse.down()
    page.mouse.move(*at(0.99, 0.25))  # one stroke, faster than the page follows: no point is missed
    page.mouse.up()
    drawn = [float(page.locator(f"[name='curve.{point}']").input_value()) for point in (1, 2, 3)]
    assert drawn == pytest.approx([-2, 0, 2], abs=0.25)
    page.mouse.click(*at(0.5, 0.0))
    assert float(page.locator("[name='curve.2']").input_value()) == pytest.approx(4, abs=0.1)
    assert page.locator("[name='curve.1']").input_value() == f"{drawn[0]:g}"  # the others stay
    # A finger on the plot draws; it does not scroll the page away.
    assert plot.evaluate("each => getComputedStyle(each).touchAction") == "none"


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_questions_are_accessible(
    address: str, page_of: Callable[..., Page], faults: list[str], width: int, dark: bool
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(page_of, faults, width=width, dark=dark)
    begin(page, address)
    found: dict[str, list[str]] = {}

    def look_and_go(kind: str, *clicks: str) -> None:
        for each in clicks:
            page.locator(each).click()
        violations = Axe().run(page).response["violations"]
        if violations:
            found[kind] = [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in violations]
        question = asked(page)
        page.locator("#next form .actions button").first.click()
        after(page, question)

    question = asked(page)
    page.locator("#next button[value=tout]").click()
    after(page, question)
    for at in (1, 2, 3):
        page.locator(f"[name='curve.{at}']").fill("1")
    look_and_go("curve")
    page.locator("#number").fill("0.7")
    look_and_go("slider")
    piles = [f"[name='sorted.{name}'][value=rien]" for name in ("change", "toujours", "peau")]
    look_and_go("sort", *piles)
    look_and_go("budget", "[data-step='1']", "#spent-portraits", "#spent-relecture")
    for at, name in enumerate(("hasard", "place", "contraste"), 1):
        page.locator(f"#rank-{at}").select_option(name)
    look_and_go("rank")
    look_and_go("sign", "[name='signed.mesuree']")
    assert found == {}
