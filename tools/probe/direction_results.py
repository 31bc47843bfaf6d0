"""The fields of a concept's direction that a scenario may read."""

from __future__ import annotations

from tools.probe.probe_results import field
from tools.tool import ResultField
from tools.wording import Words

_MOST = 1_000_000.0  # slopes have the unit of the answer, over that of the layer

RESULTS: tuple[ResultField, ...] = (
    field("n", "number", "unités sans le concept", "units without the concept", 1, 1000),
    field("slope", "number", "pente de la réponse vers le concept",
        "slope of the answer towards the concept", -_MOST, _MOST),
    field("ci_low", "number", "bas de son intervalle à 95 %", "low end of its 95% interval", -_MOST, _MOST),
    field("ci_high", "number", "haut de son intervalle à 95 %", "high end of its 95% interval",
        -_MOST, _MOST),
    field("random_limit", "number", "ce que dix-neuf directions au hasard sur vingt n’atteignent pas",
        "what nineteen random directions in twenty stay under", 0, _MOST),
    field("positive", "share", "stimuli où la réponse monte vers le concept",
        "stimuli on which the answer grows towards the concept", 0, 1),
    field("p", "share", "part des directions au hasard aussi fortes",
        "share of random directions as strong", 0, 1),
    field("layer", "text", "la couche", "the layer"),
    field("stability", "number", "accord des directions de deux moitiés",
        "agreement of the directions of two halves", -1, 1),
    ResultField(
        name="direction",
        kind="one-of",
        about=Words(fr="sens de la réponse vers le concept", en="which way the answer goes"),
        choices=("up", "down", "unclear"),
    ),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("effect", "none_shown", "inconclusive"),
    ),
)  # fmt: skip
