"""Whether what a guide showed is licensed by what its step says: a second reader, apart from the gate.

It shares no code and no list of words with the gate. It works on filled sentences, by alignment: the
statements that a sentence is nearest to are found by the stems that both hold, the nearest is laid beside it
word by word, and what is added, dropped or replaced is judged by what sort of word it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.guide.audit.checking import claims, figures
from engine.guide.audit.checking.alignment import Match, matches
from engine.guide.audit.checking.reading import Read, Said, Token, clauses, fold, read, said
from engine.guide.audit.checking.senses import (
    excludes,
    is_two_sided,
    lacks,
    negations,
    senses_of,
    tells_apart,
)
from engine.guide.evidence import Evidence


def check(sentence_shown: str, evidence: Evidence) -> list[str]:
    """Why this sentence is not licensed, each reason as "number: 43 %"; an empty list where it is.

    ``sentence_shown`` is as a reader reads it, its figures filled. An author's own is always licensed.
    """
    language = evidence.language
    sentence = read(sentence_shown, language)
    cited = {
        ground.name for each in evidence.statements for ground in each.grounds if ground.kind == "source"
    }
    if _is_own(sentence_shown, evidence):
        return list(claims.references(sentence, cited))
    if not sentence.words:
        return []
    shown = tuple(each.shown for each in evidence.statements if each.origin != "must_say")
    held = said(shown, evidence.text, evidence.names, language)
    if not held.statements:
        return ["vocabulary: the step says nothing"]
    near = matches(sentence, held)
    reasons = [
        *figures.unknown(sentence, held),
        *figures.moved(sentence, held, near),
        *claims.names(sentence, held),
        *claims.references(sentence, cited),
        *claims.sources(sentence, held),
        *claims.causes(sentence, near),
        *claims.badges(sentence, held, near),
        *claims.endings(sentence, held, near),
        *_senses(sentence, held, near),
        *_negation(sentence, held, near),
        *claims.novelty(sentence, held, near),
        *claims.forbidden(sentence, held, evidence.must_not_say, language),
    ]
    return list(dict.fromkeys(reasons))


def _is_own(sentence: str, evidence: Evidence) -> bool:
    """Whether it is one of the step's statements, or several in a row, but for spaces and stops."""
    plain = _plain(sentence)
    own = [_plain(each.shown) for each in evidence.statements]
    if plain in own:
        return True
    return any(
        plain == "".join(own[at : at + length])
        for length in (2, 3, 4)
        for at in range(len(own) - length + 1)
        if plain.startswith(own[at])
    )


def _plain(text: str) -> str:
    return "".join(re.findall(r"[−%\w]+", fold(re.sub(r"\[@[^\]]*\]", "", text))))


def _senses(sentence: Read, held: Said, near: Sequence[Match]) -> Iterator[str]:
    """A side, a group, a degree turned into its contrary."""
    best = near[0]
    if best.is_near:
        for edit in best.edits:
            there, here = senses_of(edit.there), senses_of(edit.here)
            for axis in there.keys() & here.keys():
                if not there[axis] & here[axis]:
                    yield f"{axis}: {'/'.join(sorted(here[axis]))} for {'/'.join(sorted(there[axis]))}"
    here = senses_of(sentence.words)
    close = [each for each in near if each.covered >= 0.75 * best.covered]
    beside = [senses_of(each.tokens) for each in close]
    if best.covered >= 0.3:
        yield from _turned(sentence, close)
    whole: dict[str, set[str]] = {}
    for each in held.statements:
        for axis, values in senses_of(each.words).items():
            whole.setdefault(axis, set()).update(values)
    for axis in here.keys() & set(_FOREIGN):
        for value in here[axis] - whole.get(axis, set()):
            if any(senses.get(axis) for senses in beside):
                yield f"{axis}: {value} is not spoken of"


def _turned(sentence: Read, close: Sequence[Match]) -> Iterator[str]:
    """A value that no statement close to the sentence takes, where one takes its contrary, as much denied."""
    told: dict[str, set[tuple[str, int]]] = {}
    for match in close:
        for clause in clauses(match.stopped):
            for axis, values in senses_of(clause).items():
                told.setdefault(axis, set()).update((each, negations(clause) % 2) for each in values)
    for clause in clauses(sentence.tokens):
        parity = negations(clause) % 2
        for axis, values in senses_of(clause).items():
            for value in values if is_two_sided(axis) else ():
                others = {other for other, denied in told.get(axis, set()) if denied == parity}
                if excludes(axis, value, others) and all(value != other for other, _ in told[axis]):
                    yield f"{axis}: {value}, not {'/'.join(sorted(others))}"


_FOREIGN = ("tone", "race", "sex", "order", "height", "lightening", "matter", "actor", "lean")


def _negation(sentence: Read, held: Said, near: Sequence[Match]) -> Iterator[str]:
    """A "not" that the nearest statement has and the sentence has not, or the other way round."""
    best = near[0]
    if not best.is_near and (best.covered < 0.6 or best.held < 0.6):
        yield from _denial(sentence, held)
        return
    here, there = negations(sentence.words), negations(best.tokens)
    denied = any(negations(each.tokens) for each in near[1:])
    if best.is_near:
        dropped = sum(negations(edit.there) for edit in best.edits)
        added = sum(negations(edit.here) for edit in best.edits)
        if dropped > added and not lacks_more(sentence, best):
            yield "negation: dropped"
        elif added > dropped and not lacks(best.tokens) and not denied:
            yield "negation: added"
    elif there and not here and not lacks(sentence.words):
        yield "negation: dropped"
    elif here and not (there or denied) and not lacks(sentence.words) and not lacks(best.tokens):
        yield "negation: added"


def _denial(sentence: Read, held: Said) -> Iterator[str]:
    """A clause that the step denies, told without a denial."""
    mine = [
        (_content(each), bool(negations(each)) or lacks(each) or tells_apart(each))
        for each in clauses(sentence.tokens)
    ]
    told = [
        (_content(clause), negations(clause) % 2 == 1)
        for statement in held.statements
        for clause in clauses(statement.tokens)
    ]
    for content, denied in told:
        shared = content & sentence.stems
        if not denied or len(shared) < 2 or len(shared) < 0.5 * len(content):
            continue
        affirmed = any(not other and shared <= stems for stems, other in told)
        if not affirmed and not any(denies for _, denies in mine):
            yield f"negation: dropped of {', '.join(sorted(shared))}"
            return


def _content(clause: Sequence[Token]) -> frozenset[str]:
    return frozenset(each.key for each in clause if each.is_content)


def lacks_more(sentence: Read, match: Match) -> bool:
    """Whether the sentence denies by a word of its own where the statement said "not"."""
    return any(lacks(edit.here) for edit in match.edits)
