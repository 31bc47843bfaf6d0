"""What a file says on a source's word: the sentences that cite it, as the reader's file has them.

A source's own figures are named for authors ("paires", "hauteur_avant"); readers are shown sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.guide.retrieval.passage import Passage, plain
from engine.guide.retrieval.quoting import SHORT, leans

MOST = 2
"""Claims of one source: with the line that names it, they are quoted whole."""

_CITED = re.compile(r"\[@([^\]\n]*)\]")
_NAME = re.compile(r"[\w-]+")


def claims_of(source: str, passages: Iterable[Passage]) -> tuple[str, ...]:
    """What ``passages`` say on the word of ``source``, those with a figure first; at most :data:`MOST`."""
    found = dict.fromkeys(each for passage in passages for each in _claims(source, passage))
    return tuple(sorted(found, key=lambda each: not any(sign.isdigit() for sign in each))[:MOST])


def _claims(source: str, passage: Passage) -> Iterator[str]:
    sentences = passage.sentences
    marked = [_cites(each, source) for each in sentences]
    if any(marked):
        for at in (place for place, each in enumerate(marked) if each):
            start = at
            while start > 0 and (leans(sentences[start]) or _short(sentences[start : at + 1])):
                start -= 1
            said = sentences[start : at + 1]
            if not leans(said[0]) and not _short(said):
                yield plain(" ".join(said))
    elif passage.kind == "dossier" and any(
        ground.kind == "source" and ground.name == source for ground in passage.grounds
    ):
        yield plain(" ".join(sentences))  # a statement that cites it as a whole


def _cites(sentence: str, source: str) -> bool:
    return any(source in _NAME.findall(each) for each in _CITED.findall(sentence))


def _short(sentences: Iterable[str]) -> bool:
    return len(plain(" ".join(sentences)).split()) < SHORT
