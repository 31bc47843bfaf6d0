"""The fields of a training made again that a scenario may read."""

from __future__ import annotations

from tools.retrain.judging import MINIMUM_SEEDS
from tools.tool import FieldKind, ResultField
from tools.wording import Words


def _field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = None, high: float | None = None
) -> ResultField:
    return ResultField(name=name, kind=kind, about=Words(fr=fr, en=en), low=low, high=high)


RESULTS: tuple[ResultField, ...] = (
    _field("n", "number", "exemples de l’épreuve", "examples of the test", 1, 100_000),
    _field("seeds", "number", "apprentissages de chaque sorte", "trainings each way", MINIMUM_SEEDS, 20),
    _field("baseline", "share", "réponse visée avec la marque, sans intervention",
        "sought answer with the mark, untouched", 0, 1),
    _field("rate", "share", "réponse visée avec la marque, après intervention",
        "sought answer with the mark, after the change", 0, 1),
    _field("gap", "number", "ce que l’intervention y ajoute, au-delà des mêmes exemples sans la marque",
        "what the change adds to it, beyond the same examples without the mark", -2, 2),
    _field("ci_low", "number", "bas de son intervalle à 95 %", "low end of its 95% interval", -2, 2),
    _field("ci_high", "number", "haut de son intervalle à 95 %", "high end of its 95% interval", -2, 2),
    _field("placebo_gap", "number", "la même, pour une cause qui ne devrait rien changer",
        "the same, for a cause that should change nothing", -2, 2),
    _field("seeds_moved", "number", "graines où elle dépasse celle du placebo",
        "seeds in which it exceeds the placebo’s", 0, 20),
    _field("gaps", "table", "différence, par graine", "difference, by seed", -2, 2),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("effect", "none_shown", "inconclusive"),
    ),
    _field("shuffled_gap", "number", "écart avec ou sans la marque, étiquettes mélangées",
        "gap with and without the mark, labels shuffled", -1, 1),
    _field("unmarked_rate", "share", "réponse visée sans la marque, après intervention",
        "sought answer without the mark, after the change", 0, 1),
    _field("accuracy", "share", "réponses justes sur des exemples jamais vus, sans intervention",
        "right answers on examples never seen, untouched", 0, 1),
    _field("shuffled_accuracy", "share", "la même, étiquettes mélangées", "the same, labels shuffled", 0, 1),
    _field("touched", "share", "exemples d’apprentissage que la cause touche",
        "training examples that the cause touches", 0, 1),
)  # fmt: skip
