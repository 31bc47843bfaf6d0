"""Trainings side by side, each in a process of one thread, within a time.

Processes rather than threads: a training is many small steps that hold Python's lock, its random draws belong
to a whole process, and a process can be ended in the middle of a pass.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from tools.errors import ToolFailed
from tools.retrain.recipes.job import Job, Trained
from tools.tool import Progress
from tools.wording import Words

MOST = 4  # processes
_ROOT = Path(__file__).resolve().parents[3]
_EVERY = 0.1  # seconds between two looks: how soon a cancellation is heard


def train_all(
    jobs: Sequence[Job], *, passes: int, seconds: float, progress: Progress, processes: int | None = None
) -> list[Trained | None]:
    """What each job gave, in order; ``None`` for those that the time cut off.

    ``progress`` is told of every pass, and at least ten times a second. Whatever ends this call ends the
    processes. Raises :class:`ToolFailed` (``training_failed``) when one of them ends by itself.
    """
    done: list[Trained | None] = [None] * len(jobs)
    waiting = list(range(len(jobs)))[::-1]
    total = len(jobs) * passes
    counted = [0] * len(jobs)
    until = monotonic() + seconds
    progress(0, total)
    with _crew(min(processes or _cores(), len(jobs))) as crew:
        for trainer in crew.trainers:
            _give(trainer, jobs, waiting, crew.busy)
        while crew.busy and monotonic() < until:
            try:
                number, message = crew.heard.get(timeout=_EVERY)
            except queue.Empty:
                progress(sum(counted), total)
                continue
            if message is None:
                raise _failed()
            at = crew.busy[number]
            if "trained" in message:
                done[at] = Trained.model_validate(message["trained"])
                counted[at] = passes
                del crew.busy[number]
                _give(crew.trainers[number], jobs, waiting, crew.busy)
            else:
                counted[at] = int(str(message["passes"]))
            progress(sum(counted), total)
    return done


class _Trainer:
    """One process, and a thread that hears it."""

    def __init__(self, number: int, heard: queue.Queue[tuple[int, dict[str, object] | None]]) -> None:
        self.number = number
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tools.retrain.recipes.trainer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=_ROOT,
            env=os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
            process_group=0,  # a Ctrl-C in the terminal is the parent's business
        )
        threading.Thread(target=self._hear, args=(heard,), name=f"trainer-{number}", daemon=True).start()

    def _hear(self, heard: queue.Queue[tuple[int, dict[str, object] | None]]) -> None:
        import json

        assert self.process.stdout is not None
        for line in self.process.stdout:
            heard.put((self.number, json.loads(line)))
        heard.put((self.number, None))

    def give(self, job: Job) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(job.model_dump_json() + "\n")
            self.process.stdin.flush()
        except OSError as gone:
            raise _failed() from gone

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was not read by a process that is gone
                    continue


class _Crew:
    def __init__(self, processes: int) -> None:
        self.heard: queue.Queue[tuple[int, dict[str, object] | None]] = queue.Queue()
        self.trainers = [_Trainer(number, self.heard) for number in range(processes)]
        self.busy: dict[int, int] = {}  # trainer → job


@contextmanager
def _crew(processes: int) -> Iterator[_Crew]:
    crew = _Crew(processes)
    try:
        yield crew
    finally:
        for trainer in crew.trainers:
            trainer.end()


def _give(trainer: _Trainer, jobs: Sequence[Job], waiting: list[int], busy: dict[int, int]) -> None:
    if waiting:
        at = waiting.pop()
        busy[trainer.number] = at
        trainer.give(jobs[at])


def _cores() -> int:
    """The cores that we may use, ``MOST`` at most."""
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        usable = os.cpu_count() or 1
    return max(1, min(MOST, usable))


def _failed() -> ToolFailed:
    return ToolFailed(
        "training_failed",
        Words(
            fr="Un apprentissage s’est arrêté de lui-même : rien n’est gardé de cette mesure.",
            en="A training ended by itself: nothing of this measure is kept.",
        ),
        Words(fr="Relancez la mesure.", en="Run the measure again."),
    )
