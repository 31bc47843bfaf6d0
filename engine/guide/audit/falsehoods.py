"""Falsehoods planted in true sentences, to measure whoever claims to catch them.

Each is a fluent sentence with one lie in it, made from one that its author or an instrument answers for. What
would still be true (two equal figures exchanged) is never planted.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from itertools import product
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from engine.guide.audit.falsehoods_ways import WAYS, Truth, shown_of
from engine.guide.audit.steps import steps_of
from engine.guide.evidence import MARK, Evidence, Figure, Statement
from engine.guide.licensed import evidence_of
from engine.guide.sentences import sentences_of
from engine.language.schema import Scenario
from tools.wording import LANGUAGES, Language, typeset

Kind = Literal[
    "changed_digit",
    "swapped_group",
    "reversed_sign",
    "invented_source",
    "over_claimed_cause",
    "dropped_not",
    "wrong_badge",
    "unreached_ending",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

_WORD = re.compile(r"[^\W_]+")


class Planted(BaseModel):
    """One falsehood. ``draft`` as a model would write it, ``shown`` as a reader would read it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    way: str  # which of the kind's several ways
    source: str  # the true sentence, filled
    draft: str
    shown: str
    node: str
    key: str = ""  # of the author's text, for `evidence_at`; "" where the caller alone knows
    language: Language
    audience: str


def plant(
    sentence: str, evidence: Evidence, kind: Kind, seed: int, *, endings: Iterable[str] = ()
) -> Planted | None:
    """A falsehood of that kind made from ``sentence``, a draft or a filled one; ``None`` where none can be.

    A question says nothing, and nothing is made of it. ``endings`` are sentences of endings that the play has
    not reached. The same seed gives the same falsehood.
    """
    chance = random.Random(f"{seed}|{kind}|{sentence}")
    sentence = sentence.replace("'", "’") if evidence.language == "fr" else sentence
    draft = sentence if MARK.search(sentence) else _as_draft(sentence, evidence)
    if "?" in draft or any(mark not in evidence.figures for mark in MARK.findall(draft)):
        return None
    truth = Truth(draft, evidence, chance, tuple(endings), evidence.figures)
    source = typeset(shown_of(draft, evidence.figures), evidence.language)
    by_way: dict[str, list[str]] = {}
    for way, candidate in WAYS[kind](truth):
        by_way.setdefault(way, []).append(candidate)
    tries: list[tuple[str, str]] = []
    for way in chance.sample(sorted(by_way), len(by_way)):  # a rare way is as likely as one with many drafts
        tries += [(way, each) for each in chance.sample(by_way[way], len(by_way[way]))]
    for way, candidate in tries:
        shown = typeset(shown_of(candidate, evidence.figures), evidence.language)
        if not _is_said(shown, source, evidence):
            return Planted(
                kind=kind, way=way, source=source, draft=candidate, shown=shown,
                node=evidence.node, language=evidence.language, audience=evidence.audience,
            )  # fmt: skip
    return None


