"""What an operator may set of the guide; the server's settings and the command line fill it in."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.wording import LANGUAGES, Language


class GuideSettings(BaseModel):
    """Which backend words the guide's sentences, with what model, and within which bounds.

    The key of a hosted model is not among them: :mod:`engine.guide.backends.openai_compatible` reads it from
    the environment (``AUTOPSIE_GUIDE_KEY``) when it asks, so that no table, page or log can hold it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    backend: str = "authored"
    model: str = ""  # local: a GGUF file or a transformers folder, empty: SmolLM2's; else the model's id
    url: str = ""  # openai_compatible: "http://127.0.0.1:11434/v1"
    languages: str = ""  # those that the model may write, by commas; empty: what the backend knows of it
    first_sentence_seconds: float = Field(8.0, gt=0)
    whole_seconds: float = Field(60.0, gt=0)  # for one text, from the question to the last sentence
    tokens_per_play: int = Field(20_000, ge=0)  # asked and written together; 0: no bound
    select: Literal["rule", "model"] = "rule"  # who chooses the questions to offer; the rule does it better
    encoder: str = ""  # a sentence-transformers folder or name; empty: the one that comes with Autopsie
    idle_seconds: float = Field(600.0, gt=0)  # after which an unused model is unloaded

    def written(self, otherwise: tuple[Language, ...]) -> tuple[Language, ...]:
        """The languages that ``languages`` names; ``otherwise`` where it names none that is known."""
        named = {word.strip().lower() for word in self.languages.split(",")}
        return tuple(language for language in LANGUAGES if language in named) or otherwise
