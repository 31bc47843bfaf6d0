"""The ways of dividing the same stimuli into two groups: a boundary moved along a factor, words dropped."""

from __future__ import annotations

from typing import NamedTuple

from tools.errors import CallRefused
from tools.looking import pictures_of
from tools.reproduce.reading import Stimulus
from tools.reproduce.studio_factors import NAMES, levels_of, listed, varied
from tools.stimuli.cases import Case, Shown
from tools.stimulus import Filled, Portrait, Sentence
from tools.wording import Words, format_number, in_both

# The levels of a factor that may be cut in two, where nobody names others; each bust is drawn at each.
SPREAD: dict[str, tuple[str, ...]] = {
    "tone": ("1", "4", "7", "10"),
    "perceived_sex": ("0", "0.35", "0.65", "1"),
    "age": ("20", "40", "60", "80"),
    "light": ("0.25", "0.5", "1", "2"),
    "background_level": ("0.05", "0.35", "0.65", "0.95"),
    "yaw": ("-30", "-10", "10", "30"),
    "strength": ("0", "0.35", "0.65", "1"),
    "zoom": ("0.6", "0.8", "1", "1.4"),
}
BUSTS = 32  # identities where nobody says how many: each is drawn at every level
_NEUTRAL = "placebo"  # the list of adjectives that say nothing of an identity


class Division(NamedTuple):
    """One way of dividing: which columns are in the group, and which in what it is compared with."""

    label: Words
    group: tuple[int, ...]
    rest: tuple[int, ...]


class Divided(NamedTuple):
    """``stimuli[unit][column]``, the usual division first, then the others in order.

    ``axis`` is the factor's value of each column; empty for words, which lie on no axis.
    """

    stimuli: tuple[tuple[Stimulus, ...], ...]
    divisions: tuple[Division, ...]
    axis: tuple[float, ...]
    factor: Words
    unit: Words
    units: Words


def divided(case: Case, factor: str, levels: str | list[float], n: int | None) -> Divided:
    """The stimuli of a case and every division of them.

    Busts: ``factor`` is a setting of the studio that goes by degrees, ``levels`` its values. Sentences:
    ``factor`` is a list of words ("orientation"), compared with the words that say nothing of an identity.
    Raises :class:`CallRefused`: ``wrong_case``, ``unknown_factor``, ``bad_levels``, ``bad_level``.
    """
    if case.texts:
        return _sentences(case, factor, n)
    return _busts(case, factor or "tone", levels, n)


def _busts(case: Case, factor: str, levels: str | list[float], n: int | None) -> Divided:
    pictures = pictures_of(case, n or min(BUSTS, len(case.pictures) or 1))
    if not all(isinstance(shown.recipe, Portrait) for shown in pictures):
        raise _wrong_case(case, "portraits")
    if factor not in SPREAD:
        levels_of(factor, "")  # an unknown setting is refused with the nearest name
        raise CallRefused(
            "unknown_factor",
            Words(
                fr=f"« {factor} » ne va pas par degrés : aucune frontière ne s’y déplace.",
                en=f"“{factor}” does not go by degrees: no boundary moves along it.",
            ),
            Words(fr=f"Au choix : {', '.join(SPREAD)}.", en=f"One of: {', '.join(SPREAD)}."),
        )
    names = listed(levels) or SPREAD[factor]
    values = [_number(name, factor) for name in names]
    if len(values) < 4 or values != sorted(set(values)):
        raise CallRefused(
            "bad_levels",
            Words(
                fr="Il faut au moins quatre niveaux, en ordre croissant : trois frontières à essayer.",
                en="Four levels at least, in rising order: three boundaries to try.",
            ),
            Words(fr=f"Par exemple : {', '.join(SPREAD[factor])}.",
                  en=f"For example: {', '.join(SPREAD[factor])}."),
        )  # fmt: skip
    stimuli = tuple(
        tuple(
            Shown(recipe=_bust(shown, factor, name), alt=_alt(shown, factor, name), credit=shown.credit)
            for name in names
        )
        for shown in pictures
    )
    columns = range(len(values))
    cuts = sorted(range(1, len(values)), key=lambda cut: (abs(cut - len(values) / 2), cut))
    usual = cuts[0]
    divisions = [
        Division(
            _above(factor, values[cut]),
            tuple(each for each in columns if each >= cut),
            tuple(each for each in columns if each < cut),
        )
        for cut in [usual, *(each for each in sorted(cuts) if each != usual)]
    ]
    return Divided(
        stimuli, tuple(divisions), tuple(values), NAMES[factor],
        Words(fr="identité", en="identity"), Words(fr="identités", en="identities"),
    )  # fmt: skip


