"""What comes from elsewhere than the step: a sentence that is hardly about it, a writer who speaks of the
wording or of oneself, a question told as its answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engine.guide.evidence import Refusal
from engine.guide.grounding.alignment import marks_of, same_figures, stems_of
from engine.guide.grounding.claims import NE, Claim
from engine.guide.grounding.lexicon import plain

FEWEST, FEWEST_WHOLE = 3, 5
"""Words that carry meaning, from which a sentence must have some of the step's: without those that other
checks judge, and with them."""
KNOWN, KNOWN_FAR = 0.3, 0.35
"""The share of those words that the step must have; the second where no statement is close."""
FAR = 0.2
"""The share of a sentence below which its closest statement is not close."""
_JUDGED = (
    "negation",
    "denial",
    "link",
    "comparison",
    "superlative",
    "verdict",
    "hedge",
    "reports",
    "all",
    "harmless",
)
_WORD = re.compile(r"([^\W\d_]+)\W*\Z")
_LEADS_ON = re.compile(
    r"the|an?|of|and|or|for|with|to|from|by|that|which|because|l[ae]s?|une?|des?|du|et|ou|pour|avec|dans|que"
)
"""Words on which no sentence ends."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
MOSTLY = 0.7
"""The share of a sentence from which it is one statement's, and nothing but a synonym may come in."""
ASKED = 0.5
"""The share of a sentence that a question must account for before the sentence must be one too."""


def foreign(claim: Claim) -> Iterator[Refusal]:
    """Words of which the step has too few, whatever they say.

    In a short sentence the words that the other checks judge (a denial, a comparison …) do not count.
    """
    language = claim.evidence.language
    step = _step(claim)
    words = _TOKEN.findall(claim.plain)
    judged = {one for word in words if _is_judged(claim, word) for one in stems_of(word, language)}
    whole = stems_of(claim.draft, language)
    free = tuple(one for one in whole if one in step or one not in judged)
    share = claim.near[0].share if claim.near else 0.0
    if len(set(free)) < FEWEST and free and not step & set(free) and len(free) > 1:
        yield Refusal("vocabulary", f"{', '.join(free)}: of no statement")
        return
    for mine, fewest in ((free, FEWEST), (whole, FEWEST_WHOLE)):
        new = [one for one in mine if one not in step]
        if len(mine) >= fewest and 1 - len(new) / len(mine) < (KNOWN_FAR if share < FAR else KNOWN):
            yield Refusal("vocabulary", f"{', '.join(new[:5])}: of no statement")
            return


def _step(claim: Claim) -> set[str]:
    language = claim.evidence.language
    return {one for each in claim.evidence.statements for one in stems_of(each.draft, language)}


def _is_judged(claim: Claim, word: str) -> bool:
    """Whether another check looks at this word here: of two opposed ones, where the step has either."""
    words = claim.words
    if any(words.classes[name].fullmatch(word) for name in _JUDGED):
        return True
    groups = [*((each,) for each in (*words.numbers.values(), *words.synonyms)), *words.contrasts]
    return any(
        any(each.fullmatch(word) for each in group) and any(each.search(claim.step) for each in group)
        for group in groups
    )


def writers(claim: Claim) -> Iterator[Refusal]:
    """A model that comments on its own wording, or says "I"."""
    for name in ("writing", "self"):
        for found in claim.words.classes[name].finditer(claim.plain):
            if not re.search(rf"(?<!\w){re.escape(found[0])}(?!\w)", claim.step):
                yield Refusal("vocabulary", found[0])
    if claim.plain.endswith(":") and not any(
        each.draft.rstrip().endswith(":") for each in claim.evidence.statements
    ):
        yield Refusal("format", ":")  # it announces what follows, which may not follow
    if claim.plain.endswith("?") and not any("?" in each.draft for each in claim.evidence.statements):
        yield Refusal("format", "?")
    last = _WORD.search(claim.plain)
    if last and _LEADS_ON.fullmatch(last[1]):
        yield Refusal("format", f"{last[1]} …")
    for aside in re.findall(r"\(([^)]*)", claim.draft):
        if not set(stems_of(aside, claim.evidence.language)) <= _step(claim):
            yield Refusal("format", f"({aside[:40]}")


def groups(claim: Claim) -> Iterator[Refusal]:
    """People told apart where the step tells none apart."""
    found = claim.words.classes["hedged"].search(claim.plain)
    if found and not claim.words.has("hedged", claim.step):
        yield Refusal("owner", found[0])


def real(claim: Claim) -> Iterator[Refusal]:
    """People said to be real where the step says so of none."""
    found = claim.words.classes["real"].search(claim.plain)
    if found and not claim.words.has("real", claim.step):
        yield Refusal("badge", found[0])


def borrowed(claim: Claim) -> Iterator[Refusal]:
    """One of two opposed words that the step has both of, put into a statement that has neither."""
    if not claim.about or claim.about[0].share < MOSTLY or NE.search(claim.plain):
        return  # "n'est plus le même" is "different"
    best = plain(claim.about[0].statement.draft)
    for pair in claim.words.contrasts:
        if any(each.search(best) for each in pair) or not all(each.search(claim.step) for each in pair):
            continue
        found = [match for each in pair if (match := each.search(claim.plain))]
        if len(found) == 1:
            yield Refusal("direction", found[0][0])


def repeated_figures(claim: Claim) -> Iterator[Refusal]:
    """A figure told twice over in a sentence: one of the two is another thing's."""
    told = _figures(claim, claim.draft)
    most = [_figures(claim, each.draft) for each in claim.evidence.statements]
    for mark, count in told.items():
        if count > max([1, *(each[mark] for each in most)]):
            yield Refusal("owner", f"{claim.evidence.figures[mark].shown} {count} times")


def _figures(claim: Claim, draft: str) -> Counter[str]:
    known = [mark for mark in marks_of(draft) if mark in claim.evidence.figures]
    return Counter(min(same_figures(claim.evidence, mark)) for mark in known)


def answered(claim: Claim) -> Iterator[Refusal]:
    """What the author only asks, told as if it were so."""
    if not claim.about or claim.plain.rstrip("»”\"' ").endswith("?"):
        return
    best = claim.about[0].share
    close = [each.statement.draft for each in claim.about if each.share >= 0.8 * best]
    if best >= ASKED and all(each.rstrip("»”\"' ").endswith("?") for each in close):
        yield Refusal("hedge", "a question")


CHECKS = (foreign, writers, groups, real, borrowed, repeated_figures, answered)
