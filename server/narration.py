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

from engine.guide.audience import Profile, profile_of
from engine.guide.guide import Guide
from engine.language.schema import Scenario
from engine.play.asides import Said, Worded, Wording
from engine.play.events import Event, Narrated
from tools.errors import AutopsieError
from tools.wording import Language, Words

log = logging.getLogger("autopsie.guide")

THREADS = 4
MOST_WAITING = 64
"""Texts that may wait for a backend; beyond, the author's stand at once."""

Append = Callable[[str, Callable[[list[Event]], Sequence[Event]]], list[Event]]


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


class Narration:
    """Words what turns tell, in threads of its own. ``append`` logs between turns, ``ring`` wakes readers."""

    def __init__(self, guide: Guide, wordings: Wordings, append: Append, ring: Callable[[str], None]) -> None:
        self.guide = guide
        self.wordings = wordings
        self._append, self._ring = append, ring
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="narration")
        self._stop = threading.Event()
        self._waiting = 0
        self._lock = threading.Lock()

    def told(
        self,
        scenario: Scenario,
        play: str,
        events: Sequence[Event],
        narrated: Narrated,
        *,
        language: Language,
        audience: str,
        profile: Profile | None = None,
    ) -> None:
        """A text was told: word it, if the backend is asked for it at all. Returns at once.

        ``events`` is the log up to and with ``narrated``.
        """
        if self._stop.is_set() or not self.guide.would_word(scenario, narrated, language):
            return
        with self._lock:
            if self._waiting >= MOST_WAITING:
                return
            self._waiting += 1
        self.wordings.note(play, Wording(of=narrated.seq, turn=narrated.turn))
        job = _Job(scenario, play, list(events), narrated, language, profile or profile_of(audience))
        self._pool.submit(self._run, job)

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
            self.wordings.drop(job.play, of)
            self._ring(job.play)

    def _word(self, job: _Job) -> Worded | None:
        said: list[Said] = []

        def heard(sentence: Said) -> None:
            said.append(sentence)
            self.wordings.note(
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
        return Worded(
            of=job.narrated.seq,
            text=job.narrated.text,
            backend=self.guide.backend.name,
            accepted=False,
            failed=Words(
                fr="Le modèle répond à trop de monde à la fois.",
                en="The model is answering too many people at once.",
            ),
            code="guide_busy",
        )

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
