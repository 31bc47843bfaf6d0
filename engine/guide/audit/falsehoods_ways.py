"""How each kind of falsehood is made from a true sentence: every way yields drafts with one thing false."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engine.guide.audit import falsehoods_words as words
from engine.guide.evidence import MARK, Evidence, Figure, fill

Candidate = tuple[str, str]  # (way, draft)
Way = Callable[["Truth"], Iterator[Candidate]]

_DIGITS = re.compile(r"\d[\d.,\u202f\u00a0]*\d|\d")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
_OPENS = re.compile(
    r"(?:le|la|les|l’|un|une|ce|cet|cette|ces|il|elle|ils|elles|on|chaque|personne|tout|"
    r"the|a|an|this|that|these|it|they|each|nobody|no|you|we|people|vous|nous|son|sa|ses|its|"
    r"deux|trois|sur|dans|two|three|over|at|in)\b|l’|d’|\{",
    re.IGNORECASE,
)


_FINITE = re.compile(
    r"(?i)\b(?:est|sont|a|ont|va|vont|garde\w*|penche\w*|gagne\w*|perd|change\w*|suit|donne\w*|montre\w*|reste\w*|"
    r"dit|disent|peut|peuvent|était|étaient|compte|tombe|cherche|trouve\w*|fait|font|voit|verraient|serait|aurait|"
    r"is|are|was|were|has|have|had|does|do|did|keeps?|leans?|wins?|loses?|changes?|follows?|gives?|shows?|says?|"
    r"can|may|will|would|could|sees?|goes|guesses|finds?|remains?|leaves?|moves?|falls|stays|posted|answers)\b"
)


@dataclass(frozen=True)
class Truth:
    """A true draft to be spoilt, with what the step holds."""

    draft: str
    evidence: Evidence
    chance: random.Random
    endings: tuple[str, ...] = ()  # sentences of endings that the play has not reached
    figures: dict[str, Figure] = field(default_factory=dict)

    @property
    def fr(self) -> bool:
        """Whether it is French."""
        return self.evidence.language == "fr"

    @property
    def marks(self) -> list[str]:
        """The marks of its figures, in order."""
        return MARK.findall(self.draft)

    @property
    def bare(self) -> str:
        """Without its full stop."""
        return self.draft.rstrip().rstrip(".")

    @property
    def small(self) -> str:
        """Without its capital either, where the first word is no name."""
        return self.bare[:1].lower() + self.bare[1:] if _OPENS.match(self.bare) else self.bare

    @property
    def is_even(self) -> bool:
        """Whether a rate in it is one half, so that either side of it is told truly."""
        return any(_value(self.figures[mark].shown) == 50 for mark in self.marks)

    @property
    def is_tied(self) -> bool:
        """Whether its counts, but for their total, are equal: exchanging what they count changes nothing."""
        counts = [_value(self.figures[mark].shown) or 0.0 for mark in self.marks]
        return len(counts) > 1 and (
            len({*counts} - {max(counts)}) <= 1 < len(counts) - 1 or len({*counts}) == 1
        )

    @property
    def is_plain(self) -> bool:
        """A statement that can stand inside another: no question, no list after a colon, no fragment."""
        return (
            self.draft.rstrip().endswith(".")
            and not re.search(r"[?!«“:;`*]", self.draft)
            and bool(_OPENS.match(self.draft))
            and len(self.draft.split()) >= 5
            and bool(_FINITE.search(self.draft))
        )


def changed_digit(truth: Truth) -> Iterator[Candidate]:
    """A literal digit, another figure's mark, or another number in words."""
    for mark in sorted(set(truth.marks) - _levels(truth.draft)):
        figure = truth.figures[mark]
        yield "literal", _put(truth.draft, mark, _other_number(figure.shown, truth.chance))
        for other in truth.figures.values():
            if _same_style(figure, other) and not _near(figure.shown, other.shown):
                yield "mark", _put(truth.draft, mark, f"{{{other.id}}}")
    counts = words.COUNTS[truth.evidence.language]
    definite = r"(?<!les )(?<!des )(?<!ces )(?<!ses )(?<!the )(?<!of )(?<!both )"
    for found in re.finditer(rf"(?i){definite}\b({'|'.join(counts)})\b", truth.draft):
        at = counts.index(found[0].lower())
        other_word = counts[(at + truth.chance.choice((1, 2))) % len(counts)]
        yield "word", truth.draft[: found.start()] + _cased(other_word, found[0]) + truth.draft[found.end() :]