def _bust(shown: Shown, factor: str, name: str) -> Portrait:
    assert isinstance(shown.recipe, Portrait)
    return varied(shown.recipe, factor, name)


def _alt(shown: Shown, factor: str, name: str) -> Words:
    said = NAMES[factor]
    return Words(fr=f"{shown.alt.fr} ({said.fr} : {name})", en=f"{shown.alt.en} ({said.en}: {name})")


def _above(factor: str, value: float) -> Words:
    return in_both(
        lambda language: (
            f"{NAMES[factor].in_(language)}"
            f"{' à partir de ' if language == 'fr' else ' from '}"
            f"{format_number(value, 'number', language)}{'' if language == 'fr' else ' up'}"
        )
    )


def _number(name: str, factor: str) -> float:
    try:
        return float(name)
    except ValueError:
        raise CallRefused(
            "bad_levels",
            Words(fr=f"« {name} » n’est pas un nombre.", en=f"“{name}” is not a number."),
            Words(fr=f"Par exemple : {', '.join(SPREAD[factor])}.",
                  en=f"For example: {', '.join(SPREAD[factor])}."),
        ) from None  # fmt: skip


def _sentences(case: Case, factor: str, n: int | None) -> Divided:
    from tools.stimuli.sentences.lists import groups as lists_of

    by_template: dict[str, dict[str, Sentence]] = {}
    for text in case.texts:
        if not isinstance(text.recipe, Filled) or "identity" not in text.recipe.terms:
            raise _wrong_case(case, "identity_sentences_en")
        by_template.setdefault(text.recipe.template, {})[text.recipe.terms["identity"]] = text
    held = lists_of(case.texts[0].language)
    known = [name for name in held if name != _NEUTRAL]
    chosen = factor or known[0]
    if chosen not in known:
        raise CallRefused(
            "unknown_factor",
            Words(fr=f"Aucune liste de mots ne s’appelle « {chosen} ».",
                  en=f"No list of words is called “{chosen}”."),
            Words(fr=f"Au choix : {', '.join(known)}.", en=f"One of: {', '.join(known)}."),
        )  # fmt: skip
    group, neutral = tuple(held[chosen]), tuple(held[_NEUTRAL])
    terms = (*group, *neutral)
    templates = [name for name, filled in by_template.items() if set(terms) <= filled.keys()]
    if len(group) < 3 or not templates or (n is not None and n > len(templates)):
        raise _wrong_case(case, f"identity_sentences_{case.texts[0].language}")
    shown = templates[: n or len(templates)]
    rest = tuple(range(len(group), len(terms)))
    divisions = [Division(_all(chosen), tuple(range(len(group))), rest)]
    for place, term in enumerate(group):
        kept = tuple(each for each in range(len(group)) if each != place)
        divisions.append(Division(_without(term), kept, rest))
    middle = len(group) // 2
    first, second = tuple(range(middle)), tuple(range(middle, len(group)))
    divisions += [
        Division(Words(fr="la première moitié des mots", en="the first half of the words"), first, rest),
        Division(Words(fr="la seconde moitié des mots", en="the second half of the words"), second, rest),
    ]
    return Divided(
        tuple(tuple(by_template[name][term] for term in terms) for name in shown),
        tuple(divisions), (), Words(fr=f"les mots de la liste « {chosen} »", en=f"words of “{chosen}”"),
        Words(fr="gabarit", en="template"), Words(fr="gabarits", en="templates"),
    )  # fmt: skip


def _all(name: str) -> Words:
    return Words(fr=f"toute la liste « {name} »", en=f"the whole list “{name}”")


def _without(term: str) -> Words:
    return Words(fr=f"sans « {term} »", en=f"without “{term}”")


def _wrong_case(case: Case, fits: str) -> CallRefused:
    return CallRefused(
        "wrong_case",
        Words(
            fr=f"Le cas « {case.name} » ne se divise pas par degrés, tout le reste tenu.",
            en=f"The case “{case.name}” does not divide by degrees, all else held.",
        ),
        Words(fr=f"Essayez le cas « {fits} ».", en=f"Try the case “{fits}”."),
    )
