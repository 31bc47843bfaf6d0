"""The fields of a linear probe that a scenario may read."""

from __future__ import annotations

from tools.tool import FieldKind, ResultField
from tools.wording import Words

MINIMUM_SEEDS = 5  # honesty rule 3: what is trained is repeated


def field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = None, high: float | None = None
) -> ResultField:
    """One field, its words beside it."""
    return ResultField(name=name, kind=kind, about=Words(fr=fr, en=en), low=low, high=high)


RESULTS: tuple[ResultField, ...] = (
    field("n", "number", "unités, chacune tenue à l’écart à son tour", "units, each held out in its turn",
        1, 1000),
    field("accuracy", "share", "bonnes réponses du lecteur", "right answers of the reader", 0, 1),
    field("ci_low", "share", "bas de son intervalle à 95 %", "low end of its 95% interval", 0, 1),
    field("ci_high", "share", "haut de son intervalle à 95 %", "high end of its 95% interval", 0, 1),
    field("control_accuracy", "share", "les mêmes, étiquettes tirées au hasard",
        "the same, labels drawn at random", 0, 1),
    field("selectivity", "number", "ce que le lecteur gagne sur son contrôle",
        "what the reader gains over its control", -1, 1),
    field("random_accuracy", "share", "les mêmes, dans des réseaux aux poids tirés au hasard",
        "the same, in networks with random weights", 0, 1),
    field("seeds", "number", "apprentissages", "trainings", MINIMUM_SEEDS, 50),
    field("layer", "text", "la couche lue", "the layer that was read"),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("encoded", "not_encoded", "inconclusive"),
    ),
    field("baseline_accuracy", "share", "les mêmes, sans réseau : sur les pixels, ou sur les mots",
        "the same without a network: on the pixels, or the words", 0, 1),
    field("control_limit", "share", "ce qu’un contrôle sur quarante dépasse",
        "what one control in forty exceeds", 0, 1),
    field("stability", "number", "accord de deux lecteurs sans unité commune",
        "agreement of two readers that share no unit", -1, 1),
)  # fmt: skip
