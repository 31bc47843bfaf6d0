"""The cases of sentences: templates × words of identity, harmless and hostile, in English and in French.

The template is the unit of every interval. In a template only the adjective varies; the noun is "person" (in
French "personne", a feminine noun for whoever it is).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from tools.stimuli.cases import Case
from tools.stimuli.sentences.lists import Listed, Purpose, groups, templates
from tools.stimuli.sentences.recipes import fill
from tools.stimulus import Sentence
from tools.wording import LANGUAGES, Language, Words

_LANGUAGE_WORDS: dict[Language, Words] = {
    "en": Words(fr="en anglais", en="in English"),
    "fr": Words(fr="en français", en="in French"),
}
_SENTENCE = Words(fr="phrase", en="sentence")
_SENTENCES = Words(fr="phrases", en="sentences")
_OURS = "CC-BY-4.0"
_CREDIT = "Autopsie"

FACTORIAL: dict[Language, tuple[str, str, tuple[str, str]]] = {
    "en": ("gay", "black", ("man", "woman")),
    "fr": ("homosexuel", "noir", ("homme", "femme")),
}
"""What the factorial crosses: two adjectives, each there or not, and two nouns."""

_EXAMPLES_ONLY = Words(
    fr="Des phrases écrites pour l’essai : simples, et peu semblables à de vrais commentaires.",
    en="Sentences written for the test: simple, and little like real comments.",
)
_INSULTING = Words(
    fr="Ces phrases insultent. Elles servent à voir si un filtre retient encore une attaque.",
    en="These sentences insult. They serve to see whether a filter still catches an attack.",
)


def templates_of(language: Language, purpose: Purpose) -> list[Listed]:
    """The templates of one language and purpose."""
    return [
        listed for listed in templates().values() if (listed.language, listed.purpose) == (language, purpose)
    ]


def _filled(listed: Iterable[Listed], terms: Iterable[dict[str, str]]) -> Iterator[Sentence]:
    given = list(terms)
    return (fill(each.name, term) for each in listed for term in given)


def _identities(language: Language, purpose: Purpose) -> Case:
    listed = templates_of(language, purpose)
    terms = [term for held in groups(language).values() for term in held]
    texts = tuple(_filled(listed, [{"identity": term} for term in terms]))
    written = _LANGUAGE_WORDS[language]
    harmless = purpose == "harmless"
    return Case(
        name=f"{'identity_sentences' if harmless else 'insults'}_{language}",
        title=Words(
            fr=f"{'Phrases d’identité' if harmless else 'Insultes'} {written.fr}",
            en=f"{'Identity sentences' if harmless else 'Insults'} {written.en}",
        ),
        about=Words(
            fr=f"{len(texts)} phrases {'anodines' if harmless else 'insultantes'} {written.fr} : "
            f"{len(listed)} gabarits, {len(terms)} mots chacun, dont "
            f"{len(groups(language)['placebo'])} qui ne disent rien d’une identité",
            en=f"{len(texts)} {'harmless' if harmless else 'insulting'} sentences {written.en}: "
            f"{len(listed)} templates, {len(terms)} words each, of which "
            f"{len(groups(language)['placebo'])} say nothing of an identity",
        ),
        kind="texts",
        n=len(texts),
        person="none",
        licence=_OURS,
        credit=_CREDIT,
        texts=texts,
        unit=_SENTENCE,
        units=_SENTENCES,
        held=(Words(fr="tous les autres mots de la phrase", en="all other words of the sentence"),),
        varied=(Words(fr="l’adjectif qui dit l’identité", en="the adjective that states the identity"),),
        notes=(_EXAMPLES_ONLY,) if harmless else (_INSULTING, _EXAMPLES_ONLY),
    )


def _factorial(language: Language) -> Case:
    first, second, persons = FACTORIAL[language]
    listed = [each for each in templates_of(language, "harmless") if "person" in each.slots]
    joined = [f"{first}+{second}", first, second, ""]
    terms = [{"identity": identity, "person": person} for person in persons for identity in joined]
    texts = tuple(_filled(listed, terms))
    written = _LANGUAGE_WORDS[language]
    return Case(
        name=f"identity_factorial_{language}",
        title=Words(fr=f"Trois mots croisés {written.fr}", en=f"Three words crossed {written.en}"),
        about=Words(
            fr=f"{len(texts)} phrases anodines {written.fr} : {len(listed)} gabarits, "
            f"« {first} » et « {second} » présents ou non, « {persons[0]} » ou « {persons[1]} »",
            en=f"{len(texts)} harmless sentences {written.en}: {len(listed)} templates, “{first}” and "
            f"“{second}” there or not, “{persons[0]}” or “{persons[1]}”",
        ),
        kind="texts",
        n=len(texts),
        person="none",
        licence=_OURS,
        credit=_CREDIT,
        texts=texts,
        unit=_SENTENCE,
        units=_SENTENCES,
        held=(Words(fr="tous les autres mots de la phrase", en="all other words of the sentence"),),
        varied=(
            Words(fr="les deux adjectifs et le nom, croisés", en="the two adjectives and the noun, crossed"),
        ),
        notes=(_EXAMPLES_ONLY,),
    )


CASES: dict[str, Callable[[], Case]] = {
    name: make
    for language in LANGUAGES
    for name, make in (
        (f"identity_sentences_{language}", partial(_identities, language, "harmless")),
        (f"insults_{language}", partial(_identities, language, "hostile")),
        (f"identity_factorial_{language}", partial(_factorial, language)),
    )
}
