"""Many readers at once, each with an open page: how soon they are answered, how soon their page is current.

``python benchmarks/readers.py [--readers 40] [--minutes 2] [--think 4]`` starts one server process of its own
on an empty home and plays ``recadrage`` whole, again and again: every reader has a cookie, an event stream
that is cut and resumed now and then as a phone's is, and every third one has the network measure a picture of
their own (never the same twice, so that it really runs). ``--minutes 20`` is the soak: memory is sampled
every ten seconds. Prints one JSON object:

- ``acknowledged``: from sending an answer to its 202, in ms;
- ``delivered``: from an event's own time in the log to its arrival on its reader's stream, in ms;
- ``lost``, ``doubled``: events of the logs, against what arrived on the streams;
- ``memory``: resident MB of the server's processes, and the slope over the second half in MB a minute.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx
import psutil

from benchmarks.comparison_picture import picture

SAMPLE = 10.0  # seconds between two looks at the memory
CUT = 0.1  # share of answers after which the reader's stream is cut and resumed
OWN_PICTURE = 3  # one reader in so many sends a picture
SETTLING = 30.0  # seconds for what is under way to arrive, before it counts as lost
WARMING = 40.0  # seconds that one reader plays alone before the others come
PATIENCE = 120.0  # seconds for the next question to come


@dataclass
class Seen:
    """What all the readers met."""

    acknowledged: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    delivered: list[float] = field(default_factory=list)
    own_pictures: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    plays: int = 0
    ended: int = 0
    events: int = 0
    lost: int = 0
    doubled: int = 0
    resumed: int = 0


class Stream:
    """One reader's event stream, resumed from the last event when it is cut, as a browser resumes it."""

    def __init__(self, client: httpx.AsyncClient, play: str, after: int, seen: Seen) -> None:
        self.arrived: list[tuple[int, float]] = []
        self.next = ""  # the open question's form, as the page has it
        self.over = False
        self.news = asyncio.Event()
        self.first = after
        self._client, self._play, self._seen = client, play, seen
        self._task = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        while not await self._listen():
            self._seen.resumed += 1
            await asyncio.sleep(0.2)

    async def _listen(self) -> bool:
        """Whether the play is over."""
        after = self.arrived[-1][0] if self.arrived else self.first
        url = f"{self._play}/events?after={after}"
        async with self._client.stream("GET", url, headers={"accept": "text/event-stream"}) as answer:
            number, over = "", False
            async for line in answer.aiter_lines():
                if line.startswith("id:"):
                    number = line[3:].strip()
                elif line.startswith("data:"):
                    told = json.loads(line[5:])
                    over = bool(told.get("ended"))
                    if told.get("next") is not None:
                        self.next = told["next"]
                elif not line:  # a message is whole at its blank line
                    if number:
                        self.arrived.append((int(number), time.time()))
                    self.over = over
                    self.news.set()
                    if over:
                        return True
                    number = ""
        return False

    async def cut(self) -> None:
        """Lose the connection, and take it up again."""
        if not self._task.done():
            await self.close()
            self._seen.resumed += 1
            self._task = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Stop listening."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def _reader(url: str, number: int, until: float, think: float, seen: Seen) -> None:
    drawn = random.Random(number)
    # shorter than the server keeps an idle connection: a browser sends again what met a closing one
    limits = httpx.Limits(max_connections=8, keepalive_expiry=2)
    while time.monotonic() < until:
        async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
            await _play(client, drawn, number, until, think, seen)


async def _play(
    client: httpx.AsyncClient, drawn: random.Random, number: int, until: float, think: float, seen: Seen
) -> None:
    wanted = {"scenario": "recadrage", "language": drawn.choice(("fr", "en")), "audience": "curious"}
    play = (await client.post("/playthroughs", data=wanted)).headers["location"]
    seen.plays += 1
    page = await _page(client, play, seen)
    stream = Stream(client, play, int(re.findall(r'data-seq="(\d+)"', page)[0]), seen)
    stream.next = page.split('id="next"')[1].split('id="ending"')[0] if "ask_id" in page else ""
    answered: set[str] = set()
    while time.monotonic() < until:
        await asyncio.sleep(think * drawn.uniform(0.5, 1.5))
        form = await _question(stream, answered)
        if form is None:
            seen.ended += 1
            break
        answered.add(_field(form, "ask_id"))
        await _answer(client, play, form, drawn, number, seen)
        if drawn.random() < CUT:
            await stream.cut()
    await _settled(client, play, stream)
    await _compare(client, play, stream, seen)
    await stream.close()


async def _page(client: httpx.AsyncClient, play: str, seen: Seen) -> str:
    began = time.perf_counter()
    answer = await client.get(play, headers={"accept": "text/html"})
    answer.raise_for_status()
    seen.pages.append((time.perf_counter() - began) * 1000)
    return answer.text


async def _log(client: httpx.AsyncClient, play: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (await client.get(f"{play}/log")).text.splitlines()]


