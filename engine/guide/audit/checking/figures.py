"""Whether the figures of a sentence are the step's, and told of what the step tells them of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from engine.guide.audit.checking.alignment import Match, is_same_number
from engine.guide.audit.checking.reading import Read, Said, Token, clauses, words_of
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
_LEVEL = frozenset({"ic", "ci", "confiance", "confidence"})
_FRAMES = words_of("pour avec a chez selon devant quand for with at in when under before from d l")
_BARE = words_of("le la les l un une des du de d the a an of et and fois times cas cases que qu")
_TOTAL = frozenset({"sur", "of", "over", "among", "parmi"})
_TELLING = ("tone", "wall", "order", "sex", "race", "lean", "height", "firm", "lightening", "side", "neither")


def unknown(sentence: Read, held: Said) -> Iterator[str]:
    """Figures that no statement holds."""
    levels = any(each.folded in _LEVEL for each in sentence.tokens)
    known = [
        token
        for each in held.statements
        for at, token in enumerate(each.words)
        if token.number is not None and (levels or not _is_level(each.words, at))
    ]
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
    yield from _crossed(sentence, held)
    yield from _strayed(sentence, held, near)
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


def _is_level(tokens: Sequence[Token], at: int) -> bool:
    """Whether this figure is the level of an interval, which is no finding."""
    return bool({each.folded for each in (*tokens[max(0, at - 2) : at], *tokens[at + 1 : at + 2])} & _LEVEL)


def _crossed(sentence: Read, held: Said) -> Iterator[str]:
    """Two figures, each told among the words that the step has around the other."""
    here = _surroundings(sentence.tokens)
    there = [each for statement in held.statements for each in _surroundings(statement.tokens)]
    for one, other in combinations(here, 2):
        if one[0].percent != other[0].percent or is_same_number(one[0], other[0]):
            continue
        homes = [[words for token, words in there if is_same_number(token, mine[0])] for mine in (one, other)]
        if not homes[0] or not homes[1]:
            continue
        straight = _nearest(one[1], homes[0]) + _nearest(other[1], homes[1])
        across = _nearest(one[1], homes[1]) + _nearest(other[1], homes[0])
        if across > 1.5 * straight + 0.3:
            yield f"owner: {one[0].raw} and {other[0].raw} exchanged"


def _nearest(words: dict[str, float], homes: Sequence[dict[str, float]]) -> float:
    return max(_alike(words, each) for each in homes)


def _strayed(sentence: Read, held: Said, near: Sequence[Match]) -> Iterator[str]:
    """A figure from far away, in a sentence that retells a statement with another one; or one told twice."""
    best = near[0]
    mine = [each for each in best.tokens if each.number is not None]
    here = [each for each in sentence.tokens if each.number is not None and not each.spelt]
    for token in here:
        told = sum(is_same_number(token, each) for each in here)
        if told > 1 and told > max(
            sum(is_same_number(token, one) for one in each.words if one.number) for each in held.statements
        ):
            pairs = zip(held.statements, held.statements[1:], strict=False)
            if told > max(
                (sum(is_same_number(token, x) for each in pair for x in each.words) for pair in pairs),
                default=0,
            ):
                yield f"owner: {token.raw} told {told} times"
        if any(is_same_number(token, each) for each in mine) or best.covered < 0.4:
            continue
        left_out = [
            each
            for each in mine
            if each.percent == token.percent and not any(is_same_number(each, one) for one in here)
        ]
        homes = [each for each in held.statements if any(is_same_number(token, one) for one in each.words)]
        shared = max((len(sentence.stems & each.stems) for each in homes), default=0)
        if left_out and shared < 0.6 * len(sentence.stems & best.stems):
            yield f"owner: {token.raw}, not {left_out[0].raw}"


def _surroundings(tokens: Sequence[Token]) -> list[tuple[Token, dict[str, float]]]:
    """Each figure with the words of its clause, the nearer the heavier."""
    found = []
    for clause in _framed(tokens):
        for at, token in enumerate(clause):
            if token.number is None or token.spelt:
                continue
            words: dict[str, float] = {}
            for place, each in enumerate(clause):
                if each.is_word and each.folded not in _BARE:
                    others = sum(
                        one.number is not None for one in clause[min(at, place) + 1 : max(at, place)]
                    )
                    weight = 1.0 / (1 + 0.25 * abs(place - at) + 2 * others)
                    words[each.key] = max(weight, words.get(each.key, 0.0))
            found.append((token, words))
    return found


def _alike(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(min(one[each], other[each]) for each in one.keys() & other.keys())


def _framed(tokens: Sequence[Token]) -> list[list[Token]]:
    """Clauses, one that only sets the scene ("For the groups named white, …") joined to the next."""
    found: list[list[Token]] = []
    scene: list[Token] = []
    for clause in clauses(tokens):
        sets = clause[0].folded in _FRAMES and not any(each.number is not None for each in clause)
        if sets and len(clause) <= 8:
            scene += clause
            continue
        bare = not any(each.is_content for each in clause)
        if bare and found and not any(each.number is not None for each in found[-1]):
            found[-1] = [*found[-1], *clause]  # "Apple's, 22%"
        else:
            found.append([*scene, *clause])
            scene = []
    return [*found, scene] if scene else found


def _swapped(match: Match) -> list[tuple[Token, Token]]:
    """Figures that stand where the statement has another one."""
    pairs = [(edit.there[0], edit.here[0]) for edit in match.edits if len(edit.there) == len(edit.here) == 1]
    return [
        (there, here) for there, here in pairs if there.key == here.key == "#" and there.spelt == here.spelt
    ]


def _is_extra(token: Token, sentence: Read, match: Match) -> bool:
    """Whether the sentence has that figure more often than the statement: not merely told earlier in it."""
    here = sum(is_same_number(token, each) for each in sentence.tokens if each.number is not None)
    return here > sum(is_same_number(token, each) for each in match.tokens if each.number is not None)


def _told(tokens: Sequence[Token]) -> Iterator[tuple[Token, str, dict[str, set[str]]]]:
    """Each figure, the unit that follows it, and the groups and sides that its own clause tells it of."""
    for clause in _framed(tokens):
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