def swapped_group(truth: Truth) -> Iterator[Candidate]:
    """One group told as the other, or the figures of two groups exchanged."""
    for one, other in words.GROUPS[truth.evidence.language]:
        swapped = _exchange(truth.draft, one, other)
        sided = _holds(truth.draft, one) and _holds(truth.draft, other)
        still_true = truth.is_tied or (truth.is_even and not sided)
        if swapped and not still_true and not _is_listed(truth.draft, one, other):
            yield "words", swapped
    marks, levels = truth.marks, _levels(truth.draft)
    for at, first in enumerate(marks):
        for second in marks[at + 1 :]:
            left, right = truth.figures[first], truth.figures[second]
            if _is_interval(truth.draft, first, second) or {first, second} & levels:
                continue  # an interval told from its upper end is the same interval
            if _same_style(left, right) and not _near(left.shown, right.shown):
                yield "figures", _swap_marks(truth.draft, first, second)


def reversed_sign(truth: Truth) -> Iterator[Candidate]:
    """More for less, towards for away, a minus lost."""
    for one, other in words.SIGNS[truth.evidence.language]:
        swapped = _exchange(truth.draft, one, other)
        if (
            truth.is_tied
            or truth.is_even
            or re.search(rf"(?i)\bne {one} plus\b|{one} de l’autre", truth.draft)
        ):
            continue
        if swapped and not _is_listed(truth.draft, one, other):
            yield "words", swapped
    for mark in truth.marks:
        shown = truth.figures[mark].shown
        if shown[:1] in "−-" and _value(shown) != 0:
            yield "minus", _put(truth.draft, mark, shown[1:])


def invented_source(truth: Truth) -> Iterator[Candidate]:
    """A study, an authority or a person that the step does not name."""
    language = truth.evidence.language
    if truth.is_plain:
        for frame in words.SOURCES[language]:
            yield "authority", _tidy(frame.format(truth.small, truth.bare))
    for actor in words.ACTORS[language]:
        found = re.match(
            rf"(?i){actor}(?= (?:a|dit|écrit|trouve|publi|has|had|post|says|finds|wrote)\w*\b)", truth.draft
        )
        if found:
            yield "person", truth.chance.choice(words.PEOPLE[language]) + truth.draft[found.end() :]


def over_claimed_cause(truth: Truth) -> Iterator[Candidate]:
    """A cause or a proof laid over facts that merely stand together."""
    language = truth.evidence.language
    if not truth.is_plain or re.match(r"(?:We|Nous|You|Vous)\b", truth.draft):
        return
    for frame in words.CAUSES[language]:
        yield "claim", _tidy(frame.format(truth.small, truth.bare))
    verb = (
        r"(?:il|elle|le|la|les|l’\w+|the|it|its|nobody|people) [^,]*"
        r"\b(?:est|a|va|perd|gagne|change|choisit|is|has|chooses|changes|wins|loses)\b"
    )
    for join in words.JOINS[language]:
        before, found, after = truth.draft.partition(join)
        if found and len(before.split()) >= 3 and re.match(verb, after, re.IGNORECASE):
            yield "join", before + truth.chance.choice(words.JOINED[language]) + after


def dropped_not(truth: Truth) -> Iterator[Candidate]:
    """The same without its negation."""
    rules = _FRENCH_NOT if truth.fr else _ENGLISH_NOT
    quoted = [each.span() for each in _QUOTED.finditer(truth.draft)]
    for pattern, put in rules:
        for found in re.finditer(pattern, truth.draft):
            if any(start <= found.start() < end for start, end in quoted):
                continue
            said = found.expand(put) if isinstance(put, str) else put(found)
            yield "not", _tidy(truth.draft[: found.start()] + said + truth.draft[found.end() :])


def wrong_badge(truth: Truth) -> Iterator[Candidate]:
    """The original called an imitation, an imitation the original, a computed face a person."""
    genuine = all(badge == "original" for badge in truth.evidence.badges.values())
    for one, other in words.BADGES[truth.evidence.language]:
        if not genuine and one not in {"une doublure", "a stand-in"}:
            continue
        found = re.search(rf"(?i)(?<![\w’]){re.escape(one)}(?![\w’-])", truth.draft)
        if found:
            yield "words", truth.draft[: found.start()] + _cased(other, found[0]) + truth.draft[found.end() :]
    if genuine and truth.is_plain and truth.marks:
        for frame in words.MEASURED_ON[truth.evidence.language]:
            yield "added", frame.format(truth.small, truth.bare)


def unreached_ending(truth: Truth) -> Iterator[Candidate]:
    """A verdict told before the play has come to it."""
    for frame in words.ENDINGS[truth.evidence.language]:
        if "{" not in frame or truth.is_plain:
            yield "verdict", _tidy(frame.format(truth.small, truth.bare))
    for sentence in truth.endings:
        yield "ending", sentence


def _verb(found: re.Match[str]) -> str:
    """ "does not decide" → "decides"."""
    verb = found[1]
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


