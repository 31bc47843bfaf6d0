"""Whose a figure is, by the name or the group that stands with it in the statement that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.guide.evidence import Refusal
from engine.guide.grounding.alignment import marks_of, same_figures
from engine.guide.grounding.claims import Claim, clauses_of
from engine.guide.grounding.lexicon import Pattern, plain

_GROUPS = ("white", "women", "blanc", "femme")
"""Words by which the contrasts between groups of people are known."""
_CAPITAL = re.compile(r"(?<![\w{])[A-ZÀ-ÖØ-Þ][\w-]*(?:['’]s)?")


def owners(claim: Claim) -> Iterator[Refusal]:
    """A figure that its statement gives to one name, or to one of two groups, given to another."""
    for mark in (each for each in dict.fromkeys(marks_of(claim.draft)) if each in claim.evidence.figures):
        homes = [
            (each.draft, one)
            for one in sorted(same_figures(claim.evidence, mark))
            for each in claim.evidence.statements
            if one in marks_of(each.draft)
        ]
        found = [_other_name(claim, home) or _other_group(claim, mark, home, one) for home, one in homes]
        if found and all(found):
            yield Refusal("owner", found[0])


def _other_name(claim: Claim, home: str) -> str:
    """The name that the sentence has in place of the statement's; "" where it has that one, or none."""
    mine, theirs = _names(claim, claim.draft), _names(claim, home)
    if theirs and mine and not mine & theirs:
        return f"{min(mine)} / {min(theirs)}"
    return ""


def _names(claim: Claim, draft: str) -> set[str]:
    """Who is named; a word that opens a sentence is a name where it owns something, or is one elsewhere."""
    known = {plain(each).removesuffix("'s") for each in claim.evidence.names}
    words = [plain(each) for each in _CAPITAL.findall(draft)]
    named = {word.removesuffix("'s") for word in words if word.endswith("'s") or word in known}
    return {word for word in named if not claim.words.has("hedged", word)}


def _other_group(claim: Claim, mark: str, home: str, at: str) -> str:
    """The group by the figure here, where the statement speaks of the opposed one and not of it."""
    there = plain(home)
    for pair in claim.words.contrasts:
        if not any(each.fullmatch(word) for each in pair for word in _GROUPS):
            continue
        for one, other in (pair, pair[::-1]):
            if not one.search(there) or other.search(there):
                continue
            if found := _beside(claim.plain, mark, one, other):
                return f"{found} / {at}"
    return ""


def _beside(text: str, mark: str, one: Pattern, other: Pattern) -> str:
    """The word of ``other`` in the figure's clause, where none of ``one`` is."""
    at = text.find(f"{{{mark}}}")
    low, high = next((each for each in clauses_of(text) if each[0] <= at < each[1]), (0, len(text)))
    found = other.search(text, low, high)
    return found[0] if found and not one.search(text, low, high) else ""


CHECKS = (owners,)
