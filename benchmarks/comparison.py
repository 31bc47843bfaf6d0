"""The same conversation here, in Gradio and in Chainlit: a reader sends a picture, the network answers.

``python benchmarks/comparison.py [--people 10] [--pictures 3] [--gradio PYTHON] [--chainlit PYTHON]``, where
each PYTHON is that of an environment in which the library is installed (``python -m venv``, ``pip install``);
what the instruments need is lent to it. Everybody sends their first picture at once, then reads for four
seconds before the next. In each case one server process, the genuine network, no picture twice, and what is
timed is the same: from sending the picture until the answer has arrived. Chainlit and Gradio run the
instrument as their guides say (``make_async``; a plain function in the queue with its default of one at a
time), and it holds the network in memory. Here the answer is a finding on the page's own event stream.
Prints one JSON object, in ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx

from benchmarks.comparison_picture import picture
from benchmarks.readers import _log, served, spread

ROOT = Path(__file__).resolve().parent.parent


READING = 4.0  # seconds between two pictures of one reader


async def _ours(url: str, people: int, pictures: int) -> list[float]:
    taken: list[float] = []
    await asyncio.gather(*[_reader(url, number, pictures, taken) for number in range(people)])
    return taken


async def _reader(url: str, number: int, pictures: int, taken: list[float]) -> None:
    drawn = random.Random(number)
    for _ in range(pictures):
        async with httpx.AsyncClient(base_url=url, timeout=300) as client:
            form = {"scenario": "recadrage", "language": "en", "audience": "curious"}
            play = (await client.post("/playthroughs", data=form)).headers["location"]
            offered = await _until_asked(client, play, drawn)
            began = time.perf_counter()
            follow = asyncio.create_task(_measured(client, play, offered["seq"]))
            posted = await client.post(
                f"{play}/turns",
                data={"ask_id": offered["ask_id"]},
                files={"picture": ("mine.png", picture(drawn), "image/png")},
                headers={"accept": "application/json"},
            )
            posted.raise_for_status()
            await follow
            taken.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(READING)


async def _until_asked(client: httpx.AsyncClient, play: str, drawn: random.Random) -> dict[str, Any]:
    """Answer what comes before, until a picture is asked for."""
    answered: set[str] = set()
    while True:
        for event in reversed(await _log(client, play)):
            if event["type"] == "offered" and event["ask_id"] not in answered:
                if event["offer"]["kind"] == "picture":
                    return dict(event)
                answered.add(event["ask_id"])
                options = [each["id"] for each in event["offer"]["options"] if not each["locked"]]
                option = "entier" if event["node"] == "temps" else drawn.choice(options)
                data = {"ask_id": event["ask_id"], "option": option}
                await client.post(f"{play}/turns", data=data, headers={"accept": "application/json"})
                break
        await asyncio.sleep(0.2)


async def _measured(client: httpx.AsyncClient, play: str, after: int) -> None:
    headers = {"accept": "text/event-stream"}
    async with client.stream("GET", f"{play}/events?after={after}", headers=headers) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("event:") and line[6:].strip() in ("tool_finished", "tool_failed"):
                assert line.endswith("tool_finished"), line
                return


def _theirs(python: str, script: str, people: int, pictures: int, home: Path) -> list[float]:
    """Start the other server with its own Python, then its own client; both say what they did in JSON."""
    env = {
        **os.environ,
        "AUTOPSIE_HOME": str(home),
        "AUTOPSIE_PACKAGES": sysconfig.get_paths()["purelib"],
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    home.mkdir()
    with (home / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [python, str(ROOT / "benchmarks" / script), "serve", "8219"],
            cwd=home, env=env, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            drive = [python, str(ROOT / "benchmarks" / script), "drive", "8219", str(people), str(pictures)]
            done = subprocess.run(drive, cwd=home, env=env, capture_output=True, text=True, check=False)
        finally:
            server.terminate()
            server.wait()
    if done.returncode:
        told = (home / "server.log").read_text(encoding="utf-8")[-2000:]
        raise SystemExit(f"{script} failed: {done.stderr[-2000:]}\n{told}")
    return [float(each) for each in json.loads(done.stdout.splitlines()[-1])]


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--pictures", type=int, default=3)
    parser.add_argument("--gradio", help="Python of an environment with Gradio")
    parser.add_argument("--chainlit", help="Python of an environment with Chainlit")
    asked = parser.parse_args()
    figures: dict[str, object] = {"people": asked.people, "pictures_each": asked.pictures}
    with tempfile.TemporaryDirectory() as folder:
        process, url = served(Path(folder) / "ours")
        try:
            asyncio.run(_ours(url, 1, 1))  # warm
            figures["autopsie"] = spread(asyncio.run(_ours(url, asked.people, asked.pictures)))
        finally:
            process.terminate()
            process.wait()
        for name in ("gradio", "chainlit"):
            if python := getattr(asked, name):
                script = f"comparison_{name}.py"
                home = Path(folder) / name
                figures[name] = spread(_theirs(python, script, asked.people, asked.pictures, home))
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