async def _question(stream: Stream, answered: set[str]) -> str | None:
    """The form that is open now; ``None`` when the play has ended."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        stream.news.clear()
        if stream.over:
            return None
        if stream.next and _field(stream.next, "ask_id") not in answered:
            return stream.next
        try:
            await asyncio.wait_for(stream.news.wait(), 5)
        except TimeoutError:
            continue
    raise RuntimeError(f"nothing was asked for {PATIENCE:.0f} s")


def _field(form: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', form)
    return found.group(1) if found else ""


async def _answer(
    client: httpx.AsyncClient, play: str, form: str, drawn: random.Random, number: int, seen: Seen
) -> None:
    kinds = re.findall(r'data-kind="(\w+)"', form)
    own = kinds == ["picture"] and number % OWN_PICTURE == 0
    files = {"picture": ("mine.png", picture(drawn), "image/png")} if own else None
    fields = {} if own else filled(form, drawn)
    began = time.perf_counter()
    posted = await client.post(
        f"{play}/turns",
        data={"ask_id": _field(form, "ask_id"), "key": _field(form, "key"), **fields},
        files=files,
        headers={"accept": "application/json"},
    )
    taken = (time.perf_counter() - began) * 1000
    if posted.status_code != 202:
        seen.refused[f"{kinds} {posted.status_code}"] += 1
    (seen.own_pictures if own else seen.acknowledged).append(taken)


def filled(form: str, drawn: random.Random) -> dict[str, str]:
    """An answer to a form: an option, else nothing where that is allowed."""
    if options := re.findall(r'name="option" value="([^"]*)"', form):
        return {"option": drawn.choice(options)}
    return {"skip": "1"} if 'name="skip"' in form else {"signed": ""}


async def _settled(client: httpx.AsyncClient, play: str, stream: Stream) -> None:
    """Wait until nothing more is written, then until it has arrived or half a minute is over."""
    last, end = -1, time.monotonic() + SETTLING
    while time.monotonic() < end:
        await asyncio.sleep(2)
        log = await _log(client, play)
        there = stream.arrived[-1][0] if stream.arrived else stream.first
        if len(log) == last and there >= log[-1]["seq"]:
            return
        last = len(log)


async def _compare(client: httpx.AsyncClient, play: str, stream: Stream, seen: Seen) -> None:
    """What the log holds against what the stream brought."""
    logged = {each["seq"]: each["at"] for each in await _log(client, play) if each["seq"] > stream.first}
    counted = Counter(number for number, _ in stream.arrived)
    seen.events += len(logged)
    seen.lost += len(logged.keys() - counted.keys())
    seen.doubled += sum(times - 1 for times in counted.values())
    for number, when in stream.arrived:
        if number in logged:
            written = datetime.fromisoformat(logged[number]).timestamp()
            seen.delivered.append((when - written) * 1000)


async def _watch(server: int, samples: list[tuple[float, float]]) -> None:
    began = time.monotonic()
    while True:
        processes = [psutil.Process(server), *psutil.Process(server).children(recursive=True)]
        total = sum(each.memory_info().rss for each in processes) / 2**20
        samples.append(((time.monotonic() - began) / 60, total))
        await asyncio.sleep(SAMPLE)


async def _crowd(url: str, server: int, asked: argparse.Namespace) -> dict[str, object]:
    async with httpx.AsyncClient(base_url=url, timeout=120) as first:  # the server is warm, as it is all day
        await _play(first, random.Random(0), OWN_PICTURE, time.monotonic() + WARMING, 0.5, Seen())
    seen, samples = Seen(), list[tuple[float, float]]()
    watch = asyncio.create_task(_watch(server, samples))
    until = time.monotonic() + asked.minutes * 60
    readers = [_reader(url, number, until, asked.think, seen) for number in range(asked.readers)]
    await asyncio.gather(*readers)
    watch.cancel()
    return {
        "readers": asked.readers,
        "minutes": asked.minutes,
        "plays": seen.plays,
        "ended": seen.ended,
        "acknowledged": spread(seen.acknowledged),
        "own_picture_acknowledged": spread(seen.own_pictures),
        "delivered": spread(seen.delivered),
        "play_page": spread(seen.pages),
        "events": seen.events,
        "lost": seen.lost,
        "doubled": seen.doubled,
        "streams_resumed": seen.resumed,
        "refused": dict(seen.refused),
        "memory": _memory(samples),
        "load_average": psutil.getloadavg()[0],
    }


def spread(taken: Sequence[float]) -> dict[str, float]:
    """How many, their median, their 95th percentile and the longest, in ms."""
    if len(taken) < 2:
        return {"n": len(taken)}
    return {
        "n": len(taken),
        "p50": round(statistics.median(taken), 1),
        "p95": round(statistics.quantiles(taken, n=20)[-1], 1),
        "max": round(max(taken), 1),
    }


def _memory(samples: list[tuple[float, float]]) -> dict[str, object]:
    later = samples[len(samples) // 2 :]
    slope = statistics.linear_regression(*zip(*later, strict=True)).slope if len(later) > 2 else None
    return {
        "first_mb": round(samples[0][1]),
        "half_mb": round(later[0][1]),
        "last_mb": round(samples[-1][1]),
        "slope_mb_a_minute": None if slope is None else round(slope, 2),
        "samples": [round(each) for _, each in samples[:: max(1, len(samples) // 24)]],
    }


def served(home: Path) -> tuple[subprocess.Popen[str], str]:
    """A server process on an empty home, and its address."""
    from benchmarks.serving import start  # one way to start it

    home.mkdir()
    process = start(home, (home / "server.log").open("w", encoding="utf-8"))
    assert process.stdout is not None
    return process, process.stdout.readline().split()[-1].rstrip("/")


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--readers", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--think", type=float, default=4.0, help="seconds between two answers of a reader")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, url = served(Path(folder) / "home")
        try:
            print(json.dumps(asyncio.run(_crowd(url, process.pid, asked)), indent=1))
        except httpx.HTTPError:
            told = (Path(folder) / "home" / "server.log").read_text(encoding="utf-8")
            print("\n".join(told.splitlines()[-60:]), file=sys.stderr)
            print(f"the server's exit code: {process.poll()}", file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
