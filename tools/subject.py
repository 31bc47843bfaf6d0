"""The contract of a subject: the model on the table, and what may be said of where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from pydantic import BaseModel, ConfigDict

from tools.wording import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.examination import Box, Examination, Face

Badge = Literal["original", "proxy", "made-here", "stand-in", "external", "none"]
Modality = Literal["image", "text"]
Answers = Literal["map", "mask", "boxes", "faces", "scores", "words"]
"""What a subject gives: a saliency map, a matte, boxes, boxes with scores, scores by label, next words."""

BADGE_WORDS: dict[Badge, Words] = {
    "original": Words(fr="Original", en="Original"),
    "proxy": Words(fr="Modèle voisin publié", en="Published proxy"),
    "made-here": Words(fr="Maquette", en="Made here"),
    "stand-in": Words(fr="Doublure", en="Stand-in"),
    "external": Words(fr="Modèle apporté", en="Brought model"),
    "none": Words(fr="Sans badge", en="No badge"),  # a draft that names no model yet: never published
}


class SubjectCard(BaseModel):
    """What is known of a subject without loading it.

    ``sha256`` is the pinned hash of its weights; of several files, that of their hashes, one a line.
    ``assets`` names its files in ``tools/assets``; ``differs`` says what honesty rule 1 asks for: what
    differs from the model of the incident (proxy), or on what and why it was trained (made here).
    ``imitates`` and ``agreement`` are a stand-in's: the original's name, and how well it is imitated.
    ``described`` is the hash of the description of a model of one's own: fed otherwise, it is another.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str  # "twitter_crop"; "twitter-crop" on the command line and in addresses
    title: Words
    about: Words
    badge: Badge
    modality: Modality
    sha256: str
    licence: str
    credit: str
    source: str
    answers: Answers
    assets: tuple[str, ...]
    differs: Words | None = None
    imitates: str | None = None
    agreement: Words | None = None
    described: str | None = None

    @property
    def slug(self) -> str:
        """The name as the command line and addresses spell it; a reference stays as it is."""
        return self.name if self.badge == "external" else self.name.replace("_", "-")


class SubjectIdentity(BaseModel):
    """What a finding keeps of its subject (honesty rule 1)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Words
    badge: Badge
    sha256: str
    described: str | None = None  # of a model of one's own: the hash of its description


class Availability(BaseModel):
    """Whether a subject can run here. When it cannot, ``reason`` says why and what to do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    available: bool
    where: str | None = None  # a place of tools.assets.store, "cache" say: never a path of the machine
    reason: Words | None = None


class Subject(Protocol):
    """A loaded subject. ``tools/subjects/<name>.py`` holds ``CARD`` and ``load(weights: Path | None)``.

    Torch is imported when weights are loaded, not before. Batches may be of any length; the subject cuts
    them as its memory allows.
    """

    @property
    def card(self) -> SubjectCard:
        """Who it is."""

    def examine(self, given: Path | str) -> Examination:
        """What it answers on one picture file (a path) or one text (a string).

        Raises :class:`~tools.errors.StimulusRefused` for what cannot be read.
        """


class MaskSubject(Subject, Protocol):
    """Answers ``mask``."""

    def masks(self, pictures: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """The matte (height, width) in 0..1, 1 for the person, of each picture (height, width, 3)."""


class BoxesSubject(Subject, Protocol):
    """Answers ``boxes``."""

    def boxes(self, pictures: Sequence[NDArray[np.uint8]]) -> list[tuple[Box, ...]]:
        """What it finds in each picture (height, width, 3), best first."""


class FacesSubject(Subject, Protocol):
    """Answers ``faces``: finds them, then scores each."""

    labels: tuple[str, ...]

    def faces(self, pictures: Sequence[NDArray[np.uint8]]) -> list[tuple[Face, ...]]:
        """The faces of each picture (height, width, 3), largest first; none where none was found."""

    def scores(self, faces: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """(n, labels) for faces already cut out, (height, width, 3) each."""


class PictureScoresSubject(Subject, Protocol):
    """Answers ``scores`` of pictures."""

    labels: tuple[str, ...]

    def scores(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """(n, labels) for whole pictures (height, width, 3)."""


class TextScoresSubject(Subject, Protocol):
    """Answers ``scores`` of texts."""

    labels: tuple[str, ...]

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, labels)."""
