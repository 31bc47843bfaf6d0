"""The author's text, word for word: the offline mode, and the ground that every other backend stands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.guide.backend import Prompt, Readiness
from engine.guide.settings import GuideSettings
from tools.wording import Words


class Backend:
    """Says what the author wrote for this profile and language; chooses by rule, never by model."""

    name = "authored"
    verbatim = True

    def __init__(self, settings: GuideSettings | None = None) -> None:
        del settings  # nothing of it changes an author's words

    def readiness(self) -> Readiness:
        """Always here."""
        return Readiness(
            ready=True,
            says=Words(
                fr="Le texte de l’auteur, mot pour mot.",
                en="The author's text, word for word.",
            ),
        )

    def write(self, prompt: Prompt) -> Iterator[str]:
        """Nothing: the author's text stands by itself."""
        del prompt
        return iter(())

    def choose(self, prompt: Prompt, options: Sequence[str]) -> str:
        """The first option: whoever asks puts the rule's own choice there."""
        del prompt
        return options[0]

    def close(self) -> None:
        """Holds nothing."""
