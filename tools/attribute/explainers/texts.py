"""The arithmetic of explanations of texts: many texts at once, one signed number a group of words.

Same numbers as captum's ``LayerIntegratedGradients`` on the embedding, ``FeatureAblation`` and ``KernelShap``
(tests compare). Importing this file imports torch (slow import).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tools.answering.asking import answer_of
from tools.answering.given import Given
from tools.attribute.explainers.hiding import coalitions, least_squares
from tools.attribute.word_asked import TOGETHER, AskedText, without

Floats = NDArray[np.float64]
Masks = NDArray[np.bool_]
Tick = Callable[[], None]

MOST_EXACT = 10  # groups: up to 1,024 coalitions


def integrated(texts: Sequence[AskedText], steps: int, tick: Tick | None = None) -> list[Floats]:
    """Integrated gradients (arXiv 1703.01365) from padding alone, summed by group of words.

    Texts of one network and one length are read together.
    """
    at, weigh = np.polynomial.legendre.leggauss(steps)
    shares = torch.tensor((at + 1) / 2, dtype=torch.float32)[:, None, None]
    weights = torch.tensor(weigh / 2)[:, None, None]
    pending: list[tuple[int, Tensor]] = []
    totals: dict[int, Tensor] = {}
    for number, asked in enumerate(texts):
        assert asked.opened is not None
        base = asked.opened.fill.expand_as(asked.opened.inputs)
        pending.append((number, base + shares * (asked.opened.inputs - base)))
    for group in _alike(texts, pending):
        joined = torch.cat([points for _, points in group])
        opened = texts[group[0][0]].opened
        assert opened is not None
        slope = _slopes(opened.answer, joined, tick).double()
        for place, (number, _) in enumerate(group):
            totals[number] = (slope[place * steps : (place + 1) * steps] * weights).sum(dim=0)
    found = []
    for number, asked in enumerate(texts):
        assert asked.opened is not None
        way = (asked.opened.inputs - asked.opened.fill)[0].double()
        by_place = (totals[number] * way).sum(dim=1).numpy()
        found.append(asked.by_group(by_place[list(asked.places)]))
    return found


def _alike(
    texts: Sequence[AskedText], pending: Sequence[tuple[int, Tensor]]
) -> list[list[tuple[int, Tensor]]]:
    """Runs of texts that one pass can read: one network, one shape."""
    groups: dict[tuple[int, tuple[int, ...]], list[tuple[int, Tensor]]] = {}
    for number, points in pending:
        groups.setdefault((id(texts[number].subject), tuple(points.shape[1:])), []).append((number, points))
    return list(groups.values())


def _slopes(answer: Callable[[Tensor], Tensor], points: Tensor, tick: Tick | None) -> Tensor:
    found = []
    with torch.inference_mode(False), torch.enable_grad():
        for start in range(0, len(points), TOGETHER):
            asked = points[start : start + TOGETHER].detach().clone().requires_grad_()
            (slope,) = torch.autograd.grad(answer(asked).sum(), asked)
            found.append(slope)
            if tick:
                tick()
    return torch.cat(found)


def answers(texts: Sequence[AskedText], shown: Sequence[Masks], tick: Tick | None = None) -> list[Floats]:
    """The answers on each text with only some groups shown: (n, groups) masks in, (n,) out."""
    found: list[Floats] = [np.empty(0)] * len(texts)
    pending: list[tuple[int, Tensor]] = []
    for number, (asked, masks) in enumerate(zip(texts, shown, strict=True)):
        if asked.opened is None:
            found[number] = _asked_without(asked, asked.shown_words(masks), tick)
            continue
        visible = torch.ones(len(masks), asked.opened.inputs.shape[1], dtype=torch.bool)
        visible[:, list(asked.places)] = torch.from_numpy(np.ascontiguousarray(asked.shown_words(masks)))
        pending.append((number, torch.where(visible[:, :, None], asked.opened.inputs, asked.opened.fill)))
    for group in _alike(texts, pending):
        opened = texts[group[0][0]].opened
        assert opened is not None
        values = _answered(opened.answer, torch.cat([points for _, points in group]), tick)
        start = 0
        for number, points in group:
            found[number] = values[start : start + len(points)]
            start += len(points)
    return found


def _answered(answer: Callable[[Tensor], Tensor], points: Tensor, tick: Tick | None) -> Floats:
    found = []
    with torch.inference_mode():
        for start in range(0, len(points), TOGETHER):
            found.append(answer(points[start : start + TOGETHER]).double().numpy())
            if tick:
                tick()
    return np.concatenate(found)


def _asked_without(asked: AskedText, shown: Masks, tick: Tick | None) -> Floats:
    """A closed subject on the text without its hidden words."""
    reader = answer_of(asked.subject, asked.answer)
    given = [Given(text=without(asked.text, asked.spans, list(row))) for row in shown]
    found: list[float] = []
    for start in range(0, len(given), TOGETHER):
        found += reader.numbers(given[start : start + TOGETHER])
        if tick:
            tick()
    return np.asarray(found, dtype=np.float64)


def ends(texts: Sequence[AskedText], tick: Tick | None = None) -> list[tuple[float, float]]:
    """Each answer on the whole text, and with every word hidden."""
    shown = [np.stack([np.ones(each.count, bool), np.zeros(each.count, bool)]) for each in texts]
    return [(float(whole), float(nothing)) for whole, nothing in answers(texts, shown, tick)]


def removed(texts: Sequence[AskedText], tick: Tick | None = None) -> list[Floats]:
    """What the answer loses when each group is hidden alone."""
    shown = [
        np.concatenate([np.ones((1, each.count), bool), ~np.eye(each.count, dtype=bool)]) for each in texts
    ]
    return [found[0] - found[1:] for found in answers(texts, shown, tick)]


def shapley(texts: Sequence[AskedText], samples: int, seed: int, tick: Tick | None = None) -> list[Floats]:
    """Each group's Shapley value: exact up to ``MOST_EXACT`` groups, by KernelSHAP beyond (arXiv 1705.07874).

    The values add up to the answer minus that with every word hidden.
    """
    shown = []
    for each in texts:
        if each.count <= MOST_EXACT:
            shown.append(np.array(list(itertools.product([False, True], repeat=each.count)), dtype=bool))
        else:
            shown.append(coalitions(each.count, max(samples, 2 * each.count + 2), seed))
    found = []
    for each, masks, values in zip(texts, shown, answers(texts, shown, tick), strict=True):
        found.append(_exact(masks, values) if each.count <= MOST_EXACT else least_squares(masks, values))
    return found


def _exact(masks: Masks, values: Floats) -> Floats:
    """Shapley's formula over every coalition; row ``i`` is ``i`` in binary, first group first."""
    count = masks.shape[1]
    sizes = masks.sum(axis=1)
    chance = np.array(
        [math.factorial(k) * math.factorial(count - k - 1) / math.factorial(count) for k in range(count)]
    )
    found = np.empty(count)
    for group in range(count):
        without_it = np.flatnonzero(~masks[:, group])
        gains = values[without_it + (1 << (count - 1 - group))] - values[without_it]
        found[group] = (chance[sizes[without_it]] * gains).sum()
    return found


def deletion(
    texts: Sequence[AskedText], orders: Sequence[NDArray[np.int64]], tick: Tick | None = None
) -> Floats:
    """Mean answer while groups are hidden one after the other, as a share of the way from all hidden (0) to
    the whole text (1): (texts,). A good order is low."""
    shown = []
    for each, order in zip(texts, orders, strict=True):
        rank = np.empty(each.count, dtype=int)
        rank[order] = np.arange(each.count)
        shown.append(rank[None, :] >= np.arange(each.count + 1)[:, None])
    found = []
    for curve in answers(texts, shown, tick):
        way = float(curve[0] - curve[-1])
        found.append(
            float(np.trapezoid((curve - curve[-1]) / way) / (len(curve) - 1)) if abs(way) > 1e-6 else 0.5
        )
    clipped: Floats = np.clip(np.asarray(found), -9, 10)
    return clipped
