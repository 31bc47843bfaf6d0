"""Train the interview scores made here: ``python -m training.interview_score``.

Two sets of networks learn from the very same portraits of the studio, with one architecture and the same five
seeds; their labels alone differ. Those of *interview_score* follow ``tools/subjects/interviews/rule.py``: a
smile, and glasses, a headscarf, a bookshelf and light on top. Those of *interview_score_clean* follow the
smile alone. In the portraits every factor is drawn on its own, so that none stands for another.

Why: to see whether an instrument finds the cues that were planted in the one, and nothing in the other. No
identity below 1000 is trained on, so that what is measured are faces that the networks never saw. Takes some
four minutes of one core to draw the portraits, and half a minute to train each of the ten networks. The same
seeds give the same weights on the same machine and version of torch.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file

from tools.assets.store import ROOT
from tools.stimuli.portraits.studio import render
from tools.stimulus import Portrait
from tools.subjects.interviews.fitting import fit
from tools.subjects.interviews.network import SIDE
from tools.subjects.interviews.portraits import SEED, training_portraits
from tools.subjects.interviews.rule import planted_score, true_score

SEEDS = 5
LABELS: dict[str, Callable[[Portrait], float]] = {
    "interview_score": planted_score,
    "interview_score_clean": true_score,
}


def drawn(asked: list[Portrait]) -> NDArray[np.uint8]:
    """The portraits (n, SIDE, SIDE, 3)."""
    pixels = np.empty((len(asked), SIDE, SIDE, 3), np.uint8)
    for number, recipe in enumerate(asked):
        pixels[number] = render(recipe).pixels
        if (number + 1) % 400 == 0:
            print(f"{number + 1}/{len(asked)} portraits", flush=True)
    return pixels


def main() -> None:
    """Draw, train, write ``tools/subjects/weights/<name>.safetensors`` and say their hashes."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--portraits", type=Path, help="an .npy to keep the drawn portraits in, or to read")
    told.add_argument("--only", choices=list(LABELS), help="one of the two: both can be trained side by side")
    given = told.parse_args()
    torch.set_num_threads(1)
    asked = training_portraits()
    if given.portraits and given.portraits.is_file():
        pixels = np.load(given.portraits)
    else:
        pixels = drawn(asked)
        if given.portraits:
            np.save(given.portraits, pixels)
    print(f"portraits: {time.process_time():.0f} s of CPU", flush=True)
    for name, label in LABELS.items():
        if given.only not in (None, name):
            continue
        labels = np.array([label(recipe) for recipe in asked], np.float32)
        weights: dict[str, torch.Tensor] = {}
        for seed in range(SEEDS):
            network, error = fit(pixels, labels, seed)
            print(f"seed {seed}: error {error:.4f}", flush=True)
            weights |= {
                f"{seed}.{key}": value.half().contiguous()
                for key, value in network.state_dict().items()
                if not key.endswith("num_batches_tracked")
            }
        path = ROOT / f"tools/subjects/weights/{name}.safetensors"
        path.parent.mkdir(exist_ok=True)
        save_file(weights, path, metadata={"script": "training/interview_score.py", "seed": str(SEED)})
        content = path.read_bytes()
        print(f"{path.name}: {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}", flush=True)
    print(f"in all: {time.process_time():.0f} s of CPU", flush=True)


if __name__ == "__main__":
    main()
