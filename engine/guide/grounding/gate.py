"""The gate: a proposed sentence is released, or refused with its reasons and replaced by the author's own.

Rules of acceptance: every figure is a mark of the step, told of the same thing, unit and group; every name,
comparison, cause, denial, badge and verdict is one of the statements that the sentence is about; what must be
said is said, what must not is not; the whole stays within 1.6 times the author's length (*light*) or 3 times
(*free*). The author's own sentences always pass.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from engine.guide.evidence import MARK, Evidence, Ground, Judgement, Refusal, Statement, fill
from engine.guide.grounding import owners, reserves, strangers
from engine.guide.grounding.alignment import Aligned, align, marks_of, stems_of, told_figures
from engine.guide.grounding.claims import CHECKS, Claim
from engine.guide.grounding.lexicon import lexicon, plain
from engine.guide.stemming import stem
from engine.play.asides import Said
from tools.wording import typeset

LENGTH = {"none": 1.0, "light": 1.6, "free": 3.0}
NEAREST = 8  # statements that a sentence may be a copy of
LONGEST = 600  # characters of one sentence
_STRANGE = re.compile(r"[<>`|\\^~=#{}\[\]]|https?:|www\.|\*\*|^\s*(?:[-*]|\d+[.)])\s")
_LETTERS = re.compile(r"[^\W\d_]")
_ONLY: dict[str, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?<!\w)(?:le|la|les|des|une|est|sont|dans|pour|qui|que|ce|cette|avec|sur|pas|vous|il|elle)(?!\w)"
    ),
    "en": re.compile(
        r"(?<!\w)(?:the|of|and|is|are|was|in|for|that|this|with|to|you|it|they|which|by|from)(?!\w)"
    ),
}


def judge(draft: str, evidence: Evidence) -> Judgement:
    """Whether one sentence may be shown, why not, what it rests on and what it says over.

    ``draft`` has marks for figures (``{n1}``). An author's own sentence is always released.
    """
    own = _same_as_a_statement(draft, evidence)
    if own is not None:
        return Judgement(True, _shown(draft, evidence), (), own.grounds, (own.id,))
    refusals = list(_form(draft, evidence))
    if any(each.reason in ("format", "empty") for each in refusals):
        return Judgement(False, draft, tuple(refusals), (), ())
    aligned = align(draft, evidence)
    about = _about(aligned)
    claim = Claim(draft, plain(draft), evidence, aligned[:NEAREST], about)
    for check in (*CHECKS, *reserves.CHECKS, *strangers.CHECKS, *owners.CHECKS):
        refusals += check(claim)
    if not about and len(set(stems_of(draft, evidence.language))) >= 3:
        refusals.append(Refusal("vocabulary", "nothing that a statement speaks of"))
    grounds = _grounds(draft, evidence, about)
    covers = tuple(each.statement.id for each in about if _says_over(draft, each, evidence))
    if refusals:
        return Judgement(False, draft, tuple(dict.fromkeys(refusals)), grounds, covers)
    return Judgement(True, _shown(draft, evidence), (), grounds, covers)


def drafted(text: str, evidence: Evidence) -> str:
    """A filled text back in its drafted form: a numeral that is exactly a figure's becomes its mark.

    Where several figures look the same, the one of the statement that the text is closest to. Others stay
    as they are, and the gate refuses them.
    """
    closest = [each.statement for each in align(text, evidence)[:3]]
    order = [mark for each in closest for mark in marks_of(each.draft)]
    figures = sorted(
        evidence.figures.values(),
        key=lambda each: (-len(each.shown), order.index(each.id) if each.id in order else len(order)),
    )
    for figure in figures:
        if not re.search(r"\d", figure.shown):
            continue
        loose = (
            re.escape(figure.shown)
            .replace("\u202f", r"[\s\u202f\u00a0]?")
            .replace("\u00a0", r"[\s\u202f\u00a0]?")
        )
        pattern = re.compile(rf"(?<![\d{{n.,−-]){loose}(?![\d}}]|[.,]\d)")
        text = pattern.sub(f"{{{figure.id}}}", text)
    return text


class Taken(NamedTuple):
    """What a sentence led to: its judgement, and what is to be shown now, in order."""

    judgement: Judgement
    said: tuple[Said, ...]


class Gate:
    """Judges a text as it is written, and keeps what remains to be said."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._said: list[tuple[Said, tuple[str, ...]]] = []
        self._covered: set[str] = set()
        self._seen: set[str] = set()
        self._length = 0
        self.repeated = 0
        self.withdrawn = False
        """Whether something was written that must not be said: nothing of the text is shown then."""

    def take(self, sentence: str) -> Taken:
        """Judge the next sentence; a refused one gives way to the author's, if that was not said yet."""
        judgement = self._judged(sentence)
        if any(each.reason == "must_not_say" for each in judgement.refusals):
            self.withdrawn = True
            return Taken(judgement, ())
        if judgement.released:
            said = Said(text=judgement.text, by="backend", rests_on=list(judgement.grounds))
            self._keep(said, judgement.covers)
            return Taken(judgement, (said,))
        instead = [each for each in self._evidence.own if each.id in judgement.covers[:1]]
        return Taken(
            judgement, tuple(self._authors(each) for each in instead if each.id not in self._covered)
        )

    def close(self) -> tuple[Said, ...]:
        """What must still be said, in the author's words and order.

        With *light*, every sentence that nothing said over; with *free*, those that hold a figure, a denial
        or a reserve, and what must be said.
        """
        left = [each for each in self._evidence.own if each.id not in self._covered and self._matters(each)]
        said = [self._authors(each) for each in left]
        whole = plain(" ".join(each.text for each, _ in self._said))
        for phrase in self._evidence.must_say:
            if plain(phrase) not in whole:
                home = next((each for each in self._evidence.own if plain(phrase) in plain(each.shown)), None)
                missing = home or next(
                    each for each in self._evidence.statements if each.origin == "must_say"
                )
                if missing.id not in self._covered:
                    said.append(self._authors(missing))
        return tuple(said)

    def ordered(self) -> list[Said]:
        """All that is said, in the order of the author's text where a sentence has a place in it."""
        return [said for said, _ in self._in_order()]

    def laid_out(self) -> str:
        """All that is said, as Markdown: paragraphs as the author's, cites after what they bear out."""
        blocks: dict[int, list[str]] = {}
        block = 0
        homes = {each.id: each.block for each in self._evidence.own}
        for said, covers in self._in_order():
            block = next((homes[one] for one in covers if one in homes), block)
            cites = "".join(f" [@{one.name}]" for one in said.rests_on if one.kind == "source")
            blocks.setdefault(block, []).append(said.text + cites)
        return "\n\n".join(" ".join(sentences) for _, sentences in sorted(blocks.items()))

    def _in_order(self) -> list[tuple[Said, tuple[str, ...]]]:
        """What was said with what it covers; a sentence without a place follows the one before it."""
        place = {each.id: at for at, each in enumerate(self._evidence.own)}
        last = -1
        placed: list[tuple[int, tuple[Said, tuple[str, ...]]]] = []
        for each in self._said:
            last = min((place[one] for one in each[1] if one in place), default=last)
            placed.append((last, each))
        return [each for _, each in sorted(placed, key=lambda one: one[0])]

    def _judged(self, sentence: str) -> Judgement:
        judgement = judge(sentence, self._evidence)
        if not judgement.released:
            return judgement
        likeness = " ".join(stems_of(sentence, self._evidence.language)) or plain(sentence)
        known = set(judgement.covers) and set(judgement.covers) <= self._covered
        if likeness in self._seen or known:
            self.repeated += 1
            return judgement._replace(released=False, refusals=(Refusal("repetition", ""),), covers=())
        self._seen.add(likeness)
        most = math.ceil(len(self._evidence.text) * LENGTH[self._evidence.adapt])
        if self._length + len(judgement.text) > most:
            return judgement._replace(released=False, refusals=(Refusal("length", f"{most}"),))
        return judgement

    def _keep(self, said: Said, covers: Sequence[str]) -> None:
        self._said.append((said, tuple(covers)))
        self._covered.update(covers)
        self._length += len(said.text) + 1

    def _authors(self, statement: Statement) -> Said:
        said = Said(text=statement.shown, by="author", rests_on=list(statement.grounds))
        self._keep(said, (statement.id,))
        return said

    def _matters(self, statement: Statement) -> bool:
        if self._evidence.adapt != "free":
            return True
        words, text = lexicon(self._evidence.language), plain(statement.draft)
        return bool(marks_of(statement.draft)) or words.has("negation", text) or words.has("hedge", text)


