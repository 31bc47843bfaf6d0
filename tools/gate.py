"""The gate before the worker: a bounded queue, one computation at a time, shared by those who ask the same.

One thread (the keeper) speaks to the worker; callers wait on their job. A job that nobody waits for any more
is cancelled, and killed with its worker when it does not listen.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tools.errors import Busy, ToolFailed
from tools.execution import CATALOGUE
from tools.finding import Call, Finding
from tools.tool import Cancelled, Progress
from tools.wording import NO_BREAK_SPACE, Words, format_number
from tools.worker import Message, Worker, unpack_error

_log = logging.getLogger("autopsie.lab")

MOST_WAITING = 16  # jobs in the queue; the seventeenth caller is told to come back
TICK = 0.05  # seconds between two looks at a job
REPEAT_PROGRESS = 0.25  # seconds after which an unchanged progress is told again
PATIENCE = (
    3.0  # seconds given to a cancelled computation before its worker is killed: a reload costs one or two
)
ATTEMPTS = 2  # times a job is tried when its worker dies under it
START_LIMIT = 60.0  # seconds for a worker to take a job up

Place = Callable[[int], None]
"""Told how many computations stand before this one, each time that it changes; 0 once it runs."""


@dataclass(eq=False)
class Job:
    """One computation and those who wait for it."""

    number: int
    key: str
    call: Call
    uploads: Path | None
    waiters: int = 0
    started: float | None = None
    timed_out: bool = False
    done: int = 0
    total: int = 0
    told: int = 0  # how many times progress came in
    finding: Finding | None = None
    error: Exception | None = None

    @property
    def over(self) -> bool:
        """Whether there is an outcome."""
        return self.finding is not None or self.error is not None


@dataclass(eq=False)
class Gate:
    """Queue, keeper and worker. ``keep`` is called with each finished job's key and finding."""

    weights: Path | None = None
    tools: str = CATALOGUE
    most_waiting: int = MOST_WAITING
    keep: Callable[[str, Finding], None] = lambda key, finding: None
    _jobs: dict[str, Job] = field(default_factory=dict)
    _queue: deque[Job] = field(default_factory=deque)
    _to_warm: deque[str] = field(default_factory=deque)
    _warm: set[str] = field(default_factory=set)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _worker: Worker | None = None
    _keeper: threading.Thread | None = None
    _numbers: int = 0
    _closed: bool = False

    def ask(
        self,
        key: str,
        call: Call,
        uploads: Path | None,
        *,
        timeout: float,
        progress: Progress | None = None,
        on_place: Place | None = None,
        cancel: threading.Event | None = None,
    ) -> Finding:
        """Wait for the answer to a call, sharing the computation with whoever asked the same.

        ``timeout`` counts from the moment the computation starts. Raises :class:`Busy`, :class:`Cancelled`,
        :class:`ToolFailed` (``X801`` past the time, ``worker_died``) or the tool's own error.
        """
        job = self._join(key, call, uploads)
        try:
            return self._wait(job, timeout, progress, on_place, cancel)
        finally:
            with self._changed:
                job.waiters -= 1
                if job.waiters == 0 and job in self._queue:
                    self._queue.remove(job)
                    if self._jobs.get(key) is job:
                        del self._jobs[key]
                self._changed.notify_all()

    def warm(self, subject: str) -> None:
        """Have the worker load a subject when it has nothing else to do; returns at once."""
        with self._changed:
            self._open()
            self._to_warm.append(subject)
            self._changed.notify_all()

    @property
    def worker_pid(self) -> int | None:
        """The worker's process number, while there is one."""
        worker = self._worker
        return worker.pid if worker is not None else None

    def close(self) -> None:
        """Give up what waits and end the worker."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._keeper is not None:
            self._keeper.join(10)

    def _open(self) -> None:
        """Under the lock: start the keeper the first time."""
        if self._closed:
            raise _closed()
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._serve, name="lab-gate", daemon=True)
            self._keeper.start()

    def _join(self, key: str, call: Call, uploads: Path | None) -> Job:
        with self._changed:
            self._open()
            job = self._jobs.get(key)
            # A job that everybody left is being cancelled: it must not be joined.
            if job is None or job.over or job.waiters == 0:
                if len(self._queue) >= self.most_waiting:
                    raise _busy(len(self._queue))
                self._numbers += 1
                job = self._jobs[key] = Job(self._numbers, key, call, uploads)
                self._queue.append(job)
            job.waiters += 1
            self._changed.notify_all()
            return job

    def _wait(
        self,
        job: Job,
        timeout: float,
        progress: Progress | None,
        on_place: Place | None,
        cancel: threading.Event | None,
    ) -> Finding:
        place = -1
        told, told_at = 0, time.monotonic()
        while True:
            with self._changed:
                if not job.over:
                    self._changed.wait(TICK)
                now = time.monotonic()
                finding, error, started = job.finding, job.error, job.started
                new_place = self._queue.index(job) + 1 if job in self._queue else 0
                news, done, total = job.told, job.done, job.total
            # Callers' functions run outside the lock: they may be slow, or raise Cancelled.
            if on_place is not None and new_place != place:
                place = new_place
                on_place(place)
            if progress is not None and news and (news != told or now - told_at >= REPEAT_PROGRESS):
                told, told_at = news, now
                progress(done, total)
            if finding is not None:
                return finding
            if error is not None:
                raise error
            if cancel is not None and cancel.is_set():
                raise Cancelled
            if started is not None and now - started > timeout:
                job.timed_out = True
                raise too_late(timeout)

    # What follows runs in the keeper's thread only.

    def _serve(self) -> None:
        try:
            while True:
                with self._changed:
                    while not (self._closed or self._queue or self._to_warm):
                        self._changed.wait()
                    if self._closed:
                        break
                    job = self._queue.popleft() if self._queue else None
                    subject = self._to_warm.popleft() if job is None else None
                if job is not None:
                    self._finish(job, *self._computed(job))
                elif subject is not None:
                    self._load(subject)
        finally:
            self._give_up()

    def _computed(self, job: Job) -> tuple[Finding | None, Exception | None]:
        for _ in range(ATTEMPTS):
            if self._closed:
                return None, _closed()
            try:
                return self._attempt(job), None
            except (EOFError, OSError):
                _log.warning("the worker died under %s/%s", job.call.verb, job.call.method)
                self._drop_worker()
            except Exception as error:
                return None, error
        return None, ToolFailed(
            "worker_died",
            Words(
                fr="Le calcul s’est arrêté net, deux fois de suite.",
                en="The computation stopped dead, twice in a row.",
            ),
            Words(
                fr="Il manque peut-être de la mémoire sur cette machine. Réessayez plus tard.",
                en="This machine may lack memory. Try again later.",
            ),
        )

    def _attempt(self, job: Job) -> Finding:
        """Raises :class:`EOFError` or :class:`OSError` when the worker is gone."""
        worker = self._ready_worker()
        with self._changed:
            job.started = None
        worker.send(
            {
                "do": "run",
                "id": job.number,
                "call": job.call.model_dump(mode="json"),
                "uploads": str(job.uploads) if job.uploads else None,
            }
        )
        asked = time.monotonic()
        cancelled_at: float | None = None
        while True:
            message = worker.receive(TICK)
            if message is not None and message.get("id") == job.number:
                outcome = self._heard(job, message)
                if outcome is not None:
                    return outcome
            now = time.monotonic()
            if self._closed:
                raise _closed()
            if job.started is None and now - asked > START_LIMIT:
                raise EOFError
            if job.waiters == 0:
                if job.timed_out:
                    self._restart_worker()
                    raise Cancelled
                if cancelled_at is None:
                    cancelled_at = now
                    worker.send({"do": "cancel", "id": job.number})
                elif now - cancelled_at > PATIENCE:
                    self._restart_worker()
                    raise Cancelled

    def _heard(self, job: Job, message: Message) -> Finding | None:
        said = message["say"]
        if said == "finding":
            return Finding.model_validate_json(message["finding"])
        if said == "error":
            raise unpack_error(message["error"])
        if said == "cancelled":
            raise Cancelled
        with self._changed:
            if said == "started":
                job.started = time.monotonic()
            elif said == "progress":
                job.done, job.total = message["done"], message["total"]
                job.told += 1
            self._changed.notify_all()
        return None

    def _finish(self, job: Job, finding: Finding | None, error: Exception | None) -> None:
        if finding is not None:
            try:
                self.keep(job.key, finding)
            except Exception:
                _log.exception("a finding could not be kept")
        with self._changed:
            job.finding, job.error = finding, error
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
            self._changed.notify_all()

    def _load(self, subject: str) -> None:
        self._warm.add(subject)
        try:
            self._ready_worker().send({"do": "warm", "subject": subject})
        except OSError:
            self._drop_worker()

    def _ready_worker(self) -> Worker:
        if self._worker is not None and not self._worker.alive():
            self._drop_worker()
        if self._worker is None:
            self._worker = Worker(weights=self.weights, tools=self.tools)
            for subject in sorted(self._warm):
                self._worker.send({"do": "warm", "subject": subject})
        return self._worker

    def _drop_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()

    def _restart_worker(self) -> None:
        """Kill the worker and have another one ready: the next reader should not pay for this one."""
        self._drop_worker()
        try:
            self._ready_worker()
        except OSError:
            self._drop_worker()

    def _give_up(self) -> None:
        with self._changed:
            self._closed = True
            jobs = {*self._jobs.values(), *self._queue}
            self._queue.clear()
            self._jobs.clear()
            for job in jobs:
                if not job.over:
                    job.error = _closed()
            self._changed.notify_all()
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()


def too_late(timeout: float) -> ToolFailed:
    """The failure of a computation that took more than ``timeout`` seconds."""
    french, english = format_number(timeout, "number", "fr"), format_number(timeout, "number", "en")
    return ToolFailed(
        "X801",
        Words(
            fr=f"La mesure n’a pas abouti{NO_BREAK_SPACE}: le calcul a dépassé {french} secondes.",
            en=f"The measure did not come to its end: it took more than {english} seconds.",
        ),
        Words(fr="Relancez-la, ou continuez sans elle.", en="Run it again, or go on without it."),
    )


def _busy(waiting: int) -> Busy:
    return Busy(
        "busy",
        Words(
            fr=f"Le laboratoire est plein{NO_BREAK_SPACE}: {waiting} mesures attendent déjà.",
            en=f"The laboratory is full: {waiting} measures are waiting already.",
        ),
        Words(fr="Réessayez dans une minute.", en="Try again in a minute."),
    )


def _closed() -> ToolFailed:
    return ToolFailed(
        "lab_closed",
        Words(fr="Le laboratoire ferme.", en="The laboratory is closing."),
        Words(
            fr="Relancez la mesure quand le serveur est revenu.",
            en="Run the measure again once the server is back.",
        ),
    )
