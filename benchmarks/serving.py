"""How soon a page is served, how soon an answer is acknowledged, how much memory it takes.

``python benchmarks/serving.py [PEOPLE]`` starts a server of its own on an empty home. Without weights
(``AUTOPSIE_ASSETS``) the measures fall back to recorded findings and the memory is that of the server alone.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

import httpx
import psutil

ROOT = Path(__file__).resolve().parent.parent
TURNS = 6  # answers that each person gives


def main(people: int) -> None:
    """Print one JSON object."""
    with tempfile.TemporaryDirectory() as folder:
        figures: dict[str, object] = {"people": people}
        for start in ("first_start", "second_start"):
            began = time.perf_counter()
            process = start(Path(folder) / "home")
            url = process.stdout.readline().split()[-1].rstrip("/") if process.stdout else ""
            httpx.get(url + "/", headers={"accept": "text/html"}).raise_for_status()
            figures[f"{start}_to_page_seconds"] = round(time.perf_counter() - began, 2)
            if start == "first_start":
                process.terminate()
                process.wait()
        try:
            figures |= _crowd(url, people)
            figures |= _memory(process.pid)
        finally:
            process.terminate()
            process.wait()
        print(json.dumps(figures, indent=1))


def start(home: Path, log: IO[str] | None = None) -> subprocess.Popen[str]:
    """A server process on an empty home; its first line names its address; ``log`` takes what it reports."""
    return subprocess.Popen(
        [sys.executable, "-c", "from server.cli import main; main()", "serve", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "AUTOPSIE_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if log is None else log,
        text=True,
    )


def _crowd(url: str, people: int) -> dict[str, object]:
    """Everybody begins at once, follows the stream's log, and answers whatever is asked."""
    taken: list[float] = []
    pages: list[float] = []
    threads = [threading.Thread(target=_person, args=(url, taken, pages)) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "acknowledgements": len(taken),
        "acknowledged_p50_ms": round(statistics.median(taken), 1),
        "acknowledged_p95_ms": round(statistics.quantiles(taken, n=20)[-1], 1),
        "play_page_p95_ms": round(statistics.quantiles(pages, n=20)[-1], 1),
    }


def _person(url: str, taken: list[float], pages: list[float]) -> None:
    with httpx.Client(base_url=url, timeout=60) as client:
        form = {"scenario": "recadrage", "language": "fr", "audience": "curious"}
        play = client.post("/playthroughs", data=form).headers["location"]
        answered: set[str] = set()
        for _ in range(TURNS):
            offered = _question(client, play, answered)
            if offered is None:
                return
            answered.add(offered["ask_id"])
            began = time.perf_counter()
            posted = client.post(
                f"{play}/turns",
                data={"ask_id": offered["ask_id"], **_fields(offered["offer"])},
                headers={"accept": "application/json"},
            )
            taken.append((time.perf_counter() - began) * 1000)
            assert posted.status_code == 202, posted.text
            began = time.perf_counter()
            client.get(play, headers={"accept": "text/html"}).raise_for_status()
            pages.append((time.perf_counter() - began) * 1000)
            time.sleep(0.5)  # nobody reads faster


def _question(client: httpx.Client, play: str, answered: set[str]) -> dict[str, object] | None:
    for _ in range(240):
        log = [json.loads(line) for line in client.get(f"{play}/log").text.splitlines()]
        if log and log[-1]["type"] == "ended":
            return None
        for event in reversed(log):
            if event["type"] == "offered" and event["ask_id"] not in answered:
                return event
        time.sleep(0.5)
    return None


def _fields(offer: dict[str, object]) -> dict[str, str]:
    if offer["optional"]:
        return {"skip": "1"}
    if offer["kind"] == "choice":
        options = [each for each in offer["options"] if not each["locked"]]  # type: ignore[attr-defined]
        return {"option": options[0]["id"]}
    if offer["kind"] == "beliefs":
        return {f"beliefs.{each['id']}": "0.5" for each in offer["items"]}  # type: ignore[attr-defined]
    if offer["kind"] == "rank":
        return {"ranking": ",".join(each["id"] for each in offer["items"])}  # type: ignore[attr-defined]
    return {"number": str(offer["low"]), "text": "mot"}


def _memory(server: int) -> dict[str, object]:
    """Resident memory in MB; what the server and its worker share is counted once (proportional size)."""
    main_process = psutil.Process(server)
    everyone = [main_process, *main_process.children(recursive=True)]
    return {
        "server_rss_mb": round(main_process.memory_info().rss / 2**20),
        "all_rss_mb": round(sum(each.memory_info().rss for each in everyone) / 2**20),
        "all_pss_mb": round(sum(each.memory_full_info().pss for each in everyone) / 2**20),
        "processes": len(everyone),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
