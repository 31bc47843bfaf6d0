"""From the log to those who watch: whoever appends rings a bell, every tail reads on from where it was.

A tail reads the database, never a message, so a reconnection with ``Last-Event-ID`` misses nothing; the bell
only saves waiting. Without it (a write by another process) a tail looks again after ``poll`` seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Iterator, Sequence

from engine.play.asides import Wording
from engine.play.events import EVENTS, Event, ToolProgress
from server.store import Store


class Bells:
    """One bell for each play that somebody watches. :meth:`ring` may be called from any thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._lock = threading.Lock()
        self.closed = False

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Name the loop in which tails wait."""
        self._loop = loop

    def ring(self, play: str) -> None:
        """Something happened in ``play``."""
        with self._lock:
            waiting = list(self._waiting.get(play, ()))
        if self._loop is None or not waiting:
            return
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(_set_all, waiting)

    def close(self) -> None:
        """Send every tail home: the server stops."""
        self.closed = True
        with self._lock:
            waiting = [bell for bells in self._waiting.values() for bell in bells]
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(_set_all, waiting)

    @contextlib.contextmanager
    def listening(self, play: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever something happens in ``play``."""
        bell = asyncio.Event()
        with self._lock:
            self._waiting.setdefault(play, set()).add(bell)
        try:
            yield bell
        finally:
            with self._lock:
                self._waiting[play].discard(bell)
                if not self._waiting[play]:
                    del self._waiting[play]


def _set_all(bells: Sequence[asyncio.Event]) -> None:
    for bell in bells:
        bell.set()


class Logs:
    """The logs in use, parsed once and kept: only rows that are new are read and parsed."""

    def __init__(self, store: Store, kept: int = 200) -> None:
        self._store = store
        self._kept = kept
        self._logs: OrderedDict[str, list[Event]] = OrderedDict()
        self._lock = threading.Lock()

    def events(self, play: str) -> list[Event]:
        """The play's log up to now; the list is the caller's own."""
        with self._lock:
            known = list(self._logs.get(play, ()))
        last = known[-1].seq if known else 0
        new = [EVENTS.validate_json(payload) for _, payload in self._store.payloads(play, last)]
        events = known + new
        with self._lock:
            if len(events) >= len(self._logs.get(play, ())):
                self._logs[play] = events
            self._logs.move_to_end(play)
            while len(self._logs) > self._kept:
                self._logs.popitem(last=False)
        return list(events)

    def forget(self, play: str) -> None:
        """The play is erased."""
        with self._lock:
            self._logs.pop(play, None)


class Wordings:
    """The texts that are being worded, with the sentences released so far: news, not part of the log."""

    def __init__(self) -> None:
        self._under_way: dict[str, dict[int, Wording]] = {}
        self._lock = threading.Lock()

    def note(self, play: str, news: Wording) -> None:
        """Keep the last word on one text."""
        with self._lock:
            self._under_way.setdefault(play, {})[news.of] = news

    def drop(self, play: str, of: int) -> None:
        """That text is worded, or is not going to be."""
        with self._lock:
            texts = self._under_way.get(play, {})
            texts.pop(of, None)
            if not texts:
                self._under_way.pop(play, None)

    def of(self, play: str) -> dict[int, Wording]:
        """What is under way in ``play``, by the seq of the text."""
        with self._lock:
            return dict(self._under_way.get(play, {}))


class Progress:
    """How far the measures under way are: news, not part of the log. A play's last word replaces the rest.

    The story's measure and one that the reader asked for beside it have a word each. A play may also have
    something to come that its story does not: an answer, a measure. Then its tail waits, even after the end.
    """

    def __init__(self) -> None:
        self._last: dict[str, ToolProgress] = {}
        self._beside: dict[str, ToolProgress] = {}
        self._expected: Counter[str] = Counter()
        self._lock = threading.Lock()

    def note(self, play: str, progress: ToolProgress | None) -> None:
        """Keep the last word; ``None`` when the measure is over."""
        _keep(self._last, play, progress)

    def of(self, play: str) -> ToolProgress | None:
        """The last word of ``play``, while it measures."""
        return self._last.get(play)

    def note_beside(self, play: str, progress: ToolProgress | None) -> None:
        """The same of a measure that was asked for beside the story."""
        _keep(self._beside, play, progress)

    def beside(self, play: str) -> ToolProgress | None:
        """The last word of that measure."""
        return self._beside.get(play)

    def expect(self, play: str) -> None:
        """Something is to come beside the story; :meth:`settle` once it came, or cannot."""
        with self._lock:
            self._expected[play] += 1

    def settle(self, play: str) -> None:
        """What was expected is there."""
        with self._lock:
            self._expected[play] -= 1
            if self._expected[play] <= 0:
                del self._expected[play]

    def expected(self, play: str) -> bool:
        """Whether anything is to come beside the story."""
        with self._lock:
            return play in self._expected


def _keep(words: dict[str, ToolProgress], play: str, progress: ToolProgress | None) -> None:
    if progress is None:
        words.pop(play, None)
    else:
        words[play] = progress


async def tail(
    play: str,
    after: int,
    *,
    logs: Logs,
    bells: Bells,
    progress: Progress,
    poll: float,
    wordings: Wordings | None = None,
) -> AsyncIterator[tuple[list[Event], Event]]:
    """The log from after ``after`` on, each event with all that precedes it, until the play has ended and
    nothing more is expected beside it.

    Progress comes between, with seq 0, and so do the sentences of a text that is being worded. Ends too when
    the server stops, or when the play is erased.
    """
    told: list[ToolProgress | None] = [None, None]
    heard: dict[int, int] = {}  # a text that is being worded → its sentences told
    with bells.listening(play) as bell:
        while not bells.closed:
            bell.clear()  # before reading: what is written meanwhile rings again
            expected = progress.expected(play)
            events = await asyncio.to_thread(logs.events, play)
            if after > 0 and not events:
                return
            for index, happened in enumerate(events):
                if happened.seq > after:
                    yield events[: index + 1], happened
                    after = happened.seq
            over = any(each.type == "ended" for each in events)  # not the last where settings changed since
            if over and not expected:
                return
            for place, news in enumerate((progress.of(play), progress.beside(play))):
                if news is not None and news is not told[place]:
                    yield events, news
                    told[place] = news
            for of, wording in (wordings.of(play) if wordings is not None else {}).items():
                if len(wording.said) > heard.get(of, 0):
                    yield events, wording
                    heard[of] = len(wording.said)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), poll)
