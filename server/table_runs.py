"""The measures that visitors ask of the free table: one at a time, behind a short queue of its own.

The models serve the investigations too. At most one measure of the table stands before theirs, so a table
that many look at slows a story by one measure and no more.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from server import table_refusals as refusals
from server.laboratory import Laboratory
from server.table_kept import Kept
from server.table_state import TableState
from tools.errors import AutopsieError, ToolFailed
from tools.finding import Call, Finding
from tools.stimuli.cases import TEXT_PREFIX
from tools.tool import Cancelled
from tools.wording import Words

log = logging.getLogger("autopsie.table")

MOST_WAITING = 12
SECONDS = 60.0  # of computation, for one measure
_KEPT_FAILURES = 200
_FAILURE_SECONDS = 600.0
_TEXTS = threading.Lock()


@dataclass
class Run:
    """One table being measured. ``place`` counts the measures before it: 0 once it is its turn."""

    state: TableState
    owner: str | None
    key: str
    place: int = 0
    done: int = 0
    total: int = 0
    failed: AutopsieError | None = None
    over_at: float | None = None


@dataclass
class Runs:
    """The queue of the table. Close it with the server."""

    laboratory: Laboratory
    kept: Kept
    _waiting: deque[Run] = field(default_factory=deque)
    _current: Run | None = None
    _failures: OrderedDict[str, Run] = field(default_factory=OrderedDict)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _closing: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def ask(self, state: TableState, owner: str | None) -> Run:
        """Have a table measured, or join whoever asked the same. Raises :class:`TableRefused` when full."""
        key = self._key(state, owner)
        with self._changed:
            known = self._look(key)
            if known is not None and known.failed is None:
                return known
            if len(self._waiting) >= MOST_WAITING:
                raise refusals.full(MOST_WAITING)
            self._failures.pop(key, None)
            run = Run(state, owner, key)
            self._waiting.append(run)
            self._placed()
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="table", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return run

    def look(self, state: TableState, owner: str | None) -> Run | None:
        """How a table's measure stands: waiting, running or failed; ``None`` for one that nobody asked."""
        with self._changed:
            return self._look(self._key(state, owner))

    def close(self) -> None:
        """Give up what waits, break off what runs."""
        self._closing.set()
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(10)

    def _key(self, state: TableState, owner: str | None) -> str:
        own = any(side.stimulus.picture for side in state.sides)
        return f"{owner if own else ''} {' '.join(state.keys())}"

    def _look(self, key: str) -> Run | None:
        current = self._current
        if current is not None and current.key == key:
            return current
        waiting = next((run for run in self._waiting if run.key == key), None)
        if waiting is not None:
            return waiting
        failed = self._failures.get(key)
        if failed is not None and failed.over_at and time.monotonic() - failed.over_at > _FAILURE_SECONDS:
            del self._failures[key]
            return None
        return failed

    def _placed(self) -> None:
        before = 1 if self._current is not None else 0
        for place, run in enumerate(self._waiting):
            run.place = before + place

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._current = None
                while not self._waiting and not self._closing.is_set():
                    self._changed.wait()
                if self._closing.is_set():
                    return
                run = self._current = self._waiting.popleft()
                run.place = 0
                self._placed()
            try:
                self._measure(run)
            except Cancelled:
                continue
            except AutopsieError as failed:
                self._fail(run, failed)
            except Exception:
                log.exception("a measure of the table broke")
                self._fail(run, _broke())

    def _measure(self, run: Run) -> None:
        sides = list(zip(run.state.keys(), run.state.calls(), run.state.sides, strict=True))

        for number, (key, call, side) in enumerate(sides):
            if self.kept.finding(key, side, run.owner) is not None:
                continue
            progress = _progress_of(run, number, len(sides))
            if side.stimulus.text:
                with _TEXTS:  # nobody else's table erases a text while it is read
                    found = self._run_text(call, side.stimulus.text, progress)
            else:
                found = self._run(call, run, progress)
            self.kept.keep(key, side, run.owner, found)

    def _run(self, call: Call, run: Run, progress: Callable[[int, int], None]) -> Finding:
        return self.laboratory.lab().run(
            call,
            progress=progress,
            timeout=SECONDS,
            cancel=self._closing,
            uploads=self.kept.pictures(run.owner),  # never a picture of somebody else's
        )

    def _run_text(self, call: Call, text: str, progress: Callable[[int, int], None]) -> Finding:
        from tools.home import kept_files
        from tools.stimuli.own_texts import keep_texts

        case = keep_texts([text])
        try:
            found = self.laboratory.lab().run(
                call.model_copy(update={"case": case}),
                progress=progress,
                timeout=SECONDS,
                cancel=self._closing,
            )
        finally:  # the text stands in the address, and needs no second home
            (kept_files() / case.removeprefix(TEXT_PREFIX)).unlink(missing_ok=True)
        return found

    def _fail(self, run: Run, failed: AutopsieError) -> None:
        with self._changed:
            run.failed, run.over_at = failed, time.monotonic()
            self._failures[run.key] = run
            while len(self._failures) > _KEPT_FAILURES:
                self._failures.popitem(last=False)


def _progress_of(run: Run, number: int, sides: int) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        run.done, run.total = number * total + done, sides * total

    return told


def _broke() -> ToolFailed:
    return ToolFailed(
        "table_broke",
        Words(fr="La mesure s'est arrêtée sur une panne.", en="The measure stopped on a fault."),
        Words(fr="Changez un réglage, ou réessayez.", en="Change a setting, or try again."),
    )
