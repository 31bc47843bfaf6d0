"""All the words of the interface: those of the catalogues, and those that layers below say.

French: vous, present tense, short sentences, no gendered agreement. Typography is applied when a phrase is
shown, so the plain characters of the keyboard are enough in the catalogues.
"""

from __future__ import annotations

from functools import lru_cache

from engine.play.beliefs import WORDS as HYPOTHESIS_WORDS
from server.catalogues import read_all
from tools.verbs import VERBS
from tools.wording import Language, Words, typeset

AUTHORS = "authoring"  # the domain of the author's own pages, which have keys of their own


def phrase(key: str, language: Language, **values: object) -> str:
    """The phrase ``key`` with its ``{places}`` filled. Raises :class:`KeyError` for one not listed."""
    said = phrases()[key].in_(language)
    if values:
        said = said.format(**values)
    return typeset(said, language)


def listed(key: str) -> bool:
    """Whether there is a phrase of that key."""
    return key in phrases()


@lru_cache(maxsize=1)
def phrases() -> dict[str, Words]:
    """Every phrase by key, read when the first is said."""
    said_below = {f"verb.{verb}": card.words for verb, card in VERBS.items()}
    said_below |= {f"word.{word}": words for word, words in HYPOTHESIS_WORDS.items()}
    return said_below | read_all((AUTHORS,))
