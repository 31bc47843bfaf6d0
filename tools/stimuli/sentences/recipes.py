"""From a recipe to its text, and back: the same recipe gives the same text on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import assert_never

from tools.stimuli.sentences.filling import filled, recipe_of
from tools.stimuli.sentences.lists import template_named
from tools.stimuli.sentences.rewording import Rewording, reworded
from tools.stimulus import Filled, Reworded, Sentence, TextChange, TextRecipe, Written
from tools.wording import Language


def text_of(recipe: TextRecipe) -> str:
    """The text of a recipe. Raises :class:`~tools.errors.CallRefused` for one that makes no sense."""
    if isinstance(recipe, Written):
        return recipe.text
    if isinstance(recipe, Filled):
        return filled(recipe.template, recipe.terms)
    if isinstance(recipe, Reworded):
        return rewording_of(recipe).text
    assert_never(recipe)


def language_of(recipe: TextRecipe) -> Language:
    """The language that a recipe writes."""
    if isinstance(recipe, Written):
        return recipe.language
    if isinstance(recipe, Filled):
        return template_named(recipe.template).language
    return language_of(recipe.of)


def rewording_of(recipe: Reworded) -> Rewording:
    """The last change of a recipe: the text before, the text after, the edits."""
    before = text_of(recipe.of)
    return reworded(before, language_of(recipe), recipe.change, recipe.amount, recipe.seed)


def sentence(recipe: TextRecipe) -> Sentence:
    """The sentence that a recipe makes, named by the hash of its text."""
    text = text_of(recipe)
    return Sentence(
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        language=language_of(recipe),
        recipe=recipe,
    )


def written(text: str, language: Language = "en") -> Sentence:
    """A text as somebody wrote it."""
    return sentence(Written(text=text, language=language))


def fill(template: str, terms: Mapping[str, str]) -> Sentence:
    """A template with its slots filled (see :mod:`tools.stimuli.sentences.filling`)."""
    return sentence(recipe_of(template, terms))


def reword(given: Sentence, change: TextChange, amount: float = 1, seed: int = 0) -> Sentence:
    """One change made to a sentence (see :mod:`tools.stimuli.sentences.rewording`)."""
    return sentence(Reworded(of=given.recipe, change=change, amount=amount, seed=seed))
