"""The server killed after each time it writes to a log: the pages end as if nothing had happened."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {
    "debut": {"option": "mesurer"},
    "pari": {"number": "62"},
    "photo": {"skip": "1"},
    "mots": {"text": "un mot"},
}


class Reading:
    """One reader's way through: each step looks at the page's log first, so that it can be begun again."""

    def __init__(self, visitor: Any) -> None:
        self.visitor = visitor
        self.known = set(self._listed())
        self.play = self.branch = ""

    def go_on(self) -> None:
        """To the end of the play and of a branch of it. Raises ``httpx.TransportError`` when all stops."""
        if not self.play:
            new = [each for each in self._listed() if each not in self.known]
            self.play = new[0] if new else self._begin()
        self._answer_all(self.play, ANSWERS)
        log = self._log(self.play)
        if not any(each["type"] == "would_change" for each in log):
            self.visitor.post(f"{self.play}/would-change", data={"text": "une autre image"})
        at = next(each["ask_id"] for each in log if each["type"] == "offered")
        made = self.visitor.post(f"{self.play}/branch", data={"at": at, "key": "k"})
        assert made.status_code == 303, made.text
        self.branch = made.headers["location"].split("#")[0]
        self._answer_all(self.branch, {"debut": {"option": "clore"}})

    def pages(self) -> list[str]:
        """What is shown in the end, without what is drawn by lot or told by the clock."""
        shown = [self.play, self.branch, f"{self.play}/branches", f"{self.play}/report"]
        return [normal(self.visitor.get(each).text) for each in shown]

    def kinds(self) -> list[str]:
        return [each["type"] for each in self._log(self.play)]

    def _begin(self) -> str:
        form = {"scenario": "petite", "language": "fr", "audience": "curious"}
        return str(self.visitor.post("/playthroughs", data=form).headers["location"])

    def _listed(self) -> list[str]:
        return re.findall(r"/playthroughs/[0-9a-f]{32}", self.visitor.get("/").text)

    def _log(self, play: str) -> list[dict[str, Any]]:
        self.visitor.get(play)  # as a page does: a turn that broke off is taken up by a look
        return list(self.visitor.log(play))

    def _answer_all(self, play: str, answers: dict[str, dict[str, str]]) -> None:
        end = time.monotonic() + 20
        while not (log := self._log(play)) or not any(each["type"] == "ended" for each in log):
            assert time.monotonic() < end, [each["type"] for each in log]
            given = {each["ask_id"] for each in log if each["type"] == "answered"}
            asked = [each for each in log if each["type"] == "offered" and each["ask_id"] not in given]
            if not asked:
                time.sleep(0.02)
                continue
            node, ask = asked[-1]["node"], asked[-1]["ask_id"]
            if node == "mots" and not any(each["type"] == "quoted" for each in log):
                self.visitor.post(f"{play}/questions", data={"question": "Et le contraste ?", "key": "q"})
                continue
            self.visitor.post(f"{play}/turns", data={"ask_id": ask, "key": f"k-{node}", **answers[node]})


def differing(expected: list[str], shown: list[str]) -> list[str]:
    """The lines in which pages differ."""
    lines = ["\n".join(each).splitlines() for each in (expected, shown)]
    return [each for each in unified_diff(*lines, n=0, lineterm="") if each[:3] not in ("---", "+++")]


def normal(html: str) -> str:
    """A page with its random names by their order, and without hours."""
    names: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"name-{len(names)}")

    html = re.sub(r"\b(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16}|[0-9a-f]{12}|[0-9a-f]{8})\b", named, html)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+Z]+|\b\d\d[:h]\s?\d\d\b", "time", html)


class Servers:
    """One server after the other on the same home, each to die at a place of its own."""

    def __init__(self, folder: Path) -> None:
        self.written = folder / "writes"
        self._errors = (folder / "errors.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "dying_server.py")],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "WRITES": str(self.written)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            start_new_session=True,
        )

    def start(self, kill_at: int) -> str:
        """The address of a server that dies after so many writes; of one that does not, for 0."""
        return self._told(f"{kill_at}\n", "Autopsie: ").rstrip("/")

    def died(self, *, ended: bool = False) -> int:
        """The exit status of the server under way, once it died; ``ended``: from our hand."""
        return int(self._told("\n" if ended else "", "died "))

    def close(self) -> None:
        """Kill what is left."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()
        self._errors.close()

    def _told(self, line: str, begins: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()
        for told in iter(self._process.stdout.readline, ""):
            if told.startswith(begins):
                return told.removeprefix(begins).strip()
        raise AssertionError("the servers are gone")


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    made = Servers(tmp_path)
    yield made
    made.close()


def test_killed_after_each_write_the_pages_end_the_same(
    servers: Servers, visitor_of: Callable[[str], Any]
) -> None:
    visitor = visitor_of(servers.start(0))
    undisturbed = Reading(visitor)
    undisturbed.go_on()
    time.sleep(0.3)  # the last turn is noted as done after its page is served
    expected, kinds = undisturbed.pages(), undisturbed.kinds()
    boundaries = int(servers.written.read_text())
    assert boundaries >= 10
    assert {"tool_finished", "questioned", "quoted", "would_change", "ended"} <= set(kinds)
    assert servers.died(ended=True) == -9
    unfinished: Reading | None = None
    for kill_at in [*range(1, boundaries + 1), 0]:
        visitor.base_url = httpx.URL(servers.start(kill_at))
        if unfinished is not None:  # what the last server left in the middle
            unfinished.go_on()
            assert unfinished.kinds() == kinds, kill_at - 1
            assert differing(expected, unfinished.pages()) == [], kill_at - 1
        if kill_at == 0:
            break
        unfinished = Reading(visitor)
        with contextlib.suppress(httpx.TransportError):  # killed after the last response, at times
            unfinished.go_on()
        assert servers.died() == -9, kill_at
