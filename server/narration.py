"""The guide at work beside the turns: it words what was told, and never holds anything up.

The log has the author's text before a backend is asked. Sentences are published as they are released, and
what was made of the text is logged between turns; a reader who leaves, an erased play or a server that stops
lose nothing but a wording.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from engine.guide.audience import Profile
from engine.guide.guide import Guide
from engine.guide.prompting import prompt
from engine.guide.reader_profile import language_in, profile_in
from engine.guide.suggestions import select
from engine.guide.troubles import trouble
from engine.language.schema import Scenario
from engine.play.asides import Said, Worded, Wording
from engine.play.events import Event, Narrated, Offered
from server.dossiers import dossier_of_file
from server.stream import Logs, Progress, Wordings
from tools.errors import AutopsieError
from tools.wording import Language

log = logging.getLogger("autopsie.guide")

THREADS = 4
Append = Callable[[str, Callable[[list[Event]], Sequence[Event]]], list[Event]]
MOST_WAITING = 64
"""Texts that may wait for a backend; beyond, the author's stand at once."""


class Narration:
    """Words what turns tell, in threads of its own. ``append`` logs between turns, ``ring`` wakes readers."""

    def __init__(
        self,
        guide: Guide,
        *,
        wordings: Wordings,
        progress: Progress,
        append: Append,
        ring: Callable[[str], None],
    ) -> None:
        self.guide = guide
        self._wordings, self._progress = wordings, progress
        self._append, self._ring = append, ring
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="narration")
        self._stop = threading.Event()
        self._waiting = 0
        self._lock = threading.Lock()

    def hear(self, scenario: Scenario, play: str, logged: Sequence[Event], logs: Logs) -> None:
        """These events were just logged: word the texts among them. Returns at once."""
        if self.guide.backend.verbatim:
            return
        if self._selects and any(isinstance(each, Offered) for each in logged):
            self._pool.submit(self._select, scenario, play, list(logs.events(play)))
        told = [each for each in logged if isinstance(each, Narrated)]
        if not told:
            return
        events = logs.events(play)
        for each in told:
            self.told(scenario, play, [one for one in events if one.seq <= each.seq], each)

    def told(self, scenario: Scenario, play: str, events: Sequence[Event], narrated: Narrated) -> None:
        """A text was told: word it, if the backend is asked for it at all. Returns at once.

        ``events`` is the log up to and with ``narrated``.
        """
        language = language_in(events)
        if self._stop.is_set() or not self.guide.would_word(scenario, narrated, language):
            return
        with self._lock:
            if self._waiting >= MOST_WAITING:
                return
            self._waiting += 1
        self._wordings.note(play, Wording(of=narrated.seq, turn=narrated.turn))
        self._progress.expect(play)
        job = _Job(scenario, play, list(events), narrated, language, profile_in(events))
        self._pool.submit(self._run, job)

    @property
    def _selects(self) -> bool:
        asked = self.guide.settings.select == "model" and not self._stop.is_set()
        return asked and "select" in self.guide.backend.readiness().degrees

    def _select(self, scenario: Scenario, play: str, events: Sequence[Event]) -> None:
        """Let the model choose which question to offer; whatever fails, the rule has chosen already."""
        try:
            made = select(scenario, events, self.guide.backend, dossier=dossier_of_file(scenario))
            if made is None or self._stop.is_set():
                return
            chosen = made

            def make(now: list[Event]) -> list[Event]:
                still = next((each.seq for each in reversed(now) if isinstance(each, Offered)), None)
                return [chosen] if still == chosen.of else []

            self._append(play, make)
            self._ring(play)
        except AutopsieError as failed:
            log.warning("no question was chosen by the model", extra={"code": failed.code})
        except Exception:
            log.exception("choosing a question broke")

    def _run(self, job: _Job) -> None:
        of = job.narrated.seq
        try:
            worded = self._too_late(job) or self._word(job)
            if worded is not None and not self._stop.is_set():
                made = worded

                def make(events: list[Event]) -> list[Event]:
                    return (
                        [made] if any(each.seq == of and each.type == "narrated" for each in events) else []
                    )

                self._append(job.play, make)
        except AutopsieError as failed:  # a full disk: the author's text stands
            log.warning("wording not kept", extra={"code": failed.code})
        except Exception:
            log.exception("wording broke")
        finally:
            with self._lock:
                self._waiting -= 1
            self._wordings.drop(job.play, of)
            self._progress.settle(job.play)
            self._ring(job.play)

    def _word(self, job: _Job) -> Worded | None:
        said: list[Said] = []

        def heard(sentence: Said) -> None:
            said.append(sentence)
            self._wordings.note(
                job.play, Wording(of=job.narrated.seq, turn=job.narrated.turn, said=list(said))
            )
            self._ring(job.play)

        spent = sum(each.tokens for each in job.events if isinstance(each, Worded))
        return self.guide.tell(
            job.scenario,
            job.narrated,
            job.events,
            language=job.language,
            profile=job.profile,
            on_said=heard,
            stop=self._stop,
            spent=spent,
        )

    def _too_late(self, job: _Job) -> Worded | None:
        """A text that waited for others longer than a reader should wait for its first sentence."""
        if time.monotonic() - job.asked <= self.guide.settings.first_sentence_seconds:
            return None
        busy = trouble("guide_busy")
        return Worded(
            of=job.narrated.seq,
            text=job.narrated.text,
            backend=self.guide.backend.name,
            accepted=False,
            failed=busy.says,
            code=busy.code,
        )

    def warm(self) -> None:
        """Load a model that is on this machine before the first reader waits for it. Returns at once."""
        if self.guide.backend.name == "local" and self.guide.backend.readiness().ready:
            self._pool.submit(self._load)

    def _load(self) -> None:
        question = prompt("warm", "en", most_tokens=1)
        try:
            for _ in self.guide.backend.write(question):
                break
        except AutopsieError as failed:  # whoever asks for words hears of it; warming is a courtesy
            log.info("the guide's model was not loaded ahead", extra={"code": failed.code})

    def close(self) -> None:
        """Stop: what is under way is given up."""
        self._stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.guide.close()


class _Job:
    """One text to word."""

    def __init__(
        self,
        scenario: Scenario,
        play: str,
        events: list[Event],
        narrated: Narrated,
        language: Language,
        profile: Profile,
    ) -> None:
        self.scenario, self.play, self.events = scenario, play, events
        self.narrated, self.language, self.profile = narrated, language, profile
        self.asked = time.monotonic()