def _same_as_a_statement(draft: str, evidence: Evidence) -> Statement | None:
    """The author's own sentence that this is, but for typography and marks of the same figure."""
    wanted = plain(draft).strip(" .")
    for each in evidence.statements:
        if plain(each.draft).strip(" .") == wanted:
            return each
    return None


def _about(aligned: Sequence[Aligned]) -> tuple[Aligned, ...]:
    if not aligned:
        return ()
    best = aligned[0].share
    return tuple(each for each in aligned[:4] if each.share >= max(0.12, best * 0.5))


def _form(draft: str, evidence: Evidence) -> list[Refusal]:
    """What is wrong with a sentence before its sense is looked at."""
    found: list[Refusal] = []
    bare = MARK.sub("", draft)
    if not _LETTERS.search(bare):
        return [Refusal("empty", draft[:40])]
    for mark in marks_of(draft):
        if mark not in evidence.figures:
            found.append(Refusal("format", mark))
    strange = _STRANGE.search(re.sub(r"\[@\w+(?:,[^\]]*)?\]", "", bare))
    if strange:
        found.append(Refusal("format", strange[0]))
    if any(unicodedata.category(sign) in ("Cc", "Cf", "So", "Co", "Cn") for sign in bare):
        found.append(Refusal("format", "a sign that is no text"))
    if len(draft) > LONGEST:
        found.append(Refusal("length", f"{len(draft)}"))
    text = plain(bare)
    mine, other = (evidence.language, "en" if evidence.language == "fr" else "fr")
    counted = {name: len(pattern.findall(text)) for name, pattern in _ONLY.items()}
    if counted[other] > counted[mine] and (counted[other] >= 2 or not _speaks(draft, evidence)):
        found.append(Refusal("language", other))
    for phrase in evidence.must_not_say:
        if _stemmed(phrase, evidence) in _stemmed(draft, evidence):
            found.append(Refusal("must_not_say", phrase))
    return found