_SUBJECT = r"(\w+(?: \w+){0,3}?)"
_FRENCH_NOT: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    (r"\b([Cc])e n’est (donc )?pas\b", r"\1’est \2"),
    (
        r"(?:\bne |\bn’)((?:\w+’|(?:en|y|se|le|la|les|leur|lui) )?\w+(?:[-‑]\w+)?) "
        r"(?:pas|jamais|plus|guère)\b(?! (?:de|d’|que|encore)| [^.,;:]*\bqu[e’])\s?",
        r"\1 ",
    ),
    (r"(?:\bne |\bn’)((?:\w+’|(?:en|se|le|la|les) )?\w+) (?:pas|plus) (?:de |d’)(?=\w+s\b)", r"\1 des "),
    (r"(?:\bne |\bn’)((?:\w+’|(?:en|se) )?\w+) rien\b", r"\1 tout"),
    (r"(?:\bne |\bn’)(\w+) rien (\w+é)\b", r"\1 tout \2"),
    (r"(?:\bne |\bn’)(\w+) aucun(e?)\b", r"\1 un\2"),
    (rf"\bAucun(e?) {_SUBJECT} (?:ne |n’)", r"Un\1 \2 "),
    (rf"\baucun(e?) {_SUBJECT} (?:ne |n’)", r"un\1 \2 "),
    (r"\bPersonne (?:ne |n’)(\w+) encore\b", r"Tout le monde \1 déjà"),
    (r"\bPersonne (?:ne |n’)", "Tout le monde "),
    (r"\bpersonne (?:ne |n’)", "tout le monde "),
    (r"\bRien (?:ne |n’)", "Tout "),
    (r"\brien (?:ne |n’)", "tout "),
    (r"\bni (\w+) ni (\w+)", r"\1 et \2"),
    (r"\bnon (?=reproduit|établi)", ""),
    (r"\brien trouvé", "trouvé quelque chose"),
    (r"\baucun biais", "un biais"),
    (r"\bIl n’y a pas d’", "Il y a un "),
    (r"\bil n’y a personne\b", "il y a quelqu’un"),
    (r"\bpas d’un échantillon", "d’un échantillon"),
]  # fmt: skip
_ENGLISH_NOT: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    (r"\bdoes not (\w+)\b", _verb),
    (r"\b(do|did) not ", ""),
    (
        r"\b(is|are|was|were|has|have|had|can|could|may|must|should|will|would|need|been)(?: not|n’t|n't) ",
        r"\1 ",
    ),
    (r"\bcannot\b", "can"),
    (r"\b(do|did|does|has|have|had|is|was|were|are) (\w+ )?never ", r"\1 \2always "),
    (r"\b(\w+) never ", r"\1 always "),
    (r"\bNobody\b", "Everybody"),
    (r"\bnobody\b", "everybody"),
    (r"\bNothing\b", "Everything"),
    (r"\bnothing\b", "something"),
    (r"\bNo (?=[a-z]+ )", "Every "),
    (
        r"\bno (?=(?:bias|gap|effect|advantage|answer|figure|cause|person|face|exhibit|headline|human)\b)",
        "a ",
    ),
    (r"\bNeither is\b", "Either is"),
    (r"\bNone\b", "Each"),
    (r"\bneither (\w+) nor\b", r"both \1 and"),
    (r"\bno longer\b", "still"),
    (r"\bnot (?=reproduced|established)", ""),
    (r", and not (?=a |the )", ", and "),
]  # fmt: skip

WAYS: dict[str, Way] = {
    "changed_digit": changed_digit,
    "swapped_group": swapped_group,
    "reversed_sign": reversed_sign,
    "invented_source": invented_source,
    "over_claimed_cause": over_claimed_cause,
    "dropped_not": dropped_not,
    "wrong_badge": wrong_badge,
    "unreached_ending": unreached_ending,
}


def _put(draft: str, mark: str, value: str) -> str:
    return draft.replace(f"{{{mark}}}", value, 1)


def _swap_marks(draft: str, first: str, second: str) -> str:
    exchanged = {first: second, second: first}
    return MARK.sub(lambda mark: f"{{{exchanged.get(mark[1], mark[1])}}}", draft)


def _value(shown: str) -> float | None:
    found = _DIGITS.search(shown)
    if found is None:
        return None
    plain = re.sub(r"[\u202f\u00a0 ]|,(?=\d{3}\b)", "", found[0]).replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return -value if shown[:1] in "−-" else value


def _near(one: str, other: str) -> bool:
    """Whether a reader could hold the two for one figure, rounded otherwise."""
    left, right = _value(one), _value(other)
    return left is None or right is None or abs(left - right) < max(1.0, 0.02 * abs(left)) or one == other


