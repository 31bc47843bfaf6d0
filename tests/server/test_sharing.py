"""Reading another's report by a link, taking it away as a file, erasing one's words, and checking it all."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, update

from engine.play.log_chain import broken_at
from engine.play.own_words import GONE
from engine.play.report_log import NotAReport, ReportLog, read_report
from engine.play.verification import verify
from server.laboratory import Laboratory
from server.tables import Share
from tools.finding import Finding
from tools.wording import typeset

SECRET = "Ma voisine Clotilde a tout dit."
RECORD = Path(__file__).resolve().parents[2] / "scenarios" / "recadrage" / "findings" / "regard_photo.json"
PROGRAM = {"accept": "application/json"}


class Recorded(Laboratory):
    """Gives a measure of the genuine network that was recorded, whatever is asked."""

    def runner(self, play: str, cancel: threading.Event, scenario: Any = None) -> Any:
        kept = Finding.model_validate_json(RECORD.read_bytes())
        return lambda wait, progress: kept.model_copy(update={"call": wait.call})


@pytest.fixture
def server(start: Callable[..., Any]) -> Any:
    return start(Recorded)


@pytest.fixture
def ended(server: Any) -> tuple[Any, Any, str]:
    """A small play to its end, with a measure, a text in the reader's own words, and no picture of theirs."""
    visitor = server.visitor()
    play = visitor.begin()
    visitor.to_the_picture(play)
    visitor.answer(play, skip="1")
    visitor.asked(play, "mots")
    visitor.answer(play, text=SECRET)
    visitor.until(play, lambda log: log[-1]["type"] == "ended")
    return server, visitor, play


def test_a_link_shows_the_report_and_not_the_words_unless_asked(ended: tuple[Any, Any, str]) -> None:
    server, visitor, play = ended
    assert SECRET in visitor.get(f"{play}/report").text
    stranger = server.visitor()
    for words, seen in (("", False), ("1", True)):
        path = visitor.post(f"{play}/share", data={"days": "7", "words": words}, headers=PROGRAM).json()[
            "path"
        ]
        page = stranger.get(path)
        assert page.status_code == 200
        assert ("Clotilde" in page.text) is seen
        token = path.rsplit("/", 1)[1]
        for address in (f"{play}/log?share={token}", f"{play}/report.html?share={token}"):
            assert ("Clotilde" in stranger.get(address).text) is seen
        assert "noindex" in page.text
        picture = re.search(r'href="(/playthroughs/\w+/pictures/[^"]+)"', page.text)
        assert picture
        assert stranger.get(picture[1]).status_code == 200
        assert stranger.get(picture[1].split("?")[0]).status_code == 404


def test_a_link_that_is_revoked_or_has_run_out_is_one_sentence_and_one_way_on(
    ended: tuple[Any, Any, str],
) -> None:
    server, visitor, play = ended
    path = visitor.post(f"{play}/share", headers=PROGRAM).json()["path"]
    stranger = server.visitor()
    with server.place.store.session() as session:
        session.execute(update(Share).values(until=time.time() - 1).where(col(Share.until) > 0))
    late = stranger.get(path)
    assert late.status_code == 410
    assert "a expiré" in late.text or "has run out" in late.text
    assert '<a class="button' in late.text
    path = visitor.post(f"{play}/share", headers=PROGRAM).json()["path"]
    assert path.rsplit("/", 1)[1] in visitor.get(f"{play}/share").text
    visitor.post(f"{play}/share/revoke", data={"token": path.rsplit("/", 1)[1]})
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{play}/share").status_code == 404


def test_the_file_stands_alone_and_its_log_holds(ended: tuple[Any, Any, str]) -> None:
    server, visitor, play = ended
    answer = visitor.get(f"{play}/report.html")
    assert "attachment" in answer.headers["content-disposition"]
    html = answer.text
    outside = re.findall(r'(?:src|href)="(?!data:|#|https?://)([^"]*)"', html)
    assert outside == []
    assert "url(../" not in html
    assert html.count("data:font/woff2") == 3
    assert "data:image/png" in html
    scripts = re.findall(r"<script[^>]*>", html)
    assert scripts == ['<script type="application/json" id="autopsie-log">']
    read = read_report(html)
    scenario = server.place.scenarios["petite"]
    checked = verify(read, scenario, None)
    assert (checked.broken_at, checked.replayed, checked.holds) == (None, True, True)
    assert {each.outcome for each in checked.findings} == {"not_run"}
    assert read.head in visitor.get(f"{play}/report").text


