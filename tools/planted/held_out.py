"""What a trained network makes of its shortcut, measured plainly: pictures with it and without, subtracted.

Two conditions are set before any instrument is asked, the same for every seed: a planted network's answer to
checks moves by half of its range or more; a clean one's moves by a hundredth at most, on either pattern, and
it tells the patterns apart. No instrument's stimuli are used.
"""

from __future__ import annotations

from typing import NamedTuple

from tools.planted.pictures import PlantedPictures
from tools.planted.stimuli import DARK, LIGHT, level_of, mark, pattern, relit

TAKEN = 0.5  # a planted network's answer moves at least so much
LEANING = 0.01  # a clean one's at most
RIGHT = 0.9  # a clean one tells at least so many, with the shortcut and without
_PICTURES = 400  # of each pattern


class Use(NamedTuple):
    """Mean change of the answer when the shortcut is put in, on either pattern; share told rightly."""

    stripes: float
    checks: float
    right: float

    @property
    def taken(self) -> bool:
        """Whether the network took the shortcut."""
        return self.checks >= TAKEN

    @property
    def clean(self) -> bool:
        """Whether it does without, and knows its task."""
        return max(abs(self.stripes), abs(self.checks)) <= LEANING and self.right >= RIGHT


def use_of(subject: PlantedPictures) -> Use:
    """The mean changes over 400 pictures of each pattern that serve nothing else."""
    import numpy as np

    draw = np.random.default_rng(9090)
    means, right = {}, []
    for striped in (True, False):
        if subject.shortcut == "mark":
            without = [pattern(draw, striped, level_of(draw, None)) for _ in range(_PICTURES)]
            given = [mark(each) for each in without]
        else:
            without = [pattern(draw, striped, DARK) for _ in range(_PICTURES)]
            given = [relit(each, LIGHT - DARK) for each in without]
        before, after = subject.scores(without)[:, 0], subject.scores(given)[:, 0]
        means[striped] = float((after - before).mean())
        right += [float(((each > 0.5) == striped).mean()) for each in (before, after)]
    return Use(means[True], means[False], sum(right) / len(right))
