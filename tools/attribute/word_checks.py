"""Whether an explanation of texts may be shown: it must follow the weights, and hold when nothing matters.

A sentence has a few words, too few for a rank correlation of its own: words are ranked within their text, and
the ranks of all texts are correlated together (signed, honesty rule 8).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal

from tools.attribute.checks import LARGEST_SANITY
from tools.attribute.word_asked import AskedText
from tools.errors import CallRefused
from tools.finding import Stability
from tools.inside import twins
from tools.stability import stability
from tools.statistics import quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# The explanations of several texts: the texts, the seed of the method's own chance.
Explain = Callable[[Sequence[AskedText], int], "list[Floats]"]
Tick = Callable[[], None]


@dataclass(frozen=True, eq=False)
class WordTrial:
    """What was tried against the explanations of several texts."""

    permuted: tuple[float, ...]  # agreement with networks whose weights were permuted, a seed each
    redrawn: tuple[float, ...]  # the same, drawn anew
    null: tuple[float, ...]  # with a permuted network's explanation of another text
    holds: Stability
    around: list[Floats]  # (variants, groups) of each text: the explanation and its harmless neighbours
    texts: int  # on how many texts the weights were tried

    @property
    def sanity(self) -> Literal["pass", "fail", "unchecked"]:
        """Whether the explanation follows the weights."""
        if not self.permuted:
            return "unchecked"
        return "pass" if self.sanity_rho <= LARGEST_SANITY else "fail"

    @property
    def sanity_rho(self) -> float:
        """Median size of the agreement with networks that know nothing: the worse of the two kinds."""
        return max(_size(self.permuted), _size(self.redrawn))

    @property
    def null_rho(self) -> float:
        """The same with their explanations of another text."""
        return _size(self.null)


def _size(rhos: Sequence[float]) -> float:
    return quantile([abs(rho) for rho in rhos], 0.5) if rhos else 0.0


def agreement(first: Sequence[Floats], second: Sequence[Floats]) -> float:
    """Signed correlation of ranks within each text, all texts together; 0 where nothing varies.

    Of two explanations of unequal length, the words that both have, in order.
    """
    import numpy as np

    left, right = [], []
    for one, other in zip(first, second, strict=True):
        shared = min(len(one), len(other))
        if shared < 2:
            continue
        left.append(_centred(one[:shared]))
        right.append(_centred(other[:shared]))
    if not left:
        return 0.0
    a, b = np.concatenate(left), np.concatenate(right)
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(np.clip(a @ b / size, -1, 1)) if size > 0 else 0.0


def _centred(values: Floats) -> Floats:
    """Ranks around their mean, on a scale of one whatever the length."""
    import numpy as np

    _, place, counts = np.unique(np.round(values, 9), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2)[place.reshape(-1)]
    return np.asarray((ranks - ranks.mean()) / len(values))


def turned(maps: Sequence[Floats]) -> list[Floats]:
    """The explanation of the next text in the place of each one's: what two unrelated ones share."""
    return [*maps[1:], *maps[:1]]


def matched(words: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the words that two texts share, in order."""
    found = []
    for block in SequenceMatcher(None, words, other, autojunk=False).get_matching_blocks():
        found += [(block.a + step, block.b + step) for step in range(block.size)]
    return found


def tried(
    shown: Sequence[AskedText],
    bank: Sequence[AskedText],
    own: Sequence[Floats],
    explain: Explain,
    *,
    neighbours: Sequence[Sequence[AskedText]],
    methods: Sequence[Explain],
    chance: bool,
    seeds: int,
    seed: int,
    tick: Tick,
) -> WordTrial:
    """Try everything. ``bank`` holds ``shown`` and enough other texts for the weights to be tried on."""
    import numpy as np

    subject = shown[0].subject
    mine = explain(bank, seed)
    permuted: list[float] = []
    redrawn: list[float] = []
    null: list[float] = []
    for number in range(seeds):
        made = _twins(subject, seed + number)
        if made is None:
            break
        shuffled = explain([each.of_twin(made[0]) for each in bank], seed)
        permuted.append(agreement(mine, shuffled))
        null.append(agreement(mine, turned(shuffled)))
        tick()
        redrawn.append(agreement(mine, explain([each.of_twin(made[1]) for each in bank], seed)))
        tick()
    around = [[values] for values in own]
    by_neighbour = []
    for moved in neighbours:
        maps = explain(moved, seed)
        left, right = [], []
        for at, (here, there, values, found) in enumerate(zip(shown, moved, own, maps, strict=True)):
            pairs = matched(here.names, there.names)
            left.append(np.array([values[a] for a, _ in pairs]))
            right.append(np.array([found[b] for _, b in pairs]))
            variant = values.copy()
            for a, b in pairs:
                variant[a] = found[b]
            around[at].append(variant)
        by_neighbour.append(agreement(left, right))
        tick()
    trained = []
    for twin in twins.trained_twins(subject):
        maps = explain([each.of_twin(twin) for each in shown], seed)
        trained.append(agreement(own, maps))
        for at, found in enumerate(maps):
            around[at].append(found)
        tick()
    same_question = []
    for method in methods:
        same_question.append(agreement(own, method(shown, seed)))
        tick()
    by_seed = [agreement(own, explain(shown, seed + 1 + at)) for at in range(2 * chance)]
    holds = stability(
        null=[agreement(mine, turned(mine))],
        seeds=by_seed, neighbours=by_neighbour, methods=same_question, twins=trained,
    )  # fmt: skip
    return WordTrial(
        tuple(permuted), tuple(redrawn), tuple(null), holds, [np.stack(each) for each in around], len(bank)
    )


def _twins(subject: Any, seed: int) -> tuple[Any, Any] | None:
    """A permuted and a redrawn twin; ``None`` where no weights can be reached."""
    try:
        return twins.scrambled(subject, seed), twins.reinitialised(subject, seed)
    except CallRefused:
        return None
