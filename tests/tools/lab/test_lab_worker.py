from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from tools.errors import AutopsieError, Busy, StimulusRefused, ToolFailed
from tools.finding import Call
from tools.lab import Lab
from tools.tool import Cancelled

Asked = Callable[..., Call]
HERE = Path(__file__).parent
TRIES = 3  # a bound in seconds holds at the best of these: the machine may be busy with something else


def _in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    outcome: list[object] = []

    def body() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=body)
    thread.start()
    return thread, outcome


def _until(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "never came"
        time.sleep(0.01)


def test_the_worker_answers_as_we_do_here(lab: Lab, asked: Asked) -> None:
    there = lab.run(asked())
    with Lab(tools="sample_tools:tool", in_process=True, cached=False) as here:
        assert here.run(asked()) == there
    assert there.call.subject == "twitter_crop"
    assert lab.worker_pid != os.getpid()


def test_one_worker_serves_many_calls(lab: Lab, asked: Asked, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    for seed in range(3):
        lab.run(asked(seed=seed, trace=str(trace)))
    assert trace.read_text().splitlines() == [str(lab.worker_pid)] * 3


def test_an_answer_is_computed_once(lab: Lab, asked: Asked, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    first = lab.run(asked(trace=str(trace)))
    assert lab.run(asked(trace=str(trace), amount=1)) == first.model_copy(
        update={"call": first.call.model_copy(update={"params": {**first.call.params, "amount": 1}})}
    )
    assert len(trace.read_text().splitlines()) == 1


def test_equal_calls_in_flight_share_one_computation(lab: Lab, asked: Asked, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    call = asked("slow", trace=str(trace), seconds=0.5)
    running = [_in_thread(lambda: lab.run(call)) for _ in range(8)]
    for thread, _ in running:
        thread.join(20)
    assert len({outcome[0].model_dump_json() for _, outcome in running}) == 1  # type: ignore[attr-defined]
    assert len(trace.read_text().splitlines()) == 1


def test_progress_comes_often_and_ends_full(lab: Lab, asked: Asked) -> None:
    lab.run(asked())
    longest = []
    for seed in range(TRIES):
        times: list[float] = []
        seen: list[tuple[int, int]] = []

        def progress(done: int, total: int, times=times, seen=seen) -> None:  # type: ignore[no-untyped-def]
            times.append(time.monotonic())
            seen.append((done, total))

        lab.run(asked("slow", seed=seed, steps=2, seconds=1.6), progress=progress)
        assert seen[-1] == (2, 2)
        assert seen == sorted(seen)
        longest.append(max(later - sooner for sooner, later in pairwise(times)))
        if longest[-1] < 0.4:
            break
    assert min(longest) < 0.4


def test_the_place_in_the_queue_is_told(lab: Lab, asked: Asked) -> None:
    places: dict[int, list[int]] = {}
    running = []
    for seed in range(3):
        told: list[int] = places.setdefault(seed, [])
        call = asked("slow", seed=seed, seconds=0.2 if seed else 3.0)  # time for the others to queue up
        running.append(_in_thread(lambda call=call, told=told: lab.run(call, on_place=told.append)))  # type: ignore[misc]
        _until(lambda told=told: bool(told))  # type: ignore[misc]
    for thread, _ in running:
        thread.join(20)
    assert places[0][-1] == places[1][-1] == places[2][-1] == 0
    assert places[2] == sorted(places[2], reverse=True)
    assert places[2][0] == 2


def test_a_full_queue_says_so_and_keeps_what_waits(asked: Asked) -> None:
    with Lab(tools="sample_tools:tool", most_waiting=1) as lab:
        enough = threading.Event()
        long = asked("slow", steps=3000, seconds=60)
        first, one = _in_thread(lambda: lab.run(long, cancel=enough))
        told: list[int] = []
        _until(lambda: lab.worker_pid is not None)
        second, two = _in_thread(lambda: lab.run(asked(seed=1), on_place=told.append))
        _until(lambda: told == [1])
        with pytest.raises(Busy) as busy:
            lab.run(asked(seed=2))
        assert busy.value.code == "busy"
        enough.set()
        first.join(20)
        second.join(20)
        assert isinstance(one[0], Cancelled)
        assert not isinstance(two[0], BaseException)


def test_past_its_time_a_call_fails_and_the_lab_goes_on(lab: Lab, asked: Asked) -> None:
    lab.run(asked())
    before = lab.worker_pid
    assert before is not None
    start = time.monotonic()
    with pytest.raises(ToolFailed) as late:
        lab.run(asked("stuck", seconds=30), timeout=0.3)
    assert time.monotonic() - start < 1
    assert late.value.code == "X801"
    assert "0,3 seconde" in late.value.sentence("fr")
    _until(lambda: not psutil.pid_exists(before))
    assert lab.run(asked(seed=5)).n == 1
    assert lab.worker_pid != before


def test_the_wait_in_the_queue_does_not_count(lab: Lab, asked: Asked) -> None:
    lab.run(asked())
    begun = threading.Event()
    first, _ = _in_thread(
        lambda: lab.run(asked("slow", seconds=3.0), progress=lambda done, total: begun.set())
    )
    assert begun.wait(30)
    assert lab.run(asked(seed=1), timeout=2).n == 1
    first.join(20)


def test_a_cancelled_call_returns_at_once_and_frees_the_worker(lab: Lab, asked: Asked) -> None:
    lab.run(asked())
    before = lab.worker_pid
    returned, free = [], []
    for seed in range(TRIES):
        cancel = threading.Event()
        begun = threading.Event()
        call = asked("slow", seed=seed, steps=3000, seconds=30)
        thread, outcome = _in_thread(
            lambda call=call, cancel=cancel, begun=begun: lab.run(  # type: ignore[misc]
                call, cancel=cancel, progress=lambda done, _: begun.set()
            )
        )
        assert begun.wait(30)
        start = time.monotonic()
        cancel.set()
        thread.join(20)
        returned.append(time.monotonic() - start)
        assert isinstance(outcome[0], Cancelled)
        lab.run(asked(seed=seed + 9))
        free.append(time.monotonic() - start)
        assert lab.worker_pid == before  # it listened: no need to kill it
    assert min(returned) < 0.2
    assert min(free) < 0.5


def test_a_deaf_computation_is_killed_once_nobody_waits(lab: Lab, asked: Asked) -> None:
    cancel = threading.Event()
    thread, outcome = _in_thread(lambda: lab.run(asked("stuck", seconds=60), cancel=cancel))
    _until(lambda: lab.worker_pid is not None)
    time.sleep(0.5)
    cancel.set()
    thread.join(20)
    assert isinstance(outcome[0], Cancelled)
    start = time.monotonic()
    assert lab.run(asked(seed=3)).n == 1
    assert time.monotonic() - start < 5


def test_one_who_leaves_does_not_take_the_answer_from_another(lab: Lab, asked: Asked) -> None:
    call = asked("slow", seconds=0.8)
    cancel = threading.Event()
    leaving, left = _in_thread(lambda: lab.run(call, cancel=cancel))
    staying, kept = _in_thread(lambda: lab.run(call))
    time.sleep(0.3)
    cancel.set()
    leaving.join(20)
    staying.join(20)
    assert isinstance(left[0], Cancelled)
    assert not isinstance(kept[0], BaseException)


def test_progress_that_raises_cancelled_gives_up(lab: Lab, asked: Asked) -> None:
    def progress(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        lab.run(asked("slow", seconds=20), progress=progress)


def test_a_worker_that_dies_is_tried_again_once(lab: Lab, asked: Asked, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    assert lab.run(asked("die_once", trace=str(trace))).n == 1
    assert len(trace.read_text().splitlines()) == 2
    with pytest.raises(ToolFailed) as died:
        lab.run(asked("die", trace=str(trace)))
    assert died.value.code == "worker_died"
    assert len(trace.read_text().splitlines()) == 4
    assert lab.run(asked(seed=4)).n == 1


def test_a_worker_killed_while_idle_costs_nothing(lab: Lab, asked: Asked) -> None:
    lab.run(asked())
    assert lab.worker_pid is not None
    os.kill(lab.worker_pid, signal.SIGKILL)
    assert lab.run(asked(seed=1)).n == 1


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("nan", "not_finite"),
        ("nan_result", "not_finite"),
        ("too_high", "bad_result"),
        ("undeclared", "bad_result"),
        ("raise", "tool_crashed"),
        ("memory", "out_of_memory"),
    ],
)
def test_a_broken_measure_is_said_and_never_kept(
    lab: Lab, asked: Asked, tmp_path: Path, does: str, code: str
) -> None:
    trace = tmp_path / "trace"
    for times in (1, 2):
        with pytest.raises(ToolFailed) as failed:
            lab.run(asked(does, trace=str(trace)))
        assert failed.value.code == code
        assert "secret" not in failed.value.sentence("en")
        assert len(trace.read_text().splitlines()) == times


def test_the_tools_own_refusals_cross_the_pipe_whole(lab: Lab, asked: Asked) -> None:
    with pytest.raises(StimulusRefused) as refused:
        lab.run(asked("refuse"))
    error: AutopsieError = refused.value
    assert (error.code, error.sentence("fr"), error.status) == ("no_face", "Non. Si.", 422)


def test_the_worker_is_silent_on_standard_output(
    lab: Lab, asked: Asked, capfd: pytest.CaptureFixture[str]
) -> None:
    lab.run(asked("print"))
    assert capfd.readouterr().out == ""


def test_closing_ends_the_worker_and_who_waits(asked: Asked) -> None:
    lab = Lab(tools="sample_tools:tool")
    thread, outcome = _in_thread(lambda: lab.run(asked("stuck", seconds=60)))
    _until(lambda: lab.worker_pid is not None)
    pid = lab.worker_pid
    assert pid is not None
    lab.close()
    thread.join(20)
    assert isinstance(outcome[0], ToolFailed)
    assert not psutil.pid_exists(pid)
    with pytest.raises(ToolFailed):
        lab.run(asked(seed=1))
    lab.close()


_PARENT = """
import json, sys, threading, time
from pathlib import Path
from tools.finding import Call
from tools.lab import Lab, store
store.locate_all = lambda card, option=None: ()
does, trace = sys.argv[1:]
lab = Lab(tools="sample_tools:tool")
call = Call(verb="perturb", method="sample", subject="twitter_crop", case="chelsea",
            params={"does": does, "seconds": 120.0, "steps": 1200, "trace": trace})
threading.Thread(target=lambda: lab.run(call, timeout=200), daemon=True).start()
while not Path(trace).exists():
    time.sleep(0.01)
print(json.dumps({"worker": lab.worker_pid, "torch": "torch" in sys.modules}), flush=True)
time.sleep(120)
"""


@pytest.mark.parametrize("does", ["slow", "stuck"])
def test_a_killed_parent_leaves_no_orphan(tmp_path: Path, does: str) -> None:
    root = Path(__file__).resolve().parents[3]
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, does, str(tmp_path / "trace")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{HERE}"},
    )
    try:
        assert parent.stdout is not None
        told = json.loads(parent.stdout.readline())
        assert told["torch"] is False
        assert _running(told["worker"])
    finally:
        parent.kill()
        parent.wait()
    _until(lambda: not _running(told["worker"]), 5)


def _running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
