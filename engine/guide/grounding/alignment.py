"""Which statements a sentence is about: stems and figures that it shares with them."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from typing import NamedTuple

from engine.guide.evidence import MARK, Evidence, Statement
from engine.guide.grounding.lexicon import plain
from engine.guide.stemming import stem
from tools.wording import Language

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'")
_FRENCH = """
    entre chez depuis pendant lors lorsque dès parmi afin outre jusque durant auprès
    le la les un une des du de d et ou où à a au aux en dans par pour sur sous avec ce cet cette
    ces se son sa ses leur leurs il elle ils elles on nous vous qui que quoi dont est sont était
    étaient être été avoir ont eu y ne pas plus si comme mais car donc alors ainsi puis très
    même tout tous toute toutes autre autres cela ça ici là celui celle ceux celles lui eux
    notre votre nos vos mon ma mes fait faire peut aussi encore déjà quand
"""
_ENGLISH = """
    between among while during within upon whether lacking through about both own
    the a an and or of to in on at by for from with as is are was were be been being it its this
    that these those he she they we you i them his her their our your who which what when where
    how not no so but if then than there here has have had do does did will would can could may
    might very also too more most one each all any some such into out up down over again just
    only
"""
_EMPTY: dict[Language, frozenset[str]] = {
    "fr": frozenset(_FRENCH.split()),
    "en": frozenset(_ENGLISH.split()),
}


class Aligned(NamedTuple):
    """One statement and how much of the sentence it accounts for, 0 to 1."""

    statement: Statement
    share: float


@functools.lru_cache(maxsize=4096)
def stems_of(draft: str, language: Language) -> tuple[str, ...]:
    """The stems of the words that carry meaning, in order; figures are left out."""
    text = _ELIDED.sub(" ", plain(MARK.sub(" ", draft)))
    empty = _EMPTY[language]
    return tuple(stem(word, language) for word in _WORD.findall(text) if word not in empty and len(word) > 1)


def marks_of(draft: str) -> list[str]:
    """The figures of a draft, in order."""
    return MARK.findall(draft)


def same_figures(evidence: Evidence, mark: str) -> frozenset[str]:
    """Every mark of the step that stands for the same figure: several statements may tell one."""
    figure = evidence.figures[mark]
    return frozenset(
        each.id
        for each in evidence.figures.values()
        if each.shown == figure.shown
        and each.value == figure.value
        and each.placeholder == figure.placeholder
    )


def told_figures(draft: str, evidence: Evidence) -> set[str]:
    """The figures that a draft tells, under every mark that the step has for them."""
    known = [mark for mark in marks_of(draft) if mark in evidence.figures]
    return {same for mark in known for same in same_figures(evidence, mark)}


def align(draft: str, evidence: Evidence) -> list[Aligned]:
    """The statements that ``draft`` is about, the closest first; none where nothing is shared.

    A shared stem weighs by how few statements have it; a shared figure weighs as two rare ones.
    """
    pool = evidence.statements
    language = evidence.language
    mine = set(stems_of(draft, language))
    wanted = told_figures(draft, evidence)
    theirs = [set(stems_of(each.draft, language)) for each in pool]
    spread = Counter(one for each in theirs for one in each)

    def weight(one: str) -> float:
        return 1.0 / (1.0 + math.log1p(spread.get(one, 0)))

    whole = sum(map(weight, mine)) + 2.0 * len(set(marks_of(draft)))
    if whole == 0:
        return []
    found = []
    for statement, stems in zip(pool, theirs, strict=True):
        shared = sum(weight(one) for one in mine & stems)
        shared += 2.0 * len(wanted & set(marks_of(statement.draft)))
        if shared > 0:
            found.append(Aligned(statement, min(1.0, shared / whole)))
    return sorted(found, key=lambda each: -each.share)
