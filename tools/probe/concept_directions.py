"""The direction of a concept in a layer, those of labels of chance, and an answer's slope along each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.finding import Stability
from tools.probe.examples import Examples, halves
from tools.probe.sensitivity import Slopes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


class Along(NamedTuple):
    """Slopes of the answer along directions of length 1: the concept's, unit by unit, and the random."""

    slope: float
    by_unit: list[float]
    random: list[float]
    share: float  # of stimuli without the concept on which the answer grows along it (the score of TCAV)
    flat: bool  # no gradient anywhere, or a concept that moves nothing in the layer


def along(read: Slopes, examples: Examples, directions: int, seed: int) -> Along:
    """The answer's slope at stimuli without the concept, along the concept and along random directions."""
    import numpy as np

    signs = np.concatenate([examples.signs()[:, None], unrelated(examples, seed, directions)], axis=1)
    ways = _unit(read.held, signs)
    bare = np.flatnonzero(~np.asarray(examples.labels))
    slopes = read.slopes[bare] @ ways
    units = [examples.units[index] for index in bare]
    names = list(dict.fromkeys(units))
    by_unit = [float(slopes[[unit == name for unit in units], 0].mean()) for name in names]
    return Along(
        slope=float(slopes[:, 0].mean()),
        by_unit=by_unit,
        random=[float(each) for each in slopes[:, 1:].mean(axis=0)],
        share=float((slopes[:, 0] > 0).mean()),
        flat=not bool(np.abs(read.slopes).any()) or not bool(np.abs(ways[:, 0]).any()),
    )


def unrelated(examples: Examples, seed: int, times: int) -> Numbers:
    """(stimuli, times) labels with nothing of the concept: half of the units of each label turned over.

    Of stimuli with both labels a unit, half of the units change sides; of stimuli with one label a unit,
    half of each label's units do. Labels drawn freely would lean on the concept now and then.
    """
    import numpy as np

    draw = np.random.default_rng([seed, 14])
    true = examples.signs()
    # What takes one label: the unit where it has both, else each unit's own.
    sides: dict[str, set[float]] = {}
    for name, sign in zip(examples.drawn, true, strict=True):
        sides.setdefault(name, set()).add(float(sign))
    groups: dict[tuple[float, ...], list[str]] = {}
    for name, held in sides.items():
        groups.setdefault(tuple(sorted(held)), []).append(name)
    found = np.empty((len(true), times))
    for turn in range(times):
        flip: dict[str, float] = {}
        for names in groups.values():
            order = draw.permutation(len(names))
            flip |= {
                names[index]: 1.0 if place < len(names) / 2 else -1.0 for place, index in enumerate(order)
            }
        found[:, turn] = true * np.array([flip[name] for name in examples.drawn])
    return found


def _unit(held: Numbers, signs: Numbers) -> Numbers:
    """(channels, columns): the difference of the two means of each column of labels, of length 1 or 0."""
    import numpy as np

    up, down = signs > 0, signs < 0
    ways = held.T @ up / np.maximum(1, up.sum(axis=0)) - held.T @ down / np.maximum(1, down.sum(axis=0))
    length = np.linalg.norm(ways, axis=0)
    found: Numbers = ways / np.where(length > 1e-12, length, np.inf)
    return found


def rank_p(slope: float, random: list[float]) -> float:
    """Exact two-sided rank test: how often a random direction moves the answer as fast, this one counted."""
    return (1 + sum(abs(each) >= abs(slope) for each in random)) / (len(random) + 1)


def sides(read: Slopes, examples: Examples, seeds: int, seed: int) -> list[float]:
    """The score of TCAV with the direction of one half of the units, on the other half: two a seed."""
    import numpy as np

    found = []
    signs, labels = examples.signs()[:, None], np.asarray(examples.labels)
    for turn in range(seeds):
        first, second = halves(examples, seed + turn)
        for learned, tried in ((first, second), (second, first)):
            way = _unit(read.held[learned], signs[learned])
            bare = tried[~labels[tried]]
            if len(bare):
                found.append(float((read.slopes[bare] @ way[:, 0] > 0).mean()))
    return found


def steadiness(read: Slopes, examples: Examples, seeds: int, seed: int) -> Stability:
    """The cosine of the directions of two halves of the units; the null, of labels with nothing of it."""
    import numpy as np

    from tools.stability import stability

    same, null = [], []
    for turn in range(seeds):
        signs = np.concatenate([examples.signs()[:, None], unrelated(examples, seed + turn, 4)], axis=1)
        ways = [_unit(read.held[half], signs[half]) for half in halves(examples, seed + turn)]
        cosines = (ways[0] * ways[1]).sum(axis=0)
        same.append(float(cosines[0]))
        null += [float(each) for each in cosines[1:]]
    return stability(seeds=same, null=null)
