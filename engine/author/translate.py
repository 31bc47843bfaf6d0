"""Translations: which are missing, which are older than their source, and which of them were reviewed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from engine.author.beside_shapes import BESIDE
from engine.author.constructs import Sentence, languages_of, sentences
from engine.author.source import SourceRefused, any_tree
from engine.language.lock import Accepted, Lock, digest_of, key_of
from engine.language.placeholders import parts_of
from engine.language.saying import nearest
from engine.language.tree import Fields, Leaf
from tools.wording import Language, Words

State = Literal["missing", "stale", "mismatch"]


class Wanted(NamedTuple):
    """One translation that wants work. Lines count from 1."""

    path: str
    language: Language
    state: State
    line: int
    source_line: int
    source: str
    translation: str | None
    detail: str = ""  # the marks that only one of the two carries, of a mismatch
    accepted: str | None = None  # the day it was accepted (ISO), of a stale one


class Pair(NamedTuple):
    """A sentence, and its translation where there is one."""

    sentence: Sentence
    language: Language
    source: Leaf
    translation: Leaf | None

    @property
    def key(self) -> str:
        """Its name in the lock."""
        return key_of(self.sentence.name)


def pairs_of(root: Fields, only: Language | None = None) -> Iterator[Pair]:
    """Every sentence of a scenario with each language that it should be in."""
    return _pairs(sentences(root), languages_of(root), only)


def pairs_beside(root: Fields, beside: Mapping[str, str]) -> Iterator[Pair]:
    """The same of the files beside the scenario at ``root``: name (``dossier``, ``workshop``) → source."""
    for name, source in beside.items():
        yield from _pairs(sentences(any_tree(source), BESIDE[name], (name,)), languages_of(root))


def _pairs(
    every: Iterator[Sentence], languages: Sequence[Language], only: Language | None = None
) -> Iterator[Pair]:
    first, *others = languages
    for sentence in every:
        leaves = sentence.leaves(first)
        source = leaves.get(first)
        if source is None or not source.value.strip():
            continue
        for language in others if only is None else [only]:
            found = leaves.get(language)
            yield Pair(sentence, language, source, found if found and found.value.strip() else None)


def todo(source: str, lock: Lock, beside: Mapping[str, str] | None = None) -> list[Wanted]:
    """What translations want, in the files' order: the scenario's, then those of the files beside it.

    Raises :class:`SourceRefused` for a source that cannot be read.
    """
    root = any_tree(source)
    wanted = []
    for pair in (*pairs_of(root), *pairs_beside(root, beside or {})):
        state, detail = state_of(pair, lock)
        if state is None or (state == "missing" and pair.sentence.shape != "text"):
            continue  # words to look for may be the same in both languages; notes are for who speaks one
        accepted = lock.get(pair.language, {}).get(pair.key)
        leaf = pair.translation or pair.source
        said = pair.translation.value.strip() if pair.translation else None
        wanted.append(
            Wanted(
                pair.sentence.name, pair.language, state, leaf.place.line, pair.source.place.line,
                pair.source.value.strip(), said, detail,
                accepted.on if accepted and state == "stale" else None,
            )
        )  # fmt: skip
    return wanted


def state_of(pair: Pair, lock: Lock) -> tuple[State | None, str]:
    """What a translation wants; ``None`` when nothing."""
    if pair.translation is None:
        return "missing", ""
    odd = odd_marks(pair.source.value, pair.translation.value)
    if odd:
        return "mismatch", ", ".join(odd)
    accepted = lock.get(pair.language, {}).get(pair.key)
    if accepted is not None and accepted.digest != digest_of(pair.source.value):
        return "stale", ""
    return None, ""


def odd_marks(source: str, translation: str) -> list[str]:
    """The figures, cites and glossary words that only one of two sentences carries."""
    return sorted(_marks(source) ^ _marks(translation))


def _marks(sentence: str) -> set[str]:
    marks = set()
    for part in parts_of(sentence):
        if part.kind == "placeholder":
            marks.add("{" + part.name + (f":{part.format}" if part.format else "") + "}")
        elif part.kind == "cite":
            marks.add(f"[@{part.name}]")
        elif part.kind == "gloss":
            marks.add(f"[[…|{part.name}]]")
    return marks


class Acceptance(NamedTuple):
    """The lock after a review: which texts were accepted, and which could not be, with why."""

    lock: Lock
    accepted: list[str]
    refused: dict[str, Words]


def accept(
    source: str,
    lock: Lock,
    paths: Collection[str] | None,
    on: str,
    beside: Mapping[str, str] | None = None,
) -> Acceptance:
    """Accept translations for their sources of today. ``paths``: ``None`` for all of them, in the scenario
    and in the files ``beside`` it.

    What is missing, or does not carry the same figures, cannot be accepted. Accepting all also forgets the
    texts that are gone. Raises :class:`SourceRefused`: E104, or E101 for a path without text.
    """
    root = any_tree(source)
    pairs = [*pairs_of(root), *pairs_beside(root, beside or {})]
    known = {pair.key: pair.sentence.name for pair in pairs}
    chosen = None if paths is None else {key_of(path) for path in paths}
    for path in paths or ():
        if key_of(path) not in known:
            near = nearest(path, list(known.values()))
            raise SourceRefused(
                "E101",
                Words(
                    fr=f"Aucun texte à traduire n'est à « {path[:120]} ».",
                    en=f"No text to translate stands at “{path[:120]}”.",
                ),
                Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?") if near else None,
            )
    new: Lock = {language: dict(texts) for language, texts in lock.items()} if chosen is not None else {}
    accepted: list[str] = []
    refused: dict[str, Words] = {}
    for pair in pairs:
        if chosen is not None and pair.key not in chosen:
            continue
        before = lock.get(pair.language, {}).get(pair.key)
        why = _cannot_accept(pair)
        if why is None:
            digest = digest_of(pair.source.value)
            if before is None or before.digest != digest:
                accepted.append(pair.sentence.name)
                before = Accepted(digest, on)
        elif chosen is not None or pair.translation is not None:
            refused[pair.sentence.name] = why
        else:
            before = None
        if before is not None:
            new.setdefault(pair.language, {})[pair.key] = before
    return Acceptance(new, accepted, refused)


def _cannot_accept(pair: Pair) -> Words | None:
    if pair.translation is None:
        return Words(fr="la traduction manque", en="the translation is missing")
    odd = odd_marks(pair.source.value, pair.translation.value)
    if odd:
        listed = ", ".join(odd)
        return Words(
            fr=f"les deux textes ne portent pas les mêmes marques : {listed}",
            en=f"the two texts do not carry the same marks: {listed}",
        )
    if not re.fullmatch(r"[\w.-]+", pair.key):
        return Words(fr="ce nom n'est pas un nom de texte", en="this name is not a text's name")
    return None


def changed_on(file: Path, lines: Sequence[int]) -> dict[int, str]:
    """The day (ISO) on which lines of a file last changed, where git knows it; empty where it does not."""
    if not lines:
        return {}
    try:
        done = subprocess.run(
            ["git", "blame", "--line-porcelain", "--", file.name],
            cwd=file.resolve().parent, capture_output=True, text=True, timeout=10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return {}
    days: dict[int, str] = {}
    line = 0
    for said in done.stdout.split("\n") if done.returncode == 0 else []:
        head = re.match(r"[0-9a-f]{40,64} \d+ (\d+)", said)
        if head:
            line = int(head[1])
        elif said.startswith("author-time ") and line in lines:
            days[line] = datetime.fromtimestamp(int(said.split()[1]), UTC).date().isoformat()
    return days
