"""Stimuli that have a concept, and stimuli that have it not: what a reader is taught and tried on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.answering.given import Given
from tools.stimuli.cases import Shown
from tools.stimulus import Sentence
from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.bench import Bench
    from tools.looking import Count

FOLDS = 5


@dataclass(frozen=True)
class Examples:
    """``labels`` tells where the concept is. ``units`` are what n counts.

    ``keys`` are what a reader never meets on both sides of a split, one tuple a stimulus: the identity, or
    the template and the term. ``drawn`` is what takes one label when labels are drawn at random: where the
    stimuli of one such key have both labels, the draw says which of the two is called the concept.
    """

    shown: tuple[Shown | Sentence, ...]
    labels: tuple[bool, ...]
    units: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    drawn: tuple[str, ...]
    unit: Words
    held: tuple[Words, ...] = ()
    varied: tuple[Words, ...] = ()
    notes: tuple[Words, ...] = field(default=())
    caveats: tuple[Words, ...] = field(default=())

    @property
    def n(self) -> int:
        """Independent units."""
        return len(set(self.units))

    def signs(self) -> NDArray[np.float64]:
        """(stimuli,): 1 where the concept is, −1 elsewhere."""
        import numpy as np

        return np.where(np.asarray(self.labels), 1.0, -1.0)


def at_hand_one_by_one(bench: Bench, shown: Sequence[Shown | Sentence], tick: Count) -> list[Given]:
    """The stimuli, drawn where they must be: told one by one, since a portrait takes a moment."""
    from tools.answering.given import at_hand

    found: list[Given] = []
    for each in shown:
        found += at_hand(bench, [each])
        tick(1)
    return found


def splits(
    examples: Examples, seed: int, folds: int = FOLDS
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """(training, test) places: a test stimulus shares no key with a training one.

    Of several kinds of keys (templates and terms) each is cut into folds of its own; a stimulus that has one
    key on either side serves neither. Terms are cut so that each fold has both labels where it can.
    """
    import numpy as np

    draw = np.random.default_rng([seed, 11])
    kinds = len(examples.keys[0])
    of: list[dict[str, int]] = []
    for kind in range(kinds):
        names = [keys[kind] for keys in examples.keys]
        label: dict[str, set[bool]] = {}
        for name, has in zip(names, examples.labels, strict=True):
            label.setdefault(name, set()).add(has)
        cut: dict[str, int] = {}
        parts: dict[frozenset[bool], list[str]] = {}
        for name, found in label.items():
            parts.setdefault(frozenset(found), []).append(name)
        many = min(folds, *(len(part) for part in parts.values()))
        for part in parts.values():
            order = draw.permutation(len(part))
            cut |= {part[index]: place % many for place, index in enumerate(order)}
        of.append(cut)
    places = np.array([[of[kind][keys[kind]] for kind in range(kinds)] for keys in examples.keys])
    many = int(places.max(axis=0).min()) + 1
    found_splits = []
    for fold in range(int(places.max()) + 1):
        here = places == fold % (places.max(axis=0) + 1)
        test, training = np.flatnonzero(here.all(axis=1)), np.flatnonzero(~here.any(axis=1))
        if len(test) and len(training):
            found_splits.append((training, test))
    return found_splits


def halves(examples: Examples, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Two sets of stimuli that share no key of the first kind (no identity, no template)."""
    import numpy as np

    names = sorted({keys[0] for keys in examples.keys})
    first = set(np.random.default_rng([seed, 13]).permutation(names)[: len(names) // 2].tolist())
    inside = np.array([keys[0] in first for keys in examples.keys])
    return np.flatnonzero(inside), np.flatnonzero(~inside)


def drawn_signs(examples: Examples, seed: int, times: int) -> NDArray[np.float64]:
    """(stimuli, times) labels drawn at random by ``examples.drawn``, as many of each as in truth."""
    import numpy as np

    draw = np.random.default_rng([seed, 12])
    true = examples.signs()
    names = sorted(set(examples.drawn))
    place = np.array([names.index(name) for name in examples.drawn])
    sums = np.zeros(len(names))
    np.add.at(sums, place, true)
    sizes = np.bincount(place, minlength=len(names))
    if (np.abs(sums) == sizes).all():  # one label a key: the labels change hands
        own = np.sign(sums)
        return np.stack([own[draw.permutation(len(names))][place] for _ in range(times)], axis=1)
    flips = draw.choice([-1.0, 1.0], size=(len(names), times))
    found: NDArray[np.float64] = true[:, None] * flips[place]
    return found