def _stemmed(text: str, evidence: Evidence) -> str:
    """The stems of all its words, without accents, between spaces: "racistes" is "raciste" here."""
    words = re.findall(r"[^\W\d_]+", plain(text))
    folded = unicodedata.normalize("NFKD", " ".join(stem(word, evidence.language) for word in words))
    return f" {''.join(sign for sign in folded if not unicodedata.combining(sign))} "


def _speaks(draft: str, evidence: Evidence) -> bool:
    """Whether the step has each of the words that carry the sentence's meaning."""
    known = {one for each in evidence.statements for one in stems_of(each.draft, evidence.language)}
    return set(stems_of(draft, evidence.language)) <= known


def _grounds(draft: str, evidence: Evidence, about: Sequence[Aligned]) -> tuple[Ground, ...]:
    figures = [evidence.figures[mark].ground for mark in marks_of(draft) if mark in evidence.figures]
    closest = [ground for each in about[:2] for ground in each.statement.grounds]
    found = [each for each in (*figures, *closest) if each.kind != "author"]
    return tuple(dict.fromkeys(found)) or (Ground(kind="author", name=""),)


def _says_over(draft: str, aligned: Aligned, evidence: Evidence) -> bool:
    """Whether the statement need not be said any more: its figures are all told, and most of its words."""
    wanted = marks_of(aligned.statement.draft)
    told = told_figures(draft, evidence)
    if wanted:
        return set(wanted) <= told
    theirs = set(stems_of(aligned.statement.draft, evidence.language))
    mine = set(stems_of(draft, evidence.language))
    return bool(theirs) and (len(theirs & mine) / len(theirs) >= 0.5 or aligned.share >= 0.6)


def _shown(draft: str, evidence: Evidence) -> str:
    return typeset(fill(draft, evidence.figures), evidence.language).strip()
