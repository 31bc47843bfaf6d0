"""Which texts are explained, the neutral words that a word is held against, and what weights are tried on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import CallRefused
from tools.looking import texts_of
from tools.names import plain_name
from tools.perturb.term_frames import neutral_words, spelled
from tools.perturb.text_sample import unit_of_text, units_of
from tools.stimuli.sentences.lists import adjectives
from tools.stimuli.sentences.recipes import fill
from tools.stimulus import Filled, Sentence
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

FEW, ENOUGH = 8, 30  # texts explained; units where a word is judged
BANK = 8  # texts that weights are tried on, at least
NEUTRAL_TWINS = 2


class Explained(NamedTuple):
    """One text, and the word of it that is asked about ("" where none is)."""

    sentence: Sentence
    word: str


def explained_of(case: Any, n: int | None, term: str) -> list[Explained]:
    """The texts of a case, one a unit; those that hold ``term`` where one is asked.

    Raises :class:`CallRefused`: ``wrong_case``, ``nothing_to_change`` (no text holds the term).
    """
    if not term:
        most = len({unit_of_text(sentence) for sentence in texts_of(case)})
        units = units_of(case, n or min(FEW, most), 1)
        return [Explained(unit.sentences[0], "") for unit in units]
    held: dict[str, Explained] = {}
    name = plain_name(term)
    for sentence in texts_of(case):
        recipe = sentence.recipe
        unit = unit_of_text(sentence)
        if unit in held:
            continue
        if isinstance(recipe, Filled) and recipe.terms.get("identity") == name:
            held[unit] = Explained(sentence, _word_in(sentence, name))
        elif not isinstance(recipe, Filled) and term.casefold() in sentence.text.casefold():
            held[unit] = Explained(sentence, term)
    if not held:
        raise CallRefused(
            "nothing_to_change",
            Words(
                fr=f"Aucun texte du cas « {case.name} » n’a le mot « {term} ».",
                en=f"No text of the case “{case.name}” has the word “{term}”.",
            ),
            Words(fr="Choisissez un mot de ces textes.", en="Choose a word of these texts."),
        )
    found = list(held.values())
    wanted = min(n or ENOUGH, len(found))
    return [found[at * len(found) // wanted] for at in range(wanted)]


def _word_in(sentence: Sentence, name: str) -> str:
    """How a term is written in a sentence: the form that agrees with its noun."""
    adjective = adjectives(sentence.language).get(name)
    forms = [adjective.text, adjective.fp, adjective.mp, adjective.f, adjective.m] if adjective else []
    written = sorted((form for form in forms if form), key=len, reverse=True)
    return next((form for form in written if form.casefold() in sentence.text.casefold()), name)


def neutral_twins(chosen: Sequence[Explained]) -> list[list[tuple[str, str]]]:
    """The same texts with neutral words in the place of the word asked about: (text, word), a list a word."""
    twins: list[list[tuple[str, str]]] = [[] for _ in range(NEUTRAL_TWINS)]
    for at, each in enumerate(chosen):
        recipe, language = each.sentence.recipe, each.sentence.language
        neutral = neutral_words(language, few=False)
        for number, twin in enumerate(twins):
            # Not the same neutral words everywhere: no one word decides.
            name = neutral[(at * NEUTRAL_TWINS + number) % len(neutral)]
            if isinstance(recipe, Filled):
                sentence = fill(recipe.template, {**recipe.terms, "identity": name})
                twin.append((sentence.text, _word_in(sentence, name)))
            else:
                twin.append((each.sentence.text.replace(each.word, spelled(name, language)),
                             spelled(name, language)))  # fmt: skip
    return twins


def bank_of(bench: Bench, sentences: Sequence[Sentence]) -> list[str]:
    """More texts of the same language, so that weights are tried on enough words."""
    missing = BANK - len(sentences)
    if missing <= 0:
        return []
    case = bench.case(f"identity_sentences_{sentences[0].language}")
    known = {sentence.text for sentence in sentences}
    units = units_of(case, 2 * BANK, 1)
    return [unit.sentences[0].text for unit in units if unit.sentences[0].text not in known][:missing]
