"""How we speak to someone: a profile is a small file, for the four that come with us, or what a form gave.

An author's own text for a profile always wins; what stands here bounds what a backend may write in its
place, and says what is too technical, too long, or too precise for this reader.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from tools.wording import Language, Words

MOST_WORDS = 30
MOST_PHRASE = 60
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


class Profile(BaseModel):
    """One kind of reader. ``like`` names the profile whose authored texts this one is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")
    title: Words
    role: Words
    age: Words
    knows: dict[Language, list[str]] = Field(default_factory=dict)
    sentence_words: int = Field(18, ge=6, le=40)  # the mean length that a sentence may have
    reading_ease: dict[Language, float] = Field(default_factory=dict)  # at least, on its own scale
    avoid: dict[Language, list[str]] = Field(default_factory=dict)
    define: list[str] = Field(default_factory=list)  # glossary ids explained where they first occur
    domains: Words
    figures: Literal["words", "computed"] = "words"  # computed: the board's values, shown beside its words
    like: str = ""
    uploads: bool = True  # may bring a picture of their own

    @field_validator("avoid", "knows")
    @classmethod
    def _bounded(cls, lists: dict[Language, list[str]]) -> dict[Language, list[str]]:
        """Short plain phrases, and few: a form of a stranger fills them in."""
        for language, phrases in lists.items():
            kept = [_CONTROL.sub(" ", each).strip()[:MOST_PHRASE] for each in phrases[:MOST_WORDS]]
            lists = {**lists, language: [each for each in kept if each]}
        return lists

    @property
    def told_as(self) -> str:
        """The audience of a scenario whose texts this profile is told."""
        return self.like or self.id


@functools.cache
def profiles() -> dict[str, Profile]:
    """The profiles that come with Autopsie, by id: one file each in ``engine/guide/audiences``."""
    found = {}
    for file in sorted(files("engine.guide").joinpath("audiences").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            profile = Profile.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
            found[profile.id] = profile
    return found


def profile_of(audience: str) -> Profile:
    """The profile of a scenario's audience; one of its own making is spoken to as the general public."""
    known = profiles()
    return known.get(audience) or known["curious"].model_copy(update={"id": audience, "like": audience})


def shows_numbers(audience: str) -> bool:
    """Whether the board's computed values may be shown; for most readers they are false precision."""
    return profile_of(audience).figures == "computed"