def _same_style(one: Figure, other: Figure) -> bool:
    def style(figure: Figure) -> tuple[bool, bool, bool, bool]:
        shown = figure.shown
        is_year = re.fullmatch(r"(?:19|20)\d\d", shown) is not None
        is_whole = (_value(shown) or 0.5) % 1 == 0
        return "%" in shown, is_year, is_whole or "%" in shown, shown[:1] in "−-+"

    return one.id != other.id and style(one) == style(other) and "point" not in one.shown + other.shown


def _other_number(shown: str, chance: random.Random) -> str:
    """``shown`` with one digit changed, still a number of the same sort."""
    found = _DIGITS.search(shown)
    if found is None:
        return shown
    digits = found[0]
    places = [at for at, each in enumerate(digits) if each.isdigit()]
    year = re.fullmatch(r"(?:19|20)\d\d", digits) is not None
    at = places[-1] if year else chance.choice(places[:2])
    if digits == "100":
        changed = str(chance.choice((81, 74, 92)))
    else:
        allowed = [each for each in "123456789" if each != digits[at]]
        changed = digits[:at] + chance.choice(allowed) + digits[at + 1 :]
    return shown[: found.start()] + changed + shown[found.end() :]


def _levels(draft: str) -> set[str]:
    """Marks that hold a level of confidence, which is no finding."""
    return set(re.findall(r"\((?:IC à )?\{(n\d+)\}(?= CI|\u00a0:)", draft))


def _is_interval(draft: str, first: str, second: str) -> bool:
    return re.search(rf"\{{{first}\}} ?(?:à|to|–|et|and) ?\{{{second}\}}", draft) is not None


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w’'-]){re.escape(word)}(?![\w-])", re.IGNORECASE)


def _holds(draft: str, word: str) -> bool:
    return _pattern(word).search(draft) is not None


_UNSWAPPABLE = re.compile(
    r"\b(?:premier dossier|second dossier|first file|second file|plus ou moins|more or fewer|d’abord|first,|"
    r"at first|(?:une?|a) (?:second|première|seconde|first)|bande noire|bands?|bandes?|gris|grey)\b|"
    r"(?:first|second)(?:,| draws)|^Keep |en clair|with the one|\b(?:you|we|they) first\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"(?:pour|contre|avant|before|after|with|avec)", re.IGNORECASE)


def _exchange(draft: str, one: str, other: str) -> str | None:
    """``draft`` with the two words exchanged wherever they stand; ``None`` where the first does not occur."""
    if not _holds(draft, one) or _UNSWAPPABLE.search(draft):
        return None
    if _ADVERB.fullmatch(one) and not re.search(
        rf"(?i)\b{one}\b(?= (?:elle|lui|it|,|le lancement|launch|the launch)|,|\.)|penche\w* {one}", draft
    ):
        return None
    literal = {one.casefold(): other, other.casefold(): one}
    for word in (one, other):
        found = _pattern(word).search(draft)
        if found and found.start() > 0:
            literal[(other if word == one else one).casefold()] = found[0]
    quoted = [each.span() for each in _QUOTED.finditer(draft)]

    def swap(found: re.Match[str]) -> str:
        if any(start <= found.start() < end for start, end in quoted):
            return found[0]
        put = literal[found[0].casefold()]
        if found.start() == 0:
            return put[:1].upper() + put[1:]
        return put[:1].upper() + put[1:] if found[0][:1].isupper() and put == put.lower() else put

    both = re.compile(
        rf"(?<![\w’'-])(?:{re.escape(one)}|{re.escape(other)})(?![\w-])", re.IGNORECASE
    )  # fmt: skip
    swapped = both.sub(swap, draft)
    return swapped if swapped != draft else None


def _is_listed(draft: str, one: str, other: str) -> bool:
    """Whether the two merely stand in a row, where exchanging them changes nothing."""
    row = r"(?:,? (?:et|ou|and|or|puis|then|against|contre)(?: (?:la|le|les|en|the|l’\w+))? |, )"
    return any(
        re.search(rf"(?i)\b{re.escape(a)}{row}{re.escape(b)}\b", draft)
        for a, b in ((one, other), (other, one))
    )


def _cased(put: str, found: str) -> str:
    return put[:1].upper() + put[1:] if found[:1].isupper() else put


def _tidy(draft: str) -> str:
    draft = re.sub(r" {2,}", " ", draft)
    draft = re.sub(r" (?=[.,])", "", draft)
    draft = re.sub(r"\bque (?=(?:ils?|elles?|on|une?|aucun|en|à)\b|l’un)", "qu’", draft)
    draft = re.sub(r"\b([Cc])e (?=est\b|était\b)", r"\1’", draft)
    return draft[:1].upper() + draft[1:]


def shown_of(draft: str, figures: dict[str, Figure]) -> str:
    """``draft`` as a reader would read it. Raises :class:`KeyError` for a mark that is not the step's."""
    return fill(draft, figures)
