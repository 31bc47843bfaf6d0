"""What every concept shares: a linear reader of one layer, beside a control that knows nothing.

The reader is trained on the activations of a layer to tell where a concept is present. Beside it, the same
reader learns labels drawn at random (the control task of Hewitt and Liang, 2019, "Designing and Interpreting
Probes with Control Tasks"): what it gains over that control, its selectivity, is what the layer itself holds.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from pydantic import Field

from tools.looking import only_maps
from tools.subject import SubjectCard
from tools.tool import Control, FieldKind, Params, ResultField
from tools.unbuilt import Unbuilt
from tools.verbs import Verb
from tools.wording import Words

MINIMUM_SEEDS = 5  # honesty rule 3: what is trained is repeated


class ProbeParams(Params):
    """What a probe may be told."""

    layer: str = Field(
        "", max_length=80, description="The layer to read; the last before the answer by default."
    )
    n: int | None = Field(None, ge=30, le=1000, description="Pictures; all by default, 30 at least.")
    seeds: int = Field(
        MINIMUM_SEEDS, ge=MINIMUM_SEEDS, le=50, description="Times that reader and control are trained anew."
    )


def _field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = None, high: float | None = None
) -> ResultField:
    return ResultField(name=name, kind=kind, about=Words(fr=fr, en=en), low=low, high=high)


RESULTS: tuple[ResultField, ...] = (
    _field("n", "number", "images gardées pour l’épreuve", "pictures held out for the test", 1, 1000),
    _field("accuracy", "share", "bonnes réponses du lecteur", "right answers of the reader", 0, 1),
    _field("ci_low", "share", "bas de son intervalle à 95 %", "low end of its 95% interval", 0, 1),
    _field("ci_high", "share", "haut de son intervalle à 95 %", "high end of its 95% interval", 0, 1),
    _field("control_accuracy", "share", "les mêmes, étiquettes tirées au hasard",
        "the same, labels drawn at random", 0, 1),
    _field("selectivity", "number", "ce que le lecteur gagne sur son contrôle",
        "what the reader gains over its control", -1, 1),
    _field("random_accuracy", "share", "les mêmes, dans un réseau aux poids tirés au hasard",
        "the same, in a network with random weights", 0, 1),
    _field("seeds", "number", "apprentissages", "trainings", MINIMUM_SEEDS, 50),
    _field("layer", "text", "la couche lue", "the layer that was read"),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("encoded", "not_encoded", "inconclusive"),
    ),
)  # fmt: skip


class LinearProbe(Unbuilt):
    """A concept looked for in a layer."""

    verb: ClassVar[Verb] = "probe"
    params: ClassVar[type[Params]] = ProbeParams
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    default_case: ClassVar[str] = "photographs"
    controls: ClassVar[frozenset[Control]] = frozenset({"random_network"})

    @abstractmethod
    def sought(self) -> Words:
        """What the reader must tell apart, for a sentence."""

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that read pictures."""
        return only_maps(subject)
