"""What a sentence claims that its evidence may not: one check a kind of claim, each gives its refusals.

Texts here are plain (:func:`~engine.guide.grounding.lexicon.plain`); figures are marks.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.guide.evidence import MARK, Evidence, Refusal, Statement
from engine.guide.grounding.alignment import Aligned, marks_of, same_figures, stems_of
from engine.guide.grounding.lexicon import Lexicon, Pattern, lexicon, opposed_in, plain
from engine.guide.stemming import stem

NE = re.compile(r"(?<!\w)n(?:e(?!\w)|')")
_CLAUSE = re.compile(r"[,;:()«»“”—–]|\s(?:et|mais|tandis|quand|or|and|but|while|whereas|when)\s")
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]*")
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")
_TOKEN = re.compile(r"\{n\d+\}|[^\W_]+(?:['-][^\W_]+)*")
_SENTENCE_START = re.compile(r"^[\W_]*")
NEAR_COPY, NEAR_COPY_SHORT, KEPT = 0.82, 0.72, 0.88
"""From which likeness in words and order, or from which share of the author's words kept in order, a sentence
counts as the author's own with a few words changed."""
ABOUT = 0.4
"""The share of a sentence that a statement must account for before the sentence owes it its reserve."""
_NEAR = 6  # words on each side of a figure that say whose it is
_NOT_DENYING = r"(?!pas\b|point\b|jamais\b|rien\b|plus\b|aucune?\b)"
_WEAK_NEGATIONS = re.compile(
    rf"(?<!\w)n(?:e\s+|')\w+\s+(?:{_NOT_DENYING}\w+\s+)?qu[e']|not only|non seulement|sans doute"
)
"""What looks like a denial and is none: "ne … que", which restricts."""


class Claim(NamedTuple):
    """A sentence under judgement: as drafted, plain, with the statements nearest to it.

    ``about`` are those of them that it speaks of; in both, the closest first.
    """

    draft: str
    plain: str
    evidence: Evidence
    near: Sequence[Aligned]
    about: Sequence[Aligned]

    @property
    def words(self) -> Lexicon:
        """The lexicon of its language."""
        return lexicon(self.evidence.language)

    @property
    def ground(self) -> str:
        """What it is about, plain, together."""
        return _together(tuple(each.statement.draft for each in self.about))

    @property
    def step(self) -> str:
        """All that the step says, plain."""
        return _together(tuple(each.draft for each in self.evidence.statements))


@functools.lru_cache(maxsize=64)
def _together(drafts: tuple[str, ...]) -> str:
    return plain(" \n ".join(drafts))


def digits(claim: Claim) -> Iterator[Refusal]:
    """A digit, or a number in words that no statement has."""
    bare = MARK.sub(" ", claim.draft)
    for found in re.finditer(r"\d[\d.,\u202f\u00a0 ]*", bare):
        yield Refusal("number", found[0].strip())
    for name, pattern in claim.words.numbers.items():
        word = pattern.search(plain(bare))
        if word and not pattern.search(claim.step) and not _is_contrast_word(claim, word[0]):
            yield Refusal("number", f"{word[0]} ({name})")


def _is_contrast_word(claim: Claim, word: str) -> bool:
    """Whether the word orders things, as "second" and "other" do: the contrasts judge it."""
    return any(one.fullmatch(word) or other.fullmatch(word) for one, other in claim.words.contrasts)


def figures(claim: Claim) -> Iterator[Refusal]:
    """A figure given to another unit, or another group, than its own."""
    for mark in dict.fromkeys(marks_of(claim.draft)):
        if mark not in claim.evidence.figures:
            yield Refusal("format", mark)
            continue
        homes = [
            (each, one) for one in sorted(same_figures(claim.evidence, mark)) for each in _homes(claim, one)
        ]
        if not homes:
            continue
        verdicts = [_misplaced(claim, mark, home, one) for home, one in homes]
        if all(verdicts):
            yield verdicts[0]  # type: ignore[misc]


def _homes(claim: Claim, mark: str) -> list[Statement]:
    return [each for each in claim.evidence.statements if mark in marks_of(each.draft)]


