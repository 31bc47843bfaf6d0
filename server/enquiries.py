"""What a reader asks of the file beside the story: logged, answered in quotations, measured on demand.

Nothing here moves a play: its events stand between turns, and the core ignores them. What is typed is data:
it is cut, cleaned and quoted, and nobody does what it says.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import unicodedata
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from engine.guide.retrieval.question import LONGEST
from engine.language.schema import Scenario, ToolNode
from engine.play.asides import Measured, OfferedMeasure, Questioned, Quoted, QuotedPassage
from engine.play.events import Event, ToolProgress
from server.enquiry_refusals import (
    another_runs,
    awaits_a_bet,
    broke_down,
    no_question,
    nothing_typed,
    too_long,
    too_many,
)
from server.errors import not_found
from server.laboratory import Laboratory
from server.store import Store
from server.tables import Playthrough
from server.turns import Turns
from tools.errors import AssetRefused, AutopsieError, MissingAsset
from tools.finding import Finding
from tools.tool import Cancelled
from tools.wording import Language, Words

if TYPE_CHECKING:
    from engine.play.graph import ReportProgress

log = logging.getLogger("autopsie.enquiries")

MOST_AN_HOUR = 30  # questions of one play
LEAST_PATIENCE = 120.0  # seconds that a measure made beside the story is given
PROGRESS_EVERY = 0.3  # seconds between two words about how far it is
_HIDDEN = frozenset(
    {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
)  # what no reader sees, and may turn a line round
_JOINERS = "\u200c\u200d"  # but for these, which words of some languages are written with


class Reply(NamedTuple):
    """What the file says of a question. ``says`` stands beside the passages, or in their place."""

    in_scope: bool
    passages: Sequence[QuotedPassage] = ()
    measure: OfferedMeasure | None = None
    says: Words | None = None


class Answerer(Protocol):
    """What finds the passages of a file that answer a question."""

    def reply(self, scenario: Scenario, events: Sequence[Event], question: str, language: Language) -> Reply:
        """Blocks, for a second at most. ``events`` is the play's log: what was reached may be quoted."""
        ...

    def prepare(self, scenarios: Iterable[Scenario]) -> None:
        """Make files ready before anybody asks. Returns at once."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...


class Asked(NamedTuple):
    """A question on its way. ``logged`` gives the seq of its event, ``answered`` when no more is to come."""

    logged: Future[int]
    answered: Future[None]


@dataclass(frozen=True)
class _Waiting:
    text: str  # clean, and whole
    key: str
    logged: Future[int] = field(default_factory=Future)


class Enquiries:
    """The questions of all plays of this server, and the measures that they led to."""

    def __init__(
        self, turns: Turns, store: Store, laboratory: Laboratory, answerer: Answerer, *, threads: int = 8
    ) -> None:
        self._turns = turns
        self._store = store
        self._laboratory = laboratory
        self._answerer = answerer
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="enquiry")
        self._measures = ThreadPoolExecutor(threads, thread_name_prefix="enquiry-measure")
        self._lock = threading.Lock()
        self._inbox: dict[str, list[_Waiting]] = {}
        self._serving: dict[str, Future[None]] = {}  # a play's questions are answered one after the other
        self._running: dict[str, tuple[int, threading.Event]] = {}  # play → its question, what breaks it off
        self._stopping = False

    # What routes call, from a thread

    def ask(self, play: Playthrough, text: str, key: str = "") -> Asked:
        """Take a question. Raises H422 for an empty one and H429 beyond :data:`MOST_AN_HOUR`.

        It is logged as soon as no turn is under way; the same key with the same words is the same question.
        """
        clean = cleaned(text)
        if not clean:
            raise nothing_typed()
        self._turns.bring_up_to_date(play)
        waiting = _Waiting(clean, key)
        with self._lock:
            pending = len(self._inbox.get(play.id, ()))
            events = self._turns.logs.events(play.id)
            if _same(events, waiting) is None and _lately(events) + pending >= MOST_AN_HOUR:
                raise too_many(MOST_AN_HOUR)
            self._inbox.setdefault(play.id, []).append(waiting)
            return Asked(waiting.logged, self._serve_soon(play.id))

    def take_up(self, play: Playthrough) -> None:
        """Answer what a stop of the server left without an answer, now that its reader looks at it."""
        if self._stopping or _unanswered(self._turns.logs.events(play.id)) is None:
            return
        with self._lock:
            self._serve_soon(play.id)

    def measure(self, play: Playthrough, seq: int) -> Future[None] | None:
        """Make the measure that was offered for the question ``seq``; ``None`` where it was made already.

        Raises H404 where none was offered, H409 where the story makes it later, after a bet, and H409 while
        another measure of this play is under way.
        """
        quoted = _quoted(self._turns.logs.events(play.id), seq)
        if quoted is None or quoted.measure is None:
            raise not_found()
        if quoted.measure.awaits is not None:
            raise awaits_a_bet()
        with self._lock:
            events = self._turns.logs.events(play.id)
            if any(isinstance(each, Measured) and each.of == quoted.seq and each.finding for each in events):
                return None
            if play.id in self._running:
                if self._running[play.id][0] == seq:
                    return None
                raise another_runs()
            cancel = threading.Event()
            self._running[play.id] = seq, cancel
        self._turns.progress.expect(play.id)
        self._turns.progress.note_beside(play.id, _progress(seq, 0, 0))
        self._turns.bells.ring(play.id)
        return self._measures.submit(self._measure, play, seq, quoted, cancel)

    def forget(self, play: str) -> None:
        """The play is being erased: break off what is under way for it."""
        with self._lock:
            self._inbox.pop(play, None)
            running = self._running.get(play)
        if running is not None:
            running[1].set()

    def prepare(self, scenarios: Iterable[Scenario]) -> None:
        """Make the files of these scenarios ready to be asked. Returns at once."""
        self._answerer.prepare(scenarios)

    def close(self) -> None:
        """Break off everything; questions that were logged are answered after the next start."""
        self._stopping = True
        with self._lock:
            for _, cancel in self._running.values():
                cancel.set()
        for pool in (self._pool, self._measures):
            pool.shutdown(wait=True, cancel_futures=True)
        self._answerer.close()

    # Questions

    def _serve_soon(self, play: str) -> Future[None]:
        serving = self._serving.get(play)
        if serving is None:
            self._turns.progress.expect(play)
            serving = self._serving[play] = self._pool.submit(self._serve, play)
        return serving

    def _serve(self, play: str) -> None:
        done = False
        try:
            while not self._stopping and not done:
                done = not self._step(play)
        except AutopsieError as failed:  # a full disk: the question stays, and is taken up at the next look
            log.warning("a question was not answered", extra={"code": failed.code})
        except Exception:
            log.exception("a question was not answered")
        finally:
            if not done:
                with self._lock:
                    self._serving.pop(play, None)
            self._turns.progress.settle(play)
            self._turns.bells.ring(play)

    def _step(self, play: str) -> bool:
        """Log what came, then answer the oldest question that has no answer. False when all is done."""
        with self._lock:
            came = self._inbox.pop(play, [])
        for each in came:
            self._log(play, each)
        row = self._store.play(play)
        question = _unanswered(self._turns.logs.events(play)) if row is not None else None
        if row is not None and question is not None:
            reply = self._reply(row, question)
            return bool(self._turns.append_aside(play, lambda _: [_as_event(question.seq, reply)]))
        with self._lock:
            if self._inbox.get(play):
                return True
            self._serving.pop(play, None)  # whoever asks from here on is served anew
            return False

    def _log(self, play: str, waiting: _Waiting) -> None:
        """Append the question, once; one that cannot be searched for gets its sentence in the same breath."""
        known: list[int] = []

        def make(events: list[Event]) -> list[Event]:
            same = _same(events, waiting)
            if same is not None:
                known.append(same)
                return []
            made: list[Event] = [Questioned(text=waiting.text[:LONGEST].rstrip(), key=waiting.key)]
            if (refused := _unsearchable(waiting.text)) is not None:
                made.append(Quoted(of=events[-1].seq + 1, in_scope=False, says=refused))
            return made

        try:
            added = self._turns.append_aside(play, make)
        except AutopsieError as failed:
            waiting.logged.set_exception(failed)
            return
        if added or known:
            waiting.logged.set_result(added[0].seq if added else known[0])
        else:
            waiting.logged.set_exception(not_found())

    def _reply(self, row: Playthrough, question: Questioned) -> Reply:
        language: Language = "fr" if row.language == "fr" else "en"
        try:
            events = self._turns.logs.events(row.id)
            return self._answerer.reply(self._turns.scenario(row), events, question.text, language)
        except AutopsieError as failed:
            return Reply(False, says=_told(failed))
        except Exception:
            log.exception("the search broke down")  # the traceback holds no word of the question
            return Reply(False, says=broke_down())

    # Measures

    def _measure(self, play: Playthrough, seq: int, quoted: Quoted, cancel: threading.Event) -> None:
        offered = quoted.measure
        assert offered is not None
        made = Measured(of=quoted.seq)
        last = [0.0]

        def progress(done: int, total: int, place: int | None = None) -> None:
            if cancel.is_set():
                raise Cancelled
            now = time.monotonic()
            if now - last[0] >= PROGRESS_EVERY:
                last[0] = now
                self._turns.progress.note_beside(play.id, _progress(seq, done, total, place))
                self._turns.bells.ring(play.id)

        try:
            finding = self._made(play, offered, progress, cancel)
            made = made.model_copy(update={"finding": finding})
        except Cancelled:
            return
        except AutopsieError as failed:
            made = made.model_copy(update={"says": _told(failed)})
        except Exception:
            log.exception("a measure beside the story broke")
            made = made.model_copy(update={"says": _BROKE})
        finally:
            if made.finding is not None or made.says is not None:
                with suppress(AutopsieError):  # a full disk: nothing is logged, and the offer stands
                    self._turns.append_aside(play.id, lambda _: [made])
            with self._lock:
                del self._running[play.id]  # only now: whoever asks for it again finds it made
            self._turns.progress.note_beside(play.id, None)
            self._turns.progress.settle(play.id)
            self._turns.bells.ring(play.id)

    def _made(
        self, play: Playthrough, offered: OfferedMeasure, progress: ReportProgress, cancel: threading.Event
    ) -> Finding:
        """The measure; where what it takes is not here, its record in the story, if there is one."""
        from engine.nodes.tool import recorded_for  # slow import: the kinds of nodes

        scenario = self._turns.scenario(play)
        node = scenario.nodes.get(offered.node or "")
        asked = node if isinstance(node, ToolNode) else None
        patience = max(asked.timeout if asked else 0.0, LEAST_PATIENCE)
        try:
            return self._laboratory.beside(
                play.id, offered.call, scenario, timeout=patience, progress=progress, cancel=cancel
            )
        except (MissingAsset, AssetRefused):
            if asked is None:
                raise
            # What is offered may be lighter than the story's own measure: its record serves all the same.
            whole = offered.call.model_copy(update={"params": {**offered.call.params, **asked.params}})
            recorded = recorded_for(scenario, asked, whole)
            if recorded is None:
                raise
            return recorded


_BROKE = Words(fr="La mesure s’est interrompue.", en="The measure broke off.")


def cleaned(text: str) -> str:
    """What was typed, on one line: without what no reader sees and without marks piled on one letter."""
    kept = (
        " " if unicodedata.category(each) in _HIDDEN and each not in _JOINERS else each
        for each in unicodedata.normalize("NFC", text)
    )
    return _PILED.sub(r"\1", re.sub(r"\s+", " ", "".join(kept)).strip())


_MARKS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(f"({_MARKS}{{3}}){_MARKS}+")


def _unsearchable(text: str) -> Words | None:
    """The sentence for what holds no question, or is beyond what is read."""
    if len(text) > LONGEST:
        return too_long(len(text), LONGEST)
    return None if any(each.isalpha() for each in text) else no_question()


def _told(failed: AutopsieError) -> Words:
    return Words(fr=failed.sentence("fr"), en=failed.sentence("en"))


def _as_event(of: int, reply: Reply) -> Quoted:
    passages = list(reply.passages)
    return Quoted(of=of, in_scope=reply.in_scope, passages=passages, measure=reply.measure, says=reply.says)


def _progress(seq: int, done: int, total: int, place: int | None = None) -> ToolProgress:
    return ToolProgress(node=f"question-{seq}", done=done, total=total, place=place)


def _quoted(events: Sequence[Event], question: int) -> Quoted | None:
    return next((each for each in events if isinstance(each, Quoted) and each.of == question), None)


def _unanswered(events: Sequence[Event]) -> Questioned | None:
    answered = {each.of for each in events if isinstance(each, Quoted)}
    asked = (each for each in events if isinstance(each, Questioned))
    return next((each for each in asked if each.seq not in answered), None)


def _same(events: Sequence[Event], waiting: _Waiting) -> int | None:
    """The seq of the same question sent before: the same key, the same words."""
    if not waiting.key:
        return None
    text = waiting.text[:LONGEST].rstrip()
    asked = (each for each in events if isinstance(each, Questioned))
    return next((each.seq for each in asked if (each.key, each.text) == (waiting.key, text)), None)


def _lately(events: Sequence[Event]) -> int:
    """Questions of the last hour."""
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="milliseconds")
    return sum(isinstance(each, Questioned) and each.at > since for each in events)
