"""Decoding 2,000 JPEGs and examining them, beside what the slower of the two stages allows alone.

Run from the root: ``python benchmarks/pictures.py [NAME…] [--n 2000] [--json]``. The pictures are 640×480
JPEGs at quality 90 made of scikit-image's photographs. Decoding and preparing go ahead in a thread while the
network works (``tools/reading_ahead.py``); each stage alone has all the cores. Wanted: 0.7 of the slower one.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

WANTED = 0.7
TOGETHER = 16


def files(n: int) -> list[bytes]:
    """JPEGs of one size and many contents."""
    from PIL import Image

    from tools.stimuli.render import render
    from tools.stimulus import Photo

    photographs = ["astronaut.png", "chelsea.png", "coffee.png", "motorcycle_left.png", "rocket.jpg"]
    made = []
    for rank in range(min(n, 100)):
        pixels = render(Photo(file=photographs[rank % len(photographs)]))
        shift = rank // len(photographs)
        picture = Image.fromarray(pixels[shift:, shift:]).resize((640, 480))
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=90)
        made.append(file.getvalue())
    return [made[rank % len(made)] for rank in range(n)]


def batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    held: list[Any] = []
    for item in items:
        held.append(item)
        if len(held) == TOGETHER:
            yield held
            held = []
    if held:
        yield held


def measure(name: str, n: int) -> dict[str, Any]:
    import os

    from tools.bench import Bench
    from tools.reading_ahead import read_ahead
    from tools.stimuli.picture_file import open_picture

    subject: Any = Bench().subject(name)
    jpegs = files(n)

    def decode(content: bytes) -> Any:
        pixels = open_picture(content).pixels
        return subject.prepare(pixels) if subject.card.answers == "map" else pixels

    answer: Callable[[list[Any]], Any] = subject.maps if subject.card.answers == "map" else subject.masks
    answer([decode(jpegs[0])] * TOGETHER)
    decoded = [decode(each) for each in jpegs[:100]]

    def seconds(work: Callable[[], Any]) -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    cores = os.cpu_count() or 1
    few = n // 4

    def decoding() -> None:
        for _ in read_ahead(jpegs[:few], decode, threads=cores):
            pass

    def examining() -> None:
        for batch in batches(decoded[rank % 100] for rank in range(few)):
            answer(batch)

    def both(some: list[bytes]) -> None:
        for batch in batches(pixels for _, pixels in read_ahead(some, decode)):
            answer(batch)

    # The stages take turns with quarters of the whole, so that a busy moment hits all.
    alone_decoding = alone_examining = together = 0.0
    for quarter in range(4):
        alone_decoding += seconds(decoding)
        alone_examining += seconds(examining)
        some = jpegs[quarter * few : (quarter + 1) * few]
        together += seconds(lambda some=some: both(some))  # type: ignore[misc]
    slower = max(alone_decoding, alone_examining)
    return {
        "name": name, "n": n, "decode_per_second": round(n / alone_decoding, 1),
        "examine_per_second": round(n / alone_examining, 1), "both_per_second": round(n / together, 1),
        "ratio": round(slower / together, 3), "wanted_ratio": WANTED,
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["twitter_crop", "person_matte"])
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    enough = True
    for name in asked.names:
        told = measure(name, asked.n)
        enough = enough and told["ratio"] >= WANTED
        print(
            json.dumps(told) if asked.json else "  ".join(f"{key} {value}" for key, value in told.items()),
            flush=True,
        )
    return 0 if enough else 1


if __name__ == "__main__":
    raise SystemExit(main())
