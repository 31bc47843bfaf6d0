"""Maps of the original on fresh views, kept in files of pictures of one shape.

In half-length numbers (bfloat16) the original runs three times as fast and its maps move by some 0.04 at
most: far less than the student will err. What is *measured* is always the original in full precision.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tools.subjects.twitter_crop import TwitterCrop
from training.cropping_imitation.pictures import Source
from training.cropping_imitation.views import SHAPES, SHARES, Draw, view

PER_FILE = 48  # pictures of one shape in one file
FROM_PHOTOGRAPHS = 0.72


def drawer(sources: Sequence[Source]) -> Draw:
    """Draws the pixels of a source: a photograph's mostly, a drawing's or a texture's at times."""
    groups: dict[bool, dict[str, list[NDArray[np.uint8]]]] = {True: {}, False: {}}
    for source in sources:
        groups[source.photograph].setdefault(source.group, []).append(source.pixels)
    members = {kind: list(found.values()) for kind, found in groups.items()}

    def draw_one(draw: np.random.Generator) -> NDArray[np.uint8]:
        kind = bool(draw.random() < FROM_PHOTOGRAPHS) if members[False] else True
        copies = members[kind][int(draw.integers(len(members[kind])))]
        return copies[int(draw.integers(len(copies)))]

    return draw_one


def record(
    original: TwitterCrop,
    source: Draw,
    into: Path,
    *,
    seconds: float,
    seed: int,
    say: Callable[[str], None],
    shares: Sequence[float] = SHARES,
) -> int:
    """Record for ``seconds``; how many maps were made. Numbers go on after the files that are there.

    ``shares`` says how often each of the ``SHAPES`` is drawn.
    """
    into.mkdir(parents=True, exist_ok=True)
    first = len(list(into.glob("*.npz")))
    draw = np.random.default_rng([seed, first])
    started, made, number = time.monotonic(), 0, first
    while time.monotonic() - started < seconds:
        shape = SHAPES[int(draw.choice(len(SHAPES), p=np.array(shares) / sum(shares)))]
        pictures = np.stack([view(shape, source, draw) for _ in range(PER_FILE)])
        part = into / f".{number:06d}.npz"
        np.savez(part, pictures=pictures, maps=maps_of(original, pictures).astype(np.float16))
        part.rename(into / f"{number:06d}.npz")
        made, number = made + PER_FILE, number + 1
        if number % 20 == 0:
            say(f"{made} maps in {time.monotonic() - started:.0f} s")
    return made


@torch.inference_mode()
def maps_of(original: TwitterCrop, pictures: NDArray[np.uint8], together: int = 4) -> NDArray[np.float32]:
    """The original's maps (n, rows, columns) on prepared pictures (n, height, width, 3), in bfloat16."""
    maps = []
    for start in range(0, len(pictures), together):
        values = torch.from_numpy(pictures[start : start + together]).permute(0, 3, 1, 2).float()
        with torch.autocast("cpu", torch.bfloat16):
            maps.append(original.module(values)[:, 0].float().numpy())
    return np.concatenate(maps)
