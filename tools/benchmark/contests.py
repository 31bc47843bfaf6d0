"""What is raced: the same question put to captum (or to bare arithmetic) and to our own fast path.

Only the engine's process imports this file: it imports torch and captum (slow import).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from captum.attr import IntegratedGradients, NoiseTunnel, Occlusion, Saliency
from numpy.typing import NDArray

from tools.attribute.fast.gradients import SAMPLES, STEPS, integrated_gradients, smoothgrad
from tools.attribute.fast.occlusion import PATCH, occlusion
from tools.errors import MissingAsset
from tools.inside.maps import open_map
from tools.inside.opened import Opened
from tools.readers.vxm import Convolution, Layer, Pooling
from tools.stimulus import Photo
from tools.subjects.cropping.engine import ENGINE_VARIABLE, EngineName
from tools.subjects.twitter_crop import TwitterCrop

Values = NDArray[np.float64]
NOISE = 15.0  # standard deviation of SmoothGrad's noise, of 255
SEED = 7
MATRIX = 2048  # side of the matrices whose product tells the machine's peak
COMMENT = (
    "I read the whole report twice and I still do not see why anybody would call this a mistake of the people"
    " who wrote it, rather than of those who asked for it in such a hurry last winter"
)
# Output channels of the network's 3×3 convolutions by pooling, then of its 1×1 ones: for random weights.
_SHAPE = ((43, 44), (49, 56), (44, 38), (31, 20), (18, 10))
_LAST = ((7, 0.2747), (7, 0.2713), (2, 0.3741), (1, 0.3894))


class Entry(NamedTuple):
    """One engine at the start. ``run`` gives the answer; ``batch`` is what it settled on, "" where it has
    none; ``per_run`` is how many of the question one run answers."""

    run: Callable[[], Values]
    batch: str = ""
    per_run: int = 1


class Ground(NamedTuple):
    """What both engines are given: the network and the astronaut's best cell."""

    subject: TwitterCrop
    prepared: NDArray[np.uint8]
    opened: Opened
    weights: str  # genuine or random


def ground() -> Ground:
    """The genuine network where its weights are here, else the same architecture with random ones."""
    from tools.answering.given import Given
    from tools.bench import Bench

    pixels = Bench().pixels(Photo(file="astronaut.png"))
    try:
        subject, weights = TwitterCrop.load(), "genuine"
    except MissingAsset:
        subject, weights = TwitterCrop(_random_layers()), "random"
    return Ground(subject, subject.prepare(pixels), open_map(subject, Given(pixels=pixels), None), weights)


