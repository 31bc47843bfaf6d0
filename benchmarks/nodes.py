"""What a reader waits for at each measure of a scenario, computed live by a warm worker.

    python benchmarks/nodes.py [SCENARIO] [--json] [--cancel] [--only NODE]

Of each tool node: the first progress (target 300 ms), the whole answer, and with ``--cancel`` how long after
a cancellation the caller is free and the worker takes up something else (target 200 ms). A shipped scenario
shows its recorded finding at once; these are the seconds of a reader who measures again. Needs the genuine
weights. Nothing is kept: the cache is off.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.language.reader import find_scenario, read_scenario
from engine.language.schema import ToolNode
from tools.finding import Call
from tools.lab import Lab
from tools.tool import Cancelled

SMALL = Call(verb="attribute", method="saliency", subject="twitter_crop", case="coffee")


def calls_of(name: str) -> dict[str, Call]:
    """Each tool node that needs nothing of the reader's, by its id."""
    scenario, _ = read_scenario(find_scenario(name), without_bad_records=True)
    if scenario is None:
        raise SystemExit(f"{name} cannot be played")
    return {
        node.id: Call(
            verb=node.verb, method=node.method, subject=node.subject, case=node.case,
            params=dict(node.params), seed=node.seed,
        )
        for node in scenario.nodes.values()
        if isinstance(node, ToolNode) and node.id != "regard_photo"
    }  # fmt: skip


def whole(lab: Lab, call: Call) -> dict[str, float]:
    start = time.perf_counter()
    first: list[float] = []

    def progress(done: int, total: int) -> None:
        if not first:
            first.append(time.perf_counter() - start)

    lab.run(call, progress=progress, timeout=600)
    taken = time.perf_counter() - start
    return {"first_progress_ms": round(1000 * (first or [taken])[0]), "seconds": round(taken, 2)}


def cancelled(lab: Lab, call: Call, after: float) -> dict[str, float]:
    """Cancel ``after`` seconds of computation; then ask for something small."""
    cancel, told = threading.Event(), threading.Event()
    over: list[float] = []

    def ask() -> None:
        try:
            lab.run(call, cancel=cancel, progress=lambda *_: told.set(), timeout=600)
        except Cancelled:
            over.append(time.perf_counter())

    asking = threading.Thread(target=ask)
    asking.start()
    told.wait(30)
    time.sleep(after)
    start = time.perf_counter()
    cancel.set()
    asking.join()
    if not over:
        return {}  # it was over before
    free: list[float] = []
    lab.run(SMALL, progress=lambda *_: free or free.append(time.perf_counter()), timeout=60)
    return {
        "cancel_ms": round(1000 * (over[0] - start)),
        "worker_free_ms": round(1000 * (free[0] - start)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="recadrage")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cancel", action="store_true")
    parser.add_argument("--only", action="append")
    asked = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    with Lab(cached=False) as lab:
        lab.run(SMALL)
        for node, call in calls_of(asked.scenario).items():
            if asked.only and node not in asked.only:
                continue
            row = whole(lab, call)
            if asked.cancel:
                row |= cancelled(lab, call, min(0.3, row["seconds"] / 3))
            found[node] = row
            if not asked.json:
                print(f"{node:16} {call.verb} {call.method:18} {row}", flush=True)
    if asked.json:
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
