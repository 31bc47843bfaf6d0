"""The stand-in of Twitter's cropping network: a small imitation for a reader's own picture, where the
original's weights are not on the machine.

It was trained from random numbers on the original's answers (``training/twitter_crop_imitation.py``); none of
its layers comes from there. It never speaks under the original's name, gives no rate, and its point never
goes without the sentence of its agreement. Torch is imported when weights are loaded, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from tools.assets.manifest import manifest
from tools.subject import SubjectCard
from tools.subjects.cropping_imitation.agreement import agreement
from tools.subjects.cropping_imitation.student import Student
from tools.wording import Words

_PINNED = manifest("twitter_crop_imitation")

CARD = SubjectCard(
    name="twitter_crop_imitation",
    title=Words(
        fr="Une imitation du réseau de cadrage de Twitter", en="An imitation of Twitter’s cropping network"
    ),
    about=Words(
        fr="Une doublure : un autre réseau, entraîné ici à répondre comme celui de Twitter. Elle sert quand "
        "l’original n’est pas sur l’ordinateur, pour une image que personne n’avait vue.",
        en="A stand-in: another network, trained here to answer as Twitter’s does. It serves where the "
        "original is not on the computer, for a picture that nobody had seen.",
    ),
    badge="stand-in",
    modality="image",
    sha256=_PINNED.sha256,
    licence=_PINNED.licence,
    credit=_PINNED.credit,
    source=_PINNED.source,
    answers="map",
    assets=("twitter_crop_imitation",),
    differs=Words(
        fr="Ce n’est pas le réseau de Twitter : c’en est une imitation, d’une autre architecture, partie de "
        "nombres tirés au hasard et entraînée sur les réponses de l’original.",
        en="This is not Twitter’s network: it is an imitation of it, of another architecture, started from "
        "random numbers and trained on the original’s answers.",
    ),
    imitates="twitter_crop",
    agreement=agreement().sentence,
)


class TwitterCropImitation(Student):
    """The student with the numbers that are in the repository, or one of its know-nothing twins."""

    card: ClassVar[SubjectCard] = CARD

    @classmethod
    def load(cls, weights: Path | None = None) -> TwitterCropImitation:
        """Read and check the weights; ``weights`` is a file or a folder that comes before all other places.

        Raises :class:`~tools.errors.MissingAsset` or :class:`~tools.errors.AssetRefused`.
        """
        from safetensors.numpy import load as read_tensors

        from tools.assets import store

        return cls(read_tensors(store.read(CARD.name, weights)))


def load(weights: Path | None = None) -> TwitterCropImitation:
    """The subject, loaded: what the bench calls of every subject's file."""
    return TwitterCropImitation.load(weights)
