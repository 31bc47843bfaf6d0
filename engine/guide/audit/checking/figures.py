"""Whether the figures of a sentence are the step's, and told of what the step tells them of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.guide.audit.checking.alignment import Match, is_same_number
from engine.guide.audit.checking.reading import Read, Said, Token, clauses
from engine.guide.audit.checking.senses import senses_of

_UNITS = {
    "pairs": r"paires?|pairs?", "montages": r"montages?", "faces": r"visages?|faces?|bustes?|busts?",
    "trials": r"essais?|trials?|tests?", "pictures": r"photos?|images?|pictures?|photographs?|photographies",
    "crops": r"extraits?|crops?", "networks": r"reseaux?|networks?", "draws": r"tirages?|draws?",
    "points": r"points?", "portraits": r"portraits?", "levels": r"niveaux?|levels?", "pixels": r"pixels?",
    "channels": r"canaux|canal|channels?", "tones": r"teintes?|tones?", "places": r"places?", "examiners":
    r"experts?|examiners?|expertises?|examinations?", "machines": r"machines?", "bands": r"bandes?|bands?",
    "orders": r"ordres?|orders?",
}  # fmt: skip
_UNIT = {unit: re.compile(rf"(?:{words})\Z") for unit, words in _UNITS.items()}
_TOTAL = frozenset({"sur", "of", "over", "among", "parmi"})
_TELLING = ("tone", "wall", "order", "sex", "race", "lean", "height", "firm", "lightening", "side", "neither")


def unknown(sentence: Read, held: Said) -> Iterator[str]:
    """Figures that no statement holds."""
    known = [token for each in held.statements for token in each.tokens if token.number is not None]
    for token in sentence.numbers:
        if not any(is_same_number(token, each) for each in known):
            yield f"number: {token.raw}"
    values = {each.number for each in known}
    for token in sentence.tokens:
        if token.spelt and token.number not in values and token.number != 2:
            yield f"number: {token.raw}"


def moved(sentence: Read, held: Said, near: Sequence[Match]) -> Iterator[str]:
    """Figures of the step told of something else than its own."""
    best = near[0]
    if best.is_near:
        swapped = _swapped(best)
        agrees = any(other.kept >= best.kept - 0.05 and not _swapped(other) for other in near[1:])
        if swapped and not agrees and (len(swapped) > 1 or _is_extra(swapped[0][1], sentence, best)):
            yield from (f"owner: {here.raw} for {there.raw}" for there, here in swapped)
    for token, unit, here in _told(sentence.tokens):
        homes = [
            (other_unit, senses)
            for statement in held.statements
            for other, other_unit, senses in _told(statement.tokens)
            if is_same_number(token, other)
        ]
        if not homes:
            continue
        if unit and all(other_unit and other_unit != unit for other_unit, _ in homes):
            yield f"unit: {token.raw} {unit}"
        elif not any(_may_be(here, senses) for _, senses in homes):
            told = sorted(value for values in here.values() for value in values)
            yield f"owner: {token.raw} of {', '.join(told)}"


def _swapped(match: Match) -> list[tuple[Token, Token]]:
    """Figures that stand where the statement has another one."""
    pairs = [(edit.there[0], edit.here[0]) for edit in match.edits if len(edit.there) == len(edit.here) == 1]
    return [(there, here) for there, here in pairs if there.key == here.key == "#"]


def _is_extra(token: Token, sentence: Read, match: Match) -> bool:
    """Whether the sentence has that figure more often than the statement: not merely told earlier in it."""
    here = sum(is_same_number(token, each) for each in sentence.tokens if each.number is not None)
    return here > sum(is_same_number(token, each) for each in match.tokens if each.number is not None)


def _told(tokens: Sequence[Token]) -> Iterator[tuple[Token, str, dict[str, set[str]]]]:
    """Each figure, the unit that follows it, and the groups and sides that its own clause tells it of."""
    for clause in clauses(tokens):
        places = [at for at, token in enumerate(clause) if token.number is not None]
        for at in places:
            unit = _unit_after(clause, at)
            if len([each for each in places if not _is_total(clause, each)]) > 1 or _is_total(clause, at):
                senses: dict[str, set[str]] = {}  # several figures in one clause: whose is whose is not read
            else:
                senses = {axis: one for axis, one in senses_of(clause).items() if axis in _TELLING}
                if any(each.folded in {"neither", "aucun", "aucune", "ni"} for each in clause):
                    senses = {"neither": {"neither"}}
            yield clause[at], unit, senses


def _unit_after(clause: Sequence[Token], at: int) -> str:
    for token in clause[at + 1 : at + 3]:
        for unit, pattern in _UNIT.items():
            if pattern.match(token.folded):
                return unit
        if token.folded not in {"petits", "small", "such", "decided", "autres", "other"}:
            break
    return ""


def _is_total(clause: Sequence[Token], at: int) -> bool:
    return at > 0 and clause[at - 1].folded in _TOTAL and not clause[at].percent


def _may_be(here: dict[str, set[str]], there: dict[str, set[str]]) -> bool:
    """Whether a figure told of ``here`` may be the one told of ``there``: nothing that both name differs."""
    if not here or not there:
        return True
    if ("neither" in here) != ("neither" in there):
        return False
    return all(here[axis] & there[axis] for axis in here.keys() & there.keys())