def test_measures_made_again_are_told_equal_or_different(ended: tuple[Any, Any, str]) -> None:
    server, visitor, play = ended
    read = read_report(visitor.get(f"{play}/report.html").text)
    scenario = server.place.scenarios["petite"]
    kept = {
        event.finding.call.model_dump_json(): event.finding
        for event in read.log()
        if event.type == "tool_finished"
    }
    again = verify(read, scenario, lambda call, _: kept[call.model_dump_json()])
    assert again.count("equal") == len(again.findings) > 0

    def otherwise(by: float) -> Callable[..., Any]:
        def measure(call: Any, _: float) -> Any:
            found = kept[call.model_dump_json()]
            result = {n: v + by if isinstance(v, float) else v for n, v in found.result.items()}
            return found.model_copy(update={"result": result})

        return measure

    assert verify(read, scenario, otherwise(1e-5)).count("within") == len(again.findings)
    assert not verify(read, None, otherwise(5.0)).holds


@pytest.mark.parametrize("what", ["payload", "drop", "swap", "head"])
def test_whatever_is_altered_in_the_log_is_found(ended: tuple[Any, Any, str], what: str) -> None:
    _, visitor, play = ended
    read = read_report(visitor.get(f"{play}/report.html").text)
    events = list(read.events)
    if what == "payload":
        text = events[3].payload or ""
        events[3] = events[3].model_copy(update={"payload": text.replace('"turn":', '"turn": ')})
    elif what == "drop":
        del events[3]
    elif what == "swap":
        events[3], events[4] = events[4], events[3]
    head = "0" * 64 if what == "head" else read.head
    bent = read.model_copy(update={"events": events, "head": head})
    assert verify(bent, None, None).broken_at is not None


def test_erased_words_are_nowhere_and_the_chain_still_holds(ended: tuple[Any, Any, str]) -> None:
    server, visitor, play = ended
    assert "Clotilde" not in visitor.get(f"{play}/erase-words").text
    visitor.post(f"{play}/erase-words")
    for address in (f"{play}/report", f"{play}/log", f"{play}/report.html", play):
        assert "Clotilde" not in visitor.get(address).text
    assert GONE in visitor.get(f"{play}/report").text
    store, name = server.place.store, play.rsplit("/", 1)[1]
    assert broken_at(store.links(name), dict(store.payloads(name))) is None
    assert sum(not link.salt for link in store.links(name)) >= 1
    assert not any("Clotilde" in turn.answer for turn in store.turns(name))
    checked = verify(read_report(visitor.get(f"{play}/report.html").text), None, None)
    assert checked.broken_at is None


@pytest.mark.parametrize("text", ["", "<p>", "{}", '{"format":"autopsie-report/1"}', "\0" * 50, "[" * 9000])
def test_a_file_that_is_no_report_is_told_so(text: str) -> None:
    with pytest.raises(NotAReport):
        read_report(text)


def test_a_log_cannot_close_its_element() -> None:
    events = [{"seq": 1, "salt": "", "digest": "", "chain": "", "payload": "</script><b>"}]
    log = ReportLog(product="1", made="", scenario="a", version=1, sha="", head="", events=events)
    assert "</script>" not in log.embedded()
    html = f'<script type="application/json" id="autopsie-log">{log.embedded()}</script>'
    assert read_report(html) == log


@pytest.mark.browser
def test_the_file_opens_without_a_network_and_prints(ended: tuple[Any, Any, str], tmp_path: Path) -> None:
    """From a disk, offline: no request, nothing in the console; on paper: all that the page says."""
    from playwright.sync_api import sync_playwright

    _, visitor, play = ended
    file = tmp_path / "report.html"
    file.write_text(visitor.get(f"{play}/report.html").text, "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        told: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.goto(file.as_uri())
        assert page.evaluate("document.fonts.ready.then(fonts => [...fonts].some(f => f.status == 'loaded'))")
        assert page.evaluate("document.querySelector('image').getBBox().width") > 0
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert told == []
        page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
        browser.close()
    told_on_paper = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    paper = " ".join(told_on_paper.split())
    record = Finding.model_validate_json(RECORD.read_bytes())
    for said in ("Petite", SECRET, "autopsie verify", record.subject.sha256[:16], "Graine de l’enquête"):
        assert said in paper, said
    assert " ".join(typeset(record.conclusion.fr, "fr").split())[:60] in paper
    assert "Télécharger" not in paper.split("Pour rejouer")[1]
