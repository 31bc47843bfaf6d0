"""What every cause shares: a model made here, trained again several times with the cause and without it.

Only a model made here can be trained again: its data and its recipe are ours. The cause is planted in a sound
model or removed from a faulty one, everything else held fixed, and the answer is compared over the seeds.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Literal

from pydantic import Field

from tools.subject import SubjectCard
from tools.tool import Control, FieldKind, Params, ResultField
from tools.unbuilt import Unbuilt
from tools.verbs import Verb
from tools.wording import Words

MINIMUM_SEEDS = 5  # honesty rule 3: what is trained is repeated
_ONLY_MADE_HERE = Words(
    fr="Seul un modèle fabriqué ici peut être réentraîné.", en="Only a model made here can be trained again."
)


class RetrainParams(Params):
    """What a training may be told."""

    action: Literal["plant", "remove"] = Field("plant", description="Put the cause in, or take it out.")
    amount: float = Field(0.5, gt=0, le=1, description="Share of the training examples that it touches.")
    seeds: int = Field(
        MINIMUM_SEEDS, ge=MINIMUM_SEEDS, le=20, description="Trainings each way, five at least."
    )
    seconds: float = Field(60.0, ge=1, le=600, description="The longest that all of them may take.")


def _field(
    name: str, kind: FieldKind, fr: str, en: str, low: float | None = None, high: float | None = None
) -> ResultField:
    return ResultField(name=name, kind=kind, about=Words(fr=fr, en=en), low=low, high=high)


RESULTS: tuple[ResultField, ...] = (
    _field("n", "number", "exemples de l’épreuve", "examples of the test", 1, 100_000),
    _field("seeds", "number", "apprentissages de chaque sorte", "trainings each way", MINIMUM_SEEDS, 20),
    _field("baseline", "share", "réponse visée, sans intervention", "sought answer, untouched", 0, 1),
    _field("rate", "share", "réponse visée, après intervention", "sought answer, after the change", 0, 1),
    _field("gap", "number", "leur différence, en moyenne sur les graines",
        "their difference, mean over the seeds", -1, 1),
    _field("ci_low", "number", "bas de son intervalle à 95 %", "low end of its 95% interval", -1, 1),
    _field("ci_high", "number", "haut de son intervalle à 95 %", "high end of its 95% interval", -1, 1),
    _field("placebo_gap", "number", "la même, pour une cause qui ne devrait rien changer",
        "the same, for a cause that should change nothing", -1, 1),
    _field("seeds_moved", "number", "graines où elle dépasse celle du placebo",
        "seeds in which it exceeds the placebo’s", 0, 20),
    _field("gaps", "table", "différence, par graine", "difference, by seed", -1, 1),
    ResultField(
        name="verdict",
        kind="one-of",
        about=Words(fr="le verdict", en="the verdict"),
        choices=("effect", "none_shown", "inconclusive"),
    ),
)  # fmt: skip


class Retraining(Unbuilt):
    """A cause planted in a model, or taken out of it."""

    verb: ClassVar[Verb] = "retrain"
    params: ClassVar[type[Params]] = RetrainParams
    results: ClassVar[tuple[ResultField, ...]] = RESULTS
    default_case: ClassVar[str] = "photographs"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo"})

    @abstractmethod
    def suspected(self) -> Words:
        """The cause, for a sentence."""

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Models made here: nobody else's training can be repeated."""
        return None if subject.badge == "made-here" else _ONLY_MADE_HERE
