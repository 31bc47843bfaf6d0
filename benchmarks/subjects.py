"""Throughput of every subject by batch, against the machine's own matrix multiplication; and its cold start.

Run from the root: ``python benchmarks/subjects.py [NAME…] [--json] [--rounds 5] [--skip language_model]``.
Rounds of a subject and of the multiplication take turns, so that a busy moment hits both; medians are told.
``share`` is the subject's arithmetic per second over that of the multiplication: preparation of the pictures
counts in the time and not in the arithmetic. Subjects that are no network (cascades, a linear filter) have
none. ``cold`` is loading and the first answer in a fresh process, torch, OpenCV and NumPy already imported.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

MATRIX = 1024
BATCHES = (1, 8, 32, 64)
_COLD = """
import sys, time, warnings
import numpy, torch, cv2, h5py, scipy, PIL.Image  # what any worker has imported
sys.path.insert(0, {root!r})
from benchmarks.subjects import work_of
from tools.bench import Bench
start = time.perf_counter()
work_of(Bench().subject({name!r}), 1)()
print(time.perf_counter() - start)
"""
_TEXT = "You are so kind and thoughtful, and this is sentence number"


def work_of(subject: Any, n: int) -> Callable[[], object]:
    """One batch of ``n`` inputs for a loaded subject."""
    from tools.stimuli.render import render
    from tools.stimulus import Photo

    card = subject.card
    if card.modality == "text":
        texts = [f"{_TEXT} {rank}." for rank in range(n)]
        if card.answers == "words":
            return lambda: [subject.examine(text) for text in texts]
        return lambda: subject.scores(texts)
    side = 320
    pictures = [
        render(Photo(file="astronaut.png", box=(60 + rank % 30, rank // 30, side, side))) for rank in range(n)
    ]
    if card.answers == "map":
        prepared = [subject.prepare(each) for each in pictures]
        return lambda: subject.maps(prepared)
    if card.answers == "mask":
        return lambda: subject.masks(pictures)
    if card.answers == "boxes":
        return lambda: subject.boxes(pictures)
    if card.answers == "faces":
        faces = [each[60:180, 110:230] for each in pictures]
        return lambda: subject.scores(faces)
    return lambda: subject.scores(pictures)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def operations(subject: Any, work: Callable[[], object]) -> float | None:
    """Floating-point operations of one batch, counted by torch; ``None`` where torch does not compute."""
    from torch.utils.flop_counter import FlopCounterMode

    if subject.card.answers == "map" and hasattr(subject, "_layers"):
        from benchmarks.forward import operations as of_picture

        return of_picture(subject, 320, 320)
    with FlopCounterMode(display=False) as counter:
        work()
    return float(counter.get_total_flops()) or None


def measure(name: str, rounds: int) -> dict[str, Any]:
    import torch

    from tools.bench import Bench
    from tools.stimuli.render import forget_pictures

    subject = Bench().subject(name)
    single = operations(subject, work_of(subject, 1))
    left = torch.randn(MATRIX, MATRIX)
    told: dict[str, Any] = {"name": name, "megaflop": round(single / 1e6, 1) if single else None}
    for n in BATCHES:
        work = work_of(subject, n)
        work()
        passes, products = [], []
        for _ in range(rounds):
            passes.append(seconds(work))
            products.append(seconds(lambda: torch.mm(left, left)))
        each = statistics.median(passes) / n
        peak = 2 * MATRIX**3 / statistics.median(products)
        told[f"per_second_{n}"] = round(1 / each, 1)
        told[f"share_{n}"] = round(single / each / peak, 3) if single else None
        forget_pictures()
    script = _COLD.format(root=str(ROOT), name=name)
    colds = [
        float(
            subprocess.run(
                [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
            ).stdout
        )
        for _ in range(3)
    ]
    told["cold_s"] = round(statistics.median(colds), 2)
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    from tools.assets.store import subject_availability
    from tools.catalogue import subjects

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--skip", action="append", default=[])
    asked = parser.parse_args(arguments)
    for card in subjects().values():
        if (asked.names and card.name not in asked.names) or card.name in asked.skip:
            continue
        if not subject_availability(card).available:
            print(f"{card.name}: not on this machine", file=sys.stderr)
            continue
        told = measure(card.name, asked.rounds)
        if asked.json:
            print(json.dumps(told), flush=True)
        else:
            shares = " ".join(
                f"{n}: {told[f'per_second_{n}']}/s"
                + (f" ({told[f'share_{n}']:.2f})" if told[f"share_{n}"] else "")
                for n in BATCHES
            )
            print(f"{card.name:>26}  {shares}  cold {told['cold_s']} s", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
