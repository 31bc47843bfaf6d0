"""Train the mattes made here: ``python -m training.person_matte_made_here``.

Two sets of portraits by the studio, drawn from the same recipes: the same identities, poses, hair, lights and
grounds, in the same number. Only the skin tone differs: *balanced* has each of the ten Monk tones equally
often; *skewed* has tones 1–4 in 95 % of its portraits, 5–7 in the rest, and 8–10 never. Each set trains the
same architecture five times, from the same five seeds, on the studio's exact mattes. The only difference
between the two subjects is the data.

Why: to see what such data alone does. No identity below 1000 is trained on, so that the tables measure faces
that the networks never saw. Drawing takes about two minutes of one processor, training the ten networks four.
The same seeds give the same weights on the same machine with the same version of torch.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch.nn import functional

from tools.assets.store import ROOT
from tools.stimuli.portraits.studio import render
from tools.stimulus import Background, Expression, Hair, Portrait
from tools.subjects.matting.small_unet import SIDE, SmallUNet

SEED = 20
SEEDS = 5
FACES = 300
CONDITIONS = 2  # lights and grounds of each face
FIRST_IDENTITY = 1000
PASSES = 12
TOGETHER = 16
RATE = 4e-3
SETS = ("balanced", "skewed")
_GROUNDS: tuple[tuple[Background, float], ...] = (
    ("plain", 0.4), ("gradient", 0.2), ("bookshelf", 0.15), ("office", 0.15),
    ("near-black", 0.05), ("near-white", 0.05),
)  # fmt: skip


@dataclass(frozen=True)
class Portraits:
    """``pixels`` (n, SIDE, SIDE, 3) by set, ``mattes`` (n, SIDE, SIDE) of both; bytes."""

    pixels: dict[str, NDArray[np.uint8]]
    mattes: NDArray[np.uint8]


def tones_of(name: str, count: int) -> list[int]:
    """The tones of a set, shuffled."""
    draw = np.random.default_rng([SEED, 0])
    skewed = [0.95 / 4] * 4 + [0.05 / 3] * 3 + [0.0] * 3
    share = skewed if name == "skewed" else [1 / 10] * 10
    ends = np.round(np.cumsum(share) * count).astype(int)
    tones = np.searchsorted(ends, np.arange(count), side="right") + 1
    return [int(tone) for tone in draw.permutation(tones)]


def recipes(faces: int = FACES) -> list[Portrait]:
    """What both sets share. The tone is left at its default."""
    made: list[Portrait] = []
    for face in range(faces):
        draw = np.random.default_rng([SEED, 1, face])
        african, asian, european = draw.dirichlet([1.0, 1.0, 1.0]).round(3)
        body = Portrait(
            identity=FIRST_IDENTITY + face,
            age=round(draw.uniform(18, 80)),
            perceived_sex=round(draw.uniform(0, 1), 2),
            ancestry=(float(african), float(asian), float(european)),
            expression=draw.choice(get_args(Expression)).item(),
            yaw=round(draw.uniform(-35, 35), 1),
            pitch=round(draw.uniform(-12, 12), 1),
            roll=round(draw.uniform(-12, 12), 1),
            hair=draw.choice(get_args(Hair)).item(),
            glasses=bool(draw.random() < 0.15),
            headscarf=bool(draw.random() < 0.1),
            zoom=round(draw.uniform(0.7, 1.4), 2),
            shift_x=round(draw.uniform(-0.2, 0.2), 2),
            shift_y=round(draw.uniform(-0.1, 0.2), 2),
            side=SIDE,
        )
        for _ in range(CONDITIONS):
            kinds, weights = zip(*_GROUNDS, strict=True)
            made.append(
                body.model_copy(
                    update={
                        "light_azimuth": round(draw.uniform(-90, 90), 1),
                        "light_elevation": round(draw.uniform(0, 60), 1),
                        "light": round(float(np.exp(draw.uniform(np.log(0.6), np.log(1.6)))), 2),
                        "light_kelvin": round(draw.uniform(3500, 9000)),
                        "background": draw.choice(kinds, p=weights).item(),
                        "background_level": round(draw.uniform(0.02, 0.98), 2),
                    }
                )
            )
    return made


def drawn(faces: int = FACES) -> Portraits:
    """Both sets. The mattes are the same: a tone moves no outline."""
    shared = recipes(faces)
    pixels: dict[str, list[NDArray[np.uint8]]] = {name: [] for name in SETS}
    mattes: list[NDArray[np.uint8]] = []
    tones = {name: tones_of(name, len(shared)) for name in SETS}
    for number, recipe in enumerate(shared):
        pair = [render(recipe.model_copy(update={"tone": tones[name][number]})) for name in SETS]
        assert np.array_equal(pair[0].matte, pair[1].matte)
        mattes.append(pair[0].matte)
        for name, made in zip(SETS, pair, strict=True):
            pixels[name].append(made.pixels)
        if (number + 1) % 72 == 0:
            print(f"{number + 1}/{len(shared)} recipes", flush=True)
    return Portraits({name: np.stack(each) for name, each in pixels.items()}, np.stack(mattes))


def trained(pixels: NDArray[np.uint8], mattes: NDArray[np.uint8], seed: int) -> SmallUNet:
    """One network. Portraits are mirrored at random; colours are left alone, for they are the question."""
    torch.manual_seed(seed)
    network = SmallUNet()
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    seen = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
    wanted = torch.from_numpy(mattes)[:, None].float() / 255
    steps = PASSES * (len(seen) // TOGETHER)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    network.train()
    step = 0
    while step < steps:
        for batch in torch.randperm(len(seen)).split(TOGETHER):  # type: ignore[no-untyped-call]
            if len(batch) < TOGETHER or step == steps:
                continue
            x, y = seen[batch], wanted[batch]
            turned = torch.rand(len(batch), 1, 1, 1) < 0.5
            x, y = torch.where(turned, x.flip(3), x), torch.where(turned, y.flip(3), y)
            logits = network(x.contiguous(memory_format=torch.channels_last))
            loss = functional.binary_cross_entropy_with_logits(logits, y)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            step += 1
    print(f"seed {seed}: loss {loss.item():.4f}", flush=True)
    network.eval()
    return network


def main() -> None:
    """Draw, train, write ``tools/subjects/weights/person_matte_<set>.safetensors`` and say their hashes."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--portraits", type=Path, help="an .npz to keep the drawn portraits in, or to read")
    given = told.parse_args()
    torch.set_num_threads(1)
    if given.portraits and given.portraits.is_file():
        with np.load(given.portraits) as kept:
            portraits = Portraits({name: kept[name] for name in SETS}, kept["mattes"])
    else:
        portraits = drawn()
        if given.portraits:
            kept_pixels = [portraits.pixels[name] for name in SETS]
            np.savez(given.portraits, mattes=portraits.mattes, balanced=kept_pixels[0], skewed=kept_pixels[1])
    for name in SETS:
        weights: dict[str, torch.Tensor] = {}
        for seed in range(SEEDS):
            network = trained(portraits.pixels[name], portraits.mattes, seed)
            weights |= {
                f"{seed}.{key}": value.half().contiguous()
                for key, value in network.state_dict().items()
                if not key.endswith("num_batches_tracked")
            }
        path = ROOT / f"tools/subjects/weights/person_matte_{name}.safetensors"
        path.parent.mkdir(exist_ok=True)
        save_file(weights, path, metadata={"script": "training/person_matte_made_here.py", "seed": str(SEED)})
        content = path.read_bytes()
        print(f"{path.name}: {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}", flush=True)


if __name__ == "__main__":
    main()
