"""Which statements of a step a sentence retells, and what of the nearest one it adds, drops or replaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from engine.guide.audit.checking.reading import Read, Said, Token


class Edit(NamedTuple):
    """One difference from a statement: words there, words here."""

    there: tuple[Token, ...]
    here: tuple[Token, ...]


class Match(NamedTuple):
    """A statement, or two in a row, that the sentence may retell."""

    tokens: tuple[Token, ...]  # of the statement, without stops
    stopped: tuple[Token, ...]  # with them
    stems: frozenset[str]
    covered: float  # share of the sentence's content that it holds, rare words counting more
    held: float  # share of its content that the sentence holds
    edits: tuple[Edit, ...] = ()
    kept: float = 0.0  # share of its words that stand in the sentence in the same order

    @property
    def is_near(self) -> bool:
        """Whether the sentence is that statement with little changed."""
        return self.kept >= (0.66 if len(self.tokens) > 3 else 0.5)


def matches(sentence: Read, held: Said, limit: int = 5) -> list[Match]:
    """The statements that ``sentence`` is nearest to, best first; pairs in a row count as one."""
    here = sentence.stems
    weight = {each: held.rarity.get(each, 0.6) for each in here}
    whole = sum(weight.values()) or 1.0
    found: list[Match] = []
    for tokens, stopped, stems in _windows(held.statements):
        both = here & stems
        covered = sum(weight[each] for each in both) / whole
        back = sum(held.rarity[each] for each in both) / (sum(held.rarity[each] for each in stems) or 1.0)
        found.append(Match(tokens, stopped, stems, covered, back))
    found.sort(key=lambda each: -(2 * each.covered * each.held / (each.covered + each.held + 1e-9)))
    aligned = [_aligned(each, sentence) for each in found[:limit]]
    aligned.sort(key=lambda each: -(each.kept + each.covered))
    return aligned


def _windows(
    statements: Sequence[Read],
) -> Iterator[tuple[tuple[Token, ...], tuple[Token, ...], frozenset[str]]]:
    words = [each.words for each in statements]
    for at, each in enumerate(statements):
        yield words[at], each.tokens, each.stems
        if at + 1 < len(statements):
            after = statements[at + 1]
            yield words[at] + words[at + 1], each.tokens + after.tokens, each.stems | after.stems


def _aligned(match: Match, sentence: Read) -> Match:
    there, here = match.tokens, sentence.words
    matcher = SequenceMatcher(None, [each.key for each in there], [each.key for each in here], autojunk=False)
    edits: list[Edit] = []
    same = 0
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            edits.append(Edit(there[i:j], here[k:m]))
            continue
        same += j - i
        for one, other in zip(there[i:j], here[k:m], strict=True):
            if one.key == "#" and not is_same_number(one, other):
                edits.append(Edit((one,), (other,)))
    return match._replace(edits=tuple(edits), kept=same / max(1, len(there)))


def is_same_number(one: Token, other: Token) -> bool:
    """Whether two figures are the same amount of the same thing."""
    return one.number == other.number and one.percent == other.percent
