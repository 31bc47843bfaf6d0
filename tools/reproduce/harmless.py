"""Changes that should not matter, of pictures and of texts: what any effect must exceed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tools.errors import CallRefused
from tools.looking import pictures_of
from tools.names import nearest, plain_name
from tools.reproduce.reading import Stimulus
from tools.stimuli.cases import Case, Shown
from tools.stimuli.units import unit_of
from tools.stimulus import Change, Edited, Filled, Sentence, TextChange
from tools.subject import SubjectCard
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

DEFAULT_N = 36
_Name = TypeVar("_Name", bound=str)


class Harmless(NamedTuple):
    """One harmless change: how it is made, how much of it, what people read."""

    name: str
    label: Words
    amount: float


PICTURE_CHANGES: dict[Change, Harmless] = {
    "shift": Harmless(
        "shift", Words(fr="un décalage de 2 pixels", en="a shift by 2 pixels"), 2
    ),
    "jpeg": Harmless(
        "jpeg", Words(fr="une copie JPEG de qualité 95", en="a JPEG copy at quality 95"), 95
    ),
    "flip": Harmless("flip", Words(fr="le miroir", en="the mirror"), 1),
}  # fmt: skip

TEXT_CHANGES: dict[TextChange, Harmless] = {
    "swap": Harmless(
        "swap", Words(fr="un mot pour un autre qui le vaut", en="a word for another as good"), 1
    ),
    "paraphrase": Harmless("paraphrase", Words(fr="une paraphrase", en="a paraphrase"), 1),
    "misspelling": Harmless("misspelling", Words(fr="une faute de frappe", en="a slip of the finger"), 1),
}  # fmt: skip


class Trial(NamedTuple):
    """One stimulus and its harmless neighbours; ``None`` where the change finds no place."""

    before: Stimulus
    after: tuple[Stimulus | None, ...]


class Neighbours(NamedTuple):
    """Every unit with its neighbours, in the order of the changes."""

    case: Case
    changes: tuple[Harmless, ...]
    trials: tuple[Trial, ...]
    unit: Words
    units: Words


def neighbours_of(
    bench: Bench, card: SubjectCard, case_name: str, changes: tuple[str, ...], n: int | None, seed: int
) -> Neighbours:
    """One stimulus a unit, with its neighbours.

    Raises :class:`CallRefused`: ``wrong_case``, ``unknown_change`` with the nearest name, ``no_place`` where
    a change finds no place in any text.
    """
    case = bench.case(case_name)
    if card.modality == "text":
        return _texts(case, changes, n, seed)
    if case.kind == "texts":
        raise _wrong_case(case, "portraits")
    asked = [PICTURE_CHANGES[_known(name, PICTURE_CHANGES)] for name in changes or PICTURE_CHANGES]
    # One picture of a unit: another of the same face is no other unit.
    shown: dict[str, Shown] = {}
    for each in case.pictures or tuple(first for first, _ in case.pairs):
        shown.setdefault(unit_of(each.recipe), each)
    held = case.model_copy(update={"pictures": tuple(shown.values()), "pairs": ()})
    wanted = n if n is not None else min(DEFAULT_N, len(shown)) or None
    trials = tuple(
        Trial(each, tuple(_changed(each, change) for change in asked)) for each in pictures_of(held, wanted)
    )
    return Neighbours(case, tuple(asked), trials, case.unit, case.units)


def _changed(shown: Shown, change: Harmless) -> Shown:
    name: Change = _known(change.name, PICTURE_CHANGES)
    recipe = Edited(of=shown.recipe, change=name, amount=change.amount)
    alt = Words(fr=f"{shown.alt.fr} ; {change.label.fr}", en=f"{shown.alt.en}; {change.label.en}")
    return Shown(recipe=recipe, alt=alt, credit=shown.credit)


_TEMPLATE = Words(fr="gabarit", en="template")
_TEMPLATES = Words(fr="gabarits", en="templates")


def _texts(case: Case, changes: tuple[str, ...], n: int | None, seed: int) -> Neighbours:
    if case.kind != "texts":
        raise _wrong_case(case, "identity_sentences_en")
    asked = [TEXT_CHANGES[_known(name, TEXT_CHANGES)] for name in changes or TEXT_CHANGES]
    chosen, templates = _one_a_unit(case)
    trials = []
    for text in chosen:
        after = tuple(_reworded(text, change, seed) for change in asked)
        if any(after):
            trials.append(Trial(text, after))
    empty = [change for place, change in enumerate(asked) if not any(trial.after[place] for trial in trials)]
    if empty:
        raise CallRefused(
            "no_place",
            Words(fr=f"Aucun de ces textes n’offre de place à : {empty[0].label.fr}.",
                  en=f"None of these texts offers a place to {empty[0].label.en}."),
            Words(fr="Essayez un autre cas, ou un autre changement.", en="Try another case or change."),
        )  # fmt: skip
    if n is not None and n > len(trials):
        raise CallRefused(
            "wrong_case",
            Words(fr=f"Le cas « {case.name} » n’a pas {n} textes à changer (il en a {len(trials)}).",
                  en=f"The case “{case.name}” has not {n} texts to change (it has {len(trials)})."),
        )  # fmt: skip
    wanted = n or len(trials)
    kept = tuple(trials[index * len(trials) // wanted] for index in range(wanted))
    return Neighbours(
        case, tuple(asked), kept, *((_TEMPLATE, _TEMPLATES) if templates else (case.unit, case.units))
    )


def _one_a_unit(case: Case) -> tuple[list[Sentence], bool]:
    """One filling of each template, with words that say nothing of an identity, each in its turn."""
    from tools.reproduce.groups import NEUTRAL
    from tools.stimuli.sentences.lists import groups

    found: dict[str, dict[str, Sentence]] = {}
    for text in case.texts:
        if not isinstance(text.recipe, Filled):
            return list(case.texts), False
        found.setdefault(text.recipe.template, {})[text.recipe.terms.get("identity", "")] = text
    neutral = groups(case.texts[0].language)[NEUTRAL]
    return [
        held.get(neutral[place % len(neutral)]) or next(iter(held.values()))
        for place, held in enumerate(found.values())
    ], True


def _reworded(text: Sentence, change: Harmless, seed: int) -> Sentence | None:
    from tools.stimuli.sentences.recipes import reword

    try:
        return reword(text, _known(change.name, TEXT_CHANGES), change.amount, seed)
    except CallRefused as refused:
        if refused.code == "nothing_to_change":
            return None
        raise


def _known(name: str, known: dict[_Name, Harmless]) -> _Name:
    for each in known:
        if each == plain_name(name):
            return each
    near = nearest(plain_name(name), list(known))
    raise CallRefused(
        "unknown_change",
        Words(fr=f"« {name} » n’est pas un changement anodin de ce genre de stimulus.",
              en=f"“{name}” is no harmless change of this kind of stimulus."),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(fr=f"Au choix : {', '.join(known)}.", en=f"One of: {', '.join(known)}."),
    )  # fmt: skip


def _wrong_case(case: Case, fits: str) -> CallRefused:
    return CallRefused(
        "wrong_case",
        Words(fr=f"Le sujet ne lit pas les stimuli du cas « {case.name} ».",
              en=f"The subject does not read the stimuli of the case “{case.name}”."),
        Words(fr=f"Essayez le cas « {fits} ».", en=f"Try the case “{fits}”."),
    )  # fmt: skip