def planted_set(scenario: Scenario, count: int = 200, seed: int = 1) -> list[Planted]:
    """``count`` falsehoods, balanced over kinds and languages, and spread over profiles and nodes.

    Fewer where the scenario has too few sentences to spoil.
    """
    chance = random.Random(seed)
    languages = [each for each in LANGUAGES if each in scenario.languages]
    pools = {language: _pool(scenario, language, chance) for language in languages}
    endings = {language: _endings(scenario, language) for language in languages}
    found: list[Planted] = []
    taken: set[str] = set()
    used = dict.fromkeys(product(KINDS, languages), 0)
    turns = list(product(KINDS, languages))
    while turns and len(found) < count:
        for turn in list(turns):
            kind, language = turn
            pool = pools[language]
            planted = None
            while planted is None and used[turn] < len(pool):
                # each kind starts elsewhere in the pool, so that kinds do not all spoil the same nodes
                at = (used[turn] + KINDS.index(kind) * len(pool) // len(KINDS)) % len(pool)
                used[turn] += 1
                key, evidence, statement = pool[at]
                if statement.draft + kind in taken:
                    continue
                planted = plant(statement.draft, evidence, kind, seed, endings=endings[language])
                if planted is not None and planted.shown in taken:
                    planted = None
            if planted is None:
                turns.remove(turn)
                continue
            taken |= {planted.shown, statement.draft + kind}
            found.append(planted.model_copy(update={"key": key}))
            if len(found) == count:
                break
    return found


def _pool(
    scenario: Scenario, language: Language, chance: random.Random
) -> list[tuple[str, Evidence, Statement]]:
    """Sentences to spoil, of all nodes and profiles, four of the author's own for each of another origin."""
    own: list[tuple[str, Evidence, Statement]] = []
    other: list[tuple[str, Evidence, Statement]] = []
    for audience in (each.id for each in scenario.audiences):
        for step in steps_of(scenario, language, audience):
            evidence = evidence_of(scenario, step.narrated, step.events, language=language, audience=audience)
            if evidence.adapt == "none" or evidence.language != language:
                continue
            for statement in evidence.statements:
                if len(_WORD.findall(statement.shown)) < 4 or re.search(r"[`*]", statement.shown):
                    continue
                place = own if statement.origin == "text" else other
                if statement.origin in ("text", "finding", "exhibit"):
                    place.append((step.narrated.key, evidence, statement))
    chance.shuffle(own)
    chance.shuffle(other)
    mixed: list[tuple[str, Evidence, Statement]] = []
    for at, each in enumerate(own):
        mixed.append(each)
        if at % 4 == 3 and other:
            mixed.append(other.pop())
    return mixed


def _endings(scenario: Scenario, language: Language) -> tuple[str, ...]:
    """What endings with a verdict say outright, in sentences that name what is established."""
    found: list[str] = []
    for node in scenario.nodes.values():
        if getattr(node, "status", None) == "established" and node.text is not None:
            for text in (node.text, *node.text_for.values()):
                source, told_in = text.in_(language)
                if told_in == language:
                    found += [each for each in sentences_of(source) if _tells_verdict(each)]
    return tuple(dict.fromkeys(found))


def _tells_verdict(sentence: str) -> bool:
    verdict = re.search(
        r"(?i)\b(?:établi|established|montré|showed|shown|signez|you sign|trouvé|found)\b", sentence
    )
    said = bool(verdict) and len(_WORD.findall(sentence)) >= 8
    return said and not re.search(r"(?i)[{\[`]|\b(?:pas|not|nor|non)\b|showed it|avez montré", sentence)


def _as_draft(sentence: str, evidence: Evidence) -> str:
    """A filled sentence with marks for the figures of the step, those of the nearest statement first."""
    said = set(_WORD.findall(sentence.casefold()))

    def distance(figure: Figure) -> int:
        mark = f"{{{figure.id}}}"
        homes = [each for each in evidence.statements if mark in each.draft]
        return -max((len(said & set(_WORD.findall(each.shown.casefold()))) for each in homes), default=0)

    for figure in sorted(evidence.figures.values(), key=lambda each: (-len(each.shown), distance(each))):
        if not re.search(r"\d", figure.shown):
            continue
        spaced = re.sub(
            r"\s", r"\\s", re.escape(figure.shown).replace("\\\u202f", " ").replace("\\\u00a0", " ")
        )
        pattern = rf"(?<![\w{{.,]){spaced}(?![\w}}]|[.,]\d|\s\d{{3}}\b|\s?%)"
        sentence = re.sub(pattern, f"{{{figure.id}}}", sentence, count=1)
    return sentence


def _is_said(shown: str, source: str, evidence: Evidence) -> bool:
    """Whether the step itself says so, word for word."""
    said = _plain(shown)
    return said == _plain(source) or any(said in _plain(each.shown) for each in evidence.statements)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[−]?[\w%]+", text.casefold()))
