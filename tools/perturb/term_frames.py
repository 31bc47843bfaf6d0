"""Sentences with one place where words give way to each other: filled templates, and texts of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tools.errors import CallRefused
from tools.looking import texts_of
from tools.names import plain_name
from tools.perturb.text_sample import NEUTRAL, unit_of_text
from tools.stimuli.sentences.edits import WORD
from tools.stimuli.sentences.lists import Adjective, adjectives, groups, template_named, unknown
from tools.stimuli.sentences.recipes import fill
from tools.stimulus import Filled, Sentence
from tools.wording import Language, Words

_FORMS = ("text", "m", "f", "mp", "fp")
_SLOW_EACH = 2  # words of a group that a language model is tried on by default


@dataclass(frozen=True)
class Frame:
    """One unit: the sentence that it comes from, and the sentence with a given word in its place."""

    name: str
    sentence: Sentence
    with_word: Callable[[str], str]


def frames_of(case: Any, n: int | None, word: str) -> list[Frame]:
    """The units of a case that have the place. In templates it is the adjective; in a text ``word``, or its
    first word that the lists know.

    Raises :class:`CallRefused`: ``wrong_case``, ``nothing_to_change``.
    """
    found: dict[str, Frame] = {}
    for sentence in texts_of(case):
        unit = unit_of_text(sentence)
        if unit not in found and (frame := _frame(unit, sentence, word)) is not None:
            found[unit] = frame
    if not found:
        missing = Words(fr="de mot que les listes connaissent", en="a word that the lists know")
        if word:
            missing = Words(fr=f"le mot « {word} »", en=f"the word “{word}”")
        raise CallRefused(
            "nothing_to_change",
            Words(
                fr=f"Aucun texte du cas n’a {missing.fr}.",
                en=f"No text of the case has {missing.en}.",
            ),
            Words(
                fr="Nommez le mot qui cède la place, et ceux qui la prennent : --word X --words A,B,C.",
                en="Name the word that gives way, and those that take its place: --word X --words A,B,C.",
            ),
        )
    if n is not None and n > len(found):
        raise CallRefused(
            "wrong_case",
            Words(
                fr=f"Le cas « {case.name} » n’a que {len(found)} unités où un mot peut changer, pas {n}.",
                en=f"The case “{case.name}” has {len(found)} units where a word can change, not {n}.",
            ),
            Words(fr=f"n ≤ {len(found)}", en=f"n ≤ {len(found)}"),
        )
    frames = list(found.values())
    wanted = n or len(frames)
    return [frames[at * len(frames) // wanted] for at in range(wanted)]


def neutral_words(language: Language, *, few: bool) -> list[str]:
    """The adjectives that say nothing of an identity."""
    names = list(groups(language)[NEUTRAL])
    return names[:4] if few else names


def asked_words(given: str, language: Language, *, few: bool, literal: bool) -> list[str]:
    """The words that take the place: those asked for (names of the lists; any word in a text of one's own),
    else every adjective of an identity; a ``few`` of each group for a slow subject.

    Raises :class:`CallRefused` (``unknown_term``) with the nearest name.
    """
    neutral = set(groups(language)[NEUTRAL])
    known = adjectives(language)
    if given:
        names = []
        for each in dict.fromkeys(part.strip() for part in given.split(",") if part.strip()):
            if plain_name(each) in known:
                names.append(plain_name(each))
            elif literal:
                names.append(each)
            else:
                raise unknown("term", each, known)
        if names:
            return names
    if few:
        return [
            term for group, held in groups(language).items() if group != NEUTRAL for term in held[:_SLOW_EACH]
        ]
    return [term for term in known if term not in neutral]


def spelled(term: str, language: Language) -> str:
    """A term as a page writes it: its plain form."""
    adjective = adjectives(language).get(term)
    return (adjective.text or adjective.f or adjective.m or term) if adjective else term


def _frame(unit: str, sentence: Sentence, word: str) -> Frame | None:
    recipe = sentence.recipe
    if isinstance(recipe, Filled):
        if "identity" not in template_named(recipe.template).slots:
            return None
        return Frame(
            unit, sentence, lambda term: fill(recipe.template, {**recipe.terms, "identity": term}).text
        )
    place = _place(sentence, word)
    if place is None:
        return None
    at, old, form = place
    return Frame(
        unit, sentence, lambda term: _replaced(sentence, at, old, _form(term, form, sentence.language))
    )


def _place(sentence: Sentence, word: str) -> tuple[int, str, str] | None:
    """Where the word stands, how it is spelled there, and which form of an adjective it is."""
    forms = _forms(sentence.language)
    for found in WORD.finditer(sentence.text):
        spelled_so = found.group()
        if word and spelled_so.casefold() == word.strip().casefold():
            return found.start(), spelled_so, forms.get(spelled_so.casefold(), _FORMS[0])
        if not word and spelled_so.casefold() in forms:
            return found.start(), spelled_so, forms[spelled_so.casefold()]
    return None


def _forms(language: Language) -> dict[str, str]:
    """Every form of every adjective, folded, with its name ("m", "fp"; "text" in English)."""
    found: dict[str, str] = {}
    for adjective in adjectives(language).values():
        for form in _FORMS:
            if text := getattr(adjective, form):
                found.setdefault(text.casefold(), form)
    return found


def _form(term: str, form: str, language: Language) -> tuple[str, Adjective | None]:
    adjective = adjectives(language).get(term)
    if adjective is None:
        return term, None
    return getattr(adjective, form) or adjective.text or adjective.m or adjective.f or term, adjective


def _replaced(sentence: Sentence, at: int, old: str, new: tuple[str, Adjective | None]) -> str:
    word, adjective = new
    if old[:1].isupper() and at == 0:
        word = word[:1].upper() + word[1:]
    before, after = sentence.text[:at], sentence.text[at + len(old) :]
    if sentence.language == "en" and (article := re.search(r"\b([Aa])n?\s+$", before)):
        vowel = word[:1].lower() in "aeiou"
        if adjective is not None and adjective.vowel is not None:
            vowel = adjective.vowel
        before = before[: article.start()] + article.group(1) + ("n " if vowel else " ")
    return before + word + after


def language_of_frames(frames: Sequence[Frame]) -> Language:
    """The language of the frames. Raises :class:`CallRefused` (``wrong_case``) where there are two."""
    languages = sorted({frame.sentence.language for frame in frames})
    if len(languages) == 1:
        return languages[0]
    raise CallRefused(
        "wrong_case",
        Words(fr="Ces textes sont en deux langues.", en="These texts are in two languages."),
        Words(fr="Prenez-en une à la fois.", en="Take one at a time."),
    )
