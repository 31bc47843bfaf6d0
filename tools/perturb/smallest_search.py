"""Three searches for the smallest change that turns an answer: words out, a dose bisected, a slope followed.

Each gives, unit by unit, how large the change is, or ``None`` where none within reach turns the answer.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.attribute.word_asked import without
from tools.stimuli.sentences.edits import WORD

if TYPE_CHECKING:
    from torch import Tensor

    from tools.inside.opened import Opened

MOST_WORDS = 6  # taken out at most
EXACT_UP_TO = 8  # words: every smaller set is tried too
GRID = (0.125, 0.25, 0.5, 0.75, 1.0)  # shares of the way to the extreme dose, tried before bisection
HALVINGS = 5

Reads = Callable[[Sequence[str]], list[float]]
Decides = Callable[[float], bool]


class Words(NamedTuple):
    """The words taken out (places in the text, in order), and the text without them."""

    places: tuple[int, ...]
    words: tuple[str, ...]
    text: str


def fewest_words(text: str, read: Reads, decides: Decides) -> Words | None:
    """The fewest words whose removal turns the decision: greedy, then every smaller set of a short text.

    One word stays at least. ``None``: no set that the search reaches.
    """
    spans = [found.span() for found in WORD.finditer(text)]
    names = [text[start:end] for start, end in spans]
    before = decides(read([text])[0])
    upwards = not before

    def texts(sets: Sequence[tuple[int, ...]]) -> list[str]:
        return [without(text, spans, [at not in gone for at in range(len(spans))]) for gone in sets]

    taken: tuple[int, ...] = ()
    found: tuple[int, ...] | None = None
    while len(taken) < min(MOST_WORDS, len(spans) - 1):
        sets = [(*taken, at) for at in range(len(spans)) if at not in taken]
        values = read(texts(sets))
        best = max(range(len(sets)), key=lambda at: values[at] if upwards else -values[at])
        taken = sets[best]
        if decides(values[best]) != before:
            found = taken
            break
    most = len(found) - 1 if found else min(MOST_WORDS, len(spans) - 1)
    if len(spans) <= EXACT_UP_TO:
        for size in range(2, most + 1):  # greedy tried every single word
            sets = list(itertools.combinations(range(len(spans)), size))
            values = read(texts(sets))
            if (
                hit := next((at for at, each in enumerate(values) if decides(each) != before), None)
            ) is not None:
                found = sets[hit]
                break
    if found is None:
        return None
    places = tuple(sorted(found))
    return Words(places, tuple(names[at] for at in places), texts([places])[0])


def random_words(text: str, size: int, seed: int) -> tuple[str, tuple[str, ...]]:
    """The text without ``size`` words drawn at random, and those words."""
    spans = [found.span() for found in WORD.finditer(text)]
    gone = random.Random(f"{seed}\n{text}").sample(range(len(spans)), min(size, len(spans) - 1))
    kept = [at not in gone for at in range(len(spans))]
    return without(text, spans, kept), tuple(text[slice(*spans[at])] for at in sorted(gone))


def shared(first: Sequence[str], other: Sequence[str]) -> float:
    """The words that two sets share, over all those of either (Jaccard)."""
    a, b = ({each.casefold() for each in words} for words in (first, other))
    return len(a & b) / len(a | b) if a | b else 1.0


def bisected(units: int, turned: Callable[[Sequence[tuple[int, float]]], list[bool]]) -> list[float | None]:
    """The smallest share of the way to the extreme dose that turns each unit's answer.

    ``turned`` is asked of several (unit, share) at once. First a grid, since an answer may turn and turn
    back, then ``HALVINGS`` between the last share that does not turn it and the first that does.
    """
    low = [0.0] * units
    high: list[float | None] = [None] * units
    for share in GRID:
        waiting = [unit for unit in range(units) if high[unit] is None]
        for unit, turns in zip(waiting, turned([(unit, share) for unit in waiting]), strict=True):
            if turns:
                high[unit] = share
            else:
                low[unit] = share
    for _ in range(HALVINGS):
        between = [(unit, (low[unit] + top) / 2) for unit, top in enumerate(high) if top is not None]
        for (unit, share), turns in zip(between, turned(between), strict=True):
            if turns:
                high[unit] = share
            else:
                low[unit] = share
    return high


def along_slope(opened: Opened, threshold: float, steps: int, largest: float) -> Tensor | None:
    """The change (of the input's shape) that brings the answer over ``threshold`` by following its slope.

    Each step goes as far as the slope says is needed, and a tenth more (DeepFool: Moosavi-Dezfooli and
    others, 2016, arXiv 1511.04599), kept within 0..1 and within a root mean square of ``largest``; the sum is
    then shrunk by bisection. ``None`` where the answer does not turn.
    """
    import torch  # slow import

    start = opened.inputs
    change = torch.zeros_like(start)
    with torch.inference_mode(False), torch.enable_grad():
        before = float(opened.answer(start)[0]) > threshold
        for _ in range(steps):
            asked = (start + change).detach().clone().requires_grad_()
            value = opened.answer(asked)[0]
            if (float(value.detach()) > threshold) != before:
                break
            (slope,) = torch.autograd.grad(value, asked)
            size = float((slope * slope).sum())
            if size < 1e-20:
                return None
            need = threshold - float(value.detach())
            need += 0.02 if need > 0 else -0.02
            step = 1.1 * need / size * slope
            limit = 0.25 * largest * float(step.numel()) ** 0.5
            step = step * min(1.0, limit / float(step.norm()))
            change = ((start + change + step).clamp(0, 1) - start).detach()
    return shrunk(opened, change, threshold, largest)


def at_random(opened: Opened, threshold: float, seed: int, largest: float) -> Tensor | None:
    """The same along one direction drawn at random: the null. ``None`` where the answer does not turn."""
    import torch  # slow import

    draw = torch.Generator().manual_seed(seed)
    way = torch.randn(opened.inputs.shape, generator=draw)
    return shrunk(opened, largest * way, threshold, largest)


def shrunk(opened: Opened, change: Tensor, threshold: float, largest: float) -> Tensor | None:
    """The smallest share of a change that still turns the answer; ``None`` where the whole does not."""
    import torch  # slow import

    def turns(share: float) -> bool:
        with torch.inference_mode():
            value = float(opened.answer((opened.inputs + share * change).clamp(0, 1))[0])
        return (value > threshold) != before

    with torch.inference_mode():
        before = float(opened.answer(opened.inputs)[0]) > threshold
    if rms(change) > 1.01 * largest or not turns(1.0):
        return None
    low, high = 0.0, 1.0
    for _ in range(2 * HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if turns(middle) else (middle, high)
    return high * change


def rms(change: Tensor) -> float:
    """Root mean square of a change, in the input's own range (0..1)."""
    return float((change * change).mean().sqrt())