def _misplaced(claim: Claim, mark: str, home: Statement, at: str) -> Refusal | None:
    """Why the figure of ``home`` (there ``at``, here ``mark``) is not told as there."""
    here, there = plain(claim.draft), plain(home.draft)
    unit, theirs = _unit(claim, here, mark), _unit(claim, there, at)
    if unit and theirs and unit != theirs and theirs != "time" and unit != "time":
        return Refusal("unit", f"{unit} / {theirs}")
    if unit and theirs and unit != theirs and not claim.words.units[unit].search(there):
        return Refusal("unit", f"{unit} / {theirs}")
    for one, other in opposed_in(there, claim.evidence.language):
        mine, its = _side(here, mark, one, other), _side(there, at, one, other)
        if mine and its and mine != its:
            return Refusal("owner", f"{mine} / {its}")
    rivals = [each for each in dict.fromkeys(marks_of(home.draft)) if each != at]
    own = _likeness(claim, here, mark, there, at)
    for rival in rivals:
        figure = claim.evidence.figures[rival]
        if (
            figure.shown == claim.evidence.figures[mark].shown
            or figure.format != claim.evidence.figures[mark].format
        ):
            continue
        if _likeness(claim, here, mark, there, rival) > own + 0.5:
            return Refusal("owner", f"{mark} told as {rival}")
    return None


def _unit(claim: Claim, text: str, mark: str) -> str:
    """The unit that a figure counts: the first such word within three words after it, or "" for none."""
    tail: str = text.partition(f"{{{mark}}}")[2]
    words = _TOKEN.findall(_CLAUSE.split(tail)[0])[:4]
    for word in words:
        if word.startswith("{"):
            return ""
        for name, pattern in claim.words.units.items():
            if pattern.fullmatch(word):
                return str(name)
    return ""


def _side(text: str, mark: str, one: Pattern, other: Pattern) -> str:
    """Which of two opposed words stands nearest to a figure, in its clause first; "" where neither does."""
    at = text.find(f"{{{mark}}}")
    clause = next((piece for piece in clauses_of(text) if piece[0] <= at < piece[1]), (0, len(text)))
    for low, high in (clause, (0, len(text))):
        found = [
            (abs(match.start() - at), name)
            for name, pattern in (("one", one), ("other", other))
            for match in pattern.finditer(text, low, high)
        ]
        if found:
            return min(found)[1]
        if len(marks_of(text)) > 1:  # another figure's word may be the nearest
            return ""
    return ""


