"""The contract of a subject: the model on the table, and what may be said of where it comes from."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.wording import Words

Badge = Literal["original", "proxy", "made-here", "stand-in", "external", "none"]
Modality = Literal["image", "text"]

BADGE_WORDS: dict[Badge, Words] = {
    "original": Words(fr="Original", en="Original"),
    "proxy": Words(fr="Modèle voisin publié", en="Published proxy"),
    "made-here": Words(fr="Maquette", en="Made here"),
    "stand-in": Words(fr="Doublure", en="Stand-in"),
    "external": Words(fr="Modèle apporté", en="Brought model"),
    "none": Words(fr="Sans badge", en="No badge"),  # a draft that names no model yet: never published
}


class SubjectCard(BaseModel):
    """What is known of a subject without loading it. ``sha256`` is the pinned hash of its weights."""

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

    @property
    def slug(self) -> str:
        """The name as the command line and addresses spell it."""
        return self.name.replace("_", "-")


class SubjectIdentity(BaseModel):
    """What a finding keeps of its subject (honesty rule 1)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Words
    badge: Badge
    sha256: str


class Availability(BaseModel):
    """Whether a subject can run here. When it cannot, ``reason`` says why and what to do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    available: bool
    where: str | None = None  # "option", "AUTOPSIE_ASSETS", "cache": never a path of the machine
    reason: Words | None = None
