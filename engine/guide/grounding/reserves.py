"""What a statement reserves or tells apart goes with what is said of it: who says so, and which of two."""

from __future__ import annotations

from collections.abc import Iterator

from engine.guide.evidence import Refusal
from engine.guide.grounding.alignment import marks_of, same_figures
from engine.guide.grounding.claims import ABOUT, Claim, clauses_of
from engine.guide.grounding.lexicon import opposed_in, plain


def reported(claim: Claim) -> Iterator[Refusal]:
    """What somebody only says, told as if it were so."""
    if not claim.about or claim.about[0].share < ABOUT or claim.words.has("reports", claim.plain):
        return
    found = claim.words.classes["reported"].search(plain(claim.about[0].statement.draft))
    if found:
        yield Refusal("hedge", found[0])


def unowned(claim: Claim) -> Iterator[Refusal]:
    """A figure of one of two groups that its statement tells apart, given to neither."""
    known = claim.evidence.figures
    for mark in (each for each in dict.fromkeys(marks_of(claim.draft)) if each in known):
        homes = [
            (plain(each.draft), one)
            for one in same_figures(claim.evidence, mark)
            for each in claim.evidence.statements
            if one in marks_of(each.draft)
        ]
        lost = [_lost(claim, home, one) for home, one in homes]
        if lost and all(lost):
            yield Refusal("owner", f"{known[mark].shown}: {lost[0]}?")
            return


def _lost(claim: Claim, home: str, mark: str) -> str:
    """The group that stands by the figure in ``home`` and by nothing in the sentence; "" for none."""
    at = home.find(f"{{{mark}}}")
    low, high = next((each for each in clauses_of(home) if each[0] <= at < each[1]), (0, len(home)))
    for one, other in opposed_in(home, claim.evidence.language):
        if one.search(claim.plain) or other.search(claim.plain):
            continue
        group = one.search(home, low, high) or other.search(home, low, high)
        if group and claim.words.classes["groups"].fullmatch(group[0]):
            return group[0]
    return ""


CHECKS = (reported, unowned)