def operations(subject: TwitterCrop, height: int, width: int) -> float:
    """Floating-point operations of one picture: 2 for each weight at each place; 6.515e9 at 320×320."""
    total = 0.0
    for layer in subject._layers:
        if isinstance(layer, Convolution):
            total += 2.0 * layer.weight.size * height * width
        else:
            height, width = -(-height // 2), -(-width // 2)
    return total


def entry(contest: str, engine: str, on: Ground) -> Entry:
    """One engine ("naive" or "ours") of one contest, warmed up."""
    return _ENTRIES[contest, engine](on)


def _occlusion_by_captum(on: Ground, stride: int) -> Entry:
    def run(batch: int) -> Values:
        with torch.no_grad():
            found = Occlusion(on.opened.answer).attribute(
                on.opened.inputs,
                sliding_window_shapes=(3, PATCH, PATCH),
                strides=(3, stride, stride),
                baselines=on.opened.fill.expand_as(on.opened.inputs),
                perturbations_per_eval=batch,
            )
        return _numbers(found[0, 0])

    def passes(batch: int) -> None:
        with torch.no_grad():
            for _ in range(16 // batch):
                on.opened.answer(on.opened.inputs.repeat(batch, 1, 1, 1))

    # The batch is chosen on sixteen pictures: the call itself is hundreds of them.
    best = _quickest((1, 4, 16), passes)
    return Entry(lambda: run(best), str(best))


def _integrated_by_captum(on: Ground) -> Entry:
    base = on.opened.fill.expand_as(on.opened.inputs)

    def run(batch: int, steps: int) -> Values:
        by = IntegratedGradients(on.opened.answer)
        return _numbers(by.attribute(on.opened.inputs, base, n_steps=steps, internal_batch_size=batch))

    best = _quickest((1, 2, 5, 10), lambda batch: run(batch, 10))
    return Entry(lambda: run(best, STEPS), str(best))


def _smoothgrad_by_captum(on: Ground) -> Entry:
    def run(batch: int, samples: int) -> Values:
        torch.manual_seed(SEED)
        found = NoiseTunnel(Saliency(on.opened.answer)).attribute(
            on.opened.inputs,
            nt_type="smoothgrad",
            nt_samples=samples,
            nt_samples_batch_size=batch,
            stdevs=NOISE,
            abs=False,
        )
        return _numbers(found)

    best = _quickest((1, 2, 4, 8), lambda batch: run(batch, 8))
    return Entry(lambda: run(best, SAMPLES), str(best))


def _opened_text() -> Opened:
    """A comment of forty words, in the genuine filter where its weights are here, else in ours."""
    from tools.answering.given import Given
    from tools.bench import Bench
    from tools.inside.opened import open_up

    bench = Bench()
    try:
        subject = bench.subject("toxicity")
    except MissingAsset:
        subject = bench.subject("toxicity_planted")
    return open_up(subject, Given(text=COMMENT))


def _text_by_captum(_: Ground) -> Entry:
    one = _opened_text()
    base = one.fill.expand_as(one.inputs).contiguous()

    def run(batch: int) -> Values:
        by = IntegratedGradients(one.answer)
        return _numbers(by.attribute(one.inputs, base, n_steps=STEPS, internal_batch_size=batch))

    best = _quickest((5, 10, 25, 50), run)
    return Entry(lambda: run(best), str(best))


def _text(_: Ground) -> Entry:
    one = _opened_text()
    return _warm(Entry(lambda: _numbers(integrated_gradients(one))))


def _peak(on: Ground) -> Entry:
    """The product of two matrices, as many operations a second as the machine has."""
    left, right = torch.randn(MATRIX, MATRIX), torch.randn(MATRIX, MATRIX)
    plain = on.subject.module(on.opened.inputs)

    def run() -> Values:
        torch.mm(left, right)
        return _numbers(plain)

    return _warm(Entry(run))


def _forward(on: Ground, engine: EngineName) -> Entry:
    os.environ[ENGINE_VARIABLE] = engine  # of this process, whose subject has not run yet

    def run() -> Values:
        (grid,) = on.subject.maps([on.prepared])
        return grid.astype(np.float64)[None, None]

    return _warm(Entry(run))


def _warm(one: Entry) -> Entry:
    for _ in range(3):
        one.run()
    return one


def _quickest(batches: Sequence[int], run: Callable[[int], object]) -> int:
    """The batch that takes the least time; the first run, which warms up, does not count."""
    run(batches[0])
    return min(batches, key=lambda batch: min(_seconds(run, batch) for _ in range(2)))


def _seconds(run: Callable[[int], object], batch: int) -> float:
    start = time.perf_counter()
    run(batch)
    return time.perf_counter() - start


def _numbers(values: torch.Tensor) -> Values:
    return np.asarray(values.detach().double().numpy())


def _random_layers() -> list[Layer]:
    draw = np.random.default_rng(0)

    def convolution(into: int, out: int, side: int, slope: float) -> Convolution:
        spread = np.sqrt(2 / (into * side * side))
        weight = draw.normal(0, spread, (out, into, side, side)).astype(np.float32)
        return Convolution(weight, np.zeros(out, np.float32), slope)

    layers: list[Layer] = []
    into = 3
    for number, channels in enumerate(_SHAPE):
        for out in channels:
            layers.append(convolution(into, out, 3, 0.0))
            into = out
        if number < len(_SHAPE) - 1:
            layers.append(Pooling(2))
    for out, slope in _LAST:
        layers.append(convolution(into, out, 1, slope))
        into = out
    return layers


_ENTRIES: dict[tuple[str, str], Callable[[Ground], Entry]] = {
    ("occlusion", "naive"): lambda on: _occlusion_by_captum(on, 16),
    ("occlusion", "ours"): lambda on: _warm(Entry(lambda: occlusion(on.opened, PATCH, 16))),
    ("occlusion_stride_8", "naive"): lambda on: _occlusion_by_captum(on, 8),
    ("occlusion_stride_8", "ours"): lambda on: _warm(Entry(lambda: occlusion(on.opened, PATCH, 8))),
    ("integrated_gradients", "naive"): _integrated_by_captum,
    ("integrated_gradients", "ours"): lambda on: _warm(
        Entry(lambda: _numbers(integrated_gradients(on.opened)))
    ),
    ("smoothgrad", "naive"): _smoothgrad_by_captum,
    ("smoothgrad", "ours"): lambda on: _warm(
        Entry(lambda: _numbers(smoothgrad(on.opened, SAMPLES, NOISE, SEED)))
    ),
    ("text_integrated_gradients", "naive"): _text_by_captum,
    ("text_integrated_gradients", "ours"): _text,
    ("forward", "naive"): _peak,
    ("forward", "ours"): lambda on: _forward(on, "torch"),
    ("forward_openvino", "naive"): _peak,
    ("forward_openvino", "ours"): lambda on: _forward(on, "openvino"),
}
