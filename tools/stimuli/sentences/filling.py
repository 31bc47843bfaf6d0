"""Fill a template: agreement, articles and elisions included, the same text for the same terms.

A slot is given the name of a term. ``identity`` may be empty where a noun carries the sentence ("I am a
woman"), or several terms joined by ``+`` ("gay+black": "a gay black woman"; French: "une femme homosexuelle
et noire").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from tools.errors import CallRefused
from tools.names import plain_name
from tools.stimuli.sentences import english, french
from tools.stimuli.sentences.lists import Adjective, Form, Listed, adjectives, nouns, template_named, unknown
from tools.stimulus import Filled
from tools.wording import Language, Words

NOBODY = {"en": "person", "fr": "personne"}
"""The noun that says nothing: what ``person`` is where no other is given."""

_SLOT = re.compile(r"\{(?:(\w+):)?(\w+)\}")
_SPACES = re.compile(r" {2,}")


def filled(template: str, terms: Mapping[str, str]) -> str:
    """The text of a template whose slots are given terms by name.

    Raises :class:`CallRefused`: ``unknown_template``, ``unknown_term``, ``slot_missing``, ``slot_unknown``,
    ``no_such_form`` (an adjective without the form that the noun asks for).
    """
    return _solved(template, tuple(sorted(terms.items())))[0]


def recipe_of(template: str, terms: Mapping[str, str]) -> Filled:
    """The recipe of a filled template, its names in the lists' own spelling and every slot given."""
    _, name, given = _solved(template, tuple(sorted(terms.items())))
    return Filled(template=name, terms=dict(given))


# What a recipe asks for is asked twice, for its names and for its text.
@lru_cache(maxsize=4096)
def _solved(
    template: str, terms: tuple[tuple[str, str], ...]
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """The text, and the recipe's names."""
    listed = template_named(template)
    given = _checked(listed, dict(terms))
    noun = nouns(listed.language)[given["person"]] if "person" in given else None
    form: Form = listed.template.agrees or (noun.gender if noun and noun.gender else "f")
    written = {"identity": _identity(listed, given.get("identity", ""), form)}
    if noun:
        written["person"] = noun.text
    text = _SLOT.sub(lambda found: _slot(found, written), listed.template.text)
    text = _SPACES.sub(" ", text).replace(" .", ".").replace(" ,", ",")
    if listed.language == "fr":
        text = french.articles(text, noun.gender if noun else None)
    else:
        text = english.articles(text, _vowels())
    return text[:1].upper() + text[1:], listed.name, tuple(given.items())


@cache
def _vowels() -> dict[str, bool]:
    """Whether "an" comes before the English words whose first letter misleads."""
    return {
        each.text: each.vowel for each in adjectives("en").values() if each.text and each.vowel is not None
    }


def _checked(listed: Listed, terms: Mapping[str, str]) -> dict[str, str]:
    given = {slot: _names(name) for slot, name in terms.items()}
    if "person" in listed.slots:
        given.setdefault("person", NOBODY[listed.language])
    for slot in given:
        if slot not in listed.slots:
            raise _wrong_slot("slot_unknown", listed, slot, "n’a pas", "has no")
    for slot in listed.slots:
        # Without a noun there is nothing that the sentence could say in the adjective's stead.
        if slot not in given or (not given[slot] and "person" not in listed.slots):
            raise _wrong_slot("slot_missing", listed, slot, "demande", "needs")
    if "person" in given and given["person"] not in nouns(listed.language):
        raise unknown("term", given["person"], nouns(listed.language))
    joined = [term for term in given.get("identity", "").split("+") if term]
    for term in joined:
        if term not in adjectives(listed.language):
            raise unknown("term", term, adjectives(listed.language))
    return {slot: given[slot] for slot in sorted(given)}


@cache
def _names(joined: str) -> str:
    return "+".join(plain_name(term) for term in joined.split("+"))


def _identity(listed: Listed, joined: str, form: Form) -> str:
    known = adjectives(listed.language)
    words = [_word(term, known[term], form, listed.language) for term in joined.split("+") if term]
    if listed.language == "en":
        return (" " if "person" in listed.slots else " and ").join(words)
    return " et ".join(words)


def _word(term: str, adjective: Adjective, form: Form, language: Language) -> str:
    word = adjective.text if language == "en" else getattr(adjective, form)
    if not isinstance(word, str):
        genders = {"m": ("masculin", "masculine"), "f": ("féminin", "feminine")}
        in_french, in_english = genders[form[0]]
        raise CallRefused(
            "no_such_form",
            Words(
                fr=f"« {term} » n’a pas de {in_french} dans les listes.",
                en=f"“{term}” has no {in_english} in the lists.",
            ),
            Words(fr="Choisissez un autre nom.", en="Choose another noun."),
        )
    return word


def _slot(found: re.Match[str], written: Mapping[str, str]) -> str:
    """What a slot becomes; an article stays marked until its neighbour is known."""
    governor, slot = found.groups()
    if slot in written and governor is None:
        return written[slot]
    return f"{{{governor or slot}}}"


def _wrong_slot(code: str, listed: Listed, slot: str, fr: str, en: str) -> CallRefused:
    return CallRefused(
        code,
        Words(
            fr=f"Le gabarit « {listed.name} » {fr} {'de ' if fr == 'n’a pas' else ''}« {slot} ».",
            en=f"The template “{listed.name}” {en} “{slot}”.",
        ),
        Words(
            fr=f"Ses places : {', '.join(listed.slots)}.",
            en=f"Its slots: {', '.join(listed.slots)}.",
        ),
    )
