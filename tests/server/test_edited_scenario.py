"""A scenario edited under saved plays, between two starts of the server: the plays go on."""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

SCENARIOS = Path(__file__).parent / "scenarios"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A copy of the small investigation that a test may edit."""
    shutil.copytree(SCENARIOS, tmp_path / "scenarios")
    monkeypatch.setenv("AUTOPSIE_SCENARIOS", str(tmp_path / "scenarios"))
    return tmp_path / "scenarios" / "petite" / "scenario.yaml"


def edit(file: Path, *changes: tuple[str, str], end: str = "") -> None:
    source = file.read_text()
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    file.write_text(source + end)


def follow(server: Any, visitor: Any, start: Any, laboratory: Any = None) -> tuple[Any, Any]:
    """Restart: a new server, and a visitor with the same cookies."""
    cookies = {each.name: each.value for each in visitor.cookies.jar}
    server.stop()
    server.stop = lambda: None
    other = start(laboratory) if laboratory else start()
    again = other.visitor()
    for name, value in cookies.items():
        again.cookies.set(name, value, domain="127.0.0.1")
    return other, again


def shown(visitor: Any, play: str) -> str:
    page = visitor.get(play)
    assert page.status_code == 200
    return html.unescape(page.text).replace("\u202f", " ").replace("\u00a0", " ")


def test_an_edited_text_asks_nothing_again(folder, start):
    server = start()
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    asked = visitor.asked(play, "pari")
    edit(folder, ("Votre pari.", "Votre estimation."), ("fr: Que faire ?", "fr: Et alors ?"))
    server, visitor = follow(server, visitor, start)
    page = shown(visitor, play)
    assert "Son texte a changé depuis votre dernier passage" in page
    assert "Vous êtes au même endroit." in page
    assert "Votre estimation." in page, "the open question is asked as it now is"
    assert "Que faire ?" in page, "what was read stays as it was read"
    assert "Et alors ?" not in page
    assert "X803" in page
    assert visitor.question(play) == asked
    assert [each["type"] for each in visitor.log(play)].count("migrated") == 1
    assert shown(visitor, play).count("X803") == 1, "once, and not at every look"
    assert visitor.answer(play, ask_id=asked, number="62,5").status_code == 303
    visitor.asked(play, "photo")


def test_a_page_left_open_is_told_to_load_again(folder, start):
    server = start()
    visitor = server.visitor()
    play = visitor.begin()
    last = visitor.log(play)[-1]["seq"]
    edit(folder, ("fr: Que faire ?", "fr: Et alors ?"))
    server, visitor = follow(server, visitor, start)
    data: list[dict[str, Any]] = []
    with visitor.stream("GET", f"{play}/events", headers={"last-event-id": str(last)}) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:"):
                data.append(json.loads(line.removeprefix("data:")))
            if len(data) == 2:
                break
    assert [each["type"] for each in data] == ["migrated", "offered"]
    assert data[0]["reload"]
    assert "X803" in data[0]["html"]


def test_an_answer_of_before_is_taken_after_the_edit(folder, start):
    server = start()
    visitor = server.visitor()
    play = visitor.begin("en")
    asked = visitor.question(play)
    edit(folder, ("{fr: Que faire ?, en: What to do?}", "{fr: Et alors ?, en: What now?}"))
    server, visitor = follow(server, visitor, start)
    assert visitor.answer(play, ask_id=asked, option="clore").status_code == 303
    visitor.until(play, lambda log: log[-1]["type"] == "ended")
    assert "Its text has changed since you were last here" in shown(visitor, play)


RENAMED = """
changes:
  2: {renamed: {photo: image}, removed: {mots: fin}, exhibits: {regarde: vue}}
"""


def test_renamed_and_removed_nodes_are_followed(folder, start):
    edit(folder, ("Measure}, to: pari}", "Measure}, to: pari, found: regarde}"))
    server = start()
    visitor = server.visitor()
    play, other = visitor.begin(), visitor.begin()
    visitor.to_the_picture(play)
    asked = visitor.question(play)
    visitor.to_the_picture(other)
    visitor.answer(other, skip="1")
    words = visitor.asked(other, "mots")
    source = folder.read_text()
    gone = source[source.index("  mots:") : source.index("  fin:")]
    edit(
        folder, ("version: 1", "version: 2"), (gone, ""), ("to: mots", "to: fin"),
        ("  photo:\n", "  image:\n"), ("to: photo", "to: image"), ("case: photo", "case: image"),
        ("  regarde:\n", "  vue:\n"), ("found: regarde", "found: vue"), end=RENAMED,
    )  # fmt: skip
    server, visitor = follow(server, visitor, start)
    page = shown(visitor, play)
    assert "Vous aviez commencé avec la version 1 ; voici la version 2." in page
    assert "photo → image" in page
    assert "La machine a regardé." in page, "what was filed under its old name is still on file"
    assert visitor.question(play) == asked
    assert visitor.log(play)[-1]["node"] == "image"
    stale = visitor.answer(other, {"accept": "application/json"}, ask_id=words, text="Un mot.")
    assert stale.status_code == 409
    assert stale.json()["code"] == "X802"
    page = shown(visitor, other)
    assert "L'étape où vous étiez n'existe plus" in page.replace("’", "'")
    log = visitor.log(other)
    assert (log[-1]["type"], log[-1]["node"]) == ("ended", "fin")
    assert visitor.get(f"{other}/report").status_code == 200
    visitor.answer(play, ask_id=asked, skip="1")
    visitor.until(play, lambda log: log[-1]["type"] == "ended")


def test_a_play_that_is_over_can_still_be_read(folder, start):
    server = start()
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="clore")
    log = visitor.until(play, lambda log: log[-1]["type"] == "ended")
    edit(
        folder,
        ("  fin:\n", "  issue:\n"),
        ("to: fin", "to: issue"),
        ("  place:\n", "  position:\n"),
        ("{place:", "{position:"),
    )
    server, visitor = follow(server, visitor, start)
    assert "X803" not in shown(visitor, play)
    assert visitor.get(f"{play}/report").status_code == 200
    assert visitor.log(play) == log


def test_a_measure_that_the_new_version_wants_is_made(folder, start, slow):
    """A node inserted before where the reader stands, whose result is now read there."""
    server = start()
    visitor = server.visitor()
    play = visitor.begin()
    visitor.answer(play, option="mesurer")
    visitor.asked(play, "pari")
    source = folder.read_text()
    start_of = source.index("  debut:\n")
    before = (
        "  accueil:\n    tool: perturb\n    with: {change: contrast, case: coffee}\n    seed: 3\n"
        "    text: {fr: D'abord., en: First.}\n"
    )
    folder.write_text(
        (source[:start_of] + before + source[start_of:]).replace(
            "{fr: Votre pari., en: Your bet.}",
            "{fr: 'Votre pari, après {accueil.n} essais.', en: 'Your bet, after {accueil.n} trials.'}",
        )
    )
    server, visitor = follow(server, visitor, start, slow(0.3))
    page = shown(visitor, play)
    assert "L'étape où vous étiez a changé" in page.replace("’", "'")
    log = visitor.until(play, lambda log: log[-1]["type"] == "offered")
    assert [(each["node"], each["back"]) for each in log if each["type"] == "detoured"] == [
        ("accueil", "pari")
    ]
    assert log[-1]["node"] == "pari"
    visitor.answer(play, number="60")
    visitor.asked(play, "photo")
