"""Forward pass of Twitter's network on one picture, against the machine's own matrix multiplication.

Run from the root: ``python benchmarks/forward.py [--json] [--rounds 15] [--threads N] [--assets FOLDER]``.
Network and multiplication take turns, so that a busy moment hits both; medians are told.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.subjects.twitter_crop import TwitterCrop

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# The allocator settings of the worker's process: read once, when the process starts.
ALLOCATOR = {
    "MALLOC_MMAP_THRESHOLD_": "4294967296",
    "MALLOC_TRIM_THRESHOLD_": "17179869184",
    "MALLOC_TOP_PAD_": "268435456",
}
MATRIX = 2048
WANTED = 0.7


def operations(subject: TwitterCrop, height: int, width: int) -> float:
    """Floating-point operations of one picture: 2 for each weight at each place; 6.515e9 at 320×320."""
    from tools.readers.vxm import Convolution

    total = 0.0
    for layer in subject._layers:
        if isinstance(layer, Convolution):
            total += 2.0 * layer.weight.size * height * width
        else:
            height, width = -(-height // 2), -(-width // 2)
    return total


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--assets", type=Path)
    asked = parser.parse_args()
    if not all(os.environ.get(name) == value for name, value in ALLOCATOR.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ALLOCATOR})
    if asked.assets:
        os.environ["AUTOPSIE_ASSETS"] = str(asked.assets)
    import torch

    from tools.bench import Bench
    from tools.errors import AutopsieError
    from tools.stimulus import Photo
    from tools.subjects.cropping.fast_forward import has_fused_convolution
    from tools.subjects.twitter_crop import TwitterCrop

    if asked.threads:
        torch.set_num_threads(asked.threads)
    try:
        subject = TwitterCrop.load()
    except AutopsieError as refusal:
        print(refusal.sentence("en"), file=sys.stderr)
        return refusal.exit_code
    prepared = subject.prepare(Bench().pixels(Photo(file="astronaut.png")))
    left, right = torch.randn(MATRIX, MATRIX), torch.randn(MATRIX, MATRIX)
    for _ in range(3):
        subject.maps([prepared])
        torch.mm(left, right)
    passes, products = [], []
    for _ in range(asked.rounds):
        passes.append(seconds(lambda: subject.maps([prepared])))
        products.append(seconds(lambda: torch.mm(left, right)))
    work = operations(subject, *prepared.shape[:2])
    speed = work / statistics.median(passes) / 1e9
    peak = 2 * MATRIX**3 / statistics.median(products) / 1e9
    told = {
        "picture": list(prepared.shape[:2]),
        "gflop": round(work / 1e9, 3),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "fused": has_fused_convolution(),
        "rounds": asked.rounds,
        "median_ms": round(1e3 * statistics.median(passes), 2),
        "best_ms": round(1e3 * min(passes), 2),
        "gflop_per_second": round(speed, 1),
        "matmul_peak_gflop_per_second": round(peak, 1),
        "ratio": round(speed / peak, 3),
        "wanted_ratio": WANTED,
    }
    if asked.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:>30}  {value}")
    return 0 if speed / peak >= WANTED else 1


if __name__ == "__main__":
    raise SystemExit(main())