def clauses_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each clause of a plain text starts and ends."""
    start = 0
    for cut in _CLAUSE.finditer(text):
        yield start, cut.start()
        start = cut.end()
    yield start, len(text)


def _likeness(claim: Claim, here: str, mark: str, there: str, at: str) -> float:
    """How alike the words around a figure are, here and there: 0 to 1."""
    mine, theirs = _around(claim, here, mark), _around(claim, there, at)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _around(claim: Claim, text: str, mark: str) -> set[str]:
    words = _TOKEN.findall(text)
    places = [index for index, word in enumerate(words) if word == f"{{{mark}}}"]
    near: set[str] = set()
    for place in places[:1]:
        for step in (-1, 1):
            index, left = place + step, _NEAR
            while 0 <= index < len(words) and left and not words[index].startswith("{"):
                near.add(stem(words[index], claim.evidence.language))
                index, left = index + step, left - 1
    return near


def contrasts(claim: Claim) -> Iterator[Refusal]:
    """One of two opposed words where what the sentence is about has only the other."""
    if not claim.about or claim.about[0].share < 0.25:
        return
    best = plain(claim.about[0].statement.draft)
    for one, other in claim.words.contrasts:
        for mine, theirs in ((one, other), (other, one)):
            found = mine.search(claim.plain)
            if not found or theirs.search(claim.plain):
                continue
            if theirs.search(best) and not mine.search(claim.ground) and not _denied(claim, found.start()):
                yield Refusal("direction", found[0])
                break


def _denied(claim: Claim, at: int) -> bool:
    """Whether a "not" stands close before: "not darker" for "lighter" may be right."""
    before = claim.plain[max(0, at - 30) : at]
    return claim.words.has("negation", before)


def near_copies(claim: Claim) -> Iterator[Refusal]:
    """A statement said again but for a few words: each of them must be one that changes nothing.

    Here a lie hides best: one word for another, a figure for another, a clause at the end.
    """
    mine = _TOKEN.findall(claim.plain)
    closest = _closest(claim, mine)
    if closest is None:
        return
    theirs = _TOKEN.findall(plain(closest.draft))
    match = difflib.SequenceMatcher(a=theirs, b=mine, autojunk=False)
    language = claim.evidence.language
    licensed = set(stems_of(closest.draft, language))
    said_there = {one for each in claim.evidence.own for one in stems_of(each.draft, language)}
    for kind, a, b, c, d in match.get_opcodes():
        if kind in ("equal", "delete"):
            continue
        was, now = theirs[a:b], mine[c:d]
        for before, after in zip(_marks(was), _marks(now), strict=False):
            if before != after:
                yield from _other_figure(claim, before, after)
        for one, other in claim.words.contrasts:
            for left, right in ((one, other), (other, one)):
                if _any(left, was) and _any(right, now) and not _any(left, now):
                    yield Refusal("owner", f"{' '.join(now)} / {' '.join(was)}")
        for name, badge in claim.words.badges.items():
            if _any(badge, now) and not _any(badge, was):
                yield Refusal("badge", f"{' '.join(now)} ({name})")
        added = " ".join(word for word in now if not word.startswith("{"))
        for name in ("cause", "proof", "verdict"):
            if claim.words.has(name, added):
                yield Refusal("ending" if name == "verdict" else "cause", added)
        if claim.words.has("harmless", added) or _synonyms(claim, was, now):
            continue
        free = licensed | (said_there if kind == "insert" else set())
        for found in stems_of(added, language):
            if found not in free:
                yield Refusal("vocabulary", f"{found} in a sentence of the author's")
                break


def _closest(claim: Claim, mine: list[str]) -> Statement | None:
    """The statement that the sentence copies, whatever its figures; ``None`` where it copies none."""
    bare = ["{}" if word.startswith("{") else word for word in mine]
    best: Statement | None = None
    most = 0.0
    for each in claim.near:
        words = _TOKEN.findall(plain(each.statement.draft))
        theirs = ["{}" if word.startswith("{") else word for word in words]
        match = difflib.SequenceMatcher(a=theirs, b=bare, autojunk=False)
        if match.quick_ratio() < 0.4:
            continue
        kept = sum(block.size for block in match.get_matching_blocks())
        ratio, least = match.ratio(), NEAR_COPY if len(theirs) >= 10 else NEAR_COPY_SHORT
        if (ratio >= least or (len(theirs) >= 5 and kept / len(theirs) >= KEPT)) and ratio > most:
            best, most = each.statement, ratio
    return best


def _synonyms(claim: Claim, was: list[str], now: list[str]) -> bool:
    """Whether each word that came in says what one that went out said."""
    groups = [group for group in claim.words.synonyms if _any(group, was)]
    content = [word for word in now if stems_of(word, claim.evidence.language)]
    return bool(groups) and all(any(group.fullmatch(word) for group in groups) for word in content)


def _marks(words: list[str]) -> list[str]:
    return [word[1:-1] for word in words if word.startswith("{")]


def _any(pattern: Pattern, words: list[str]) -> bool:
    return any(pattern.fullmatch(word) for word in words)


def _other_figure(claim: Claim, was: str, now: str) -> Iterator[Refusal]:
    known = claim.evidence.figures
    if was in known and now in known and known[was].shown != known[now].shown:
        yield Refusal("owner", f"{now} / {was}")


def negation(claim: Claim) -> Iterator[Refusal]:
    """A denial of what the sentence is about that the sentence leaves out, or one that it adds."""
    if not claim.about:
        return
    closest = claim.about[0]
    mine, theirs = _denies(claim, claim.plain), _denies(claim, plain(closest.statement.draft))
    same_words = difflib.SequenceMatcher(
        a=_TOKEN.findall(plain(closest.statement.draft)), b=_TOKEN.findall(claim.plain), autojunk=False
    ).ratio()
    ne_mine, ne_theirs = (len(NE.findall(text)) for text in (claim.plain, plain(closest.statement.draft)))
    if claim.evidence.language == "fr" and ne_theirs > ne_mine and _kept(closest.statement, claim) >= 0.75:
        yield Refusal("negation", "ne")
    elif (theirs > mine and (same_words >= 0.7 or _kept(claim.about[0].statement, claim) >= 0.8)) or (
        theirs and not mine and closest.share >= 0.25 and not _denies_otherwise(claim, closest)
    ):
        yield Refusal("negation", "left out")
    elif mine > theirs and same_words >= 0.8:
        yield Refusal("negation", "added")


def _denies_otherwise(claim: Claim, closest: Aligned) -> bool:
    """Whether the sentence denies by a word of its own; one that the statement has beside its "not" does not
    stand in for it where the sentence is mostly that statement's."""
    said = claim.words.classes["denial"].findall(claim.plain)
    there = claim.words.classes["denial"].findall(plain(closest.statement.draft))
    return bool(set(said) - set(there)) or (bool(said) and closest.share < ABOUT)


def _kept(statement: Statement, claim: Claim) -> float:
    """The share of a statement's words that the sentence has, in order."""
    theirs, mine = _TOKEN.findall(plain(statement.draft)), _TOKEN.findall(claim.plain)
    match = difflib.SequenceMatcher(a=theirs, b=mine, autojunk=False)
    return sum(block.size for block in match.get_matching_blocks()) / max(1, len(theirs))


