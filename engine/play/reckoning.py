"""How a hypothesis came to stand where it stands, step by step: the arithmetic of ``beliefs``, laid open.

For who wants to check it: an engineer's notebook, and every report. No measure yields these figures; the
author weighs each exhibit in the scenario's file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from engine.language.schema import Scenario
from engine.play.beliefs import OTHER_PRIOR, board, priors


class Counted(BaseModel):
    """One exhibit that counts: its number in the notebook, and its likelihood ratio."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    exhibit: str
    piece: int
    ratio: float


class Reckoning(BaseModel):
    """One hypothesis: ``weight`` = ``start`` (odds, or among rivals the share) x the ratios that count, and
    ``p`` = weight / (1 + weight), or among rivals weight / ``total``. ``bounded``: held at 0.01 or 0.99."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hypothesis: str
    prior: float
    start: float
    counted: list[Counted]
    weight: float
    total: float | None = None  # among rivals: the sum of all weights and of "none of these"
    p: float
    bounded: bool = False


def reckonings(scenario: Scenario, found: Iterable[str]) -> list[Reckoning]:
    """The arithmetic of every hypothesis, in file order, given the exhibits in the order found."""
    order = list(dict.fromkeys(found))
    starts, separate = priors(scenario), scenario.board == "separate"
    made = []
    for standing in board(scenario, order):
        name = standing.hypothesis
        counted = [
            Counted(exhibit=each, piece=order.index(each) + 1, ratio=scenario.exhibits[each].evidence[name])
            for each in standing.moved_by
        ]
        prior = starts[name]
        start = prior / (1 - prior) if separate else prior
        weight = start * math.prod(each.ratio for each in counted)
        bounded = separate and not math.isclose(weight / (1 + weight), standing.p, rel_tol=1e-6)
        made.append(
            Reckoning(
                hypothesis=name,
                prior=prior,
                start=start,
                counted=counted,
                weight=weight,
                p=standing.p,
                bounded=bounded,
            )
        )
    if separate:
        return made
    total = math.fsum(each.weight for each in made) + OTHER_PRIOR
    return [each.model_copy(update={"total": total}) for each in made]
