"""The verbs that authors write after ``tool:``: what one does to a subject. The list is open: a verb is an
entry here and a folder ``tools/<verb>/``."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from tools.wording import Words

Verb: TypeAlias = str


class VerbCard(NamedTuple):
    """A verb. ``way`` is the argument that names its way of working (the file under ``tools/<verb>/``) and
    ``usual`` the way taken when an author names none ("" where one must be named)."""

    words: Words
    way: str
    usual: str


VERBS: dict[Verb, VerbCard] = {
    "reproduce": VerbCard(Words(fr="Reproduire", en="Reproduce"), "experiment", "paired_preference"),
    "perturb": VerbCard(Words(fr="Perturber", en="Perturb"), "change", ""),
    "attribute": VerbCard(Words(fr="Attribuer", en="Attribute"), "method", "saliency"),
    "visualise": VerbCard(Words(fr="Visualiser", en="Visualise"), "view", "channel"),
    "discover": VerbCard(Words(fr="Découvrir", en="Discover"), "method", "failures"),
    "compare": VerbCard(Words(fr="Comparer", en="Compare"), "by", "difference"),
    "probe": VerbCard(Words(fr="Sonder", en="Probe"), "concept", ""),
    "retrain": VerbCard(Words(fr="Réentraîner", en="Retrain"), "cause", ""),
}