def _denies(claim: Claim, text: str) -> int:
    return len(claim.words.classes["negation"].findall(_WEAK_NEGATIONS.sub(" ", text)))


def causes(claim: Claim) -> Iterator[Refusal]:
    """A cause or a proof that what the sentence is about does not claim."""
    near = bool(claim.about) and claim.about[0].share >= 0.3
    links = near and (claim.words.has("link", claim.ground) or ":" in claim.ground)
    found = claim.words.classes["cause"].search(claim.plain)
    if found and not claim.words.has("cause", claim.ground) and not (links and _is_because(found[0])):
        yield Refusal("cause", found[0])
    found = claim.words.classes["proof"].search(claim.plain)
    if found and not claim.words.has("proof", claim.ground) and not _denied(claim, found.start()):
        yield Refusal("cause", found[0])


def _is_because(word: str) -> bool:
    return word.startswith(("parce qu", "because")) and word != "because of"


def comparisons(claim: Claim) -> Iterator[Refusal]:
    """A comparison, or a superlative, where no statement makes any."""
    for name in ("comparison", "superlative"):
        found = claim.words.classes[name].search(claim.plain)
        near = claim.ground if name == "comparison" else claim.step
        made = claim.words.has("comparison", claim.step) or claim.words.has("superlative", near)
        if found and claim.about and not made:
            yield Refusal("comparison", found[0])
            return


def names(claim: Claim) -> Iterator[Refusal]:
    """A name that the step does not have: any capitalised word but the first, any word all in capitals."""
    known = {plain(name) for name in claim.evidence.names}
    bare = MARK.sub(" ", claim.draft)
    start = _SENTENCE_START.match(bare)
    first = start.end() if start else 0
    for found in _NAME.finditer(bare):
        word = plain(re.sub(r"^(?:[cdjlmnst]|qu)['’]", "", found[0], flags=re.IGNORECASE)).removesuffix("'s")
        opens = found.start() == first or re.search(r"[.!?…:«“\"(]\s*$", bare[: found.start()])
        if opens and not _ACRONYM.fullmatch(found[0]):
            continue
        if word in known or re.search(rf"(?<!\w){re.escape(word)}", claim.step) or found[0] in ("I", "I'm"):
            continue
        yield Refusal("name", found[0])


def sources(claim: Claim) -> Iterator[Refusal]:
    """A source that nothing here cites: "a study says", a reference in brackets."""
    cites = re.findall(r"\[@?([^\]]*)\]", claim.draft)
    known = {ground.name for each in claim.evidence.statements for ground in each.grounds}
    for cite in cites:
        if cite.strip().lstrip("@").partition(",")[0] not in known:
            yield Refusal("source", cite)
    found = claim.words.classes["source"].search(claim.plain)
    if found and not claim.words.has("source", claim.step):
        yield Refusal("source", found[0])


def badges(claim: Claim) -> Iterator[Refusal]:
    """A model called by another badge than its own."""
    for name, pattern in claim.words.badges.items():
        found = pattern.search(claim.plain)
        if found and not pattern.search(claim.ground):
            yield Refusal("badge", f"{found[0]} ({name})")


def verdicts(claim: Claim) -> Iterator[Refusal]:
    """A verdict, or an ending, in a word that the step does not have."""
    for found in claim.words.classes["verdict"].finditer(claim.plain):
        if re.search(rf"(?<!\w){re.escape(found[0][:5])}", claim.step):
            continue
        if found[0].startswith(("conclu", "confirm")) and _denied(claim, found.start()):
            continue
        yield Refusal("ending", found[0])


def hedges(claim: Claim) -> Iterator[Refusal]:
    """A group of people named outright where the author says "perceived as" (honesty rule 9)."""
    if not claim.words.has("hedge", claim.ground) or claim.words.has("hedge", claim.plain):
        return
    found = claim.words.classes["hedged"].search(claim.plain)
    if found and claim.words.classes["hedged"].search(claim.ground):
        yield Refusal("hedge", found[0])


def quantities(claim: Claim) -> Iterator[Refusal]:
    """All, each, always, where no statement of the step says so."""
    found = claim.words.classes["all"].search(claim.plain)
    if found and claim.about and not claim.words.has("all", claim.step) and claim.about[0].share >= 0.2:
        yield Refusal("comparison", found[0])


CHECKS = (
    digits, figures, near_copies, contrasts, negation, causes, comparisons, names, sources, badges, verdicts,
    hedges, quantities,
)  # fmt: skip
