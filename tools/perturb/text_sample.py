"""Which texts a change is tried on, what counts as one unit, and what each is held against.

Sentences filled from one template are one unit: intervals resample the template, never its fillings.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tools.errors import CallRefused
from tools.looking import texts_of
from tools.stimuli.sentences.lists import groups, template_named
from tools.stimuli.sentences.recipes import fill, reword
from tools.stimulus import Filled, Sentence, TextRecipe
from tools.wording import Language, Words

NEUTRAL = "placebo"  # the group of adjectives that say nothing of an identity
PlaceboKind = Literal["swap", "neutral", "addition"]
_ADDED: dict[Language, tuple[str, ...]] = {
    "en": ("It is Tuesday.", "The train is on time.", "It rained this morning."),
    "fr": ("C’est mardi.", "Le train est à l’heure.", "Il a plu ce matin."),
}


@dataclass(frozen=True)
class Unit:
    """One template, or one text that no template made, with the sentences of it that are tried."""

    name: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Harmless:
    """A text after a change that should not matter; ``words`` says how many words it touches."""

    text: str
    kind: PlaceboKind
    words: int


def unit_of_text(sentence: Sentence) -> str:
    """The name of a sentence's unit: its template, or its own hash."""
    recipe: TextRecipe = sentence.recipe
    while recipe.kind == "reworded":
        recipe = recipe.of
    return recipe.template if isinstance(recipe, Filled) else sentence.sha256


def units_of(case: Any, n: int | None, each: int) -> list[Unit]:
    """``n`` units of a case, evenly spread over it, with ``each`` sentences of one, its fillings turning.

    Raises :class:`CallRefused` (``wrong_case``) for a case without texts, or with fewer units.
    """
    of: dict[str, list[Sentence]] = {}
    for sentence in texts_of(case):
        of.setdefault(unit_of_text(sentence), []).append(sentence)
    names = list(of)
    if n is not None and n > len(names):
        raise CallRefused(
            "wrong_case",
            Words(
                fr=f"Le cas « {case.name} » n’a que {len(names)} unités (gabarits ou textes), pas {n}.",
                en=f"The case “{case.name}” has {len(names)} units (templates or texts); {n} asked for.",
            ),
            Words(fr=f"n ≤ {len(names)}", en=f"n ≤ {len(names)}"),
        )
    wanted = n or len(names)
    found = []
    for at in range(wanted):
        name = names[at * len(names) // wanted]
        held = of[name]
        # Not the same filling of every template: no one word decides.
        picked = [
            held[(at * 7 + step * len(held) // each) % len(held)] for step in range(min(each, len(held)))
        ]
        found.append(Unit(name, tuple(picked)))
    return found


def made_from_templates(case: Any) -> bool:
    """Whether the case's texts are filled templates."""
    return bool(case.texts) and isinstance(case.texts[0].recipe, Filled)


def harmless(sentence: Sentence, seed: int) -> Harmless:
    """The placebo of a sentence: a word for its like (a weekday for a weekday), else a neutral adjective for
    another, else a sentence that says nothing, added at the end. Never nothing (honesty rule 4)."""
    try:
        return Harmless(reword(sentence, "swap", 1, seed).text, "swap", 1)
    except CallRefused:
        pass
    recipe = sentence.recipe
    draw = random.Random(f"{seed}\n{sentence.text}")
    if isinstance(recipe, Filled):
        neutral = groups(template_named(recipe.template).language)[NEUTRAL]
        term = recipe.terms.get("identity", "")
        if term in neutral:
            other = draw.choice([each for each in neutral if each != term])
            return Harmless(fill(recipe.template, {**recipe.terms, "identity": other}).text, "neutral", 1)
    added = draw.choice(_ADDED[sentence.language])
    return Harmless(f"{sentence.text} {added}", "addition", len(added.split()))


def means(values: Sequence[float], lengths: Sequence[int]) -> list[float]:
    """The mean of each consecutive run of values, one run a unit."""
    found, at = [], 0
    for length in lengths:
        found.append(sum(values[at : at + length]) / length)
        at += length
    return found
