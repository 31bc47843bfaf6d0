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
from typing import get_args

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch.nn import functional

from tools.assets.store import ROOT
from tools.stimuli.portraits.studio import render
from tools.stimulus import Background, Hair, Portrait
from tools.subjects.interviews.network import SIDE, InterviewNetwork
from tools.subjects.interviews.rule import planted_score, true_score

SEED = 30
SEEDS = 5
FACES = 1000
POSES = 2  # of each face, with a smile, glasses or a headscarf, or none
LIGHTS = 2  # and grounds, of each pose
FIRST_IDENTITY = 1000
PASSES = 8
TOGETHER = 32
RATE = 2e-3
SCALE = 10.0  # the labels are learned ten times larger, about their mean, then the last layer is scaled back
SHIFT = 5  # pixels at most, up, down, left or right
LABELS: dict[str, Callable[[Portrait], float]] = {
    "interview_score": planted_score,
    "interview_score_clean": true_score,
}
_GROUNDS: tuple[Background, ...] = ("plain", "gradient", "bookshelf", "office")
_SHARES = (0.3, 0.15, 0.3, 0.25)


def recipes(faces: int = FACES) -> list[Portrait]:
    """Every face in its poses, each pose in several lights; every factor is drawn on its own."""
    made: list[Portrait] = []
    for face in range(faces):
        draw = np.random.default_rng([SEED, face])
        african, asian, european = draw.dirichlet([1.0, 1.0, 1.0]).round(3)
        body = Portrait(
            identity=FIRST_IDENTITY + face,
            age=round(draw.uniform(18, 70)),
            perceived_sex=round(draw.uniform(0, 1), 2),
            ancestry=(float(african), float(asian), float(european)),
            side=SIDE,
        )
        for _ in range(POSES):
            strength = round(max(0.0, draw.uniform(-0.25, 1)), 2)
            pose = {
                "tone": int(draw.integers(1, 11)),
                "expression": "smile" if strength else "neutral",
                "strength": strength,
                "yaw": round(draw.uniform(-15, 15), 1),
                "pitch": round(draw.uniform(-8, 8), 1),
                "roll": round(draw.uniform(-5, 5), 1),
                "light_azimuth": round(draw.uniform(-60, 60), 1),
                "light_elevation": round(draw.uniform(10, 50), 1),
                "hair": draw.choice(get_args(Hair)).item(),
                "glasses": bool(draw.random() < 0.45),
                "headscarf": bool(draw.random() < 0.3),
                "zoom": round(draw.uniform(1.35, 1.6), 2),
                "shift_x": round(draw.uniform(-0.06, 0.06), 2),
                "shift_y": round(draw.uniform(0.0, 0.1), 2),
            }
            for _ in range(LIGHTS):
                light = {
                    "light": round(2 ** draw.uniform(-0.6, 0.6), 3),
                    "light_kelvin": round(draw.uniform(4500, 8000)),
                    "background": draw.choice(_GROUNDS, p=_SHARES).item(),
                    "background_level": round(draw.uniform(0.1, 0.9), 2),
                }
                made.append(body.model_copy(update=pose | light))
    return made


def drawn(asked: list[Portrait]) -> NDArray[np.uint8]:
    """The portraits (n, SIDE, SIDE, 3)."""
    pixels = np.empty((len(asked), SIDE, SIDE, 3), np.uint8)
    for number, recipe in enumerate(asked):
        pixels[number] = render(recipe).pixels
        if (number + 1) % 400 == 0:
            print(f"{number + 1}/{len(asked)} portraits", flush=True)
    return pixels


def trained(pixels: NDArray[np.uint8], labels: NDArray[np.float32], seed: int) -> InterviewNetwork:
    """One network. Portraits are mirrored and shifted at random, so that no face is learned by heart.

    Colours are left alone, for light is a question.
    """
    torch.manual_seed(seed)
    network = InterviewNetwork()
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    seen = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
    wanted = torch.from_numpy(labels)
    middle = float(wanted.mean())
    steps = PASSES * (len(seen) // TOGETHER)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    network.train()
    step = 0
    total = 0.0
    while step < steps:
        for batch in torch.randperm(len(seen)).split(TOGETHER):  # type: ignore[no-untyped-call]
            if len(batch) < TOGETHER or step == steps:
                continue
            x = seen[batch]
            x = torch.where(torch.rand(len(batch), 1, 1, 1) < 0.5, x.flip(3), x)
            down, right = torch.randint(0, 2 * SHIFT + 1, (2,)).tolist()
            x = functional.pad(x, [SHIFT] * 4, mode="replicate")[
                :, :, down : down + SIDE, right : right + SIDE
            ]
            with torch.autocast("cpu", torch.bfloat16):
                scores = network(x.contiguous(memory_format=torch.channels_last))
            loss = functional.mse_loss(scores.float(), SCALE * (wanted[batch] - middle))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            step += 1
            total = 0.98 * total + 0.02 * float(loss.detach())
    with torch.no_grad():
        network.last.weight /= SCALE
        network.last.bias.copy_(network.last.bias / SCALE + middle)
    print(f"seed {seed}: error {total**0.5 / SCALE:.4f}", flush=True)
    network.eval()
    return network


def main() -> None:
    """Draw, train, write ``tools/subjects/weights/<name>.safetensors`` and say their hashes."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--portraits", type=Path, help="an .npy to keep the drawn portraits in, or to read")
    told.add_argument("--only", choices=list(LABELS), help="one of the two: both can be trained side by side")
    given = told.parse_args()
    torch.set_num_threads(1)
    asked = recipes()
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
            network = trained(pixels, labels, seed)
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
