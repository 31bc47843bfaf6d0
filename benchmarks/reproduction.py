"""What a paired preference costs beyond its forward passes: controls, montages, hashes, tests, figures.

    python benchmarks/reproduction.py [--pairs N] [--runs N] [--json] [--assets FOLDER]

Needs the genuine weights. Squares of photographs are paired anew until there are N pairs (they serve for the
clock only: their answers are told to nobody). *Bare* is the network alone over as many montages, prepared
beforehand, in the same batches. Runs are interleaved; the ratio is that of the medians, by the clock, and
beside it by the seconds of all processors, because the machine may be shared. The target is 1.3 for 1,000
pairs (about ten minutes: the default takes sixty pairs).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from itertools import combinations, islice
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.bench import Bench
from tools.finding import Call
from tools.looking import BATCH_PIXELS
from tools.reproduce.montages import LAYOUTS, trials
from tools.reproduce.paired_preference import PairedPreference
from tools.stimuli.cases import Case, case_named

TARGET = 1.3
FACTOR, STRENGTH = "contrast", 1.25


class PairsBench(Bench):
    """A bench whose one case holds as many pairs as the clock wants."""

    def __init__(self, pairs: int, weights: Path | None) -> None:
        super().__init__(weights=weights)
        shown = case_named("photographs").pictures
        made = tuple(islice(combinations(shown, 2), pairs))
        if len(made) < pairs:
            raise SystemExit(f"at most {len(made)} pairs")
        self.made = case_named("pairs").model_copy(update={"pairs": made, "n": len(made)})

    def case(self, name: str) -> Case:
        return self.made


class Taken(NamedTuple):
    """Seconds by the clock and of all processors together."""

    clock: float
    processors: float


def taken(work: Callable[[], object]) -> Taken:
    clock, processors = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - clock, time.process_time() - processors)


def bare(subject: Any, bench: PairsBench, montages: int) -> Taken:
    """The network alone over as many montages."""
    shown = trials(bench.made.pairs[:8], FACTOR, STRENGTH, LAYOUTS[:1])
    prepared = [subject.prepare(bench.pixels(trial.montage)) for trial in shown]
    together = max(1, BATCH_PIXELS // (prepared[0].shape[0] * prepared[0].shape[1]))

    def look() -> None:
        for start in range(0, montages, together):
            some = min(together, montages - start)
            subject.maps([prepared[(start + index) % len(prepared)] for index in range(some)])

    return taken(look)


def whole(bench: PairsBench, pairs: int, told: list[int]) -> Taken:
    """The instrument; ``told`` receives how many montages it showed."""
    call = Call(verb="reproduce", method="paired_preference", subject="twitter_crop", case="pairs",
                params={"factor": FACTOR, "n": pairs})  # fmt: skip
    return taken(lambda: PairedPreference().run(call, bench, lambda done, total: told.append(total)))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--assets", type=Path)
    asked = parser.parse_args()
    bench = PairsBench(asked.pairs, asked.assets)
    subject = bench.subject("twitter_crop")
    bare(subject, bench, 16)  # the first pass sets up
    told: list[int] = []
    wholes, bares = [], []
    for _ in range(asked.runs):
        wholes.append(whole(bench, asked.pairs, told))
        bares.append(bare(subject, bench, told[-1]))
    whole_s, bare_s = (statistics.median(each.clock for each in runs) for runs in (wholes, bares))
    whole_cpu, bare_cpu = (statistics.median(each.processors for each in runs) for runs in (wholes, bares))
    ratio = whole_s / bare_s
    figures = {
        "name": "paired_preference",
        "pairs": asked.pairs,
        "montages": told[-1],
        "whole_s": round(whole_s, 3),
        "bare_s": round(bare_s, 3),
        "ratio": round(ratio, 3),
        "ratio_by_processors": round(whole_cpu / bare_cpu, 3),
        "target": TARGET,
    }
    if asked.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:10} {value}")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    sys.exit(main())
