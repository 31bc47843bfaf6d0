"""The design of a comparison between groups: each unit shown once or more in every group, all else held.

A unit is an identity (computed busts) or a template (sentences). The first group is the one that the others
are compared with: the first level of a factor, or the words that say nothing of an identity.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tools.errors import CallRefused
from tools.looking import pairs_of, pictures_of
from tools.reproduce import studio_factors
from tools.reproduce.reading import Stimulus
from tools.stimuli.cases import Case, Shown
from tools.stimulus import Computed, Edited, Filled, Portrait, Sentence
from tools.subject import SubjectCard
from tools.wording import Language, Words

if TYPE_CHECKING:
    from tools.bench import Bench

PLACEBO_SHIFT = 3  # pixels: a bust a little to the right is the same bust
Cells: TypeAlias = tuple[tuple[tuple[Stimulus, ...], ...], ...]
NEUTRAL = "placebo"  # the list of adjectives that say nothing of an identity


class Group(NamedTuple):
    """One group: its name in results, and what people read."""

    name: str
    label: Words


class Design(NamedTuple):
    """``cells[unit][group]`` holds the stimuli of one unit in one group; ``placebo[unit][control]`` those of
    each harmless group, whose answers are compared with the same reference."""

    case: Case
    factor: Words
    groups: tuple[Group, ...]
    cells: Cells
    placebo_groups: tuple[Group, ...]
    placebo: Cells
    unit: Words
    units: Words
    pooled: bool  # the reference is the mean over the placebo groups
    brings: tuple[Words, ...] = ()

    @property
    def n(self) -> int:
        """Independent units."""
        return len(self.cells)

    @property
    def comparisons(self) -> int:
        """How many groups are compared with the reference."""
        return len(self.groups) - (0 if self.pooled else 1)


def design_of(
    bench: Bench, card: SubjectCard, case_name: str, factor: str, levels: str | Sequence[float],
    n: int | None, held: str = "",
) -> Design:  # fmt: skip
    """The comparison that a call asks for; ``held`` sets other settings of the studio, alike in all groups.

    Raises :class:`~tools.errors.CallRefused`: ``wrong_case`` naming a case that fits, ``unknown_factor``,
    ``bad_levels``, ``bad_level``.
    """
    case = bench.case(case_name)
    if card.modality == "text":
        if case.kind != "texts":
            raise _wrong_case(case, "identity_sentences_en")
        return _sentences(case, factor, levels, n)
    if case.kind == "pairs":
        return _pairs(case, factor, n, held)
    if case.kind == "texts" or not all(isinstance(each.recipe, Portrait) for each in case.pictures):
        raise _wrong_case(case, "portraits_by_tone")
    return _busts(case, factor or "tone", levels, n, held)


def _busts(case: Case, factor: str, levels: str | Sequence[float], n: int | None, held: str) -> Design:
    factor = factor.replace("-", "_")
    names = studio_factors.levels_of(factor, levels)
    from tools.stimuli.portrait_cases import bust

    cells = []
    for shown in pictures_of(case, n):
        assert isinstance(shown.recipe, Portrait)
        base = studio_factors.at_settings(shown.recipe, held)
        recipes = [studio_factors.varied(base, factor, level) for level in names]
        cells.append(tuple((bust(recipe),) for recipe in recipes))
    groups = tuple(Group(level, studio_factors.label(factor, level)) for level in names)
    return _shifted(case, studio_factors.NAMES[factor], groups, cells, factor)


def _pairs(case: Case, factor: str, n: int | None, held: str) -> Design:
    pairs = [(_held(one, held), _held(other, held)) for one, other in pairs_of(case, n)]
    recipes = [(one.recipe, other.recipe) for one, other in pairs]
    if len(case.varied) == 1 and all(isinstance(each, Computed) for pair in recipes for each in pair):
        return _computed_pairs(case, pairs)
    differing: set[str] = set()
    for one, other in recipes:
        if not (isinstance(one, Portrait) and isinstance(other, Portrait)):
            raise _wrong_case(case, "portraits_by_tone")
        differing |= set(studio_factors.differing(one, other))
    known = [name for name in studio_factors.NAMES if name in differing]
    if len(differing) != 1 or not known or (factor and factor.replace("-", "_") not in differing):
        raise _wrong_case(case, "portraits", factor)
    name, first = known[0], recipes[0]
    groups = tuple(
        Group(f"{getattr(recipe, name):g}" if isinstance(getattr(recipe, name), float)
              else str(getattr(recipe, name)), studio_factors.label(name, getattr(recipe, name)))
        for recipe in first
    )  # fmt: skip
    cells = [((one,), (other,)) for one, other in pairs]
    return _shifted(case, studio_factors.NAMES[name], groups, cells, name)


def _computed_pairs(case: Case, pairs: Sequence[tuple[Shown, Shown]]) -> Design:
    """Pairs made to differ by one thing, which their case names: without it, and with it."""
    groups = (
        Group("without", Words(fr="sans cela", en="without it")),
        Group("with", Words(fr="avec cela", en="with it")),
    )
    return _shifted(case, case.varied[0], groups, [((one,), (other,)) for one, other in pairs], "")


def _held(shown: Shown, settings: str) -> Shown:
    from tools.stimuli.portrait_cases import bust

    if not settings or not isinstance(shown.recipe, Portrait):
        return shown
    return bust(studio_factors.at_settings(shown.recipe, settings))


def _shifted(
    case: Case, said: Words, groups: tuple[Group, ...],
    cells: Sequence[tuple[tuple[Shown, ...], ...]], factor: str,
) -> Design:  # fmt: skip
    """With its placebo: the reference moved by a few pixels, all at once."""
    placebo = tuple(
        (tuple(
            each.model_copy(update={"recipe": Edited(of=each.recipe, change="shift", amount=PLACEBO_SHIFT)})
            for each in unit[0]
        ),)
        for unit in cells
    )  # fmt: skip
    moved = Group(
        "shift",
        Words(fr=f"placebo : décalage de {PLACEBO_SHIFT} pixels",
              en=f"placebo: shift by {PLACEBO_SHIFT} pixels"),
    )  # fmt: skip
    brings = studio_factors.BRINGS.get(factor)
    return Design(
        case, said, groups, tuple(cells), (moved,), placebo, case.unit, case.units, False,
        (brings,) if brings else (),
    )  # fmt: skip


TEMPLATE = Words(fr="gabarit", en="template")
TEMPLATES = Words(fr="gabarits", en="templates")


def _sentences(case: Case, by: str, levels: str | Sequence[float], n: int | None) -> Design:
    """Words, or lists of words (``by`` "group"), each in every template."""
    from tools.stimuli.sentences.lists import groups as lists_of

    found: dict[str, dict[str, Sentence]] = {}
    language: Language = "en"
    for text in case.texts:
        recipe = text.recipe
        if not isinstance(recipe, Filled) or set(recipe.terms) - {"identity", "person"}:
            raise _wrong_case(case, "identity_sentences_en")
        found.setdefault(recipe.template, {})[recipe.terms.get("identity", "")] = text
        language = text.language
    held = lists_of(language)
    templates = _some(list(found), n, case)
    if by not in ("", "term", "group"):
        raise CallRefused(
            "unknown_factor",
            Words(fr=f"Des phrases ne se comparent pas par « {by} ».",
                  en=f"Sentences are not compared by “{by}”."),
            Words(fr="Au choix : group (listes de mots) ou term (mot par mot).",
                  en="One of: group (lists of words) or term (word by word)."),
        )  # fmt: skip
    if any(term not in found[name] for name in templates for terms in held.values() for term in terms):
        raise _wrong_case(case, f"identity_sentences_{language}")
    sets = (
        {name: tuple(terms) for name, terms in held.items() if name != NEUTRAL}
        if by in ("", "group")
        else {term: (term,) for name, terms in held.items() if name != NEUTRAL for term in terms}
    )
    asked = studio_factors.listed(levels)
    if asked:
        unknown = [name for name in asked if name not in sets and not _is_term(name, held)]
        if unknown:
            raise _unknown_words(unknown[0], [*sets, *(term for terms in held.values() for term in terms)])
        sets = {name: sets.get(name, (name,)) for name in asked}
    neutral = tuple(held[NEUTRAL])
    groups = tuple(Group(name, _label(name, terms, language)) for name, terms in sets.items())
    controls = tuple(Group(term, _label(term, (term,), language)) for term in neutral)
    cells = tuple(
        tuple(tuple(found[name][term] for term in terms) for terms in sets.values()) for name in templates
    )
    placebo = tuple(tuple((found[name][term],) for term in neutral) for name in templates)
    return Design(
        case, Words(fr="l’adjectif qui dit l’identité", en="the adjective that states the identity"),
        groups, cells, controls, placebo, TEMPLATE, TEMPLATES, True,
    )  # fmt: skip


def _is_term(name: str, held: object) -> bool:
    return isinstance(held, dict) and any(name in terms for terms in held.values())


def _some(names: list[str], n: int | None, case: Case) -> list[str]:
    if n is not None and n > len(names):
        raise CallRefused(
            "wrong_case",
            Words(fr=f"Le cas « {case.name} » n’a pas {n} gabarits (il en a {len(names)}).",
                  en=f"The case “{case.name}” has not {n} templates (it has {len(names)})."),
        )  # fmt: skip
    wanted = n or len(names)
    return [names[index * len(names) // wanted] for index in range(wanted)]


_LISTS: dict[str, Words] = {
    "orientation": Words(fr="les mots de l’orientation sexuelle", en="words of sexual orientation"),
    "gender": Words(fr="les mots de l’identité de genre", en="words of gender identity"),
    "origin": Words(fr="les mots de l’origine", en="words of origin"),
    "religion": Words(fr="les mots de la religion", en="words of religion"),
    "disability": Words(fr="les mots du handicap", en="words of disability"),
    "age": Words(fr="les mots de l’âge", en="words of age"),
}


def _label(name: str, terms: tuple[str, ...], language: Language) -> Words:
    if name in _LISTS and terms != (name,):
        return _LISTS[name]
    from tools.stimuli.sentences.lists import adjectives

    each = adjectives(language)[terms[0]]
    text = each.text or each.f or each.m or name
    return Words(fr=f"« {text} »", en=f"“{text}”")


def _unknown_words(name: str, known: list[str]) -> CallRefused:
    from tools.names import nearest

    near = nearest(name, known)
    return CallRefused(
        "unknown_level",
        Words(fr=f"Aucun mot ni aucune liste ne s’appelle « {name} ».",
              en=f"No word and no list is called “{name}”."),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?") if near else None,
    )  # fmt: skip


def _wrong_case(case: Case, fits: str, factor: str = "") -> CallRefused:
    what = Words(
        fr=f"Le cas « {case.name} » ne compare pas de groupes sous un seul facteur"
        f"{f' « {factor} »' if factor else ''}, tout le reste tenu.",
        en=f"The case “{case.name}” compares no groups under one factor"
        f"{f' “{factor}”' if factor else ''}, all else held.",
    )
    return CallRefused(
        "wrong_case", what, Words(fr=f"Essayez le cas « {fits} ».", en=f"Try the case “{fits}”.")
    )


class Plan(NamedTuple):
    """How many units and comparisons a call would have, before anything is drawn or read."""

    n: int
    units: Words
    comparisons: int


def planned(case_name: str, factor: str, levels: str | Sequence[float], n: int | None) -> Plan | None:
    """The size of a comparison; ``None`` for what :func:`design_of` would refuse.

    Raises :class:`~tools.errors.CallRefused` (``unknown_case``).
    """
    from tools.stimuli.cases import case_named
    from tools.stimuli.sentences.lists import groups as lists_of

    case = case_named(case_name)
    asked = studio_factors.listed(levels)
    if case.kind == "texts":
        names = {text.recipe.template for text in case.texts if isinstance(text.recipe, Filled)}
        held = lists_of(case.texts[0].language)
        every = (
            len(held) - 1 if factor in ("", "group") else sum(map(len, held.values())) - len(held[NEUTRAL])
        )
        return Plan(n or len(names), TEMPLATES, len(asked) or every) if names else None
    if case.kind == "pairs":
        return Plan(n or len(case.pairs), case.units, 1)
    usual = studio_factors.LEVELS.get(factor.replace("-", "_") or "tone", ("", ""))
    return Plan(n or len(case.pictures), case.units, len(asked or usual) - 1)
