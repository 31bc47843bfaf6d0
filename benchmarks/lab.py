"""What the laboratory costs: start of the worker, memory of both processes, an answer from the cache.

    python benchmarks/lab.py [--json] [--every-tool] [--assets FOLDER]

Needs the genuine weights. ``--every-tool`` runs each instrument on its own case first (a minute), for the
memory that remains. The target is 900 MB for server and worker together: here the parent is bare, the web
server's own share (about 120 MB) comes on top.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil

from tools.catalogue import tools_of
from tools.finding import Call
from tools.lab import Lab
from tools.worker import Worker

TARGET_MB = 900.0


def start_of_a_worker() -> float:
    """Seconds from nothing to a worker that listens."""
    start = time.perf_counter()
    worker = Worker()
    while (message := worker.receive(10.0)) is None or message["say"] != "ready":
        pass
    taken = time.perf_counter() - start
    worker.close()
    return taken


def megabytes(pid: int | None) -> float:
    return round(psutil.Process(pid).memory_info().rss / 1e6, 1)


def measured(every_tool: bool) -> dict[str, float | bool]:
    figures: dict[str, float | bool] = {
        "worker_ready_s": round(statistics.median(start_of_a_worker() for _ in range(5)), 3)
    }
    small = Call(verb="attribute", method="saliency", subject="twitter-crop", case="coffee")
    with Lab() as lab:
        start = time.perf_counter()
        lab.run(small)
        figures["first_answer_s"] = round(time.perf_counter() - start, 3)
        cached = []
        for _ in range(200):
            start = time.perf_counter()
            lab.run(small)
            cached.append(time.perf_counter() - start)
        figures["cached_answer_p95_ms"] = round(sorted(cached)[190] * 1000, 2)
        figures["worker_mb"] = megabytes(lab.worker_pid)
        if every_tool:
            for verb in ("reproduce", "perturb", "attribute"):
                for method, tool in tools_of(verb).items():
                    call = Call(verb=verb, method=method, subject="twitter-crop", case=tool.default_case)
                    lab.run(call, timeout=300)
            figures["worker_after_every_tool_mb"] = megabytes(lab.worker_pid)
        figures["parent_mb"] = megabytes(None)
        figures["parent_has_torch"] = "torch" in sys.modules
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--every-tool", action="store_true")
    parser.add_argument("--assets", type=Path)
    asked = parser.parse_args()
    if asked.assets:
        os.environ["AUTOPSIE_ASSETS"] = str(asked.assets)
    with tempfile.TemporaryDirectory() as home:
        os.environ["AUTOPSIE_HOME"] = home
        figures = measured(asked.every_tool)
    if asked.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value}")
    held = float(figures.get("worker_after_every_tool_mb", figures["worker_mb"])) + float(
        figures["parent_mb"]
    )
    return 0 if held <= TARGET_MB - 120 and not figures["parent_has_torch"] else 1


if __name__ == "__main__":
    sys.exit(main())
